"""The look back of the register at the start, quick, against the plain one that asks the rules for every stretch."""

import numpy as np
import numpy.typing as npt
import pytest
from worlds import settings

from simulation import engine
from simulation.compile.kernel import compiled, inner, lean
from simulation.draws import Kind, Process, happens, normal, words
from simulation.month_steps.cases import filing
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.initial_state import initial_units
from simulation.month_steps.initial_state.initial_register import (
    STRETCHES,
    claims_in_hardship,
    contact_probability,
    declared,
    ending_of_now,
    has_claimed,
    months_to_enrolment,
    refusal_chance,
    set_initial_state,
    share_of_time,
)
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import UnitTable
from simulation.processes import application, earnings
from simulation.processes.information import Knowledge
from simulation.rules.facts import Fact
from simulation.run_settings import BLOCK
from simulation.simulate.one_replication import empty_ledger, population_state

_FACTS = len(Fact)
MONTH, COUNTIES = -48, 40


@lean
def claims_plainly(
    place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, i: int, met: bool, facts: npt.NDArray[np.int64]
) -> bool:
    """Whether unit i would file as it is, the rules asked of everybody who knows."""
    if not (met or place.units[i].knows != Knowledge.NONE):
        return False
    if filing.thinks_excluded(place, policy, rng_key, i, met):
        return False
    gain = filing.believed_gain(place, policy, rng_key, month, i, facts)
    taste = filing.unit_taste(place, policy, rng_key, i)
    return gain >= 0.0 and application.files(gain, met, taste, policy.processes[0].application)


@lean
def has_claimed_plainly(
    place: CountyTables, policy: Policy, key: RandomKey, when: MonthContext, c: int, facts: npt.NDArray[np.int64],
    lasting: bool,
) -> bool:  # fmt: skip
    """Need and claim of every stretch in turn, as `has_claimed` says; need in all of them if `lasting`."""
    units, p, i = place.units, policy.processes[0], int(place.cases[c].unit)
    fading, turnover = 1.0 - p.earnings.persistence, p.register.turnover_prob_month
    ending, shock = ending_of_now(place, policy, i), earnings.unpacked(units[i].persistent)
    in_need = contact_probability(place, policy, key, when.county, c, True)
    amount = np.int64(place.cases[c].entitled_amount)
    for stretch in range(STRETCHES):
        w0, w1, w2, w3 = words(key.seed, key.replication, Kind.UNIT, units[i].id, stretch, Process.REGISTER_AT_START)
        if stretch > 0:
            if happens(w0, share_of_time(turnover, fading)):
                return False
            ending, shock = fading + turnover, earnings.persistent_at_start(normal(w1), p.earnings)
        factor = earnings.earnings_factor(shock, 0.5 * p.earnings.transitory_sd, p.earnings)
        if stretch > 0:
            units[i].rigid, units[i].jobless = 0, 0
            initial_units.fill_quarters(place, policy, i, factor, 4)
            k, amount = declared(place, policy, when.month, i, facts)
            if k < 0 and lasting:
                return False
        elif happens(w0, share_of_time(ending, 1.0 / months_to_enrolment(p.verification))):
            continue
        if happens(w3, refusal_chance(policy, when.county)):
            continue
        meeting = in_need if amount > 0 else contact_probability(place, policy, key, when.county, c, False)
        met = happens(w2, share_of_time(meeting, ending))
        if claims_plainly(place, policy, key, when.month, i, met, facts):
            return True
        if claims_in_hardship(place, policy, key, when, i, stretch, factor, in_need, facts):
            return True
    return False


@inner
def put_back(units: UnitTable, i: int, as_was: UnitTable) -> None:
    """What the look back tries on unit i is undone."""
    units[i].rigid, units[i].jobless = as_was[i].rigid, as_was[i].jobless
    for quarter in range(4):
        units[i].quarter[quarter] = as_was[i].quarter[quarter]


@compiled
def looked_back(place: CountyTables, policy: Policy, key: RandomKey, when: MonthContext) -> npt.NDArray[np.bool_]:
    """(cases, 3) whether each unit has claimed: quick, plain, plain without asking whether need has lasted."""
    out, facts, as_was = np.zeros((place.n_cases[0], 3), np.bool_), np.zeros(_FACTS, np.int64), place.units.copy()
    for c in range(len(out)):
        i = np.int64(place.cases[c].unit)
        out[c, 0] = has_claimed(place, policy, key, when, c, facts)
        put_back(place.units, i, as_was)
        out[c, 1] = has_claimed_plainly(place, policy, key, when, c, facts, True)
        put_back(place.units, i, as_was)
        out[c, 2] = has_claimed_plainly(place, policy, key, when, c, facts, False)
        put_back(place.units, i, as_was)
    return out


@pytest.mark.parametrize("changes", [{}, {"application.misbelief_share": 0.0, "application.gain_slope": 8.0}])
def test_the_quick_look_back_finds_what_the_plain_one_finds(whole: Scenario, changes: dict[str, float]) -> None:
    scenario = whole.change(changes, start="2021-01")
    chosen = settings(scale=0.002)
    state = population_state(scenario, chosen, 0)
    ledger, policy, found = empty_ledger(state, scenario, 1), engine.policy_of(scenario, scenario, MONTH), []
    for county in range(COUNTIES):
        place, when = state.county_tables(county, ledger), MonthContext(MONTH, 0, county, False, False)
        set_initial_state(place, policy, state.rng_key, when, BLOCK)
        found.append(looked_back(place, policy, state.rng_key, MonthContext(MONTH - 1, 0, county, False, False)))
    quick, plain, careless = np.concatenate(found).T
    assert np.array_equal(quick, plain)
    assert 0.1 < plain.mean() < 0.9
    assert (careless & ~plain).sum() > 20  # the control: need is what ends many spells
