"""Tables of an import: in both languages, every column, and which of the two ways the run takes."""

import pandas as pd
import pytest

from simulation.parameters.microdata.microdata_summary import summarised
from simulation.report.tables.microdata import WORDS, fit_table, summary_tables
from simulation.report.words.labels import Lang

HOMES = pd.DataFrame({
    "household": ["a", "b"], "weight": [1e6, 2e6], "county": 0, "residence": ["urban", "rural"],
    "assets": [5000.0, 0.0], "car": 0, "second_home": 0, "renting": 1, "kind": "family", "registration": "here",
    "registration_county": 0, "line_area": "",
})  # fmt: skip
PEOPLE = pd.DataFrame({
    "household": ["a", "b"], "home": [0, 1], "age": [40, 60], "sex": ["male", "female"], "unit": 0, "generation": 0,
    "works": 1, "wage": [70_000.0, 10.0], "business": 0.0, "pension": 0.0, "other": 0.0, "disability": "none", "ill": 0,
    "student": 0, "married": 0,
})  # fmt: skip
FIT = pd.DataFrame({
    "measure": ["mean_income", "income_p05", "gini", "headcount", "headcount", "headcount"],
    "of": ["persons", "persons", "persons", "households", "persons", "units"],
    "unit": ["yuan/month", "yuan/month", "1", "1", "1", "1"], "file": [5000.0, 900.0, 0.4, 0.1, 0.105, 0.11],
    "shocks_on_top": [4900.0, 850.0, 0.42, 0.12, 0.129, 0.13], "stationary": [5000.0, 901.0, 0.4, 0.1, 0.105, 0.11],
})  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_has_a_line(lang: Lang) -> None:
    choices, numbers = summary_tables(summarised(HOMES, PEOPLE, {"persons.wage": 3}), (4, 0.02), lang)
    lines = {row.cells[0]: row.cells for row in (*choices.rows, *numbers.rows)}
    assert {"residence", "sex", "works", "weight", "assets", "age", "wage", "other"} <= set(lines)
    assert lines["residence"][2] == "urban 33.3% · rural 66.7%"
    assert lines["wage"][2:6] == ("3", "70,020", "100.0%", "23,340")
    assert lines["wage"][-3:] == ("70,000", "33.3%", "33.3%")
    assert "2.0%" in numbers.note
    assert lines["line_area"][3] == "0"
    assert all(len(row.cells) == len(table.headings) for table in (choices, numbers) for row in table.rows)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("incomes", ["surveyed", "permanent"])
def test_headcounts_say_by_what_they_are_counted(lang: Lang, incomes: str) -> None:
    table = fit_table(FIT, incomes, lang)
    headcounts = [row.cells for row in table.rows if row.cells[2].startswith("0.1")]
    assert [cells[1] for cells in headcounts] == [getattr(WORDS[k], lang) for k in ("households", "persons", "units")]
    assert headcounts[1][2:] == ("0.1050", "0.1290", "0.1050")
    assert table.note == getattr(WORDS[incomes], lang)
