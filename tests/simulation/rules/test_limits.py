"""Amounts: worked out beforehand for a row of lines, or for a unit, they are the same."""

import numpy as np
import pytest

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import amount_of
from simulation.rules.rows import precomputed_amounts


@pytest.mark.parametrize("province", ["zhejiang", "yunnan"])
def test_what_is_calculated_for_a_line_is_what_a_unit_would_find(province: str) -> None:
    base = Scenario.load(province)
    rules, lines = base.rules(0), base.lines(0).reshape(-1, len(Line))[:6]
    rows = precomputed_amounts(rules, lines)
    assert np.array_equal(rows[:, : len(Line)], lines)
    facts = np.zeros(len(Fact), np.int64)
    facts[Fact.PERSONS], facts[Fact.ABLE] = 3, 1
    with_line = 0
    for short, long in zip(lines, rows, strict=True):
        for row in range(len(rules.amounts)):
            assert amount_of(rules, row, facts, long, 700, 2) == amount_of(rules, row, facts, short, 700, 2)
            with_line += int(rules.amounts[row]["line"] >= 0)
    assert with_line > 50
