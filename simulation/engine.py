"""All households of a province: what is in force, years, threads. No rule and no formula is here.

Counties run a segment of months (at most a year, under constant parameters) each in one compiled call from a
thread pool and couple only between years, in `province_step`.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Condition

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache, cached

from simulation import month as steps
from simulation.cores import cores
from simulation.extensions import processes as own_processes
from simulation.integrity import check_amounts, check_books, check_totals
from simulation.ledger import Ledger
from simulation.month_steps.county_tables import MonthContext, Policy
from simulation.month_steps.eligibility.needs import FILLED
from simulation.month_steps.eligibility.prefilter import income_ceilings, status_bounds, widest
from simulation.month_steps.eligibility.registered import open_to_residents
from simulation.month_steps.initial_state import initial_register
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import processes_of
from simulation.population.offices import set_available
from simulation.population.people.traits import county_traits, tilted
from simulation.rules.changes import changed_decisions
from simulation.rules.facts import Fact, Line
from simulation.rules.rows import precomputed_amounts
from simulation.run_settings import BLOCK
from simulation.state import State
from simulation.units import BASE_YEAR, FEN, FIRST_MONTH, MONTHS_PER_YEAR

type Progress = Callable[[int], None]
type Watch = Callable[[State, int, Ledger, Policy], None]  # of a month that is over: state, month, books, policy


def income_index(scenario: Scenario, month: int) -> float:
    """Nominal incomes relative to 2022, by calendar year; multiplications only, so the same on every CPU."""
    year = BASE_YEAR + month // MONTHS_PER_YEAR
    index = 1.0
    for later in range(2023, year + 1):
        index *= 1.0 + scenario.group("prices", (later - BASE_YEAR) * MONTHS_PER_YEAR).income_growth
    for earlier in range(2022, year, -1):
        index /= 1.0 + scenario.group("prices", (earlier - BASE_YEAR) * MONTHS_PER_YEAR).income_growth
    return index


def policy_of(
    scenario: Scenario, baseline: Scenario, month: int, by_status: npt.NDArray[np.int64] | None = None
) -> Policy:
    """What is in force in `month`; poverty lines are the baseline's dibao lines (never a reform's).

    `by_status`: `status_bounds` of the rules, if they have been found already.

    Before month -24 everything stays constant, as the population does: a longer warm-up is more time to settle
    under the same lines, incomes and parameters.
    """
    month = max(month, FIRST_MONTH)
    lines = scenario.lines(month)
    rules = scenario.rules(month)
    rows = precomputed_amounts(rules, lines.reshape(-1, lines.shape[2]))
    processes = processes_of(scenario, month)
    if by_status is None:
        by_status = status_bounds(rules, rows, processes[0].needs.known > 0.5)
    filters = widest(by_status)
    if processes[0].registration.residents_served > 0.0:
        filters = open_to_residents(filters)
    return Policy(
        processes, rules, rows, baseline.lines(month)[:, :, Line.DIBAO].ravel(), filters, by_status,
        income_ceilings(filters), payers_of(scenario, month),
        traits_of(scenario, processes), income_index(scenario, month), changed_since(scenario, month),
    )  # fmt: skip


@cached(LRUCache(32), condition=Condition())  # others who ask meanwhile wait for it
def policy_in_force(scenario: Scenario, baseline: Scenario, month: int) -> Policy:
    """`policy_of`, found once for equal scenarios: replications and branches share it, so nobody may write to it."""
    return policy_of(scenario, baseline, month)


def payers_of(scenario: Scenario, month: int) -> npt.NDArray[np.float64]:
    """(counties, 3) shares of central, province and prefecture, with the tilt to key counties."""
    funding, counties = scenario.group("funding", month), scenario.counties
    payers = np.tile(np.array(funding[:3], np.float64), (len(counties), 1))
    shares = funding.province_share_national_key, funding.province_share_provincial_key
    return tilted(payers, counties, int(funding.key_national), int(funding.key_provincial), shares)


def traits_of(scenario: Scenario, processes: npt.NDArray[np.void]) -> npt.NDArray[np.float64]:
    """(counties, Trait) of the counties under the parameters in force."""
    visit, verification = processes[0].visit, processes[0].verification
    travel = visit.remote_penalty / visit.remote_station_gain
    return county_traits(scenario.counties, visit.remote_area_share, travel, verification.delegated_share)


def changed_since(scenario: Scenario, month: int) -> npt.NDArray[np.uint8]:
    """(line rows, programmes + 1) of what changed in `month` against the month before; see `rules.changes`."""
    last = max(month - 1, FIRST_MONTH)
    old, new = (scenario.lines(m).reshape(-1, len(Line)) for m in (last, month))
    alike = {name: scenario.group(name, last) == scenario.group(name, month) for name in ("needs", "registration")}
    seen = frozenset() if alike["needs"] else FILLED
    seen |= frozenset() if alike["registration"] else {int(Fact.REGISTERED)}
    return changed_decisions(scenario.rules(last), scenario.rules(month), old, new, seen)


def segments(scenario: Scenario, first: int, end: int) -> Iterator[tuple[int, int]]:
    """(month, months) stretches under constant parameters, none across a New Year."""
    cuts = {m for m in range(first, end) if m % MONTHS_PER_YEAR == 0}
    cuts |= {m for m in scenario.change_months() if first < m < end}
    marks = sorted(cuts | {first, end})
    for a, b in pairwise(marks):
        yield a, b - a


def province_step(state: State, processes: npt.NDArray[np.void], is_burn_in: bool = False) -> None:
    """The yearly coupling of counties: the province shares out next year's budget for temporary assistance.

    The budget is a sum per resident of the sample (0 = uncapped); half follows residents, half what each county
    spent last year, so a county that met more need gets more. Nothing else crosses a county border; during the
    burn-in nothing does, and residents alone count (a part of the counties does not know what the others spent).
    """
    cap = float(processes[0].temporary.cap_yuan_person_year)
    spent = state.assistance_budget[:, 1].copy()
    state.assistance_budget[:, 1] = 0
    if cap <= 0.0:
        state.assistance_budget[:, 0] = -1
        return
    half = int(cap * FEN * int(state.residents.sum())) // 2
    state.assistance_budget[:, 0] = shared_out(half, state.residents)
    state.assistance_budget[:, 0] += shared_out(half, spent if spent.sum() > 0 and not is_burn_in else state.residents)


def shared_out(fen: int, by: npt.NDArray[np.int64]) -> list[int]:
    """A sum in proportion to `by`, rounded down; in whole numbers of any length, since the products pass 64 bits."""
    parts = by.tolist()
    whole = sum(parts)
    return [fen * part // whole for part in parts]


def begin_month(
    state: State, scenario: Scenario, baseline: Scenario, month: int, is_burn_in: bool = False
) -> tuple[Policy, bool]:
    """Step 1: what is in force, the minutes of the offices, at New Year the province's step, own processes.

    Returns the policy, and whether any decision in force is to be made anew.
    """
    policy = policy_in_force(scenario, baseline, month)
    if len(policy.traits) != state.counties.adcode.size:  # kernels would read beyond the end of its tables
        raise ValueError(f"state of {state.counties.adcode.size} counties under a scenario of {len(policy.traits)}")
    staff_minutes(state, policy.processes)
    if month % MONTHS_PER_YEAR == 0:
        province_step(state, policy.processes, is_burn_in)
    if not is_burn_in:
        own_processes.before_month(state, month)
    return policy, bool(policy.changed.any())


def staff_minutes(state: State, processes: npt.NDArray[np.void]) -> None:
    """Minutes of each office in the months to come."""
    p = processes[0]
    set_available(
        state.staff, p.assistant.hours_month * 60.0,
        p.desk.hours_month * 60.0 / p.desk.persons_per_desk,
        p.bureau.hours_month * 60.0 / p.bureau.persons_per_post,
    )  # fmt: skip


def threads_or_default(threads: int | None) -> int:
    """The number of worker threads: as asked, else one per usable core."""
    return threads or cores()


def in_parallel(state: State, call: Callable[[int], None], threads: int) -> None:
    """Run `call(county)` for all counties where somebody lives, the largest first.

    Others contain no village: a part of a province (`sharded_run.only`) keeps the offices of those it emptied.
    """
    sizes = np.diff(state.counties.first)
    order = np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]
    if threads == 1:
        for county in order:
            call(int(county))
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(call, (int(c) for c in order)):
            pass


def burn_in(state: State, scenario: Scenario, ledger: Ledger, threads: int, block: int) -> None:
    """Set the initial state and run the months of burn-in, up to the state's month; of these months no book is kept."""
    first = state.month - initial_register.BURN_IN
    unkept = Ledger.empty(state.counties.share, first, initial_register.BURN_IN, ledger.programmes)
    policy = policy_of(scenario, scenario, first)
    staff_minutes(state, policy.processes)

    def call(county: int) -> None:
        when = MonthContext(first, 0, county, False, False)
        place = state.county_tables(county, unkept)
        initial_register.set_initial_state(place, policy, state.rng_key, when, block)
        check_amounts(place.scratch, scenario.counties["county"].iloc[county], ledger.programmes)

    in_parallel(state, call, threads)
    state.month = first
    advance(
        state, scenario, scenario, initial_register.BURN_IN, unkept, threads=threads, block=block, books=False,
        is_burn_in=True,
    )  # fmt: skip


def advance(
    state: State, scenario: Scenario, baseline: Scenario, months: int, ledger: Ledger, *,
    threads: int = 1, block: int = BLOCK, progress: Progress | None = None, books: bool = True,
    is_burn_in: bool = False, watch: Watch | None = None,
) -> None:  # fmt: skip
    """Run `months` months in place and write them to `ledger`; without `books` only what offices and units do.

    `is_burn_in`: see `province_step`. `watch` is called with every month that is over; for it and for own processes
    months are run one by one, which changes no result.

    Raises ValueError if the state was made under other structural values than the scenario's, and BooksError if the
    books do not add up.
    """
    if scenario.structural_digest != state.structural_digest:
        raise ValueError("this state was made under other structural values; run the warm-up again")
    names = list(scenario.counties["county"])
    monthly = watch is not None or bool(own_processes.processes())
    for first, stretch in segments(scenario, state.month, state.month + months):
        policy, uprated = begin_month(state, scenario, baseline, first, is_burn_in)
        for month in range(first, first + stretch, 1 if monthly else stretch):
            if month > first and not is_burn_in:
                own_processes.before_month(state, month)
            together, row = 1 if monthly else stretch, month - ledger.first_month
            at = (month, row, uprated and month == first)
            _run_counties(state, policy, names, at, together, ledger, threads, block, books)
            check_books(ledger, row, row + together, names, households=books)
            state.month = month + together
            if watch is not None:
                watch(state, month, ledger, policy)
            if progress:
                progress(together)
    check_totals(ledger)


def _run_counties(
    state: State, policy: Policy, names: list[str], at: tuple[int, int, bool], months: int, ledger: Ledger,
    threads: int, block: int, books: bool,
) -> None:  # fmt: skip
    """Run some months of all counties under one policy; `at`: month, its row in the books, whether it is uprated."""
    month, row, uprated = at

    def call(county: int) -> None:
        place = state.county_tables(county, ledger)
        now = MonthContext(month, row, county, month >= 0, uprated)
        steps.advance(place, policy, state.rng_key, now, months, block, books)
        check_amounts(place.scratch, names[county], ledger.programmes)

    in_parallel(state, call, threads)
