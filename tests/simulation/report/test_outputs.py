import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult, comparison_table
from markupsafe import escape
from written import COMPARISON_FILES, RESULT_FILES

from simulation.report.charts.registry import charts_of
from simulation.report.files import outputs
from simulation.report.output_folder import OutputError, check_folder

COLUMNS = (
    "scenario,observer,group,area,indicator,unit,baseline,reform,difference,low,high,"
    "variance_ratio,value_status,replications"
)
KEYS = ("group", "indicator", "observer", "area")


@pytest.fixture(autouse=True)
def _coarse_pictures(monkeypatch):
    monkeypatch.setattr("simulation.report.charts.style.DPI", 40)


class Balance(HTMLParser):
    """Every tag that is opened is closed, in order."""

    def __init__(self):
        super().__init__()
        self.open_tags = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "img"):
            self.open_tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open_tags.pop() == tag


def held(folder):
    return sorted(each.name for each in folder.iterdir())


def test_a_comparison_is_written_whole(tmp_path):
    folder = tmp_path / "new" / "out"
    outputs.write(FakeComparison(), folder)
    assert held(folder) == sorted(COMPARISON_FILES)
    assert held(tmp_path) == ["new"]  # no staging folder is left
    raw = (folder / "comparison.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # the mark by which spreadsheets know UTF-8
    assert raw.decode("utf-8-sig").splitlines()[0] == COLUMNS
    files = sorted(folder.glob("comparison*.csv"))
    back = pd.concat([pd.read_csv(file, encoding="utf-8-sig") for file in files]).sort_values([*KEYS])
    pd.testing.assert_frame_equal(
        back.reset_index(drop=True), comparison_table().sort_values([*KEYS], ignore_index=True)
    )
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["seed"] == 1


@pytest.mark.usefixtures("blank_plots")
def test_the_numbers_of_every_plot_stand_beside_it(tmp_path):
    change = FakeComparison()
    outputs.write(change, tmp_path / "out")
    frames = {"fan": change.fan(), "waits": change.waits(),
              "incidence": change.incidence(), "counties": change.by_county()}  # fmt: skip
    for name, frame in frames.items():
        assert (tmp_path / "out" / f"{name}.png").is_file()
        back = pd.read_csv(tmp_path / "out" / f"{name}.csv", encoding="utf-8-sig")
        pd.testing.assert_frame_equal(back, frame)


@pytest.mark.usefixtures("blank_plots")
def test_a_run_in_parts_has_no_plot_of_deciles(tmp_path):
    result = FakeResult()
    result.incidence = lambda: pd.DataFrame(columns=["scenario", "decile"])
    outputs.write(result, tmp_path / "out")
    assert set(RESULT_FILES) - set(held(tmp_path / "out")) == {"incidence.csv", "incidence.png"}


def test_a_single_scenario_is_written_whole(tmp_path):
    outputs.write(FakeResult(), tmp_path / "out", "zh")
    assert held(tmp_path / "out") == sorted(RESULT_FILES)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_stands_alone_and_is_well_formed(tmp_path, lang):
    change = FakeComparison()
    change.run_record["changes"] = {key: ["lines.dibao <x 1.1>"] for key in ("en", "zh")}
    outputs.write(change, tmp_path / "out", lang)
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    charts = charts_of("Comparison").values()
    assert html.count("data:image/png;base64,") == len(charts) >= 10
    assert all(escape(chart.note_in(lang)) in html for chart in charts)
    assert not re.findall(r"(?:src|href)=\"(?!data:)", html)
    assert "lines.dibao &lt;x 1.1&gt;" in html
    assert {"en": "Exclusion error", "zh": "漏保率"}[lang] in html

    parser = Balance()
    parser.feed(html)
    assert parser.open_tags == []


@pytest.mark.usefixtures("blank_plots")
def test_no_label_becomes_markup(tmp_path):
    change, evil = FakeComparison(), "<img src=x onerror=alert(1)>\"'&"
    change.run_record["labels"] = {side: dict.fromkeys(("en", "zh"), evil) for side in ("baseline", "reform")}
    change.run_record["changes"] = {key: [evil] for key in ("en", "zh")}
    change.assumptions = lambda: FakeComparison().assumptions().assign(source=evil, label_en=evil, path=evil)
    outputs.write(change, tmp_path / "out")
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "onerror" in html
    assert "<img src=x" not in html


@pytest.mark.usefixtures("blank_plots")
def test_an_earlier_result_is_replaced_only_when_asked(tmp_path):
    folder = tmp_path / "out"
    outputs.write(FakeResult(), folder)
    with pytest.raises(OutputError, match="already contains"):
        outputs.write(FakeComparison(), folder)
    assert held(folder) == sorted(RESULT_FILES)
    outputs.write(FakeComparison(), folder, force=True)
    assert held(folder) == sorted(COMPARISON_FILES)


def test_files_of_others_are_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputError, match=r"thesis\.docx"):
        outputs.write(FakeResult(), tmp_path, force=True)
    assert held(tmp_path) == ["thesis.docx"]


@pytest.mark.usefixtures("blank_plots")
@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interruption_leaves_what_was_there(tmp_path, monkeypatch, failure):
    folder = tmp_path / "out"
    outputs.write(FakeResult(), folder)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}

    def fails(*_args, **_kwargs):
        raise failure

    monkeypatch.setattr(outputs, "report", fails)
    expected = KeyboardInterrupt if failure is KeyboardInterrupt else OutputError
    with pytest.raises(expected):
        outputs.write(FakeComparison(), folder, force=True)
    with pytest.raises(expected):
        outputs.write(FakeComparison(), tmp_path / "deep" / "fresh")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert held(tmp_path) == ["out"]


@pytest.mark.usefixtures("blank_plots")
def test_an_interruption_between_the_two_renames_brings_the_old_result_back(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    outputs.write(FakeResult(), folder)
    rename = type(folder).rename

    def interrupted(self, target):
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(folder), "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outputs.write(FakeComparison(), folder, force=True)
    assert held(folder) == sorted(RESULT_FILES)
    assert held(tmp_path) == ["out"]


def test_places_where_nothing_can_be_written_are_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(OutputError, match="is a file"):
        check_folder(file, force=True)
    with pytest.raises(OutputError, match="cannot be written"):
        check_folder(file / "below", force=False)
    check_folder(tmp_path / "fresh", force=False)
    assert held(tmp_path) == ["file"]
