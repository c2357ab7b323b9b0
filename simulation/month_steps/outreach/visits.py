"""Step 7: visits of the month: lists, care visits, the door-to-door round, contacts in passing."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, inner, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Assisted, Flagged, Noticed, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import has_changed, is_waiting
from simulation.month_steps.eligibility.needs import is_former_poor
from simulation.month_steps.outreach.outreach import learn, residents
from simulation.month_steps.outreach.register import has_recent_shock
from simulation.population.columns import NO_CASE
from simulation.population.offices import Office
from simulation.population.people.traits import Trait
from simulation.processes import visit
from simulation.processes.information import Knowledge
from simulation.units import WORKING_DAYS

type Minutes = npt.NDArray[np.int64]  # (villages,)
FEW_CASES = 3  # are no queue: in a small sample of a county one case takes months of the offices' minutes
TRAVEL, DELEGATED = int(Trait.TRAVEL), int(Trait.DELEGATED)


@lean
def visit_unit(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, i: int, village: int
) -> None:
    """An assistant visits unit i: if it is entitled it may be recognised, informed and helped."""
    units, cases = place.units, place.cases
    c = units[i].case
    if units[i].persons == 0:
        return
    if c != NO_CASE:
        place.books.measures[when.row, Measure.CANVASSED] += place.weight[village] * np.int64(units[i].persons)
    if c != NO_CASE and cases[c].stage == Stage.LATENT and cases[c].entitled != NO_PROGRAMME:
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.DETECTION)[0]
        if happens(word, visit.recognition(policy.processes[0].visit)):
            listed = cases[c].flagged == Flagged.LISTED
            recognise(place, when, c, Knowledge.SCREENING if listed else Knowledge.VISIT)
            enrols = policy.processes[0].application.former_poor_autoenrol > 0.5 and cases[c].watched
            if enrols and is_former_poor(units, policy.processes[0], i):
                cases[c].assisted = Assisted.FORCED
    if policy.processes[0].visit.informs > 0.5 and units[i].knows == Knowledge.NONE:
        learn(place, when, i, village, Knowledge.CAMPAIGN)


@lean
def recognise(place: CountyTables, when: MonthContext, c: int, channel: int) -> None:
    """Case c is recognised as entitled: it learns, and somebody will file for it."""
    cases = place.cases
    place.books.measures[when.row, Measure.RECOGNISED] += place.weight[cases[c].village]
    if not cases[c].found:
        place.books.measures[when.row, Measure.PROBLEMS_FOUND] += place.weight[cases[c].village]
        cases[c].found = 1
    if cases[c].assisted == Assisted.NO:
        cases[c].assisted = Assisted.HELPED
    if place.units[cases[c].unit].knows == Knowledge.NONE:
        learn(place, when, cases[c].unit, cases[c].village, channel)


@lean
def is_full(place: CountyTables, policy: Policy, when: MonthContext) -> bool:
    """Whether more cases wait than desks survey, or the bureau confirms, in a month and FEW_CASES more."""
    cases, p = place.cases, policy.processes[0].verification
    surveys, waiting, delegated = np.int64(0), np.int64(0), policy.traits[when.county, DELEGATED] > 0.5
    for c in range(place.n_cases[0]):
        if is_waiting(cases[c].stage):
            surveys += cases[c].work if cases[c].stage == Stage.SURVEY else 0
            waiting += 1
    desks, bureau = np.int64(0), np.int64(0)
    for row in range(place.staff.size):
        desks += place.staff[row].available if place.staff[row].office == Office.DESK else 0
        bureau += place.staff[row].available if place.staff[row].office == Office.BUREAU else 0
    each = int(p.survey_minutes + p.intake_minutes + p.filing_minutes)
    if surveys > desks + FEW_CASES * each:
        return True
    return not delegated and (waiting - FEW_CASES) * int(p.review_minutes) > bureau  # type: ignore[no-any-return]


@inner
def visits_by_list(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> Minutes:
    """Latent cases that a list sends somebody to in this month, in the order in which they are taken up, packed.

    Offices triage: flags of units in fresh hardship come first, then other flags, then households of
    the register where data say whom to visit; within each by the units' own keyed draws.
    """
    units, cases, p = place.units, place.cases, policy.processes[0].visit
    order = np.empty(place.n_cases[0], np.int64)
    n, end = 0, (when.month + 1) * WORKING_DAYS
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        flagged = cases[c].flagged == Flagged.LISTED and cases[c].ready < end
        due = cases[c].flagged == Flagged.NO and cases[c].monitored == 1
        due = due and visit.canvass_due(when.month, np.int64(units[i].id), p)
        if cases[c].stage == Stage.LATENT and units[i].persons > 0 and (flagged or due):
            rank = 2 if due else 0 if has_recent_shock(place, i) else 1
            word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.VISIT_ORDER)[0]
            # rank, key and row in one number (2, 30 and 31 bits): one sort orders by all three
            order[n] = (rank << 61) + np.int64(word) // 4 * (1 << 31) + c
            n += 1
    return np.sort(order[:n])


@inner
def visit_listed(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, left: Minutes, made: Minutes,
    spare: int,
) -> int:  # fmt: skip
    """Visits by list; returns those paid by `spare` desk time, which only flags get. What nobody can take up waits.

    `left` contains the minutes each village's assistant still has, `made` its visits; a desk with time to spare takes
    the rest. Assistants answer no more alerts than `alert_capacity`. Offices with more than a month of cases waiting
    take up urgent flags only: who is found could not be served, and a list keeps what a queue of applications cannot.
    """
    cases, p = place.cases, policy.processes[0]
    m = place.books.measures
    each = visit.check_minutes(policy.traits[when.county, TRAVEL], p.visit)
    capacity, guided = int(p.screening.alert_capacity), np.empty(left.size, np.int64)
    for v in range(left.size):
        guided[v] = visit.list_minutes(left[v], p.visit)
    by_desk, full = 0, is_full(place, policy, when)
    for packed in visits_by_list(place, policy, rng_key, when):
        c = packed & ((1 << 31) - 1)
        village, flagged = np.int64(cases[c].village), cases[c].flagged == Flagged.LISTED
        if full and packed >> 61 > 0:
            m[when.row, Measure.ALERTS_UNANSWERED] += place.weight[village] * flagged
            continue
        if guided[village] >= each and (made[village] < capacity or not flagged):
            # lists may take a part of the time only (`alert_guided_share`); both accounts are reduced
            guided[village] -= each
            left[village] -= each
            made[village] += 1
        elif flagged and by_desk < spare:
            by_desk += 1
        else:
            m[when.row, Measure.ALERTS_UNANSWERED] += place.weight[village] * flagged
            continue
        m[when.row, Measure.VISITS_LISTED] += place.weight[village]
        m[when.row, Measure.CHECK_PERSONS] += place.weight[village] * np.int64(place.units[cases[c].unit].persons)
        visit_unit(place, policy, rng_key, when, cases[c].unit, village)
        cases[c].flagged = Flagged.NO
    return by_desk


@lean
def care_for_holders(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, left: Minutes, made: Minutes
) -> None:  # fmt: skip
    """Care visits to holders of a status that fall in this month; a changed situation may be noticed."""
    cases, p = place.cases, policy.processes[0].visit
    each = visit.care_minutes(policy.traits[when.county, TRAVEL], p)
    if max(p.interval_high_days, p.interval_key_days, p.interval_general_days, p.enrolled_interval_days) <= 0.0:
        return
    for c in range(place.n_cases[0]):
        i, village = np.int64(cases[c].unit), np.int64(cases[c].village)
        if cases[c].stage != Stage.ENROLLED or place.units[i].persons == 0:
            continue
        w0, w1, _, _ = words(
            rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.CARE_VISIT
        )
        days = visit.care_interval(w0, place.units[i].able == 0, p)
        due = min(visit.care_visits_due(when.month, days, w1), left[village] // each)
        if due <= 0:
            continue
        left[village] -= due * each
        made[village] += due
        cases[c].visited = when.month
        place.books.measures[when.row, Measure.VISITS_CARE] += place.weight[village] * due
        _, _, w2, w3 = words(
            rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, when.month, Process.CARE_VISIT
        )
        # what has been noticed is under way: to notice it again would count it twice
        if cases[c].noticed != Noticed.NOTHING or cases[c].act != NO_MONTH or not has_changed(place, c):
            continue
        if happens(w2, p.care_detection):
            place.books.measures[when.row, Measure.PROBLEMS_FOUND] += place.weight[village]
            if happens(w3, p.resolution_share):
                cases[c].noticed = Noticed.CHANGE


@lean
def door_to_door_round(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, left: Minutes, made: Minutes, each: int
) -> None:  # fmt: skip
    """The assistants go on from door to door, or to a random unit, with the minutes they have left."""
    p = policy.processes[0].visit
    if p.grid_enabled < 0.5:
        return
    for v in range(place.weight.size):
        first = place.village[v]
        size = place.village[v + 1] - first
        if size == 0:
            continue
        key = place.units[first].id
        # a start of its own for each village, else all rounds would begin at the first row
        offset = np.int64(words(rng_key.seed, rng_key.replication, Kind.VILLAGE, key, ALWAYS, Process.VISIT_ORDER)[0])
        while left[v] >= each:
            step = place.round_position[v]
            if p.targeting > 0.5:
                chosen = visit.unit_on_round(step, size, offset)
            else:
                word = words(rng_key.seed, rng_key.replication, Kind.VILLAGE, key, step, Process.RANDOM_DOOR)[0]
                chosen = visit.random_unit(word, size)
            visit_unit(place, policy, rng_key, when, first + chosen, v)
            place.round_position[v] += 1
            left[v] -= each
            made[v] += 1


@lean
def contact_in_passing(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Grid workers recognise entitled units with whom they are in contact anyway."""
    units, cases = place.units, place.cases
    chance = visit.contact_chance(policy.processes[0].visit)
    if chance <= 0.0:
        return
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.LATENT or cases[c].entitled == NO_PROGRAMME or units[i].persons == 0:
            continue
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.DETECTION)[1]
        if happens(word, chance):
            recognise(place, when, c, Knowledge.VISIT)


@inlined_reader
def visits_here(place: CountyTables, rng_key: RandomKey, when: MonthContext, v: int, visits: float) -> int:
    """Whole visits of this month in village v, `visits` of them in the mean; none where nobody lives."""
    first = place.village[v]
    if place.village[v + 1] == first:
        return 0
    word = words(
        rng_key.seed, rng_key.replication, Kind.VILLAGE, place.units[first].id, when.month, Process.VISITS_OF_MONTH
    )[0]  # fmt: skip
    return visit.visits_of_month(visits, word)


@lean
def alerts_of_desks(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> int:
    """Flags that the county's desks may answer in this month in addition to their cases."""
    p, key = policy.processes[0], place.units[0].id
    word = words(rng_key.seed, rng_key.replication, Kind.COUNTY, key, when.month, Process.VISITS_OF_MONTH)[1]
    return visit.desk_checks(residents(place), p.desk.persons_per_desk, p.screening.alert_capacity, word)


@inner
def discover(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Visits of the month: lists first, then holders, then the round; booked on the offices that made them."""
    staff, p, measures = place.staff, policy.processes[0].visit, place.books.measures
    travel = policy.traits[when.county, TRAVEL]
    each, check = visit.whole_minutes(travel, p), visit.check_minutes(travel, p)
    left, made = np.zeros(place.weight.size, np.int64), np.zeros(place.weight.size, np.int64)
    spare = 0
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            visits = visit.visits_possible(staff[row].visits, travel, p)
            left[staff[row].place] = visits_here(place, rng_key, when, staff[row].place, visits) * each
        elif staff[row].office == Office.DESK:
            spare += staff[row].visits // check
    # desks answer no more alerts than their number allows (`alert_capacity`), whatever time they have
    spare = min(spare, alerts_of_desks(place, policy, rng_key, when))
    given = left.copy()
    by_desk = visit_listed(place, policy, rng_key, when, left, made, spare)
    care_for_holders(place, policy, rng_key, when, left, made)
    door_to_door_round(place, policy, rng_key, when, left, made, each)
    contact_in_passing(place, policy, rng_key, when)
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            v = staff[row].place
            used = min(given[v] - left[v], np.int64(staff[row].visits))  # the last visit may end next month
            staff[row].booked += used
            measures[when.row, Measure.TASK_ASSISTANT] += place.weight[v] * used
            measures[when.row, Measure.VISITS] += place.weight[v] * made[v]
        elif staff[row].office == Office.DESK:
            taken = min(by_desk, staff[row].visits // check)
            by_desk -= taken
            staff[row].booked += taken * check
            measures[when.row, Measure.TASK_DESK] += taken * check
