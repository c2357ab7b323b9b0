"""Step 12: the books of the month: households, cases, offices."""

import numpy as np

from simulation._numba import inlined, inlined_reader, lean
from simulation.draws import Kind, Process, exp, happens, normal, words
from simulation.ledger import BINS_PER_LINE, CHANNELS, INCOME_BINS, Flow, Measure, Rung
from simulation.processes.information import Knowledge
from simulation.steps.cases import NO_PROGRAMME, Stage
from simulation.steps.entitlement import is_waiting
from simulation.steps.gains import kind_of
from simulation.steps.living import tariff, trailing_fen_month
from simulation.steps.place import Luck, Place, Policy, When
from simulation.world.columns import NO_CASE
from simulation.world.offices import Office

PAID, UNDERPAID, WAITING, REFUSED, NOT_CLAIMED, NOT_KNOWN, NOT_COVERED = 0, 1, 2, 3, 4, 5, 6


@inlined_reader
def receipt_of(place: Place, policy: Policy, i: int, month: int) -> int:
    """How far unit i got: paid, paid too little, waiting, refused, not claimed, not known, not covered."""
    c = place.units[i].case
    if c == NO_CASE:
        return NOT_COVERED
    cases = place.cases
    due = cases[c].entitled_amount
    if cases[c].paid > 0:
        return UNDERPAID if cases[c].paid < policy.processes[0].observers.adequate_share * due else PAID
    if due <= 0:
        return NOT_COVERED
    if cases[c].lost:
        return UNDERPAID
    stage = cases[c].stage
    if is_waiting(stage) or (stage == Stage.ENROLLED and cases[c].start > month):
        return WAITING
    if cases[c].refused:
        return REFUSED
    return NOT_KNOWN if place.units[i].knows == Knowledge.NONE else NOT_CLAIMED


@inlined
def bin_of(income_fen: int, line_fen: int) -> int:
    """Bin of an income relative to the poverty line of the same persons."""
    return min(max(int(income_fen * BINS_PER_LINE / max(line_fen, 1)), 0), INCOME_BINS - 1)


@inlined_reader
def add_poor(place: Place, when: When, weight: int, persons: int, best: int, paid: bool) -> None:
    """A poor household: paid or not, and the cause of its exclusion."""
    m = place.books.measures
    m[when.row, Measure.POOR_BEFORE] += weight * persons
    if paid:
        m[when.row, Measure.POOR_PAID] += weight * persons
    if best == NOT_COVERED:
        m[when.row, Measure.POOR_NOT_COVERED] += weight * persons
    elif best == NOT_KNOWN:
        m[when.row, Measure.POOR_NOT_KNOWN] += weight * persons
    elif best == NOT_CLAIMED:
        m[when.row, Measure.POOR_NOT_CLAIMED] += weight * persons
    elif best == REFUSED:
        m[when.row, Measure.POOR_REFUSED] += weight * persons
    elif best == WAITING:
        m[when.row, Measure.POOR_WAITING] += weight * persons
    elif best == UNDERPAID:
        m[when.row, Measure.POOR_UNDERPAID] += weight * persons


@inlined_reader
def survey(
    place: Place, policy: Policy, luck: Luck, when: When, i: int, weight: int, persons: int, income: int, need: int,
    paid: bool,
) -> None:  # fmt: skip
    """The survey view: reported income with noise, receipt under-reported."""
    p = policy.processes[0].observers
    w0, w1, w2, _ = words(
        luck.seed, luck.replication, Kind.HOUSEHOLD, place.units[i].id, when.month, Process.SURVEY_OBSERVER
    )
    if not happens(w0, p.survey_sample):
        return
    poor = int(income * exp(p.survey_noise_sd * normal(w1))) < need
    says_paid = paid and happens(w2, p.survey_reporting)
    m = place.books.measures
    m[when.row, Measure.SURVEY_PERSONS] += weight * persons
    m[when.row, Measure.SURVEY_POOR] += weight * persons * poor
    m[when.row, Measure.SURVEY_PAID] += weight * persons * says_paid
    m[when.row, Measure.SURVEY_POOR_PAID] += weight * persons * (poor and says_paid)
    m[when.row, Measure.SURVEY_PAID_POOR] += weight * persons * (poor and says_paid)


@inlined_reader
def count_household(
    place: Place, policy: Policy, luck: Luck, when: When, i: int, weight: int, period: int
) -> tuple[int, int, int, int]:  # fmt: skip
    """Books of the household whose first unit is row i; returns (rows, living units, persons, need in fen)."""
    units, books = place.units, place.books
    rows = max(np.int64(units[i].units), 1)
    alive, persons, income, paid = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for j in range(i, i + rows):
        if units[j].persons > 0:
            alive += 1
            persons += units[j].persons
            income += trailing_fen_month(units, j, when.month, period)
            if units[j].case != NO_CASE:
                paid += place.cases[units[j].case].paid
    if persons == 0:
        return rows, alive, persons, persons
    need = policy.poverty[tariff(units, i)] * persons
    m = books.measures
    before = bin_of(income, need)
    books.before[when.row, before] += weight * persons
    books.after[when.row, before if paid == 0 else bin_of(income + paid, need)] += weight * persons
    if paid > 0:
        m[when.row, Measure.PAID] += weight * persons
        m[when.row, Measure.PAID_POOR] += weight * persons * (income < need)
    if income < need:
        m[when.row, Measure.GAP_BEFORE_FEN] += weight * (need - income)
        best = NOT_COVERED
        for j in range(i, i + rows):
            if units[j].persons > 0:
                best = min(best, receipt_of(place, policy, j, when.month))
        add_poor(place, when, weight, persons, best, paid > 0)
    if 2 * (income + paid) < 3 * need:
        m[when.row, Measure.POOR_AFTER_150] += weight * persons
        if income + paid < need:
            m[when.row, Measure.POOR_AFTER] += weight * persons
            m[when.row, Measure.GAP_AFTER_FEN] += weight * (need - income - paid)
    if when.month % 3 == 2:
        survey(place, policy, luck, when, i, weight, persons, income, need, paid > 0)
    return rows, alive, persons, need


@lean
def count_households(place: Place, policy: Policy, luck: Luck, when: When, first: int, last: int) -> None:
    """Books of the households that begin in a block of units."""
    period = int(policy.processes[0].earnings.assessment_months)
    village = np.searchsorted(place.village, first, side="right") - 1
    i, units, persons, households, lines = first, np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    while i < last:
        while i >= place.village[village + 1]:
            village += 1
        if place.units[i].position != 0:
            i += 1  # the household began in the block before
            continue
        weight = place.weight[village]
        rows, alive, members, need = count_household(place, policy, luck, when, i, weight, period)
        i += rows
        units += weight * alive
        persons += weight * members
        households += weight * (members > 0)
        lines += weight * need
    m = place.books.measures
    m[when.row, Measure.UNITS] += units
    m[when.row, Measure.PERSONS] += persons
    m[when.row, Measure.HOUSEHOLDS] += households
    m[when.row, Measure.LINE_TOTAL_FEN] += lines


@lean
def count_cases(place: Place, when: When) -> None:
    """Stocks, entitlement and errors by the rule view."""
    cases, m, flows = place.cases, place.books.measures, place.books.flows
    for c in range(place.n_cases[0]):
        weight = place.weight[cases[c].village]
        k = cases[c].entitled
        entitled, paid = cases[c].entitled_amount > 0, cases[c].paid > 0
        if k != NO_PROGRAMME:
            flows[when.row, k, Flow.ENTITLED_PERSONS] += weight * np.int64(cases[c].entitled_covered)
            flows[when.row, k, Flow.ENTITLED_UNITS] += weight
        if entitled:
            m[when.row, Measure.ENTITLED] += weight * np.int64(cases[c].entitled_covered)
            m[when.row, Measure.ENTITLED_PAID] += weight * np.int64(cases[c].entitled_covered) * paid
        if paid:
            m[when.row, Measure.PAID_COVERED] += weight * np.int64(cases[c].covered)
            m[when.row, Measure.PAID_NOT_ENTITLED] += weight * np.int64(cases[c].covered) * (not entitled)
            m[when.row, Measure.PAID_NOT_ENTITLED_FEN] += weight * np.int64(cases[c].paid) * (not entitled)
        if cases[c].stage == Stage.ENROLLED:
            k = cases[c].programme
            flows[when.row, k, Flow.STOCK_PERSONS] += weight * np.int64(cases[c].covered)
            flows[when.row, k, Flow.STOCK_UNITS] += weight
            m[when.row, Measure.HOLDERS] += weight


@inlined
def rung_of(place: Place, c: int, month: int) -> int:
    """How far an entitled unit got on the way from hardship to payment."""
    case = place.cases[c]
    if case.stage == Stage.ENROLLED:
        return Rung.PAID if case.amount > 0 and case.start <= month else Rung.GRANTED
    if case.stage == Stage.CONFIRM:
        return Rung.VERIFIED
    if case.stage == Stage.SURVEY:
        return Rung.FILED
    if case.refused:
        return Rung.REFUSED
    return Rung.NOT_KNOWN if place.units[case.unit].knows == Knowledge.NONE else Rung.KNOWN


@lean
def count_funnel(place: Place, when: When) -> None:
    """Units entitled to cash by how far they got: by channel, and again by type of household."""
    cases, funnel = place.cases, place.books.funnel
    for c in range(place.n_cases[0]):
        if cases[c].entitled_amount <= 0:
            continue
        i = np.int64(cases[c].unit)
        rung, weight = rung_of(place, c, when.month), place.weight[cases[c].village]
        funnel[when.row, place.units[i].knows, rung] += weight
        funnel[when.row, CHANNELS + kind_of(place.units, i, 1), rung] += weight


@lean
def count_offices(place: Place, when: When) -> None:
    """Minutes available and booked by kind of office."""
    staff, m = place.staff, place.books.measures
    for row in range(staff.size):
        office = staff[row].office
        weight = place.weight[staff[row].place] if office == Office.ASSISTANT else 1
        if office == Office.ASSISTANT:
            m[when.row, Measure.MINUTES_ASSISTANT] += weight * staff[row].booked
            m[when.row, Measure.AVAILABLE_ASSISTANT] += weight * staff[row].available
        elif office == Office.DESK:
            m[when.row, Measure.MINUTES_DESK] += staff[row].booked
            m[when.row, Measure.AVAILABLE_DESK] += staff[row].available
        else:
            m[when.row, Measure.MINUTES_BUREAU] += staff[row].booked
            m[when.row, Measure.AVAILABLE_BUREAU] += staff[row].available
