"""Steps 7 and 8: the queue on a working-day clock, and the decision on the facts on file."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, lean, merged
from simulation.draws import Kind, Process, words
from simulation.ledger import Flow, Measure
from simulation.processes import review, verification
from simulation.processes.staffing import book
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.programme import assess, decide
from simulation.steps.cases import NO_PROGRAMME, UNPRICED, Stage
from simulation.steps.living import tariff
from simulation.steps.needs import fill_needs
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS
from simulation.world.offices import Office

_CASE_BITS = 24  # up to 16.7 million cases a county
_KEY_BITS = 22
_DAY_ZERO = 4096


@compiled
def waiting(place: Place, luck: Luck, stage: int, before_day: int) -> npt.NDArray[np.int64]:
    """Cases of a stage that are ready before a working day: by day, then by the unit's own keyed number."""
    cases = place.cases
    order = np.empty(place.n_cases[0], np.int64)
    n = 0
    for c in range(place.n_cases[0]):
        if cases[c].stage == stage and cases[c].ready < before_day:
            word = words(
                luck.seed, luck.replication, Kind.CASE, place.units[cases[c].unit].id, cases[c].filings,
                Process.VISIT_ORDER,
            )[1]  # fmt: skip
            day = np.int64(max(cases[c].ready + _DAY_ZERO, 0))
            key = np.int64(word) >> (32 - _KEY_BITS)
            order[n] = (day << (_KEY_BITS + _CASE_BITS)) + (key << _CASE_BITS) + c
            n += 1
    return np.sort(order[:n]) & ((1 << _CASE_BITS) - 1)


@lean
def backlog_minutes(place: Place, policy: Policy, when: When) -> int:
    """Township minutes that wait as the month begins: cases to be surveyed, reviews that are due."""
    cases = place.cases
    total = np.int64(0)
    end = (when.month + 1) * WORKING_DAYS
    minutes = int(policy.processes[0].review.minutes)
    for c in range(place.n_cases[0]):
        if cases[c].stage == Stage.SURVEY and cases[c].ready < end:
            total += cases[c].work
        elif cases[c].stage == Stage.ENROLLED and cases[c].review <= when.month:
            total += minutes
    return total  # type: ignore[no-any-return]


@lean
def minutes_planned(place: Place, office: int) -> int:
    """Minutes that the offices of a kind have planned for the queue."""
    total = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == office:
            total += place.staff[row].queue
    return total  # type: ignore[no-any-return]


@lean
def pace_minutes(place: Place, office: int) -> int:
    """Minutes of a month that the offices of a kind work outside their reserve: how fast the clock runs."""
    total = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == office:
            total += place.staff[row].available - place.staff[row].reserve
    return total  # type: ignore[no-any-return]


@merged
def work_queue(
    place: Place, luck: Luck, when: When, stage: int, office: int, finished: npt.NDArray[np.int64]
) -> int:  # fmt: skip
    """Serve a stage's queue; `finished[c]` = working day on which case c is done. Returns the minutes worked.

    The pooled offices work through the month like one clerk: a case starts when it is ready and the one before
    is done, at the pace of all their minutes; what they have not planned or does not fit goes on next month.
    """
    cases = place.cases
    pace, planned = pace_minutes(place, office), minutes_planned(place, office)
    clock, worked = np.int64(0), np.int64(0)
    for c in waiting(place, luck, stage, (when.month + 1) * WORKING_DAYS):
        clock = max(clock, np.int64(verification.minute_of(cases[c].ready, pace, when.month)))
        done = min(np.int64(cases[c].work), pace - clock, planned - worked)
        if done < cases[c].work and done <= 0:
            break
        cases[c].work -= done
        clock += done
        worked += done
        if cases[c].work == 0:
            day = verification.day_of(max(clock - 1, 0), pace, when.month)
            finished[c] = max(day, np.int64(cases[c].ready))
    return worked  # type: ignore[no-any-return]


@compiled
def work(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """The township surveys, the county confirms: both queues of the month, then the decisions."""
    cases, p = place.cases, policy.processes[0].verification
    finished = np.full(place.n_cases[0], -32768, np.int64)
    worked = work_queue(place, luck, when, Stage.SURVEY, Office.DESK, finished)
    place.backlog[1] = worked
    book(place.staff, Office.DESK, worked)
    place.books.measures[when.row, Measure.TASK_DESK] += worked
    for c in range(place.n_cases[0]):
        if finished[c] > -32768:
            cases[c].stage = Stage.CONFIRM
            cases[c].ready = finished[c] + int(p.notice_days)
            cases[c].work = int(p.review_minutes)
            finished[c] = -32768
    worked = work_queue(place, luck, when, Stage.CONFIRM, Office.BUREAU, finished)
    book(place.staff, Office.BUREAU, worked)
    place.books.measures[when.row, Measure.TASK_BUREAU] += worked
    for c in range(place.n_cases[0]):
        if finished[c] > -32768:
            conclude(place, policy, luck, when, c)


@lean
def read_file(place: Place, policy: Policy, c: int) -> None:
    """Lay the facts on file of case c in the first row of the scratch table, as the rules take them."""
    for f in range(ON_FILE):
        place.scratch[0, f] = place.cases[c].facts[f]
    fill_needs(place.units, policy.processes[0], np.int64(place.cases[c].unit), place.scratch[0])


@merged
def conclude(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """Decide case c on the facts on file, with clerical errors that are fixed per filing."""
    cases, p = place.cases, policy.processes[0].verification
    i = np.int64(cases[c].unit)
    read_file(place, policy, c)
    facts, lines = place.scratch[0], policy.lines[tariff(place.units, i)]
    k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
    w0, w1, _, _ = words(luck.seed, luck.replication, Kind.CASE, place.units[i].id, cases[c].filings, Process.CLERICAL)
    weight = place.weight[cases[c].village]
    if k >= 0 and verification.refused_by_mistake(w0, p):
        k = NO_PROGRAMME
    elif amount == 0 and verification.granted_by_mistake(w1, p):
        k, amount, covered = mistaken_grant(place, policy, c, k)
    if k < 0:
        cases[c].stage, cases[c].programme, cases[c].amount = Stage.LATENT, NO_PROGRAMME, 0
        cases[c].refused = 1
        cases[c].retry = when.month + int(p.retry_months)
        place.books.measures[when.row, Measure.REFUSED] += weight
        return
    place.books.measures[when.row, Measure.GRANTED] += weight
    enrol(place, policy, when, c, k, amount, covered)


@merged
def mistaken_grant(place: Place, policy: Policy, c: int, k: int) -> tuple[int, int, int]:
    """(programme, amount, covered) of a mistaken grant of the main programme to case c; else status k and 0.

    Its income goes on file a third too low, and stays so until the next look.
    """
    facts, lower = place.scratch[0], place.scratch[1]
    for f in range(facts.size):
        lower[f] = facts[f]
    for f in (Fact.WAGE, Fact.BUSINESS, Fact.OTHER):
        lower[f] = lower[f] * 2 // 3
    lines = policy.lines[tariff(place.units, np.int64(place.cases[c].unit))]
    reason, _, _, amount, covered = assess(policy.rules, policy.rules.main, lower, lines)
    if reason == 0 and amount > 0:
        for f in range(ON_FILE):
            place.cases[c].facts[f] = lower[f]
        place.cases[c].bundle = UNPRICED
        return policy.rules.main, amount, covered
    return k, 0, facts[Fact.PERSONS]


@lean
def enrol(place: Place, policy: Policy, when: When, c: int, k: int, amount: int, covered: int) -> None:
    """Case c enters status k: payment from next month, the next review, the entry in the books."""
    cases = place.cases
    cases[c].stage, cases[c].programme = Stage.ENROLLED, k
    cases[c].amount, cases[c].covered = amount, covered
    cases[c].start = when.month + 1
    cases[c].review = when.month + review.interval_months(place.units[cases[c].unit].able, policy.processes[0].review)
    cases[c].refused, cases[c].exit_left, cases[c].bundle = 0, 0, UNPRICED
    enter(place, when, c, k, covered, 1)


@lean
def enter(place: Place, when: When, c: int, k: int, persons: int, units: int) -> None:
    """Count an entry of persons (and units) into status k."""
    weight = place.weight[place.cases[c].village]
    place.books.flows[when.row, k, Flow.ENTRY_PERSONS] += weight * persons
    place.books.flows[when.row, k, Flow.ENTRY_UNITS] += weight * units


@lean
def leave(place: Place, when: When, c: int, k: int, persons: int, units: int) -> None:
    """Count an exit of persons (and units) from status k."""
    weight = place.weight[place.cases[c].village]
    place.books.flows[when.row, k, Flow.EXIT_PERSONS] += weight * persons
    place.books.flows[when.row, k, Flow.EXIT_UNITS] += weight * units
