"""Step 7: visits of the month: lists, care visits, the walk from door to door, contacts in passing."""

import numpy as np
import numpy.typing as npt

from simulation._numba import inlined, inner, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.processes import visit
from simulation.processes.information import Knowledge
from simulation.steps.cases import NO_PROGRAMME, Assisted, Flagged, Noticed, Stage
from simulation.steps.entitlement import has_changed
from simulation.steps.needs import is_former_poor
from simulation.steps.outreach import learn
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS
from simulation.world.columns import NO_CASE
from simulation.world.offices import Office
from simulation.world.traits import Trait

type Minutes = npt.NDArray[np.int64]  # (villages,)
TRAVEL = int(Trait.TRAVEL)


@lean
def meet(place: Place, policy: Policy, luck: Luck, when: When, i: int, village: int) -> None:
    """An assistant stands in the door of unit i: if it is entitled it may be recognised, told and helped."""
    units, cases = place.units, place.cases
    c = units[i].case
    if units[i].persons == 0:
        return
    if c != NO_CASE and cases[c].stage == Stage.LATENT and cases[c].entitled != NO_PROGRAMME:
        word = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.DETECTION)[0]
        if happens(word, visit.recognition(policy.processes[0].visit)):
            listed = cases[c].flagged == Flagged.LISTED
            recognise(place, when, c, Knowledge.SCREENING if listed else Knowledge.VISIT)
    if policy.processes[0].visit.informs > 0.5 and units[i].knows == Knowledge.NONE:
        learn(place, when, i, village, Knowledge.CAMPAIGN)


@lean
def recognise(place: Place, when: When, c: int, channel: int) -> None:
    """Case c is recognised as entitled: it learns, and somebody will file for it."""
    cases = place.cases
    place.books.measures[when.row, Measure.RECOGNISED] += place.weight[cases[c].village]
    if cases[c].assisted == Assisted.NO:
        cases[c].assisted = Assisted.HELPED
    if place.units[cases[c].unit].knows == Knowledge.NONE:
        learn(place, when, cases[c].unit, cases[c].village, channel)


@inner
def visit_flagged(
    place: Place, policy: Policy, luck: Luck, when: When, left: Minutes, made: Minutes, spare: int
) -> int:  # fmt: skip
    """Checks of flags, in the order of the units' own keyed draws; returns those paid by `spare` desk time.

    `left` holds the minutes each village's assistant still has, `made` its visits; a desk with time to spare takes
    the rest. Both answer no more alerts than `alert_capacity`.
    """
    units, cases, p = place.units, place.cases, policy.processes[0]
    each = visit.check_minutes(policy.traits[when.county, TRAVEL], p.visit)
    capacity, guided = int(p.screening.alert_capacity), np.empty(left.size, np.int64)
    for v in range(left.size):
        guided[v] = visit.list_minutes(left[v], p.visit)
    order = np.empty(place.n_cases[0], np.int64)
    n, end = 0, (when.month + 1) * WORKING_DAYS
    for c in range(place.n_cases[0]):
        if cases[c].flagged == Flagged.LISTED and cases[c].stage == Stage.LATENT and cases[c].ready < end:
            word = words(
                luck.seed, luck.replication, Kind.UNIT, units[cases[c].unit].id, when.month, Process.VISIT_ORDER
            )[0]
            order[n] = np.int64(word) // 2 * (1 << 31) + c
            n += 1
    by_desk = 0
    for packed in np.sort(order[:n]):
        c = packed & ((1 << 31) - 1)
        village = cases[c].village
        if guided[village] >= each and made[village] < capacity:
            guided[village] -= each
            left[village] -= each
            made[village] += 1
            place.books.measures[when.row, Measure.VISITS_LISTED] += place.weight[village]
        elif by_desk < spare:
            by_desk += 1
            place.books.measures[when.row, Measure.VISITS_LISTED] += place.weight[village]
        else:
            place.books.measures[when.row, Measure.ALERTS_UNANSWERED] += place.weight[village]
            continue
        meet(place, policy, luck, when, cases[c].unit, village)
        cases[c].flagged = Flagged.NO
    return by_desk


@lean
def care_for_holders(
    place: Place, policy: Policy, luck: Luck, when: When, left: Minutes, made: Minutes, each: int
) -> None:  # fmt: skip
    """Care visits to holders of a status that fall in this month; a changed situation may be noticed."""
    cases, p = place.cases, policy.processes[0].visit
    if max(p.interval_high_days, p.interval_key_days, p.interval_general_days, p.enrolled_interval_days) <= 0.0:
        return
    for c in range(place.n_cases[0]):
        i, village = np.int64(cases[c].unit), np.int64(cases[c].village)
        if cases[c].stage != Stage.ENROLLED or place.units[i].persons == 0:
            continue
        w0, w1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.CARE_VISIT)
        days = visit.care_interval(w0, place.units[i].able == 0, p)
        due = min(visit.care_visits_due(when.month, days, w1), left[village] // each)
        if due <= 0:
            continue
        left[village] -= due * each
        made[village] += due
        place.books.measures[when.row, Measure.VISITS_CARE] += place.weight[village] * due
        seen = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, when.month, Process.CARE_VISIT)[2]
        if cases[c].noticed == Noticed.NOTHING and has_changed(place, c) and happens(seen, p.care_detection):
            cases[c].noticed = Noticed.CHANGE


@lean
def patrol(
    place: Place, policy: Policy, luck: Luck, when: When, left: Minutes, made: Minutes, each: int
) -> None:  # fmt: skip
    """The assistants walk on from door to door, or to any door, with the minutes they have left."""
    p = policy.processes[0].visit
    if p.grid_enabled < 0.5:
        return
    for v in range(place.weight.size):
        first = place.village[v]
        size = place.village[v + 1] - first
        if size == 0:
            continue
        key = place.units[first].id
        offset = np.int64(words(luck.seed, luck.replication, Kind.VILLAGE, key, ALWAYS, Process.VISIT_ORDER)[0])
        while left[v] >= each:
            step = place.patrol[v]
            if p.targeting > 0.5:
                chosen = visit.door(step, size, offset)
            else:
                word = words(luck.seed, luck.replication, Kind.VILLAGE, key, step, Process.RANDOM_DOOR)[0]
                chosen = visit.random_door(word, size)
            meet(place, policy, luck, when, first + chosen, v)
            place.patrol[v] += 1
            left[v] -= each
            made[v] += 1


@lean
def meet_in_passing(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Grid workers recognise entitled units they meet anyway; the entitled former poor are filed for unasked."""
    units, cases, p = place.units, place.cases, policy.processes[0]
    chance, enrols = visit.contact_chance(p.visit), p.application.former_poor_autoenrol > 0.5
    if chance <= 0.0 and not enrols:
        return
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.LATENT or cases[c].entitled == NO_PROGRAMME or units[i].persons == 0:
            continue
        word = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.DETECTION)[1]
        if enrols and is_former_poor(place.units, policy.processes[0], i):
            recognise(place, when, c, Knowledge.REFERRAL)
            cases[c].assisted = Assisted.FORCED
        elif happens(word, chance):
            recognise(place, when, c, Knowledge.VISIT)


@inlined
def visits_here(place: Place, luck: Luck, when: When, v: int, visits: float) -> int:
    """Whole visits of this month in village v, `visits` of them in the mean; none where nobody lives."""
    first = place.village[v]
    if place.village[v + 1] == first:
        return 0
    word = words(
        luck.seed, luck.replication, Kind.VILLAGE, place.units[first].id, when.month, Process.VISITS_OF_MONTH
    )[0]  # fmt: skip
    return visit.visits_of_month(visits, word)


@inner
def discover(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Visits of the month: lists first, then holders, then the walk; booked on the offices that made them."""
    staff, p, measures = place.staff, policy.processes[0].visit, place.books.measures
    travel = policy.traits[when.county, TRAVEL]
    each, check = visit.whole_minutes(travel, p), visit.check_minutes(travel, p)
    capacity = int(policy.processes[0].screening.alert_capacity)
    left, made = np.zeros(place.weight.size, np.int64), np.zeros(place.weight.size, np.int64)
    spare = 0
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            visits = visit.visits_possible(staff[row].visits, travel, p)
            left[staff[row].place] = visits_here(place, luck, when, staff[row].place, visits) * each
        elif staff[row].office == Office.DESK and p.targeting > 1.5:
            spare += min(staff[row].visits // check, capacity)
    given = left.copy()
    by_desk = visit_flagged(place, policy, luck, when, left, made, spare)
    care_for_holders(place, policy, luck, when, left, made, each)
    patrol(place, policy, luck, when, left, made, each)
    meet_in_passing(place, policy, luck, when)
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            v = staff[row].place
            used = min(given[v] - left[v], np.int64(staff[row].visits))  # the last visit may end next month
            staff[row].booked += used
            measures[when.row, Measure.TASK_ASSISTANT] += place.weight[v] * used
            measures[when.row, Measure.VISITS] += place.weight[v] * made[v]
        elif staff[row].office == Office.DESK:
            taken = min(by_desk, staff[row].visits // check, capacity)
            by_desk -= taken
            staff[row].booked += taken * check
            measures[when.row, Measure.TASK_DESK] += taken * check
