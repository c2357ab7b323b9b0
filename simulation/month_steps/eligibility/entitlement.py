"""Step 4: who is entitled on the true facts, and who enters the case table."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined, inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, words
from simulation.ledger import WAIT_MONTHS
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Stage
from simulation.month_steps.column_widths import kept_fen
from simulation.month_steps.county_tables import CountyTables, MonthContext, Params, Policy, RandomKey
from simulation.month_steps.eligibility.means import Means, is_open_to, may_take, some_is_open_elsewhere
from simulation.month_steps.eligibility.needs import fill_needs
from simulation.month_steps.eligibility.registered import is_registered
from simulation.month_steps.household_class import ELSEWHERE, OWED, household_class
from simulation.month_steps.shocks.apply_shocks import fill_shock
from simulation.month_steps.shocks.living import line_row, trailing_fen_month
from simulation.population.columns import NO_CASE, Flag, UnitTable
from simulation.processes import application
from simulation.rules.facts import Fact
from simulation.rules.programme import covers_whole_units, status
from simulation.units import FEN

LARGEST_FACT = 2_000_000_000  # facts are kept in int32
NEITHER, WIDEST, ONE = 0, 1, 2  # see `how_far`


@inlined_reader
def obligors(units: UnitTable, p: Params, income_index: float, month: int, i: int) -> tuple[int, int, int]:
    """(income in fen/month, persons, of working age) of relatives outside the unit who owe support.

    Co-resident, or elsewhere for units that cannot work.
    """
    period = int(p.earnings.assessment_months)
    income, persons, able = np.int64(0), np.int64(0), np.int64(0)
    if units[i].able == 0 and units[i].kin_income > 0:
        persons, able = np.int64(p.kin.child_persons), np.int64(1)
        income = int(units[i].kin_income * income_index * FEN) * persons
    if units[i].units > 1:
        root = i - np.int64(units[i].position)
        for j in range(root, root + units[i].units):
            if j != i and units[j].persons > 0:
                income += trailing_fen_month(units, j, month, period)
                persons += units[j].persons
                able += units[j].able
    return income, persons, able


@inlined_reader
def business_share(units: UnitTable, i: int) -> float:
    """Share of business in the earnings of unit i when all its workers have their jobs."""
    base = float(units[i].wage) + units[i].business
    return units[i].business / base if base > 0.0 else 0.0  # type: ignore[no-any-return]


@lean
def fill_facts(
    units: UnitTable, p: Params, income_index: float, month: int, i: int,
    sees_hidden: bool, factor: float, facts: npt.NDArray[np.int64],
) -> None:  # fmt: skip
    """The facts of unit i: the true ones with `sees_hidden` and factor 1, else what is declared or believed.

    Farm and business income is what local standards (yields per mu, costs) make of it: nobody keeps books.
    """
    pension = int(units[i].pension * income_index * FEN)
    other = int(units[i].other * income_index * FEN)
    # pension and transfers are those of today, trailing income is a mean: what is left may be less than nothing
    earned = max(trailing_fen_month(units, i, month, int(p.earnings.assessment_months)) - pension - other, 0)
    if not sees_hidden:
        earned -= int(earned * (units[i].hides / 255.0))
    business = int(earned * business_share(units, i))
    wage = earned - business
    facts[Fact.PERSONS] = units[i].persons
    facts[Fact.MINORS], facts[Fact.ELDERS] = units[i].minors, units[i].elders
    facts[Fact.SEVERE], facts[Fact.ILL] = units[i].severe, units[i].ill
    facts[Fact.ABLE], facts[Fact.WORKERS] = units[i].able, units[i].workers
    facts[Fact.JOBLESS] = 1 if units[i].jobless > 0 else 0
    facts[Fact.WAGE] = int(wage * factor)
    facts[Fact.BUSINESS] = int(business * p.verification.business_part * factor)
    facts[Fact.PENSION], facts[Fact.OTHER] = int(pension * factor), int(other * factor)
    facts[Fact.RIGID] = np.int64(units[i].rigid) * FEN
    facts[Fact.RIGID_PERSONS] = 1 if units[i].rigid > 0 else 0
    owing, relatives, able = obligors(units, p, income_index, month, i)
    facts[Fact.OBLIGOR_INCOME], facts[Fact.OBLIGOR_PERSONS], facts[Fact.OBLIGOR_ABLE] = owing, relatives, able
    facts[Fact.ASSETS] = min(np.int64(units[i].assets) * FEN, LARGEST_FACT)
    flags = units[i].flags
    facts[Fact.CAR] = 1 if flags & Flag.CAR else 0
    facts[Fact.SECOND_HOME] = 1 if flags & Flag.SECOND_HOME else 0
    facts[Fact.REGISTERED] = 1 if is_registered(units, p, i) else 0
    facts[Fact.INSTITUTION] = 1 if flags & Flag.INSTITUTION else 0
    facts[Fact.DEPENDENT] = max(units[i].persons - units[i].able, 0)
    fill_shock(units, p, i, facts)
    facts[Fact.MONTHS_SINCE_RISE] = 0
    fill_needs(units, p, i, facts)


@inlined_reader
def perceived_factor(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int) -> float:
    """Factor by which unit i misjudges its income, fixed per unit."""
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.PERCEPTION)[0]
    return application.perceived_factor(word, policy.processes[0].application)


@lean
def open_case(place: CountyTables, i: int, village: int) -> int:
    """Row of unit i in the case table, made if it has none."""
    units, cases = place.units, place.cases
    if units[i].case != NO_CASE:
        return units[i].case  # type: ignore[no-any-return]
    c = place.n_cases[0]
    place.n_cases[0] += 1
    units[i].case = c
    cases[c].unit, cases[c].village = i, village
    cases[c].programme, cases[c].entitled = NO_PROGRAMME, NO_PROGRAMME
    cases[c].since, cases[c].retry, cases[c].act, cases[c].visited = NO_MONTH, NO_MONTH, NO_MONTH, NO_MONTH
    return c  # type: ignore[no-any-return]


@inlined_reader
def means_of(place: CountyTables, policy: Policy, i: int) -> Means:
    """The means of unit i, to the fen as in `fill_facts`."""
    units, p, index = place.units, policy.processes[0], policy.income_index
    pension, other = int(units[i].pension * index * FEN), int(units[i].other * index * FEN)
    earned = max(np.int64(place.trailing[i]) - pension - other, 0)
    earned -= int(earned * (units[i].hides / 255.0))
    business = int(earned * business_share(units, i))
    earned += int(business * p.verification.business_part) - business
    # nothing is imputed to farmers and insured workers, nor to who must care for somebody: of a child, any may be young
    idle = np.int64(units[i].able) - units[i].workers - units[i].severe - units[i].ill - (units[i].minors > 0)
    idle = max(idle, 0) if units[i].wage > 0 and units[i].business == 0 else 0
    assets, rigid = min(np.int64(units[i].assets) * FEN, LARGEST_FACT), np.int64(units[i].rigid) * FEN
    return Means(np.int64(units[i].persons), assets, earned, pension, other, rigid, idle)


@inlined_reader
def how_far(place: CountyTables, policy: Policy, month: int, i: int) -> int:
    """Which of the two tests before the rules unit i passes: `NEITHER`, `WIDEST` alone, or `ONE` as well.

    The first is of the widest status that there could be (`Policy.prefilter`), the second of each status by itself:
    what one leaves out no other need leave out. Neither excludes a unit that a status could take.
    """
    units, p, row, means = place.units, policy.processes[0], line_row(place.units, i), means_of(place, policy, i)
    h = household_class(units[i].flags, units[i].able > 0, units[i].rigid > 0)
    if not may_take(policy.prefilter[row, h], means, 0, 0):
        return NEITHER
    owing, relatives, able = obligors(units, p, policy.income_index, month, i)
    if able == 0:
        owing, relatives = 0, 0
    elif may_take(policy.prefilter[row, h + OWED], means, owing, relatives):
        h += OWED
    else:
        return NEITHER
    if h & ELSEWHERE and is_registered(units, p, i):  # a draw for some
        h -= ELSEWHERE
    for s in range(policy.status_bounds.shape[1]):
        bounds = policy.status_bounds[row, s]
        if is_open_to(bounds, h) and may_take(bounds, means, owing, relatives):
            return ONE
    return WIDEST


@inlined_reader
def passes_prefilter(place: CountyTables, policy: Policy, month: int, i: int) -> bool:
    """Test that keeps most units that `may_qualify` from the rules; never excludes one that a status could take."""
    units = place.units
    if units[i].flags & Flag.OTHER_PROVINCE and not (
        is_registered(units, policy.processes[0], i) or some_is_open_elsewhere(policy.status_bounds)
    ):
        return False
    return how_far(place, policy, month, i) == ONE


@lean
def find_entitled(place: CountyTables, policy: Policy, when: MonthContext, first: int, last: int) -> None:
    """Units of a block which the rules would take, on true or declared facts, enter the case table."""
    units = place.units
    facts = place.scratch[1]
    village = np.searchsorted(place.village, first, side="right") - 1
    for i in range(max(first, 0), last):
        if not place.may_qualify[i] or units[i].case != NO_CASE or not passes_prefilter(place, policy, when.month, i):
            continue
        # only behind both tests, which cost far less than the rules
        lines = policy.lines[line_row(place.units, i)]
        fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
        found = status(policy.rules, facts, lines)[0] >= 0
        # who passes on what it declares will file, and may be granted wrongly: it needs a case as well
        if not found and units[i].hides > 0:
            fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, False, 1.0, facts)
            found = status(policy.rules, facts, lines)[0] >= 0
        if found:
            while i >= place.village[village + 1]:
                village += 1
            open_case(place, i, village)


@lean
def judge_truth(place: CountyTables, policy: Policy, when: MonthContext) -> None:
    """True entitlement of every case in this month; since when its unit is entitled to cash, and who still waits."""
    cases, facts, unpaid = place.cases, place.scratch[1], place.books.unpaid
    whole = covers_whole_units(policy.rules, policy.rules.main)
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        k, amount, covered = NO_PROGRAMME, 0, 0
        passed = NEITHER
        if place.may_qualify[i]:
            # who was entitled last month hardly ever fails the tests that spare the others the rules
            passed = ONE if cases[c].entitled != NO_PROGRAMME else how_far(place, policy, when.month, i)
        if passed == WIDEST and whole:
            covered = np.int64(place.units[i].persons)  # as the rules say of whom no status takes
        elif passed != NEITHER:
            fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
            k, amount, covered = status(policy.rules, facts, policy.lines[line_row(place.units, i)])
        amount = kept_fen(place, when.month, k, amount)
        cases[c].entitled, cases[c].entitled_amount, cases[c].entitled_covered = k, amount, covered
        if amount <= 0:
            cases[c].since, cases[c].reached = NO_MONTH, 0
        elif cases[c].since == NO_MONTH:
            # entitled again while payment goes on (a review has not noticed the gap): that is no wait
            cases[c].since, cases[c].reached = when.month, draws_cash(place, c, when.month)
        if when.counts and amount > 0 and not cases[c].reached:
            unpaid[min(when.month - cases[c].since, WAIT_MONTHS - 1)] += place.weight[cases[c].village]
        # payment comes later in the month, and skips who has none: last month's must not remain
        cases[c].paid = 0


@inlined_reader
def draws_cash(place: CountyTables, c: int, month: int) -> bool:
    """Whether case c is to be paid cash in a month."""
    case = place.cases[c]
    return case.stage == Stage.ENROLLED and case.amount > 0 and case.start <= month


@inlined_reader
def has_changed(place: CountyTables, c: int) -> bool:
    """Whether the true entitlement of case c differs from what is decided (what a report or match would show)."""
    cases = place.cases
    difference = abs(np.int64(cases[c].entitled_amount) - cases[c].amount)
    return cases[c].entitled != cases[c].programme or difference * 10 > cases[c].amount


@inlined
def is_waiting(stage: int) -> bool:
    """Whether an application is under way."""
    return stage in (Stage.SURVEY, Stage.CONFIRM)
