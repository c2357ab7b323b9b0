"""Residents registered elsewhere who are served as if registered: who they are, the filter, and what it moves."""

import numpy as np
import pytest
from worlds import onward, place_of, policy_at

from simulation.ledger import Measure
from simulation.month_steps.eligibility.entitlement import fill_facts
from simulation.month_steps.eligibility.prefilter import prefilter_bounds
from simulation.month_steps.eligibility.registered import open_to_residents
from simulation.month_steps.household_class import HOUSEHOLD_CLASSES
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.rules.facts import Fact
from simulation.state import State

SHARE = "registration.residents_served"


def served(state: State, scenario: Scenario) -> np.ndarray:
    """(units registered in another province,) whether each counts as registered."""
    record = policy_at(scenario, state.month).processes[0]
    facts, found = np.zeros(len(Fact), np.int64), []
    for county in range(state.counties.adcode.size):
        units = place_of(state, scenario, county).units
        moved = np.flatnonzero(units["flags"] & Flag.OTHER_PROVINCE)
        for i in moved:
            fill_facts(units, record, 1.0, state.month, i, True, 1.0, facts)
            found.append(facts[Fact.REGISTERED])
    return np.array(found, bool)


def test_who_is_served_at_a_share_is_served_at_every_larger_one(base: Scenario, warm: State) -> None:
    none, some, more, everybody = (served(warm, base.change({SHARE: share})) for share in (0.0, 0.2, 0.5, 1.0))
    assert none.size > 300
    assert not none.any()
    assert everybody.all()
    assert (some <= more).all()
    for share, found in ((0.2, some), (0.5, more)):
        assert abs(found.mean() - share) < 4 * np.sqrt(share * (1 - share) / found.size)


def test_their_gates_open_as_those_of_the_registered(base: Scenario) -> None:
    shut = prefilter_bounds(base.rules(0), np.ascontiguousarray(base.lines(0).reshape(-1, base.lines(0).shape[2])))
    opened = open_to_residents(shut)
    for h in range(HOUSEHOLD_CLASSES):
        assert np.array_equal(opened[:, h], shut[:, h & ~4])


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_more_are_entitled_the_further_it_reaches(base: Scenario, warm: State, share: float) -> None:
    (_, hukou), (_, residents) = (onward(warm, base.change({SHARE: each}), 3) for each in (0.0, share))
    measured = [ledger.measure(Measure.ENTITLED).sum() for ledger in (hukou, residents)]
    assert measured[1] > measured[0]
    assert (residents.measure(Measure.ENTITLED) >= hukou.measure(Measure.ENTITLED)).all()
