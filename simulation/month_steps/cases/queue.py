"""Step 10, first half: the queues of desks and bureaus on a working-day clock."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inner, lean
from simulation.draws import Kind, Process, words
from simulation.month_steps.case_table import Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.processes import review, verification
from simulation.units import WORKING_DAYS

_CASE_BITS = 24  # up to 16.7 million cases a county
_KEY_BITS = 22
# days of the warm-up are negative, which would turn the order of packed numbers round
_DAY_ZERO = 4096


@inner
def waiting(place: CountyTables, rng_key: RandomKey, stage: int, before_day: int) -> npt.NDArray[np.int64]:
    """Cases of a stage that are ready before a working day: by day, then by the unit's own keyed number."""
    cases = place.cases
    order = np.empty(place.n_cases[0], np.int64)
    n = 0
    for c in range(place.n_cases[0]):
        if cases[c].stage == stage and cases[c].ready < before_day:
            word = words(
                rng_key.seed, rng_key.replication, Kind.CASE, place.units[cases[c].unit].id, cases[c].filings,
                Process.VISIT_ORDER,
            )[1]  # fmt: skip
            day = np.int64(max(cases[c].ready + _DAY_ZERO, 0))
            key = np.int64(word) >> (32 - _KEY_BITS)
            # day, key and row in one number: one sort orders by all three
            order[n] = (day << (_KEY_BITS + _CASE_BITS)) + (key << _CASE_BITS) + c
            n += 1
    return np.sort(order[:n]) & ((1 << _CASE_BITS) - 1)


@lean
def backlog_minutes(place: CountyTables, policy: Policy, when: MonthContext) -> int:
    """Township minutes that wait as the month begins: cases to be surveyed, reviews that are due."""
    cases = place.cases
    total = np.int64(0)
    end = (when.month + 1) * WORKING_DAYS
    p = policy.processes[0].review
    minutes = review.minutes_each(p)
    for c in range(place.n_cases[0]):
        if cases[c].stage == Stage.SURVEY and cases[c].ready < end:
            total += cases[c].work
        elif cases[c].stage == Stage.ENROLLED and cases[c].review <= when.month and p.enabled > 0.5:
            total += minutes
    return total  # type: ignore[no-any-return]


@lean
def minutes_planned(place: CountyTables, office: int) -> int:
    """Minutes that the offices of a kind have planned for the queue."""
    total = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == office:
            total += place.staff[row].queue
    return total  # type: ignore[no-any-return]


@lean
def pace_minutes(place: CountyTables, office: int) -> int:
    """Minutes of a month that the offices of a kind work outside their reserve: how fast the clock runs."""
    total = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == office:
            total += place.staff[row].available - place.staff[row].reserve
    return total  # type: ignore[no-any-return]


@inner
def work_queue(
    place: CountyTables, rng_key: RandomKey, when: MonthContext, stage: int, office: int, hours_month: float,
    finished: npt.NDArray[np.int64],
) -> int:  # fmt: skip
    """Serve a stage's queue; `finished[c]` = working day on which case c is done. Returns the minutes worked.

    Where the minutes planned suffice, cases are worked side by side: each is taken up when it is ready and takes a
    post of `hours_month` as long as it takes, at any scale; one whose day lies beyond the month waits for the next.
    Where they do not, the pooled offices work through the month like one clerk: a case starts when it is ready and
    the one before is done, at the pace of all their minutes; what does not fit goes on next month.
    """
    cases = place.cases
    pace, planned = pace_minutes(place, office), minutes_planned(place, office)
    begins, ends = when.month * WORKING_DAYS, (when.month + 1) * WORKING_DAYS
    queue = waiting(place, rng_key, stage, ends)
    asked, clock, worked = np.int64(0), np.int64(0), np.int64(0)
    for c in queue:
        asked += cases[c].work
    suffices = asked <= min(pace, planned)
    for c in queue:
        ready = np.int64(cases[c].ready)
        alone = ready + verification.service_days(np.int64(cases[c].work), hours_month)
        if suffices:
            if alone < ends:
                worked += cases[c].work
                cases[c].work, finished[c] = 0, max(alone, begins)
            continue
        clock = max(clock, np.int64(verification.minute_of(ready, pace, when.month)))
        done = min(np.int64(cases[c].work), pace - clock, planned - worked)
        if done < cases[c].work and done <= 0:
            break  # no minutes are left: those behind in the queue wait too, even with less work
        cases[c].work -= done
        clock += done
        worked += done
        if cases[c].work == 0:
            # the last minute worked, not the next: a case that ends with the day belongs to that day
            day = np.int64(verification.day_of(max(clock - 1, 0), pace, when.month))
            # together the offices would be done within the hour; one post takes at least its own days
            finished[c] = max(day, min(alone, ends - 1))
    return worked  # type: ignore[no-any-return]
