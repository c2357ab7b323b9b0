"""The workbook of several reforms: charts draw what they name, differences of shares are points, * where it is told."""

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult
from openpyxl.workbook import Workbook as Book
from xlsxwriter.workbook import Workbook

from simulation.comparison.several_reforms import SideBySide
from simulation.ledger import Ledger
from simulation.report.files.several_reforms import write_reforms_workbook
from simulation.report.files.sheets import Cells, Number, Series, Sheet, change_cell, level_cell
from simulation.report.files.workbook import write_workbook
from simulation.report.words.experiment_words import MAIN_FIGURES
from simulation.report.words.words import text


class Other(FakeComparison):
    """A second reform, which assumed prices enter."""

    drawn = None

    def __init__(self, name: str) -> None:
        super().__init__(reform_name=name)
        groups = super().table()["group"].astype(str)
        of = groups[groups.str.startswith("programme:")].str.removeprefix("programme:")
        programmes = ("", *of.unique())  # made-up stocks of all programmes are of none
        ledgers = [Ledger.empty(np.ones(1), 0, 12, programmes) for _ in range(2)]
        self.in_period = (ledgers, ledgers)

    def table(self) -> pd.DataFrame:
        return super().table().assign(scenario=self.reform_name)

    def further_rows(self) -> tuple[list[object], list[object]]:
        return [], []

    def rows(self) -> tuple[list[list[object]], list[list[object]]]:
        from simulation.indicators import Row

        frame = self.table()
        made = [
            Row(r.observer, r.group, r.indicator, r.unit, r.reform, r.value_status)
            for r in frame.itertuples(index=False)
        ]
        return [made, made], [made, made]


def book_of(tmp_path: Path, lang: str) -> Book:
    found = SideBySide((Other("one"), Other("two")))  # type: ignore[arg-type]
    write_reforms_workbook(found, tmp_path / f"{lang}.xlsx", lang)  # type: ignore[arg-type]
    return openpyxl.load_workbook(tmp_path / f"{lang}.xlsx")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_charts_take_their_categories_from_the_names(tmp_path: Path, lang: str) -> None:
    """Bars were labelled 6,698,832,569.83: two columns had one name."""
    cover = book_of(tmp_path, lang)[text("sheet_cover", lang)]  # type: ignore[arg-type]
    assert len(cover._charts) == len(MAIN_FIGURES)
    for chart in cover._charts:
        (series,) = chart.series
        reference = series.cat.numRef or series.cat.strRef
        names = [cell.value for row in cover[reference.f.partition("!")[2].replace("$", "")] for cell in row]
        assert set(names) == {FakeComparison().run_record["labels"]["reform"][lang]}
        heading = cover[series.val.numRef.f.partition("!")[2].replace("$", "")][0][0].offset(-1, 0).value
        assert heading == text("difference", lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(("lang", "points"), [("en", ' pp"'), ("zh", '百分点"')])
def test_differences_of_shares_are_points(tmp_path: Path, lang: str, points: str) -> None:
    cover = book_of(tmp_path, lang)[text("sheet_cover", lang)]  # type: ignore[arg-type]
    table = FakeComparison().table()
    wanted = table[(table["indicator"] == "exclusion_error_poor_share") & (table["observer"] == "truth")].iloc[0]
    cells = [cell for row in cover.iter_rows() for cell in row if isinstance(cell.value, float)]
    change = next(cell for cell in cells if cell.value == pytest.approx(100 * wanted["difference"]))
    assert points in change.number_format
    level = next(cell for cell in cells if cell.value == pytest.approx(wanted["baseline"]))
    assert level.number_format == "0.00%"


def test_the_interval_of_a_single_run_is_of_the_level(tmp_path: Path) -> None:
    class WithInterval(FakeResult):
        def table(self) -> pd.DataFrame:
            frame = super().table()
            return frame.assign(low=frame["value"] - 0.01, high=frame["value"] + 0.01)

    write_workbook(WithInterval(), tmp_path / "run.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "run.xlsx")["Comparison"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Exclusion error, the poor")
    assert {cell.number_format for cell in row if isinstance(cell.value, float)} == {"0.00%"}


def test_the_cover_marks_what_it_explains(tmp_path: Path) -> None:
    write_workbook(FakeComparison(), tmp_path / "one.xlsx")
    cover = openpyxl.load_workbook(tmp_path / "one.xlsx")["Cover"]
    words = [str(cell.value) for row in cover.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(word.startswith("Total cost") and word.endswith("*") for word in words)
    several = book_of(tmp_path, "en")["Cover"]
    words = [str(cell.value) for row in several.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("*" in word and "assumed" in word for word in words) == any(word.endswith(" *") for word in words)


def _chart(tmp_path: Path, values: list[float], kind: str = "column") -> object:
    with Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = Sheet(book, "x", "x")
        cells: Cells = sheet.table(("a", "b"), [(f"r{i}", v) for i, v in enumerate(values)], names=("name", "value"))
        sheet.chart(kind, "x", cells, "name", [Series("b", "value", "#000000")], at=(9, 0))
    return openpyxl.load_workbook(tmp_path / "x.xlsx")["x"]._charts[0]


@pytest.mark.parametrize("kind", ["column", "line", "bar"])
@pytest.mark.parametrize(
    ("values", "least", "most"), [([420e6, 440e6], 0.0, None), ([-5.0, -4.9], None, 0.0), ([-1.0, 2.0], None, None)]
)
def test_no_axis_is_cut(
    tmp_path: Path, kind: str, values: list[float], least: float | None, most: float | None
) -> None:
    """A spreadsheet began the axis at 420 million where all bars were longer."""
    chart = _chart(tmp_path, values, kind)
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (least, most)  # type: ignore[attr-defined]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = Sheet(book, "x", "x")
        with pytest.raises(ValueError, match="two columns of one name"):
            sheet.table(("a", "b"), [], names=("reform", "reform"))


def test_cells_of_levels_and_changes() -> None:
    assert level_cell(0.5, "share") == Number(0.5, "0.00%")
    assert change_cell(-0.0123, "share", "en") == Number(pytest.approx(-1.23), '0.000" pp"')
    assert change_cell(5.0, "yuan/year", "zh") == level_cell(5.0, "yuan/year")
