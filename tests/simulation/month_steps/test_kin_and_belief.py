"""What is fixed of a unit for good: whether it takes itself for not entitled, whether it has kin elsewhere."""

import numpy as np
import numpy.typing as npt
import pytest
from worlds import always, place_of, policy_at, stock, warmed

from simulation.compile.kernel import compiled
from simulation.month_steps.cases.filing import thinks_excluded
from simulation.month_steps.county_tables import CountyTables, Policy, RandomKey
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.people.traits import Trait
from simulation.processes.information import Knowledge
from simulation.state import State


@compiled
def disbelieving(place: CountyTables, policy: Policy, rng_key: RandomKey, assisted: bool) -> npt.NDArray[np.bool_]:
    """(units,) whether a unit takes itself for not entitled."""
    out = np.zeros(place.units.size, np.bool_)
    for i in range(out.size):
        out[i] = thinks_excluded(place, policy, rng_key, i, assisted)
    return out


def test_publicity_leaves_the_stated_share_in_disbelief_and_a_visit_nobody(base: Scenario, warm: State) -> None:
    """However a unit learned: campaigns and hearsay change no mind, whoever looked at its case does, for good."""
    share = base.value("application.misbelief_share")
    assert 0.1 < share < 0.9
    state = warm.copy()
    place, seen = place_of(state, base, 0), []
    for month in (0, 7):
        policy = policy_at(base, month)
        for knows in Knowledge:
            place.units["knows"] = knows
            doubts = disbelieving(place, policy, state.rng_key, False)
            if knows >= Knowledge.VISIT:
                assert not doubts.any(), knows
            else:
                seen.append(doubts)
            assert not disbelieving(place, policy, state.rng_key, True).any()
    assert all(np.array_equal(seen[0], each) for each in seen)
    assert abs(seen[0].mean() - share) < 4.5 * np.sqrt(share * (1 - share) / seen[0].size)


def test_who_disbelieves_at_a_low_share_does_at_a_higher_one(base: Scenario, warm: State) -> None:
    state = warm.copy()
    place = place_of(state, base, 0)
    place.units["knows"] = Knowledge.OWN
    few, many = (
        disbelieving(place, policy_at(base.change({"application.misbelief_share": share}), 0), state.rng_key, False)
        for share in (0.2, 0.5)
    )
    assert not (few & ~many).any()
    assert few.sum() < many.sum()


def test_fewer_are_on_the_register_where_more_disbelieve(base: Scenario) -> None:
    held = []
    for share in (0.0, 0.6):
        scenario = always(base, {"application.misbelief_share": share})
        held.append(int(stock(warmed(scenario, warm_up=4)[1])[-1].sum()))
    assert held[0] > 1.02 * held[1] > 0


@pytest.mark.parametrize("elasticity", [0.0, 1.0])
def test_childlessness_follows_farming_by_its_elasticity(base: Scenario, elasticity: float) -> None:
    """In each third of the units, from the least to the most agrarian counties: share x (farming / 0.2)^elasticity."""
    scenario = base.change(
        {"kin.childless_share": 0.1, "kin.childless_agrarian": elasticity}, start="2021-01", beyond_range="to see it"
    )
    state = warmed(scenario, warm_up=0)[0]
    farming = np.exp(policy_at(scenario, 0).traits[:, Trait.FARMING])[state.units["registration"].astype(int)]
    expected = np.minimum(0.1 * farming**elasticity, 1.0)
    childless = state.units["kin_income"] == 0
    order = np.argsort(farming, kind="stable")
    for third in np.array_split(order, 3):
        sd = np.sqrt((expected[third] * (1 - expected[third])).sum())
        assert abs(childless[third].sum() - expected[third].sum()) < 4.5 * sd
    assert (expected.max() > 1.5 * expected.min()) == (elasticity > 0)
