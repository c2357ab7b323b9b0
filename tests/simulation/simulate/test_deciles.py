"""Each decile holds a tenth of the persons, also where many households have the same income."""

import numpy as np
import numpy.typing as npt
import pytest
from worlds import warmed

from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.deciles import DECILES, fix_deciles
from simulation.state import State


def persons_of(state: State) -> npt.NDArray[np.int64]:
    """(units,) persons a unit stands for."""
    weight = np.repeat(state.villages.weight, np.diff(state.villages.first))
    found: npt.NDArray[np.int64] = state.units["persons"].astype(np.int64) * weight
    return found


def shares(state: State) -> npt.NDArray[np.float64]:
    persons = np.bincount(state.units["decile"], persons_of(state), DECILES + 1)
    assert persons[0] == 0
    return persons[1:] / persons.sum()  # type: ignore[no-any-return]


@pytest.fixture
def state(base: Scenario) -> State:
    found, _ = warmed(base)
    return found


def per_head(state: State) -> npt.NDArray[np.float64]:
    """(units,) a household's income of the running quarter per head."""
    household = np.cumsum(state.units["position"] == 0) - 1
    income = np.bincount(household, state.units["quarter"][:, 0].astype(float) * (state.units["persons"] > 0))
    persons = np.bincount(household, state.units["persons"])
    return (income / np.maximum(persons, 1))[household]  # type: ignore[no-any-return]


def test_a_tenth_in_each(base: Scenario, state: State) -> None:
    largest = persons_of(state).max() / persons_of(state).sum()
    assert shares(state) == pytest.approx(np.full(DECILES, 0.1), abs=4 * largest)


@pytest.mark.parametrize("part", [0.35, 0.97])
def test_ties_are_shared_out(base: Scenario, state: State, part: float) -> None:
    """No income in 35% or 97% of households: the lowest deciles were one of 35% before, and the others empty."""
    household = np.cumsum(state.units["position"] == 0) - 1
    none = np.random.default_rng(1).random(household[-1] + 1) < part
    state.units["quarter"][none[household]] = 0
    fix_deciles(state, base, ("dibao", "bundle"))
    largest = persons_of(state).max() / persons_of(state).sum()
    assert shares(state) == pytest.approx(np.full(DECILES, 0.1), abs=4 * largest)
    lived = state.units["persons"] > 0
    tied = state.units["decile"][lived & none[household]]
    assert tied.max() == min(int(part * 10) + 1, 10)
    county = np.repeat(np.arange(state.counties.adcode.size), np.diff(state.counties.first))[lived & none[household]]
    assert len(set(tied[county == county[0]])) > 1  # the order is a draw's, not that of the counties


def test_one_household_one_decile_and_the_same_again(base: Scenario, state: State) -> None:
    household = np.cumsum(state.units["position"] == 0) - 1
    first = state.units["decile"][state.units["position"] == 0]
    assert np.array_equal(state.units["decile"], first[household])
    before = state.units["decile"].copy()
    fix_deciles(state, base, ("dibao", "bundle"))
    assert np.array_equal(before, state.units["decile"])
