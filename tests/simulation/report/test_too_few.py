"""A row with too few events says so in every table, in both languages, and no chart trips over it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fakes import FakeComparison, comparison_table
from openpyxl import load_workbook

from simulation.report.files import outputs
from simulation.report.files.html_report import report
from simulation.report.tables.sections import indicator_tables
from simulation.report.words.words import text
from simulation.simulate.intervals import TOO_FEW

CELL = {"en": "too few events", "zh": "事件太少"}


class Sparse(FakeComparison):
    """Inclusion errors, one cause of exclusion and the poverty gap rest on too few events."""

    def table(self) -> pd.DataFrame:
        frame = comparison_table()
        named = frame["indicator"].str.contains("inclusion_error|poverty_gap")
        few = named | (frame["group"] == frame["group"][frame["group"].str.startswith("cause:")].iloc[0])
        frame.loc[few, ["low", "high"]] = np.nan
        return frame.assign(note=np.where(few, TOO_FEW, ""))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_cells_and_the_note_below_say_it(lang: str) -> None:
    tables = indicator_tables(Sparse(), lang, full=True)
    plot_text = [table for table in tables if any(CELL[lang] in row.cells for row in table.rows)]
    assert len(plot_text) >= 2
    for table in tables:
        assert (text("too_few", lang) in table.note) == (table in plot_text)
    assert not any(table.note for table in indicator_tables(FakeComparison(), lang, full=True))


def test_english_words_are_those_of_the_data() -> None:
    assert text("too_few", "en") == TOO_FEW


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_files_say_it_and_charts_are_drawn(tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.report.charts.style.DPI", 40)
    outputs.write(Sparse(), tmp_path / "out", lang)
    data = pd.read_csv(tmp_path / "out" / "comparison.csv")
    few = data["note"] == TOO_FEW
    assert few.any()
    assert data.loc[few, ["low", "high"]].isna().all(axis=None)
    sheet = load_workbook(tmp_path / "out" / "comparison.xlsx").worksheets[1]
    notes = [row[-1] for row in sheet.iter_rows(values_only=True)]
    parts = [pd.read_csv(file)["note"] == TOO_FEW for file in (tmp_path / "out").glob("comparison_by_*.csv")]
    assert notes.count(text("too_few", lang)) == few.sum() + sum(each.sum() for each in parts)
    assert CELL[lang] in report(Sparse(), [], lang)
