"""A chart is registered once, above its drawing; folder, report, workbook, `.plot` and documentation have it then."""

import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult
from matplotlib.figure import Figure
from written import RESULT_FILES

from simulation.report.charts import charts
from simulation.report.charts.plots import Plots
from simulation.report.charts.registry import Chart, all_charts, chart, charts_of, forget
from simulation.report.files import outputs
from simulation.report.output_folder import OutputError

sys.path.insert(0, str(Path(__file__).parents[3] / "docs"))
from made_pages import charts as page_of_charts

OWNERS = ("Comparison", "Result")
NUMBERS = pd.DataFrame({"month": [1, 2], "shown": [0.5, 0.25]})


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chart]:
    """A chart of results and comparisons that only this test has."""

    @chart("example", *OWNERS, note="waits", tables=("example",), numbers=lambda _: {"example": NUMBERS})
    def example_chart(_outcome: object, _lang: str = "en") -> Figure:
        return Figure(figsize=(1, 1))

    yield charts_of("Result")["example"]
    forget("example", *OWNERS)


@pytest.mark.usefixtures("blank_plots")
def test_a_new_chart_is_everywhere_and_its_folder_may_be_replaced(added: Chart, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    outputs.write(FakeResult(), folder)
    names = {each.name for each in folder.iterdir()}
    assert names == {*RESULT_FILES, "example.png", "example.csv"}
    pd.testing.assert_frame_equal(pd.read_csv(folder / "example.csv", encoding="utf-8-sig"), NUMBERS)
    assert (folder / "report.html").read_text("utf-8").count("data:image/png;base64,") == len(charts_of("Result"))
    sheet = openpyxl.load_workbook(folder / "result.xlsx")["Charts"]
    assert ("example", "example.png", "example.csv") in [row[:3] for row in sheet.iter_rows(values_only=True)]
    with pytest.raises(OutputError, match="--force"):
        outputs.write(FakeResult(), folder)
    outputs.write(FakeComparison(), folder, force=True)  # doudi's own folder, with a chart of whatever version
    assert {"example.png", "example.csv", "winners.png"} <= {each.name for each in folder.iterdir()}


@pytest.mark.usefixtures("blank_plots")
def test_a_folder_with_a_chart_that_is_gone_may_be_replaced(tmp_path: Path) -> None:
    @chart("example", *OWNERS, note="waits")
    def example_chart(_outcome: object, _lang: str = "en") -> Figure:
        return Figure(figsize=(1, 1))

    try:
        outputs.write(FakeResult(), tmp_path / "out")
    finally:
        forget("example", *OWNERS)
    outputs.write(FakeResult(), tmp_path / "out", force=True)
    assert {each.name for each in (tmp_path / "out").iterdir()} == set(RESULT_FILES)


def test_a_new_chart_can_be_had_by_name(added: Chart) -> None:
    plots = Plots(type("Result", (FakeResult,), {})())
    assert "example" in dir(plots)
    assert isinstance(plots.example(), Figure)
    kinds = plots.kinds()
    assert kinds.index("example") > kinds.index("counties")  # without a position it is shown after those that name one
    assert charts.example_chart is added.draw
    assert "`example.png`" in page_of_charts()


def test_a_name_or_a_file_belongs_to_one_chart(added: Chart) -> None:
    with pytest.raises(ValueError, match=r"Result has a chart 'example' already, that of example_chart"):
        chart("example", "Result")(lambda _outcome: Figure())
    with pytest.raises(ValueError, match=r"Result has a file example\.png already"):
        chart("other", "Result", stem="example")(lambda _outcome: Figure())
    assert "other" not in charts_of("Result")


def test_the_order_of_charts_is_that_of_their_places() -> None:
    assert list(charts_of("Comparison"))[:3] == ["comparison", "waterfall", "winners"]
    assert next(iter(charts_of("Sweep"))) == "sweep"
    assert charts_of("Scenario") == {}


@pytest.mark.parametrize("owner", OWNERS)
def test_the_tables_of_a_chart_are_the_files_of_its_numbers(owner: str) -> None:
    outcome = FakeComparison() if owner == "Comparison" else FakeResult()
    for each in charts_of(owner).values():
        made = () if each.numbers is None else tuple(each.numbers(outcome))
        assert set(each.tables) <= {*made, owner.lower()}, each.name
        assert all(file.startswith(each.tables) for file in made), each.name


def test_every_chart_says_in_both_languages_how_it_is_read() -> None:
    for each in all_charts():
        assert len({each.note_in("en"), each.note_in("zh"), ""}) == 3, each.name
