"""What a province reported, as it is printed: both languages, the sheet, the report, the CSV file, the command."""

import csv
import zipfile

import pytest
from fakes import FakeComparison, FakeResult
from reported_books import comparison, result
from rich.console import Console
from typer.testing import CliRunner
from xlsxwriter.workbook import Workbook

import simulation
from simulation.app.words import words
from simulation.cli.main import app
from simulation.report.files import html_report
from simulation.report.files.reported import (
    ReportedReport,
    page_table,
    paired_table,
    ratio_cell,
    reported_sheet,
    reported_tables,
)
from simulation.report.files.sheets import OPTIONS
from simulation.report.words.reported_words import BOUNDS, SCALED, UNIT_WORDS, WORDS, said
from simulation.report.words.unit_words import UNITS as AMOUNT_UNITS
from simulation.report.words.words import text
from simulation.reported.counterparts import Counterpart, has_both_sides, has_statements
from simulation.reported.statements import UNITS, StatementModel, load_statements, provinces


def printed(province: str, lang: str, width: int = 160) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(ReportedReport(result(province), lang))
    return capture.get()


def compared(value: float, low: float, high: float, figure: float = 500.0, bound: str = "exact") -> Counterpart:
    statement = StatementModel.model_validate({
        "id": "dibao", "figure": "F999", "mechanism": ["XP-03"], "label": {"zh": "低保", "en": "Dibao"},
        "value": figure, "bound": bound, "unit": "persons", "period": "2022-12", "simulated": "stock:dibao",
    })  # fmt: skip
    return Counterpart(statement, "compared", value, low, high)


@pytest.mark.parametrize("province", provinces())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_statement_is_printed_in_both_languages(province: str, lang: str) -> None:
    rows = [row for table in reported_tables(result(province), lang) for row in table.rows]
    assert len(rows) == len(load_statements(province))
    shown = printed(province, lang)
    for kind in ("compared", "alone", "set", "none"):
        assert said(kind, lang) in shown
    if lang == "en":
        assert not [c for row in rows for cell in row.cells for c in cell if "\u4e00" <= c <= "\u9fff"]


def test_every_unit_and_bound_has_words() -> None:
    assert set(UNITS) <= set(UNIT_WORDS)
    assert set(SCALED) <= set(UNITS)
    assert set(SCALED.values()) <= set(AMOUNT_UNITS)
    assert BOUNDS["at least"] == "≥ "
    assert all(label.zh and label.en for label in WORDS.values())


def test_a_ratio_with_its_interval() -> None:
    assert ratio_cell(compared(450.0, 400.0, 500.0)) == "0.90 [0.80, 1.00]"
    assert ratio_cell(compared(5.0, 4.0, 6.0)) == "0.01 [0.008, 0.012]"
    assert ratio_cell(compared(0.0, float("nan"), float("nan"))) == "0.00"
    assert ratio_cell(compared(5.0, 4.0, 6.0, figure=0.0)) == "–"


def test_reported_and_simulated_stand_in_one_scale() -> None:
    headings, rows = page_table([compared(1_250_000.0, 1.2e6, 1.3e6, 900_000.0, "at least")], "en")
    row = dict(zip(headings, rows[0], strict=True))
    assert row["Unit"] == "million persons"
    assert (row["Reported"], row["Simulated"]) == ("≥ 0.90", "1.25")
    assert page_table([compared(1_250_000.0, 1.2e6, 1.3e6, 900_000.0)], "zh")[1][0][1] == "万人"


def test_the_sheet_holds_every_statement_as_numbers(tmp_path) -> None:
    made, file = result("hubei"), tmp_path / "reported.xlsx"
    with Workbook(str(file), dict(OPTIONS)) as book:
        reported_sheet(book, made, "en")
    with zipfile.ZipFile(file) as inside:
        sheet = inside.read("xl/worksheets/sheet1.xml").decode()
        strings = inside.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<row ") >= len(load_statements("hubei"))
    assert "<v>16137</v>" in sheet  # F166
    assert "measure:HELD_CARDS" in strings


@pytest.mark.parametrize(("lang", "denial"), [("en", "no province has published"), ("zh", "不是任何省份公布")])
def test_footers_name_the_mark_under_which_reported_figures_stand(lang: str, denial: str) -> None:
    for footer in (text("model_not_figure", lang), words()[lang]["one_run"]):
        assert said("reported", lang).lower() in footer.lower().rpartition({"en": ";", "zh": "；"}[lang])[2]
        assert denial not in footer


def test_only_real_runs_have_the_section() -> None:
    assert not has_statements(FakeResult())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("province", provinces())
def test_a_comparison_has_every_statement_about_its_own_months(province: str, lang: str) -> None:
    table = paired_table(comparison(province), lang)
    own = [s for s in load_statements(province) if s.simulated and s.period.startswith("2023")]
    assert [row.cells[1] for row in table.rows] == [getattr(s.label, lang) for s in own]
    assert all(len(row.cells) == len(table.headings) for row in table.rows)
    assert {"en": "Baseline", "zh": "基准"}[lang] in table.headings
    assert said("paired_note", lang) in table.note
    assert not paired_table(comparison(province, months=3), lang).rows  # the text ends in April


@pytest.mark.parametrize(("lang", "title"), [("en", "Reported figures, baseline"), ("zh", "已报告的数字与改革前后")])
def test_the_report_of_a_comparison_holds_both_sides(monkeypatch: pytest.MonkeyPatch, lang: str, title: str) -> None:
    made = comparison("zhejiang")
    fake = FakeComparison()
    assert has_both_sides(made)
    assert not has_both_sides(fake)
    assert title not in html_report.report(fake, [], lang)
    for name in ("base", "reform", "base_ledgers", "reform_ledgers"):
        setattr(fake, name, getattr(made, name))
    monkeypatch.setattr(html_report, "has_both_sides", lambda outcome: outcome is fake)
    assert title in html_report.report(fake, [], lang)


def test_baseline_and_reform_stand_in_one_scale_with_ratios_where_they_are_evidence() -> None:
    """Worked by hand: 100 and 200 visited holders of 400 in each of two counties."""
    rows = {row.cells[1]: row.cells for row in paired_table(comparison("zhejiang"), "en").rows}
    labels = {each.id: each.label.en for each in load_statements("zhejiang")}
    visited, share, held = (rows[labels[name]] for name in ("households_visited", "visit_rate", "monitored"))
    assert visited[4:] == ("≥ 510,000", "200", "400", "0.00039", "0.00078")
    assert share[5:] == ("25.00", "50.00", "0.25", "0.50")
    assert held[7:] == ("–", "–")  # set from the figure
    assert rows[labels["alerts_unanswered"]][4] == "–"  # no figure
    chinese = {row.cells[0]: row.cells for row in paired_table(comparison("zhejiang"), "zh").rows}
    assert chinese["F027"][2:7] == ("万户", "2023-04末", "≥ 51.00", "0.02", "0.04")


@pytest.fixture
def ran(monkeypatch):
    """Calls of `run`, answered with books made by hand."""
    calls: list[dict[str, object]] = []

    def fake(scenario, *, replications, months, **more):
        calls.append(more | {"months": months})
        return result(scenario.province, replications, months)

    monkeypatch.setattr(simulation, "run", fake, raising=False)
    return calls


def doudi(*words: object):
    return CliRunner().invoke(app, ["reported", *map(str, words)])


def test_the_command_prints_and_writes_a_table(ran, tmp_path) -> None:
    file = tmp_path / "hubei.csv"
    done = doudi("hubei", "--out", file, "--scale", 0.001, "--seed", 3)
    assert done.exit_code == 0, done.output
    assert "Reported figures and the model" in done.output
    assert (ran[0]["scale"], ran[0]["seed"], ran[0]["months"]) == (0.001, 3, 12)
    with file.open(encoding="utf-8-sig", newline="") as held:
        rows = list(csv.DictReader(held))
    assert [row["id"] for row in rows] == [each.id for each in load_statements("hubei")]
    again = doudi("hubei", "--out", file)
    assert again.exit_code == 2
    assert len(ran) == 1  # refused before any work is done
    assert doudi("hubei", "--out", file, "--force", "--lang", "zh").exit_code == 0


def test_a_province_without_statements_is_refused_before_the_run(ran) -> None:
    done = doudi("hubey")
    assert done.exit_code == 2
    assert "did you mean 'hubei'" in done.output
    assert not ran
