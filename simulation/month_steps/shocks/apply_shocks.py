"""When a shock happens to a unit, and what it costs: the one place to look for a shock, and to add one."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import Kind, Process, happens, words
from simulation.month_steps.case_table import Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Params, Policy, RandomKey
from simulation.parameters.schema.shocks import Shock
from simulation.population.columns import NO_CASE, Health, UnitTable
from simulation.processes import disability, disaster, illness, job
from simulation.rules.facts import Fact
from simulation.units import FEN, FIRST_MONTH

MOST_SPENT = 65_535  # yuan, see `Units.spent`


@lean
def mark_health(place: CountyTables, i: int, month: int, bit: int) -> bool:
    """Give the first member of unit i without it a health bit; False when every member has it."""
    units, persons = place.units, place.persons
    for j in range(units[i].first_person, np.int64(units[i].first_person) + units[i].household_persons):
        # one byte has the unit of a person before its household splits (low half) and after (high half)
        here = (persons.unit[j] >> 4 if persons.split[j] <= month else persons.unit[j] & 15) == units[i].position
        if here and persons.birth[j] <= month < persons.death[j] and not persons.health[j] & bit:
            persons.health[j] |= bit
            return True
    return False


@inlined_reader
def is_holder(place: CountyTables, i: int) -> bool:
    """Whether unit i holds a status."""
    c = place.units[i].case
    return c != NO_CASE and place.cases[c].stage == Stage.ENROLLED  # type: ignore[no-any-return]


@inlined_reader
def apply_shocks(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    i: int,
    job_word: np.uint32,
    illness_word: np.uint32,
    county_shock: bool,
) -> None:
    """Shocks of unit i in this month; `units.shock` is the code of the latest, which hides an earlier one."""
    units, p = place.units, policy.processes[0]
    units[i].jobless = job.jobless_next(units[i].jobless, units[i].workers, job_word, p.job)
    helped = units[i].jobless > 1 and p.job.activation_share > 0.0 and is_holder(place, i)
    if helped and job.finds_with_help(job_word, p.job):
        units[i].jobless = 0
    shock = Shock.JOB_LOSS if units[i].jobless == 1 else Shock.NONE
    # one spell at a time: who is ill cannot fall ill again before it is over
    if units[i].sick > 0:
        units[i].sick -= 1
        if units[i].sick == 0:
            units[i].rigid = 0
    elif happens(illness_word, illness.onset_probability(units[i].persons, units[i].elders, p.illness)):
        fall_ill(place, policy, rng_key, when, i)
        shock = Shock.ILLNESS
    units[i].spent = min(np.int64(units[i].spent) + units[i].rigid, MOST_SPENT)
    if county_shock:
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.DISASTER_HIT)[0]
        if disaster.unit_shock(word, p.disaster):
            # last, since a unit has room for one shock a month: a disaster goes before what else happened
            shock = Shock.DISASTER
    units[i].shock = shock


@lean
def fall_ill(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, i: int) -> None:
    """A spell of serious illness begins in unit i; it may leave a member ill for good."""
    units, p = place.units, policy.processes[0].illness
    v0, v1, _, _ = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.ILLNESS_SIZE)
    units[i].sick = int(p.spell_months)
    units[i].rigid = illness.rigid_yuan_month(v0, p)
    lasts = when.month >= FIRST_MONTH and happens(v1, p.lasting_share)
    if lasts and mark_health(place, i, when.month, Health.ILL):
        units[i].ill += 1


@inlined_reader
def apply_disability_shock(place: CountyTables, policy: Policy, month: int, i: int, word: np.uint32) -> None:
    """One more member of unit i may become severely disabled (looked at once a quarter: three months' hazard)."""
    units = place.units
    chance = 3.0 * disability.onset_probability(units[i].persons, units[i].severe, policy.processes[0].disability)
    if happens(word, chance) and mark_health(place, i, month, Health.SEVERE):
        units[i].severe += 1
        if units[i].able > 0:
            units[i].able -= 1


@inlined_reader
def no_shock_this_month(units: UnitTable, policy: Policy, i: int, job_word: np.uint32, illness_word: np.uint32) -> bool:
    """Whether unit i is in work and health and this month takes neither from it: `apply_shocks` would change nothing.

    Without a branch on the way: nine in ten units are, and those that are not can be anywhere.
    """
    p = policy.processes[0]
    loses = (units[i].workers > 0) & happens(job_word, p.job.loss_prob_month)
    falls = happens(illness_word, illness.onset_probability(units[i].persons, units[i].elders, p.illness))
    return (units[i].jobless == 0) & (units[i].sick == 0) & (not loses) & (not falls)  # type: ignore[no-any-return]


@inlined_reader
def fill_shock(units: UnitTable, p: Params, i: int, facts: npt.NDArray[np.int64]) -> None:
    """The fresh hardship of unit i and what it costs at once, for the rigid expenditure that is in `facts`."""
    facts[Fact.SHOCK], facts[Fact.SHOCK_COST] = units[i].shock, 0
    if units[i].shock == Shock.ILLNESS:
        facts[Fact.SHOCK_COST] = facts[Fact.RIGID] * units[i].sick
    elif units[i].shock == Shock.DISASTER:
        facts[Fact.SHOCK_COST] = int(p.disaster.rebuild_yuan * FEN)


@inlined_reader
def shock_cost_yuan(units: UnitTable, p: Params, index: float, i: int) -> float:
    """Cost of the fresh shock of unit i: of the spell of illness, of wages until work is found, of rebuilding."""
    if units[i].shock == Shock.ILLNESS:
        return float(units[i].rigid) * units[i].sick  # type: ignore[no-any-return]
    if units[i].shock == Shock.JOB_LOSS:
        wage = float(units[i].wage) / max(np.int64(units[i].workers), 1) * index
        return wage * job.spell_months(p.job)  # type: ignore[no-any-return]
    if units[i].shock == Shock.DISASTER:
        return p.disaster.rebuild_yuan  # type: ignore[no-any-return]
    return 0.0  # a shock whose cost nobody stated brings no assistance; a test asks each for its cost


@inlined_reader
def from_savings_yuan(units: UnitTable, p: Params, i: int) -> float:
    """What the shock of unit i takes from its savings at once, beyond what rigid expenditure takes month by month."""
    return p.disaster.rebuild_yuan if units[i].shock == Shock.DISASTER else 0.0  # type: ignore[no-any-return]
