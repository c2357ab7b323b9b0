"""Calibration status and the two parts of intervals in every output, in both languages."""

import io
import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult, comparison_table
from rich.console import Console
from test_reforms_workbook import Other

from simulation.comparison.several_reforms import SideBySide
from simulation.report.files import outputs, several_reforms
from simulation.report.files.html_report import report
from simulation.report.notebook import html_of
from simulation.report.tables.doubt import calibration_line, reading, with_parts
from simulation.report.tables.sections import assumption_table, indicator_tables
from simulation.report.tables.tables import Report
from simulation.report.words.amounts import half_width
from simulation.report.words.words import text
from simulation.simulate.intervals import TOO_FEW

RECORD = {"draws": {"file_digest": "0" * 16, "numbers": [1, 2, 3, 1], "further_runs": 1}}
SENTENCE = {"en": "which 3 sets agree with the published figures", "zh": "来自与公布数相符的 3 组参数"}
CELLS = {"en": "± 60.00 million", "zh": "± 6,000 万"}
LANGS = pytest.mark.parametrize("lang", ["en", "zh"])


class Drawn(FakeComparison):
    """A comparison under three posterior draws; inclusion errors have too few events for an interval."""

    def __init__(self) -> None:
        super().__init__()
        self.run_record |= RECORD

    def table(self) -> pd.DataFrame:
        frame = comparison_table()
        half = 60e6 * (frame["indicator"] == "total_cost_yuan_year") + 0.001
        few = frame["indicator"].str.contains("inclusion_error")
        frame["monte_carlo"], frame["parameters"] = np.where(few, np.nan, 0.5 * half), np.where(few, np.nan, half)
        return frame.assign(draws=3, note=np.where(few, TOO_FEW, ""))


def printed(outcome: FakeResult, lang: str) -> str:
    screen = Console(width=400, record=True, file=io.StringIO())
    screen.print(Report(outcome, lang))  # type: ignore[arg-type]
    return screen.export_text()


@LANGS
@pytest.mark.parametrize("kind", [FakeResult, FakeComparison])
def test_every_output_carries_the_status(
    kind: type[FakeResult], lang: str, tmp_path: Path, blank_plots: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terminal, report, workbook, record, notebook; a result without a status says nothing."""
    outcome = kind()
    line = outcome.run_record["calibration"][lang]
    monkeypatch.setenv("DOUDI_LANG", lang)
    assert line in printed(outcome, lang)
    assert line in html_of(outcome)  # type: ignore[arg-type]
    outputs.write(outcome, tmp_path / "out", lang)  # type: ignore[arg-type]
    assert line in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["calibration"][lang] == line
    name = "comparison" if kind is FakeComparison else "result"
    cover = openpyxl.load_workbook(tmp_path / "out" / f"{name}.xlsx").worksheets[0]
    assert line in [cell.value for cell in cover["A"]]
    del outcome.run_record["calibration"]
    assert calibration_line(outcome, lang) == ""  # type: ignore[arg-type]
    assert 'id="calibration"' not in report(outcome, [], lang)  # type: ignore[arg-type]


@LANGS
def test_the_two_parts_stand_beside_the_interval(lang: str, tmp_path: Path, blank_plots: None) -> None:
    change = Drawn()
    for full in (True, False):
        tables = indicator_tables(change, lang, full=full)  # type: ignore[arg-type]
        for table in tables:
            place = table.headings.index(text("monte_carlo", lang))  # type: ignore[arg-type]
            assert table.headings[place - 1 : place + 2] == tuple(
                text(name, lang)  # type: ignore[arg-type]
                for name in ("interval", "monte_carlo", "parameters")
            )
            assert all(len(row.cells) == len(table.headings) for row in table.rows)
        first = tables[0].rows[0].cells
        cells = [first[place], first[place + 1]]
        assert cells[1] == CELLS[lang]
        few = [row.cells[place] for t in tables for row in t.rows if text("too_few_cell", lang) in row.cells]  # type: ignore[arg-type]
        assert few == ["–"] * len(few) != []
    assert SENTENCE[lang] in printed(change, lang)
    outputs.write(change, tmp_path / "out", lang)  # type: ignore[arg-type]
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert SENTENCE[lang] in html
    assert CELLS[lang] in html
    data = pd.read_csv(tmp_path / "out" / "comparison.csv")
    assert {"monte_carlo", "parameters", "draws"} < set(data.columns)
    book = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx")
    for sheet in book.worksheets[:2]:
        values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert text("parameters", lang) in values  # type: ignore[arg-type]
        assert 60e6 + 0.001 in values
    assert any(SENTENCE[lang] in str(cell.value) for cell in book.worksheets[0]["A"])


@LANGS
def test_without_draws_no_word_of_parts(lang: str) -> None:
    tables = indicator_tables(FakeComparison(), lang, full=True)  # type: ignore[arg-type]
    assert not any(text("parameters", lang) in table.headings for table in tables)  # type: ignore[arg-type]
    assert reading(FakeComparison(), lang) == text("paired", lang)  # type: ignore[arg-type]
    assert reading(FakeResult(), lang) == text("one_run", lang)  # type: ignore[arg-type]
    several = FakeResult(replications=4)
    assert "4" in reading(several, lang)  # type: ignore[arg-type]
    assert reading(several, lang) != text("one_run", lang)  # type: ignore[arg-type]
    single = Drawn()
    single.run_record |= {"draws": {"numbers": [1, 1]}}
    assert with_parts("x", single, lang) == "x"  # type: ignore[arg-type] # one draw has no spread


@LANGS
def test_several_reforms_say_both(lang: str, tmp_path: Path) -> None:
    sides = (Other("one"), Other("two"))
    for side in sides:
        side.run_record |= RECORD
    found = SideBySide(sides)  # type: ignore[arg-type]
    line = sides[0].run_record["calibration"][lang]
    html = several_reforms.reforms_report(found, [], lang)  # type: ignore[arg-type]
    assert line in html
    assert SENTENCE[lang] in html
    several_reforms.write_reforms_workbook(found, tmp_path / "book.xlsx", lang)  # type: ignore[arg-type]
    cover = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]
    assert line in [cell.value for cell in cover["A"]]


@LANGS
def test_half_widths_are_written_without_a_sign(lang: str) -> None:
    assert half_width(0.0123, "share", lang) == {"en": "± 1.23 pp", "zh": "± 1.23 百分点"}[lang]  # type: ignore[arg-type]
    assert half_width(0.0, "yuan/year", lang) == "± 0"  # type: ignore[arg-type]
    assert half_width(float("nan"), "yuan/year", lang) == "–"  # type: ignore[arg-type]


@LANGS
def test_assumptions_name_for_whom_a_value_was_fitted(lang: str) -> None:
    table = assumption_table(FakeComparison(), lang)  # type: ignore[arg-type]
    place = table.headings.index(text("fitted_for", lang))  # type: ignore[arg-type]
    assert {row.cells[place] for row in table.rows} == {"", {"en": "nation", "zh": "全国"}[lang]}
