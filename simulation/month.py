"""The month: read this first. `STEPS` is the order in which it runs; `python -m simulation.month` prints it.

A case filed in this month is worked from the next (step 8 comes after what the office plans, and `ready` lies
in the next month); a decision of this month is paid from the next (step 9 comes before step 10). Step 1, the lines,
prices and parameters of the month (`Policy`), is made by the engine.
Steps 2 to 4 and the books run over blocks of units: their size cannot change a result.
"""

import inspect
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from simulation.compile.kernel import compiled, merged
from simulation.month_steps.batch import SIZE, new_batch
from simulation.month_steps.books import bookkeeping, household_books
from simulation.month_steps.cases import ageing, casework, filing, hardship, inspection, payment, queue, upkeep
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility import entitlement
from simulation.month_steps.outreach import outreach, visits
from simulation.month_steps.shocks import living
from simulation.processes.staffing import plan_office
from simulation.units import FIRST_MONTH


class Part(StrEnum):
    """Parts of the month of a county; a Mesa agent may do the second one itself."""

    BEFORE_OFFICES = "before_offices"
    PLAN_OFFICES = "plan_offices"
    ACT = "act"
    KEEP_BOOKS = "keep_books"


class Step(NamedTuple):
    """A step of the month. `function` takes any of `ARGUMENTS`; `kernels` are the compiled loops in it."""

    number: int
    part: Part
    does: str
    function: Callable[..., None]
    kernels: tuple[Callable[..., Any], ...]


ARGUMENTS: Final = ("place", "policy", "rng_key", "when", "block")


@merged
def age(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Ageing once a year. The population is that of month -24: before it nobody ages, dies or is disabled."""
    if when.month % 12 == 0 and when.month >= FIRST_MONTH:
        ageing.age(place, policy, rng_key, when.month)
    if when.month < FIRST_MONTH:
        ageing.replace_some(place, policy, rng_key, when)


@merged
def live(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, block: int) -> None:
    """Shocks and income of every unit."""
    n, batch, size = place.units.size, new_batch(), min(block, SIZE)
    for first in range(0, n, size):
        living.live(place, policy, rng_key, when, first, min(first + size, n), batch)


@merged
def find_entitled(place: CountyTables, policy: Policy, when: MonthContext, block: int) -> None:
    """Units that the rules would take enter the case table."""
    n = place.units.size
    for first in range(0, n, block):
        entitlement.find_entitled(place, policy, when, first, min(first + block, n))


@merged
def clear_desks(place: CountyTables, policy: Policy, when: MonthContext) -> None:
    """No hour of the month is booked yet; what lies on the desks is counted."""
    for row in range(place.staff.size):
        place.staff[row].booked = 0
    place.backlog[0] = queue.backlog_minutes(place, policy, when)


@merged
def plan_every_office(place: CountyTables, policy: Policy) -> None:
    """Every office of the county plans, in row order."""
    for row in range(place.staff.size):
        plan_office(place.staff, row, place.backlog, policy.processes[0].desk.reserve_share)


@merged
def count_households(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, block: int) -> None:
    """The books of households."""
    n, table = place.units.size, household_books.new_households()
    for first in range(0, n, block):
        household_books.count_households(place, policy, rng_key, when, first, min(first + block, n), table)
    household_books.add_unmoved(place, when)


@merged
def count_cases(place: CountyTables, when: MonthContext) -> None:
    """The books of cases and offices; the funnel at quarter ends."""
    bookkeeping.count_cases(place, when)
    if when.month % 3 == 2:
        bookkeeping.count_funnel(place, when)
    bookkeeping.count_offices(place, when)


@merged
def inspect_quarterly(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """What is looked at once a quarter."""
    if when.month % 3 == 2:
        inspection.inspect(place, policy, rng_key, when)


# fmt: off
STEPS: Final = (
    Step(2, Part.BEFORE_OFFICES, "once a year: births, deaths, ageing, splits", age,
         (ageing.age, ageing.replace_some)),
    Step(2, Part.BEFORE_OFFICES, "shocks (earnings, jobs, illness, disability, disaster); 3: income and assets", live,
         (living.live,)),
    Step(4, Part.BEFORE_OFFICES, "who is low, and who is entitled on the true facts", find_entitled,
         (entitlement.find_entitled,)),
    Step(4, Part.BEFORE_OFFICES, "whether known cases are entitled", entitlement.judge_truth,
         (entitlement.judge_truth,)),
    Step(5, Part.BEFORE_OFFICES, "information: word of mouth, publicity, referral, hotline", outreach.inform,
         (outreach.inform,)),
    Step(5, Part.BEFORE_OFFICES, "the lists of low-income people, and screening of shared data", outreach.screen,
         (outreach.screen,)),
    Step(6, Part.BEFORE_OFFICES, "the work that lies on the desks", clear_desks, (queue.backlog_minutes,)),
    Step(6, Part.PLAN_OFFICES, "each office plans its hours over queue and visits", plan_every_office, (plan_office,)),
    Step(7, Part.ACT, "discovery: visits from lists and door to door", visits.discover, (visits.discover,)),
    Step(8, Part.ACT, "sudden hardship: temporary assistance", hardship.emergency, (hardship.emergency,)),
    Step(8, Part.ACT, "applications under burden", filing.apply, (filing.apply,)),
    Step(9, Part.ACT, "payment of what was last decided, aid in kind", payment.pay, (payment.pay,)),
    Step(10, Part.ACT, "survey, confirmation, decision on the working-day clock", casework.work, (casework.work,)),
    Step(11, Part.ACT, "deaths, exits, uprating, reviews", upkeep.maintain, (upkeep.maintain,)),
    Step(12, Part.KEEP_BOOKS, "books of households", count_households,
         (household_books.count_households, household_books.add_unmoved)),
    Step(12, Part.KEEP_BOOKS, "books of cases and offices", count_cases,
         (bookkeeping.count_cases, bookkeeping.count_funnel, bookkeeping.count_offices)),
    Step(12, Part.KEEP_BOOKS, "once a quarter: audit, cliffs, the cascade", inspect_quarterly, (inspection.inspect,)),
)
# fmt: on


def arguments_of(function: Any) -> tuple[str, ...]:
    """Names of the arguments of a compiled function, or of a plain one where numba is switched off."""
    return tuple(inspect.signature(getattr(function, "py_func", function)).parameters)


def order() -> str:
    """The steps as text: number, what is done, the functions that do it."""
    rows = [("1", "lines, prices and parameters of the month", "engine.policy_of")]
    for step in STEPS:
        names = (f"{each.__module__.rpartition('.')[2]}.{each.__name__}" for each in step.kernels)
        rows.append((str(step.number), step.does, ", ".join(names)))
    return "\n".join(f"{number:<3}{does:<80}{names}" for number, does, names in rows)


def _in_order(part: Part) -> Any:
    """The steps of one part, as one function that calls them in their order.

    Compiled code cannot walk through a list of functions, so the calls are written out from it.
    """
    steps = {f"step_{n}": step.function for n, step in enumerate(STEPS) if step.part == part}
    calls = (f"    {name}({', '.join(arguments_of(function))})" for name, function in steps.items())
    source = f"def {part.value}({', '.join(ARGUMENTS)}):\n" + "\n".join(calls)
    made: dict[str, Any] = {"__name__": __name__, **steps}
    exec(compile(source, __file__, "exec"), made)
    return merged(made[part.value])


before_offices, plan_offices, act, keep_books = (_in_order(part) for part in Part)


@merged
def after_offices(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, block: int) -> None:
    """Steps 7 to 12 of a county, after offices that planned for themselves."""
    act(place, policy, rng_key, when, block)
    keep_books(place, policy, rng_key, when, block)


@compiled
def advance(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, months: int, block: int, books: bool
) -> None:
    """Several months of one county under one policy, in one call that holds no lock; with step 12 if `books`."""
    for ahead in range(months):
        month = when.month + ahead
        now = MonthContext(month, when.row + ahead, when.county, month >= 0, when.uprated and ahead == 0)
        before_offices(place, policy, rng_key, now, block)
        plan_offices(place, policy, rng_key, now, block)
        act(place, policy, rng_key, now, block)
        if books:
            keep_books(place, policy, rng_key, now, block)


if __name__ == "__main__":
    print(order())
