"""Of several rows of lines.csv that cover one cell, which one holds; and what one mistake of a file looks like."""

from itertools import permutations

import pytest

from simulation.parameters.files.mistakes import Mistake, Mistakes
from simulation.parameters.files.reading import data_folder, read_csv
from simulation.parameters.lines.lines import LineRow, _rank

MONTH = 12


def row(start: int = 0, county: int = 0, area: str = "*", table: str = "dibao", prefecture: str = "") -> LineRow:
    return LineRow(county, area, table, 1000.0, start, "stated", "high", "a notice", prefecture)


FROM_WEAKEST = [
    row(13, county=330102, area="urban"), row(12, table="dibao_mean"), row(0), row(12), row(0, prefecture="杭州市"),
    row(0, area="urban"), row(0, county=330102), row(-5, county=330102, area="urban"),
    row(1, county=330102, area="urban"),
]  # fmt: skip


def test_the_more_specific_row_in_force_holds_and_of_equal_ones_the_later() -> None:
    """Not yet in force, spread from a mean, the province's, the prefecture's, one area's, the county's own."""
    strongest_first = FROM_WEAKEST[::-1]
    assert sorted(strongest_first, key=lambda each: _rank(each, MONTH)) == FROM_WEAKEST


def test_while_none_is_in_force_the_earliest_holds_then_the_more_specific() -> None:
    rows = [row(5), row(3), row(3, county=330102)]
    for order in permutations(rows):
        assert max(order, key=lambda each: _rank(each, 2)) == rows[2]


@pytest.mark.parametrize(("nearest", "end"), [("", "found tekum"), ("tekun", "found tekum (did you mean 'tekun'?)")])
def test_a_nearest_name_is_shown_where_there_is_one(nearest: str, end: str) -> None:
    text = str(Mistake("lines.csv", "line 3, table", "a table", "tekum", nearest))
    assert text == f"lines.csv: line 3, table: expected a table, {end}"
    assert str(Mistake("lines.csv", "", "a file", "nothing")) == "lines.csv: expected a file, found nothing"


def test_a_table_that_cannot_be_read_is_one_mistake() -> None:
    """Its missing columns and rows are not told as well."""
    mistakes = Mistakes()
    assert read_csv(data_folder() / "nowhere.csv", "nowhere.csv", ("county", "area"), mistakes) == []
    assert [each.file for each in mistakes.found] == ["nowhere.csv"]
