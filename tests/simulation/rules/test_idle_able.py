"""Who counts as idle: members able to work who neither work, look for work, farm, nor must care for somebody."""

import numpy as np
import pytest
from households import described_facts
from places import facts

from simulation.parameters.files.names import KINDS, FieldKind
from simulation.rules.facts import Fact
from simulation.rules.limits import quantity
from simulation.rules.tables import Quantity


def idle(**values: int) -> int:
    return int(quantity(facts(**values), Quantity.IDLE_ABLE, 0, 0))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"able": 2}, 2),
        ({"able": 2, "workers": 1}, 1),
        ({"able": 2, "workers": 2}, 0),
        ({"able": 2, "workers": 1, "jobless": 1}, 1),  # who lost the job is a worker, the other is idle
        ({"able": 2, "severe": 1}, 1),
        ({"able": 2, "ill": 1}, 1),
        ({"able": 2, "infants": 1}, 1),
        ({"able": 2, "minors": 3}, 2),  # older children need nobody
        ({"able": 2, "elders": 2}, 2),
        ({"able": 4, "workers": 1, "severe": 1, "ill": 1, "infants": 1}, 0),
        ({"able": 1, "severe": 2}, 0),  # never negative
        ({"able": 2, "workers": 1, "wage": 100, "business": 101}, 0),  # lives from its farm
        ({"able": 2, "workers": 1, "wage": 100, "business": 100}, 1),
        ({"able": 2, "wage": 100}, 2),
        ({"able": 2, "business": 1}, 0),
    ],
)
def test_idle_members(values: dict[str, int], expected: int) -> None:
    assert idle(**values) == expected


def test_more_care_or_work_never_makes_more_idle() -> None:
    """Over random households: one more of whoever works or needs care lowers the number by one, down to none."""
    table = described_facts(2000)
    counted = np.array([quantity(row, Quantity.IDLE_ABLE, 0, 0) for row in table])
    assert 0 < (counted > 0).mean() < 1
    for fact in (Fact.WORKERS, Fact.SEVERE, Fact.ILL, Fact.INFANTS):
        more = table.copy()
        more[:, fact] += 1
        now = np.array([quantity(row, Quantity.IDLE_ABLE, 0, 0) for row in more])
        assert np.array_equal(now, np.maximum(counted - 1, 0)), fact


def test_the_names_of_what_is_counted_are_those_of_persons() -> None:
    assert {KINDS[name] for name in ("idle_able", "infants", "uninsured")} == {FieldKind.PERSONS}
