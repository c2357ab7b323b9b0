"""Step 8: temporary assistance to units in sudden hardship, from the desks' free hours and the county's budget."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.month_steps.column_widths import kept_fen
from simulation.month_steps.county_tables import CountyTables, MonthContext, Params, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import draws_cash, fill_facts
from simulation.month_steps.shocks.apply_shocks import shock_cost_yuan
from simulation.month_steps.shocks.living import line_row
from simulation.parameters.schema.shocks import URGENT, Shock
from simulation.population.columns import NO_CASE, Flag, UnitTable
from simulation.population.offices import Office
from simulation.processes import hardship, illness
from simulation.processes.information import Knowledge
from simulation.rules.facts import Fact
from simulation.rules.programme import grant
from simulation.units import FEN, MONTHS_PER_YEAR, share_of

MOST_RIGID = 65_535 * FEN  # fen a month: what `Units.rigid` can hold, see `parameters/scenario/amount_widths.py`


@inlined_reader
def income_at_base(units: UnitTable, i: int) -> float:
    """Income per head (yuan a year, prices of 2022) of unit i with all in work; what its usual bills follow."""
    month = float(units[i].wage) + units[i].business + units[i].pension + units[i].other
    return month * MONTHS_PER_YEAR / max(np.int64(units[i].persons), 1)  # type: ignore[no-any-return]


@lean
def ordinary_yuan(units: UnitTable, p: Params, rng_key: RandomKey, index: float, month: int, i: int) -> float:
    """What unit i pays for ordinary care in the year of a month, yuan."""
    year = month - month % MONTHS_PER_YEAR
    lasting = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, ALWAYS, Process.ORDINARY_CARE)[0]
    fresh = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, year, Process.ORDINARY_CARE)[0]
    persons = np.int64(units[i].persons)
    frail = min(np.int64(units[i].elders) + units[i].severe + units[i].ill, persons)
    income = income_at_base(units, i)
    return illness.ordinary_yuan_year(lasting, fresh, persons, frail, income, index, p.illness)  # type: ignore[no-any-return]


@compiled
def ordinary_spending(
    units: UnitTable, processes: npt.NDArray[np.void], rng_key: RandomKey, index: float, month: int
) -> npt.NDArray[np.float64]:
    """(units,) `ordinary_yuan` of every unit; 0 where nobody lives. For observers."""
    out = np.zeros(units.size)
    for i in range(units.size):
        if units[i].persons > 0:
            out[i] = ordinary_yuan(units, processes[0], rng_key, index, month, i)
    return out


@inlined_reader
def loses_member(place: CountyTables, i: int, month: int) -> bool:
    """Whether a member of unit i dies in this month and leaves others behind."""
    units, persons = place.units, place.persons
    if units[i].persons < 2:
        return False
    for j in range(units[i].first_person, np.int64(units[i].first_person) + units[i].household_persons):
        if persons.death[j] == month:
            position = persons.unit[j] >> 4 if persons.split[j] <= month else persons.unit[j] & 15
            if position == units[i].position:
                return True
    return False


@inlined_reader
def other_cost_yuan(place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, i: int) -> float:
    """Cost that falls on unit i in this month in addition to shocks: the year's ordinary care, schooling, a funeral.

    In line, as all it calls for most units is: a call would take the tables by value for every unit and month.
    """
    units, p = place.units, policy.processes[0]
    cost = 0.0
    if p.illness.ordinary_yuan_year > 0.0 and hardship.bill_is_due(units[i].id, month):
        cost += ordinary_yuan(units, p, rng_key, policy.income_index, month, i)
    if units[i].minors > 0 and month % MONTHS_PER_YEAR == hardship.SCHOOL_STARTS:
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, month, Process.SUDDEN_NEED)[0]
        cost += hardship.schooling_yuan(word, np.int64(units[i].minors), month, p.hardship)
    if p.hardship.funeral_yuan > 0.0 and units[i].elders > 0 and loses_member(place, i, month):
        cost += p.hardship.funeral_yuan
    return cost


@inlined_reader
def asks(place: CountyTables, policy: Policy, when: MonthContext, i: int, cost: float, word: np.uint32) -> bool:
    """Whether unit i, on which a cost falls, turns to the village or the desk."""
    units, p, c = place.units, policy.processes[0], place.units[i].case
    benefit = place.cases[c].amount if c != NO_CASE and draws_cash(place, c, when.month) else 0
    income = (float(place.trailing[i]) + benefit) / FEN
    if not hardship.is_large(cost, income, p.hardship):
        return False
    persons, assets = np.int64(units[i].persons), float(units[i].assets)
    share = hardship.need_share(cost, income, assets, persons, policy.income_index, p.hardship)
    knows = units[i].knows != Knowledge.NONE
    return happens(word, hardship.asks_probability(p.temporary.seek_prob, knows, share, p.hardship))  # type: ignore[no-any-return]


@inlined_reader
def lay_on_table(
    place: CountyTables, policy: Policy, month: int, i: int, cost: float, facts: npt.NDArray[np.int64]
) -> None:
    """The facts of unit i as the desk sees them; a cost that is no shock counts as expenditure, spread over a year."""
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, True, 1.0, facts)
    if place.units[i].shock == Shock.NONE:
        # rules of temporary assistance know shocks: a large bill is put to them as an illness
        fen = int(cost * FEN)
        facts[Fact.SHOCK], facts[Fact.SHOCK_COST], facts[Fact.RIGID_PERSONS] = Shock.ILLNESS, fen, 1
        facts[Fact.RIGID] = min(facts[Fact.RIGID] + fen // MONTHS_PER_YEAR, MOST_RIGID)


@inlined_reader
def free_minutes(place: CountyTables, row: int) -> int:
    """Minutes of the month that office `row`, if a desk, has left for sudden hardship, which goes before the queue."""
    staff = place.staff
    if staff[row].office != Office.DESK:
        return 0
    return max(np.int64(staff[row].available) - staff[row].booked, 0)  # type: ignore[return-value]


@lean
def emergency(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Temporary assistance to units that a sudden cost leaves in need and that ask, from desk time and the budget.

    A case is helped in the same month while the desks of the county have any time left: it goes before the queue.
    A case for which no time is left is not helped.
    """
    units, p = place.units, policy.processes[0]
    facts, free, used = place.scratch[1], np.int64(0), np.int64(0)
    for row in range(place.staff.size):
        free += free_minutes(place, row)
    if p.application.enabled < 0.5 or p.temporary.seek_prob <= 0.0:
        return
    for v in range(place.weight.size):
        for i in range(place.village[v], place.village[v + 1]):
            if units[i].persons == 0 or units[i].flags & Flag.BANNED:
                continue
            # the facts have room for one hardship a month: a shock goes before a bill
            if units[i].shock == Shock.NONE:
                cost = other_cost_yuan(place, policy, rng_key, when.month, i)
            else:
                cost = shock_cost_yuan(units, p, policy.income_index, i)
            if cost <= 0.0:
                continue
            w0, w1, w2, _ = words(
                rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.TEMPORARY
            )
            if not asks(place, policy, when, i, cost, w0):
                continue
            lay_on_table(place, policy, when.month, i, cost, facts)
            used += help_unit(place, policy, when, i, v, free - used, w1, w2)
    book_minutes(place, when, used)


@lean
def help_unit(
    place: CountyTables,
    policy: Policy,
    when: MonthContext,
    i: int,
    v: int,
    free: int,
    assist: np.uint32,
    wrong: np.uint32,
) -> int:
    """Grant unit i of village v what the rules give for the facts laid on the table; minutes taken of what is free."""
    units, p = place.units, policy.processes[0].temporary
    k, amount = grant(policy.rules, place.scratch[1], policy.lines[line_row(units, i)])
    amount = kept_fen(place, when.month, k, amount)
    if k < 0 or free <= 0 or (place.assistance_budget[0] >= 0 and amount > place.assistance_budget[0]):
        return 0
    if place.assistance_budget[0] >= 0:
        place.assistance_budget[0] -= amount
    first = happens(assist, p.assist_first_share)
    days = p.emergency_days if first or URGENT[units[i].shock] else p.waiting_days
    place.books.measures[when.row, Measure.TEMPORARY_WAIT_DAYS] += place.weight[v] * int(days)
    pay_grant(place, policy, when, i, v, k, amount)
    if first and happens(wrong, p.wrong_share):
        recover_grant(place, when, v, amount, p.recovery)
    return min(int(p.minutes) // 3 if first else int(p.minutes), free)


@lean
def recover_grant(place: CountyTables, when: MonthContext, v: int, amount: int, share: float) -> None:
    """A payment made before verification turns out not to have been due; a share of it comes back."""
    place.books.measures[when.row, Measure.TEMPORARY_WRONG_FEN] += place.weight[v] * amount
    place.books.measures[when.row, Measure.RECOVERED_FEN] += place.weight[v] * share_of(amount, share)


@lean
def pay_grant(place: CountyTables, policy: Policy, when: MonthContext, i: int, v: int, k: int, amount: int) -> None:
    """Enter one grant in the books (payers are split at the end of the month)."""
    weight = place.weight[v]
    measures, flows = place.books.measures, place.books.flows
    measures[when.row, Measure.TEMPORARY_CASES] += weight
    measures[when.row, Measure.PAID_UNIT_SUM_FEN] += weight * amount
    if place.units[i].flags & Flag.OTHER_PROVINCE:
        measures[when.row, Measure.TEMPORARY_OUTSIDERS] += weight
    if place.units[i].shock == Shock.DISASTER:
        measures[when.row, Measure.DISASTER_PERSONS] += weight * np.int64(place.units[i].persons)
    place.assistance_budget[1] += amount
    away = weight * amount if place.units[i].registration != when.county else 0
    here = share_of(away, policy.processes[0].temporary.host_share)
    place.books.money[when.row, k, 3] += weight * amount - away + here
    place.books.money[when.row, k, 4] += away - here
    flows[when.row, k, 6] += weight * np.int64(place.units[i].persons)
    flows[when.row, k, 7] += weight


@lean
def book_minutes(place: CountyTables, when: MonthContext, minutes: int) -> None:
    """Book minutes of temporary cases on the desks: on their reserve and spare time, then on what the queue would take.

    In row order; a queue that must give way has less time in this month.
    """
    staff, left = place.staff, minutes
    for whole in range(2):
        for row in range(staff.size):
            kept = 0 if whole else np.int64(staff[row].queue)
            taken = min(left, max(free_minutes(place, row) - kept, 0))
            staff[row].booked += taken
            left -= taken
            if taken > 0:
                staff[row].queue = min(np.int64(staff[row].queue), free_minutes(place, row))
    place.books.measures[when.row, Measure.TASK_DESK] += minutes
