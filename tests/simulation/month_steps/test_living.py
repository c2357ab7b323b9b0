"""The household loop of a month in batches: what it leaves out changes nothing, and the order of columns is kept."""

import numpy as np
import numpy.typing as npt
from worlds import place_of, policy_at

from simulation import engine
from simulation.compile.kernel import compiled
from simulation.month_steps.batch import SIZE, gather, new_batch
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import passes_prefilter
from simulation.month_steps.shocks import apply_shocks
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import one_replication
from simulation.state import State


@compiled
def gathered(place: CountyTables, first: int, last: int) -> npt.NDArray[np.int64]:
    """(2, living) rows and ids that a batch holds."""
    batch = new_batch()
    n = gather(place.units, first, last, batch)
    out = np.empty((2, n), np.int64)
    for j in range(n):
        out[0, j], out[1, j] = batch.row[j], batch.id[j]
    return out


@compiled
def low_by_bounds(place: CountyTables, policy: Policy, month: int) -> npt.NDArray[np.bool_]:
    """(units,) whether the bounds of the rules let a living unit pass, all of them asked."""
    out = np.zeros(place.units.size, np.bool_)
    for i in range(out.size):
        out[i] = place.units[i].persons > 0 and passes_prefilter(place, policy, month, i)
    return out


@compiled
def units_without_shock(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, words: npt.NDArray[np.uint32]
) -> npt.NDArray[np.int64]:
    """Units in which this month takes nothing; shocks are applied to each all the same, with the same words."""
    out, n = np.empty(place.units.size, np.int64), 0
    for i in range(place.units.size):
        calm = apply_shocks.no_shock_this_month(place.units, policy, i, words[i, 0], words[i, 1])
        if place.units[i].persons > 0 and calm:
            apply_shocks.apply_shocks(place, policy, rng_key, when, i, words[i, 0], words[i, 1], False)
            out[n] = i
            n += 1
    return out[:n]


def lived(state: State, base: Scenario, months: int = 1) -> State:
    """The state `months` months later, with what the last one found for its own use."""
    later = state.copy()
    engine.advance(later, base, base, months, one_replication.empty_ledger(later, base, months))
    return later


def test_a_batch_holds_the_living_in_their_order(warm: State, base: Scenario) -> None:
    place = place_of(warm.copy(), base, 0)
    last = min(SIZE, place.units.size)
    place.units["persons"][:last:3] = 0
    rows = np.flatnonzero(place.units["persons"][5:last]) + 5
    assert np.array_equal(gathered(place, 5, last), np.stack([rows, place.units["id"][rows]]))


def test_a_unit_that_is_not_near_passes_no_bound(warm: State, base: Scenario) -> None:
    later = lived(warm, base)
    policy, seen = policy_at(base, later.month - 1), np.zeros(2, np.int64)
    runs_business = later.units["business"] > 0
    for county in range(later.counties.adcode.size):
        place = place_of(later, base, county)
        low = low_by_bounds(place, policy, later.month - 1)
        assert not (low & ~place.may_qualify).any()
        seen += np.bincount((place.units["business"] > 0).astype(np.int64), low, 2).astype(np.int64)
        assert not place.may_qualify[place.units["persons"] == 0].any()
    # of farms and businesses a part only is counted, and no wages are imputed: half of them may pass
    assert 0 < seen[0] < 0.3 * (~runs_business).sum()
    assert 0 < seen[1] < 0.5 * runs_business.sum()
    assert later.may_qualify.mean() < 0.5  # else it saves nothing


def test_trailing_income_is_that_of_the_quarters(warm: State, base: Scenario) -> None:
    later, period = lived(warm, base, 2), int(base.value("earnings.assessment_months", 1))
    month, alive = later.month - 1, later.units["persons"] > 0
    full = period // 3 - 1
    total = later.units["quarter"][:, : full + 1].astype(np.int64).sum(axis=1)
    expected = (total / (month % 3 + 1 + 3 * full)).astype(np.int64)
    assert np.array_equal(later.trailing[alive], expected[alive])
    assert (later.trailing[~alive] == 0).all()


def test_what_would_strike_a_calm_unit_changes_nothing(warm: State, base: Scenario) -> None:
    state = warm.copy()
    place, policy = place_of(state, base, 0), policy_at(base, 0)
    place.units["shock"] = 0
    before = place.units.copy()
    words = np.random.default_rng(1).integers(0, 2**32, (place.units.size, 2), dtype=np.uint32)
    spared = units_without_shock(place, policy, state.rng_key, MonthContext(0, 0, 0, True, False), words)
    assert 0.7 < spared.size / (before["persons"] > 0).sum() < 1.0
    assert place.units.tobytes() == before.tobytes()
