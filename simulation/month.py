"""The month, step by step: read this first.

    1  lines, prices and parameters of the month           Policy, made by the engine
    2  shocks: earnings, jobs, illness, disability, disaster  living.live; once a year ageing.age (the population is
       that of month -24: in a longer warm-up nobody ages, dies or is disabled before it)
    3  income, trailing income, assets                      living.live
    4  who is low, who is entitled on the true facts        entitlement.find_entitled, judge_truth
    5  information: ties, publicity, referral; the lists    outreach.inform, screen (its lists: register.draw_up)
       of low-income people, and screening
    6  each office plans its hours over queue and visits    staffing.plan_office (a Mesa agent may do it instead)
    7  discovery: lists and door-to-door visits             visits.discover
    8  sudden hardship, and applications under burden       hardship.emergency, filing.apply
    9  payment of what was last decided, aid in kind        payment.pay (in it aid_books.give_aids)
    10 survey, confirmation, decision on the day clock      casework.work, queue
    11 deaths, exits, uprating, reviews                     upkeep.maintain
    12 the books                                            household_books, bookkeeping, inspection

A case filed in this month is worked from the next (step 8 comes after what the office plans, and `ready` lies
in the next month); a decision of this month is paid from the next (step 9 comes before step 10).
Steps 2 to 4 and the books run over blocks of units: their size cannot change a result.
"""

from simulation.compile.kernel import compiled, merged
from simulation.month_steps.batch import SIZE, new_batch
from simulation.month_steps.books import bookkeeping, household_books
from simulation.month_steps.cases import ageing, casework, filing, hardship, inspection, payment, queue, upkeep
from simulation.month_steps.county_tables import Place, Policy, RandomKey, When
from simulation.month_steps.eligibility import entitlement
from simulation.month_steps.outreach import outreach, visits
from simulation.month_steps.shocks import living
from simulation.population.people.people import FIRST_MONTH
from simulation.processes.staffing import plan_office


@merged
def before_offices(place: Place, policy: Policy, rng_key: RandomKey, when: When, block: int) -> None:
    """Steps 2 to 5 of a county, and the work that lies on its desks."""
    n = place.units.size
    if when.month % 12 == 0 and when.month >= FIRST_MONTH:
        ageing.age(place, policy, rng_key, when.month)
    if when.month < FIRST_MONTH:
        ageing.replace_some(place, policy, rng_key, when)
    batch, size = new_batch(), min(block, SIZE)
    for first in range(0, n, size):
        living.live(place, policy, rng_key, when, first, min(first + size, n), batch)
    for first in range(0, n, block):
        entitlement.find_entitled(place, policy, when, first, min(first + block, n))
    entitlement.judge_truth(place, policy, when)
    outreach.inform(place, policy, rng_key, when)
    outreach.screen(place, policy, rng_key, when)
    for row in range(place.staff.size):
        place.staff[row].booked = 0
    place.backlog[0] = queue.backlog_minutes(place, policy, when)


@merged
def plan_offices(place: Place, policy: Policy) -> None:
    """Step 6: every office of the county plans, in row order."""
    for row in range(place.staff.size):
        plan_office(place.staff, row, place.backlog, policy.processes[0].desk.reserve_share)


@merged
def after_offices(place: Place, policy: Policy, rng_key: RandomKey, when: When, block: int) -> None:
    """Steps 7 to 12 of a county, after offices that planned for themselves."""
    act(place, policy, rng_key, when)
    keep_books(place, policy, rng_key, when, block)


@merged
def act(place: Place, policy: Policy, rng_key: RandomKey, when: When) -> None:
    """Steps 7 to 11: what the offices and the units do."""
    visits.discover(place, policy, rng_key, when)
    hardship.emergency(place, policy, rng_key, when)
    filing.apply(place, policy, rng_key, when)
    payment.pay(place, policy, rng_key, when)
    casework.work(place, policy, rng_key, when)
    upkeep.maintain(place, policy, rng_key, when)


@merged
def keep_books(place: Place, policy: Policy, rng_key: RandomKey, when: When, block: int) -> None:
    """Step 12."""
    n, table = place.units.size, household_books.new_households()
    for first in range(0, n, block):
        household_books.count_households(place, policy, rng_key, when, first, min(first + block, n), table)
    household_books.add_unmoved(place, when)
    bookkeeping.count_cases(place, when)
    if when.month % 3 == 2:
        bookkeeping.count_funnel(place, when)
    bookkeeping.count_offices(place, when)
    if when.month % 3 == 2:
        inspection.inspect(place, policy, rng_key, when)


@compiled
def advance(place: Place, policy: Policy, rng_key: RandomKey, when: When, months: int, block: int, books: bool) -> None:
    """Several months of one county under one policy, in one call that holds no lock; with step 12 if `books`."""
    for ahead in range(months):
        month = when.month + ahead
        now = When(month, when.row + ahead, when.county, month >= 0, when.uprated and ahead == 0)
        before_offices(place, policy, rng_key, now, block)
        plan_offices(place, policy)
        act(place, policy, rng_key, now)
        if books:
            keep_books(place, policy, rng_key, now, block)
