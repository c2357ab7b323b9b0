"""An indicator is found by its full name, a short one or an alias, and a wrong name is answered with what to write."""

import re

import pytest

from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import SHOWN_GROUPS, position_of

HEADS = [
    ("ledger", "all", "benefits_yuan_year"), ("truth", "line:z", "poverty_gap_share"),
    ("survey", "all", "coverage_share"), ("truth", "all", "coverage_share"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "place"),
    [("ledger/all/benefits_yuan_year", 0), ("benefits_yuan_year", 0), ("budget", 0), ("poverty_gap", 1),
     ("truth/line:z/poverty_gap_share", 1), ("coverage_share", 2), ("truth/all/coverage_share", 3)],
)  # fmt: skip
def test_by_full_name_short_name_and_alias(name: str, place: int) -> None:
    assert position_of(name, HEADS) == place


def test_an_indicator_of_groups_alone_is_answered_with_their_names() -> None:
    with pytest.raises(ExperimentError, match=r"reported for groups; write one of truth/line:z/poverty_gap_share$"):
        position_of("poverty_gap_share", HEADS)


@pytest.mark.parametrize(("groups", "end"), [(SHOWN_GROUPS, "g23/persons"), (SHOWN_GROUPS + 1, "g23/persons, ...")])
def test_a_long_list_of_groups_is_cut(groups: int, end: str) -> None:
    with pytest.raises(ExperimentError, match=f"{re.escape(end)}$"):
        position_of("persons", [("ledger", f"g{number}", "persons") for number in range(groups)])


def test_a_misspelt_indicator_is_answered_with_the_nearest() -> None:
    with pytest.raises(ExperimentError, match="did you mean 'coverage_share'"):
        position_of("coverage_shar", HEADS)
    with pytest.raises(ExperimentError, match=r"no indicator 'qqqqqqqq'$"):
        position_of("qqqqqqqq", HEADS)
