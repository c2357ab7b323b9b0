"""The type of a household: its main hardship, the most urgent first."""

import numpy as np
import pytest

from simulation.rules.facts import Fact
from simulation.rules.limits import household_type, quantity
from simulation.rules.tables import Quantity

TYPES = [each for each in Quantity if each.name.startswith("TYPE_")]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "FLOOR"), ({"ABLE": 1}, "DEVELOPMENT"), ({"ABLE": 1, "SERVICE_NEEDS": 1}, "CARE"),
        ({"CARE_FULL": 1}, "CARE"), ({"CARE_PARTIAL": 1}, "CARE"),
        ({"CARE_PARTIAL": 1, "RIGID": 1}, "EXPENDITURE"),
        ({"RIGID": 1, "SHOCK": 1}, "EMERGENCY"), ({"RIGID": 1, "JOBLESS": 1}, "EMERGENCY"),
    ],
)  # fmt: skip
def test_the_most_urgent_hardship_tells_the_type(facts: dict[str, int], kind: str) -> None:
    held = np.zeros(len(Fact), np.int64)
    for name, value in facts.items():
        held[Fact[name]] = value
    assert household_type(held) == Quantity[f"TYPE_{kind}"]
    assert [quantity(held, int(each), 0, 0) for each in TYPES] == [int(each.name == f"TYPE_{kind}") for each in TYPES]
