"""Step 12, the households: poverty before and after benefits, who of the poor is reached, what a survey would see.

The units of a block are first added up to households in plain columns, so that the bin of every household is found by
the processor several at a time; only households that are poor, known to an office or uncertain in a survey are looked
at one by one.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined, inlined_reader, inner, lean
from simulation.draws import LARGEST_NORMAL, Kind, Process, exp, happens, normal, words
from simulation.ledger import BINS_PER_LINE, INCOME_BINS, Measure
from simulation.month_steps.case_table import Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import is_waiting
from simulation.month_steps.shocks.living import line_row
from simulation.population.columns import NO_CASE
from simulation.processes.information import Knowledge

PAID, UNDERPAID, LOST, WAITING, REFUSED, NOT_CLAIMED, NOT_KNOWN, NOT_COVERED = 0, 1, 2, 3, 4, 5, 6, 7
ROWS = 256  # of units that are added up at a time, and the rest of the last household
SIZE = ROWS + 256


class Households(NamedTuple):
    """Columns of up to SIZE households."""

    first: npt.NDArray[np.int32]  # unit row
    rows: npt.NDArray[np.int32]
    weight: npt.NDArray[np.int64]  # persons of the province it stands for are weight x persons
    persons: npt.NDArray[np.int64]
    income: npt.NDArray[np.int64]  # fen a month, before benefits
    need: npt.NDArray[np.int64]  # fen a month: poverty line of all persons
    case: npt.NDArray[np.int32]  # NO_CASE: no unit has one
    bin: npt.NDArray[np.int32]
    close: npt.NDArray[np.bool_]  # to be looked at


@inner
def new_households() -> Households:
    """Room for the households of one stretch of units."""
    return Households(
        np.empty(SIZE, np.int32), np.empty(SIZE, np.int32), np.empty(SIZE, np.int64), np.empty(SIZE, np.int64),
        np.empty(SIZE, np.int64), np.empty(SIZE, np.int64), np.empty(SIZE, np.int32), np.empty(SIZE, np.int32),
        np.empty(SIZE, np.bool_),
    )  # fmt: skip


@inlined_reader
def receipt_of(place: CountyTables, policy: Policy, i: int) -> int:
    """How far unit i got: paid, too little, payment lost, waiting, refused, not claimed, not known, not covered."""
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
        return LOST
    stage = cases[c].stage
    if is_waiting(stage) or stage == Stage.ENROLLED:  # granted from a later month, or a status without cash so far
        return WAITING
    if cases[c].refused:
        return REFUSED
    return NOT_KNOWN if place.units[i].knows == Knowledge.NONE else NOT_CLAIMED


@inlined_reader
def add_poor(place: CountyTables, when: MonthContext, weight: int, persons: int, best: int, paid: bool) -> None:
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
    elif best == LOST:
        m[when.row, Measure.POOR_LOST] += weight * persons


@inlined
def bin_of(income_fen: float, line_fen: float) -> int:
    """Bin of an income relative to the poverty line of the same persons."""
    return np.int32(min(max(income_fen * BINS_PER_LINE / max(line_fen, 1.0), 0.0), INCOME_BINS - 1.0))  # type: ignore[return-value]


@inlined
def never_poor(noise_sd: float) -> float:
    """Income, in poverty lines, from which a household is not poor with the worst error of a survey."""
    return 1.001 * exp(noise_sd * LARGEST_NORMAL)


@inlined_reader
def survey(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    i: int,
    weight: int,
    persons: int,
    income: int,
    need: int,
    paid: bool,
) -> None:
    """The survey view: reported income with noise, receipt under-reported."""
    p, m = policy.processes[0].observers, place.books.measures
    w0, w1, w2, _ = words(
        rng_key.seed, rng_key.replication, Kind.HOUSEHOLD, place.units[i].id, when.month, Process.SURVEY_OBSERVER
    )
    if not happens(w0, p.survey_sample):
        return
    noise = p.survey_noise_sd * normal(w1)
    # e^x is at least 1 + x: most need no exponential
    poor = income * (1.0 + noise) < 1.001 * need and int(income * exp(noise)) < need
    says_paid = paid and happens(w2, p.survey_reporting)
    m[when.row, Measure.SURVEY_PERSONS] += weight * persons
    m[when.row, Measure.SURVEY_POOR] += weight * persons * poor
    m[when.row, Measure.SURVEY_PAID] += weight * persons * says_paid
    m[when.row, Measure.SURVEY_POOR_PAID] += weight * persons * (poor and says_paid)
    m[when.row, Measure.SURVEY_PAID_POOR] += weight * persons * (poor and says_paid)


@inlined_reader
def add_up(
    place: CountyTables, policy: Policy, first: int, last: int, village: int, out: Households
) -> tuple[int, int, int]:
    """Add the units first .. last - 1, which begin with a household, up to households; (households, units, village).

    `units` is the weighted number of living ones, `village` that of the last unit. Without a branch per household.
    """
    units = place.units
    h, alive, rows, line = -1, np.int64(0), np.int64(0), np.int64(0)
    persons, income, known = np.int64(0), np.int64(0), NO_CASE
    for i in range(max(first, 0), last):
        while i >= place.village[village + 1]:
            village += 1
        begins = units[i].position == 0
        h += begins
        rows = 1 if begins else rows + 1
        line = policy.poverty[line_row(units, i)] if begins else line
        persons = units[i].persons + (0 if begins else persons)
        income = place.trailing[i] + (0 if begins else income)  # 0 where nobody lives
        # NO_CASE is below every row, so the largest says whether any unit of the household has a case
        known = max(units[i].case, NO_CASE if begins else known)
        alive += place.weight[village] * (units[i].persons > 0)
        out.first[h], out.rows[h], out.weight[h] = i - rows + 1, rows, place.weight[village]
        out.persons[h], out.income[h], out.need[h], out.case[h] = persons, income, line * persons, known
    return h + 1, alive, village


@inlined_reader
def sort_out(n: int, far: float, everyone: bool, out: Households) -> None:
    """Bin of each of the first `n` households, and whether it is to be looked at: known, or below `far` lines."""
    for h in range(n):
        out.bin[h] = bin_of(float(out.income[h]), float(out.need[h]))
    for h in range(n):
        below = float(out.income[h]) < far * out.need[h]
        out.close[h] = (out.persons[h] > 0) & (everyone | below | (out.case[h] != NO_CASE))


@inlined_reader
def paid_fen(place: CountyTables, i: int, rows: int) -> int:
    """What the living units of the household whose first unit is row i are paid this month, fen."""
    paid = np.int64(0)
    for j in range(i, i + rows):
        if place.units[j].persons > 0 and place.units[j].case != NO_CASE:
            paid += place.cases[place.units[j].case].paid
    return paid  # type: ignore[no-any-return]


@inlined_reader
def look_at(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, h: int, table: Households
) -> None:
    """Books of household `h` of the table beyond its bin of income."""
    i, rows, weight = np.int64(table.first[h]), np.int64(table.rows[h]), table.weight[h]
    persons, income, need = table.persons[h], table.income[h], table.need[h]
    paid = paid_fen(place, i, rows) if table.case[h] != NO_CASE else np.int64(0)
    m = place.books.measures
    if paid > 0:
        # so far nobody counts as paid (`add_unmoved` adds all): only who is paid changes its bin
        place.books.after[when.row, table.bin[h]] -= weight * persons
        place.books.after[when.row, bin_of(float(income + paid), float(need))] += weight * persons
        m[when.row, Measure.PAID] += weight * persons
        m[when.row, Measure.PAID_POOR] += weight * persons * (income < need)
    if income < need:
        m[when.row, Measure.GAP_BEFORE_FEN] += weight * (need - income)
        best = NOT_COVERED
        for j in range(i, i + rows):
            if place.units[j].persons > 0:
                best = min(best, receipt_of(place, policy, j))
        add_poor(place, when, weight, persons, best, paid > 0)
    # 1.5 poverty lines, in whole numbers
    if 2 * (income + paid) < 3 * need:
        m[when.row, Measure.POOR_AFTER_150] += weight * persons
        if income + paid < need:
            m[when.row, Measure.POOR_AFTER] += weight * persons
            m[when.row, Measure.GAP_AFTER_FEN] += weight * (need - income - paid)
    if when.month % 3 == 2:
        survey(place, policy, rng_key, when, i, weight, persons, income, need, paid > 0)


@lean
def next_household(place: CountyTables, i: int) -> int:
    """First row from i on that begins a household."""
    while i < place.units.size and place.units[i].position != 0:
        i += 1
    return i


@lean
def count_households(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    first: int,
    last: int,
    table: Households,
) -> None:
    """Books of the households that begin in a block of units."""
    observers, surveyed = policy.processes[0].observers, when.month % 3 == 2
    far = never_poor(observers.survey_noise_sd) if surveyed else 0.0
    drawn = surveyed and observers.survey_sample < 1.0  # who is asked
    m, before = place.books.measures, place.books.before
    village = np.searchsorted(place.village, first, side="right") - 1
    units, persons, households, lines, asked = np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    i = next_household(place, first)  # the household of the first rows began in the block before
    while i < last:
        end = next_household(place, min(i + ROWS, last))
        n, alive, village = add_up(place, policy, i, end, village, table)
        sort_out(n, max(far, 1.5), drawn, table)
        units += alive
        for h in range(n):
            here = table.weight[h] * table.persons[h]
            before[when.row, table.bin[h]] += here
            persons += here
            households += table.weight[h] * (table.persons[h] > 0)
            lines += table.weight[h] * table.need[h]
            asked += 0 if table.close[h] else here
        for h in range(n):
            if table.close[h]:
                look_at(place, policy, rng_key, when, h, table)
        i = end
    m[when.row, Measure.UNITS] += units
    m[when.row, Measure.PERSONS] += persons
    m[when.row, Measure.HOUSEHOLDS] += households
    m[when.row, Measure.LINE_TOTAL_FEN] += lines
    if surveyed:
        m[when.row, Measure.SURVEY_PERSONS] += asked  # asked, and no error makes them poor


@lean
def add_unmoved(place: CountyTables, when: MonthContext) -> None:
    """Incomes after benefits: so far only where payments moved households from one bin to another."""
    for b in range(INCOME_BINS):
        place.books.after[when.row, b] += place.books.before[when.row, b]
