"""State at the start of a history: shocks as in the long run, a year of past income, relatives, what is hidden."""

import numpy as np

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, exp, happens, normal, words
from simulation.month_steps.county_tables import CountyTables, Policy, RandomKey
from simulation.month_steps.shocks.living import earned_yuan, line_row
from simulation.population.columns import Flag, UnitTable
from simulation.population.people.traits import Trait
from simulation.processes import earnings, illness, job
from simulation.rules.facts import Line
from simulation.units import FEN

FARMING = int(Trait.FARMING)
BEFORE = -10_000  # the time of draws before every month


@lean
def set_initial_units(place: CountyTables, policy: Policy, rng_key: RandomKey) -> None:
    """State at the start of a history: shocks from their stationary law, a year of past income, hiding.

    The draws do not depend on the month: a history that begins earlier begins alike.
    """
    units, p = place.units, policy.processes[0]
    for i in range(units.size):
        w0, _, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, BEFORE, Process.MONTH_SHOCKS)
        shock = earnings.persistent_at_start(normal(w0), p.earnings)
        units[i].persistent = earnings.packed(shock)
        units[i].jobless = job.jobless_at_start(units[i].workers, w2, p.job)
        earns = float(units[i].wage) + units[i].business > 0.0
        units[i].base_workers = 1 if units[i].persons == 0 and earns else units[i].workers
        onset = illness.onset_probability(units[i].persons, units[i].elders, p.illness)
        if happens(w3, min(onset * p.illness.spell_months, 1.0)):
            v0, v1, _, _ = words(
                rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, BEFORE, Process.ILLNESS_SIZE
            )
            units[i].sick = 1 + int(np.uint64(v1) * np.uint64(p.illness.spell_months) >> np.uint64(32))
            units[i].rigid = illness.rigid_yuan_month(v0, p.illness)
        # half a transitory sd is the mean of the transitory factor: a past year averages it out
        factor = earnings.earnings_factor(shock, 0.5 * p.earnings.transitory_sd, p.earnings)
        fill_quarters(place, policy, i, factor, 4)
        units[i].hides = hidden_part(units, i, rng_key, policy)
        units[i].kin_income = kin_income_yuan(place, policy, rng_key, i)


@lean
def fill_quarters(place: CountyTables, policy: Policy, i: int, factor: float, quarters: int) -> None:
    """Past income of unit i as if some quarters had been like this month, with a factor on its earnings."""
    units = place.units
    yuan = earned_yuan(units, i, factor, 1.0) + units[i].pension + units[i].other
    # quarters are kept in 32 bits
    quarter = min(int(yuan * policy.income_index * 3 * FEN), 1_500_000_000)
    for q in range(quarters):
        units[i].quarter[q] = quarter


@inlined_reader
def kin_income_yuan(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int) -> int:
    """Income per head (base-date yuan a month) of relatives of unit i who live elsewhere and owe support; 0 = none."""
    p = policy.processes[0].kin
    w0, w1, _, _ = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.KIN)
    farming = policy.traits[place.units[i].registration, FARMING]
    if happens(w0, min(p.childless_share * exp(p.childless_agrarian * farming), 1.0)):
        return 0
    mean = policy.lines[line_row(place.units, i)][Line.DISPOSABLE_INCOME] / 100.0
    return int(min(max(mean * p.child_income_share * exp(p.child_income_log_sd * normal(w1)), 1.0), 65000.0))


@inlined_reader
def hidden_part(units: UnitTable, i: int, rng_key: RandomKey, policy: Policy) -> int:
    """Share (in 1/255) of earnings that unit i keeps from the office; fixed for the whole history."""
    p = policy.processes[0].verification
    honest = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, ALWAYS, Process.HONESTY)[0]
    earned = float(units[i].wage) + units[i].business
    if earned <= 0.0 or not happens(honest, p.hiding_share):
        return 0
    # business cannot be checked, nor can wages outside towns; town wages are in social insurance
    unseen = units[i].business + (0.0 if units[i].flags & Flag.URBAN else float(units[i].wage))
    return int(255.0 * p.hidden_part * unseen / earned)
