"""Steps 4 and 5: information over ties and campaigns, screening, and visits of the month."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, inlined, inlined_reader, lean
from simulation.draws import Kind, Process, happens, pair_words, words
from simulation.ledger import Measure
from simulation.processes import information, screening, visit
from simulation.processes.information import Knowledge
from simulation.steps.cases import NEVER, NO_PROGRAMME, Stage
from simulation.steps.entitlement import is_waiting
from simulation.steps.place import Luck, Place, Policy, When
from simulation.world.columns import NO_CASE, NO_TIE, TIES
from simulation.world.offices import Office

_SAMPLE = 32  # bits kept of an ordering word


@inlined_reader
def tell_ties(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """A paid unit tells each of its ties with a small probability (simple contagion over kin and neighbours)."""
    case = place.cases[c]
    units, i, village = place.units, np.int64(case.unit), np.int64(case.village)
    for t in range(TIES):
        if place.ties[i, t] == NO_TIE:
            continue
        j = place.village[village] + place.ties[i, t]
        if units[j].knows == Knowledge.NONE and units[j].persons > 0:
            word = pair_words(luck.seed, luck.replication, units[i].id, units[j].id, when.month, Process.WORD_OF_MOUTH)[
                0
            ]
            if happens(word, policy.processes[0].information.tell_prob_month):
                units[j].knows = Knowledge.WORD_OF_MOUTH
                place.books.measures[when.row, Measure.LEARNED_BY_WORD] += place.weight[village]


@lean
def inform(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Word of mouth from last month's recipients, then publicity and referral to units in hardship."""
    units, cases, p = place.units, place.cases, policy.processes[0]
    for c in range(place.n_cases[0]):
        if cases[c].stage == Stage.ENROLLED and cases[c].amount > 0 and cases[c].start < when.month:
            tell_ties(place, policy, luck, when, c)
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if units[i].knows != Knowledge.NONE or units[i].persons == 0:
            continue
        w0, w1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.CAMPAIGN)
        if happens(w0, information.campaign_probability(p.information)):
            units[i].knows = Knowledge.CAMPAIGN
        elif units[i].hit == 1 and happens(w1, p.screening.referral):
            units[i].knows = Knowledge.REFERRAL


@lean
def screen(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Shared data flag units that are not enrolled; flags go on the assistants' lists."""
    units, cases, p = place.units, place.cases, policy.processes[0].screening
    for c in range(place.n_cases[0]):
        if cases[c].stage != Stage.LATENT or cases[c].flagged or units[cases[c].unit].persons == 0:
            continue
        identity = units[cases[c].unit].id
        word = words(luck.seed, luck.replication, Kind.UNIT, identity, when.month, Process.SCREENING)[1]
        months = -1 if cases[c].since == NEVER else when.month - cases[c].since
        if not screening.may_be_flagged(word, months, p):
            continue
        fixed = words(luck.seed, luck.replication, Kind.UNIT, identity, 0, Process.SCREENING)[0]
        if months < 0 or screening.leaves_trace(fixed, p):
            cases[c].flagged = 1
            place.books.measures[when.row, Measure.FLAGS] += place.weight[cases[c].village]


@inlined_reader
def meet(place: Place, policy: Policy, luck: Luck, when: When, i: int) -> None:
    """An assistant stands in the door of unit i: it learns; if it is entitled it may be recognised and helped."""
    units, cases = place.units, place.cases
    c = units[i].case
    if units[i].persons == 0:
        return
    if c != NO_CASE and cases[c].stage == Stage.LATENT:
        if cases[c].entitled == NO_PROGRAMME:
            return
        word = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.DETECTION)[0]
        if happens(word, policy.processes[0].visit.detection):
            cases[c].assisted = 1
            if units[i].knows == Knowledge.NONE:
                units[i].knows = Knowledge.SCREENING if cases[c].flagged else Knowledge.VISIT


@compiled
def visit_flagged(place: Place, policy: Policy, luck: Luck, when: When, left: npt.NDArray[np.int64], spare: int) -> int:
    """Visits to flagged units, in the order of the units' own keyed draws; returns visits paid by `spare` desk time.

    `left` holds the visits each village's assistant can still make; a desk with time to spare takes the rest.
    """
    units, cases = place.units, place.cases
    order = np.empty(place.n_cases[0], np.int64)
    n = 0
    for c in range(place.n_cases[0]):
        if cases[c].flagged and cases[c].stage == Stage.LATENT:
            word = words(
                luck.seed, luck.replication, Kind.UNIT, units[cases[c].unit].id, when.month, Process.VISIT_ORDER
            )[0]
            order[n] = np.int64(word) // 2 * (1 << 31) + c
            n += 1
    by_desk = 0
    for packed in np.sort(order[:n]):
        c = packed & ((1 << 31) - 1)
        village = cases[c].village
        if left[village] > 0:
            left[village] -= 1
        elif by_desk < spare:
            by_desk += 1
        else:
            continue
        meet(place, policy, luck, when, cases[c].unit)
        cases[c].flagged = 0
    return by_desk


@lean
def patrol(place: Place, policy: Policy, luck: Luck, when: When, left: npt.NDArray[np.int64]) -> None:
    """The assistants walk on from door to door with the visits they have left."""
    for v in range(place.weight.size):
        first = place.village[v]
        size = place.village[v + 1] - first
        if size == 0:
            continue
        offset = np.int64(
            words(luck.seed, luck.replication, Kind.VILLAGE, place.units[first].id, 0, Process.VISIT_ORDER)[0]
        )
        for _ in range(left[v]):
            meet(place, policy, luck, when, first + visit.door(place.patrol[v], size, offset))
            place.patrol[v] += 1


@compiled
def discover(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Visits of the month: lists first, then the walk; minutes are booked on the offices that made them."""
    staff, p, measures = place.staff, policy.processes[0].visit, place.books.measures
    left = np.zeros(place.weight.size, np.int64)
    spare = 0
    minutes = int(p.minutes)
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            left[staff[row].place] = visit.visits_possible(staff[row].visits, p)
        elif staff[row].office == Office.DESK:
            spare += staff[row].visits // minutes
    made = left.copy()
    by_desk = visit_flagged(place, policy, luck, when, left, spare)
    patrol(place, policy, luck, when, left)
    for row in range(staff.size):
        if staff[row].office == Office.ASSISTANT:
            v = staff[row].place
            staff[row].booked += made[v] * minutes
            measures[when.row, Measure.TASK_ASSISTANT] += place.weight[v] * made[v] * minutes
            measures[when.row, Measure.VISITS] += place.weight[v] * made[v]
        elif staff[row].office == Office.DESK:
            taken = min(by_desk, staff[row].visits // minutes)
            by_desk -= taken
            staff[row].booked += taken * minutes
            measures[when.row, Measure.TASK_DESK] += taken * minutes


@inlined
def idle(stage: int) -> bool:
    """Whether a case may file: nothing under way and not enrolled."""
    return not is_waiting(stage) and stage != Stage.ENROLLED
