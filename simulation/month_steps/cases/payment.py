"""Step 9: payment of what was last decided, what is lost on the way, and who pays."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, inner, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import MOST_AIDS, WAIT_DAYS, Flow, Measure
from simulation.month_steps.case_table import NO_MONTH, Stage
from simulation.month_steps.cases.aid_books import give_aids
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.needs import is_former_poor
from simulation.processes import control, payment
from simulation.units import WORKING_DAYS, share_of


@inlined_reader
def end_wait(place: CountyTables, when: MonthContext, c: int) -> None:
    """Cash that arrives ends the wait, counted in working days from the start of entitlement to this month."""
    cases = place.cases
    if cases[c].since != NO_MONTH and not cases[c].reached:
        cases[c].reached = 1
        if when.counts:
            days = np.int64(when.month - cases[c].since) * WORKING_DAYS
            place.books.waits[min(days, WAIT_DAYS - 1)] += place.weight[cases[c].village]


@lean
def lose(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, lost: float) -> int:
    """Mark whether this month's payment of case c is lost; returns what is paid a second time (fen)."""
    cases, p = place.cases, policy.processes[0].control
    i, weight, amount = np.int64(cases[c].unit), place.weight[cases[c].village], np.int64(cases[c].amount)
    measures = place.books.measures
    if place.units[i].persons == 0:
        measures[when.row, Measure.DECEASED_FEN] += weight * amount
    if lost > 0.0:
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, when.month, Process.PAYMENT)[0]
        if happens(word, lost):
            cases[c].lost = 1
            measures[when.row, Measure.LOST_FEN] += weight * amount
    tenure = when.month - np.int64(cases[c].start)
    if p.duplicate_rate > 0.0 and control.paid_twice(tenure, p):
        # one draw for each year of payment: a double payment lasts until lists are matched
        began = when.month - tenure % control.YEAR
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, began, Process.PAYMENT)[1]
        if happens(word, p.duplicate_rate):
            measures[when.row, Measure.DUPLICATE_FEN] += weight * amount
            return amount  # type: ignore[no-any-return]
    return 0


@inner
def pay(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Pay every enrolled case the amount last decided, and give what comes with its status in kind."""
    programmes = place.books.money.shape[1]
    local, away = np.zeros(programmes, np.int64), np.zeros(programmes, np.int64)
    pay_cases(place, policy, rng_key, when, local, away)
    give_aids(place, policy, rng_key, when, local, away, np.zeros((5, MOST_AIDS), np.int64))
    split_payers(place, policy, when, local, away)


@lean
def pay_cases(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    local: npt.NDArray[np.int64],
    away: npt.NDArray[np.int64],
) -> None:
    """Pay the enrolled and add up per programme what falls on this county and on others (of registration)."""
    cases, books = place.cases, place.books
    lost = payment.lost_chance(policy.processes[0].payment, policy.processes[0].control)
    for c in range(place.n_cases[0]):
        cases[c].lost = 0
        if cases[c].stage != Stage.ENROLLED or cases[c].start > when.month:
            continue
        i, k = np.int64(cases[c].unit), np.int64(cases[c].programme)
        weight = place.weight[cases[c].village]
        amount = np.int64(cases[c].amount)
        reconcile(place, policy, rng_key, when, c)
        spent = amount + lose(place, policy, rng_key, when, c, lost)
        to = away if place.units[i].registration != when.county else local
        to[k] += weight * spent
        books.measures[when.row, Measure.PAID_UNIT_SUM_FEN] += weight * spent
        if cases[c].lost:
            continue
        cases[c].paid = amount
        if when.counts:
            cases[c].paid_total += amount
        if amount > 0:
            end_wait(place, when, c)
            books.flows[when.row, k, Flow.PAID_PERSONS] += weight * np.int64(cases[c].covered)
            books.flows[when.row, k, Flow.PAID_UNITS] += weight
            count_paid(place, policy, rng_key, when, c, weight)


@inlined_reader
def reconcile(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> None:
    """Hold the records of case c in four ledgers against each other: payments, system, statistics, public notice."""
    m, weight = place.books.measures, place.weight[place.cases[c].village]
    m[when.row, Measure.LEDGER_RECORDS] += weight
    chance = payment.record_error(policy.processes[0].payment)
    if chance <= 0.0:
        return
    key = place.units[place.cases[c].unit].id
    w0, w1, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, key, when.month, Process.LEDGERS)
    wrong = (happens(w0, chance), happens(w1, chance), happens(w2, chance), happens(w3, chance))
    m[when.row, Measure.LEDGER_PAYMENTS_WRONG] += weight * wrong[0]
    m[when.row, Measure.LEDGER_SYSTEM_WRONG] += weight * wrong[1]
    m[when.row, Measure.LEDGER_STATISTICS_WRONG] += weight * wrong[2]
    m[when.row, Measure.LEDGER_NOTICE_WRONG] += weight * wrong[3]
    m[when.row, Measure.LEDGERS_DISAGREE] += weight * (wrong[0] or wrong[1] or wrong[2] or wrong[3])


@inlined_reader
def count_paid(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, weight: int
) -> None:
    """Cards held by others, and former poor, among the units paid in this month."""
    i, m = np.int64(place.cases[c].unit), place.books.measures
    p = policy.processes[0].payment
    held = p.card_held_share
    if p.enabled > 0.5 and held > 0.0:
        key = place.units[i].id
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, key, ALWAYS, Process.PAYMENT)[2]
        m[when.row, Measure.HELD_CARDS] += weight * happens(word, held)
    if is_former_poor(place.units, policy.processes[0], i):
        m[when.row, Measure.FORMER_POOR_PAID] += weight * np.int64(place.cases[c].covered)


@lean
def split_payers(
    place: CountyTables, policy: Policy, when: MonthContext, local: npt.NDArray[np.int64], away: npt.NDArray[np.int64]
) -> None:
    """Split the month's payments over the paying levels; the county (its own or of registration) takes the rest."""
    money = place.books.money
    for k in range(local.size):
        grants_local, grants_away = money[when.row, k, 3], money[when.row, k, 4]
        # grants of the month were booked whole on the county (`hardship.pay_grant`): split with the rest
        money[when.row, k, 3], money[when.row, k, 4] = 0, 0
        for total, payer in ((local[k] + grants_local, 3), (away[k] + grants_away, 4)):
            paid, share = np.int64(0), 0.0
            for level in range(3):  # rounded up to each level, so that no level is left with less than nothing
                share += policy.payers[when.county, level]
                up_to = min(share_of(total, share), total)
                money[when.row, k, level] += up_to - paid
                paid = up_to
            money[when.row, k, payer] += total - paid
