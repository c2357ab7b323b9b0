"""Step 5: information over ties, campaigns and the hotline; screening of shared data."""

import numpy as np

from simulation._numba import inlined, inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, happens, pair_words, words
from simulation.ledger import Event, Measure
from simulation.processes import control, information, screening
from simulation.processes.information import Knowledge
from simulation.steps.cases import NEVER, Flagged, Stage
from simulation.steps.entitlement import is_waiting
from simulation.steps.needs import is_former_poor
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS
from simulation.world.columns import NO_CASE, NO_TIE, TIES, Flag
from simulation.world.offices import Office


@inlined_reader
def learn(place: Place, when: When, i: int, village: int, channel: int) -> None:
    """Unit i, which did not know, learns by a channel."""
    place.units[i].knows = channel
    place.books.channels[when.row, channel, Event.LEARNED] += place.weight[village]


@lean
def paid_ties(place: Place, village: int, j: int) -> int:
    """Ties of unit j that hold a payment."""
    count = np.int64(0)
    for t in range(TIES):
        if place.ties[j, t] != NO_TIE:
            c = place.units[place.village[village] + place.ties[j, t]].case
            if c != NO_CASE and place.cases[c].stage == Stage.ENROLLED and place.cases[c].amount > 0:
                count += 1
    return count  # type: ignore[no-any-return]


@lean
def tell_ties(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """A paid unit tells each of its ties with a small probability: simple or complex contagion over kin and doors."""
    case = place.cases[c]
    units, i, village = place.units, np.int64(case.unit), np.int64(case.village)
    p = policy.processes[0].information
    chance, needed = information.telling_probability(p), information.tellers_needed(p)
    for t in range(TIES):
        if place.ties[i, t] == NO_TIE:
            continue
        j = place.village[village] + place.ties[i, t]
        if units[j].knows == Knowledge.NONE and units[j].persons > 0:
            word = pair_words(luck.seed, luck.replication, units[i].id, units[j].id, when.month, Process.WORD_OF_MOUTH)[
                0
            ]
            if happens(word, chance) and (needed < 2 or paid_ties(place, village, j) >= needed):
                learn(place, when, j, village, Knowledge.WORD_OF_MOUTH)
                place.books.measures[when.row, Measure.LEARNED_BY_WORD] += place.weight[village]


@lean
def residents(place: Place) -> int:
    """Persons of the county's sample whom its bureau serves."""
    count = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == Office.BUREAU:
            count += place.staff[row].persons
    return count  # type: ignore[no-any-return]


@lean
def inform(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Word of mouth from last month's recipients, then publicity, referral and hotline to units in hardship."""
    units, cases, p = place.units, place.cases, policy.processes[0]
    for c in range(place.n_cases[0]):
        if cases[c].stage == Stage.ENROLLED and cases[c].amount > 0 and cases[c].start < when.month:
            tell_ties(place, policy, luck, when, c)
    lines = information.hotline_capacity(residents(place), p.information)
    forgets = p.information.decay_year / 12.0
    for c in range(place.n_cases[0]):
        i, village = np.int64(cases[c].unit), np.int64(cases[c].village)
        if units[i].persons == 0 or (units[i].knows != Knowledge.NONE and forgets <= 0.0):
            continue
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.CAMPAIGN)
        if units[i].knows != Knowledge.NONE:
            if cases[c].stage == Stage.LATENT and happens(w2, forgets):
                units[i].knows = Knowledge.NONE
        elif happens(w0, information.campaign_probability(p.information)):
            learn(place, when, i, village, Knowledge.CAMPAIGN)
        elif units[i].hit == 1 and happens(w1, p.screening.referral):
            learn(place, when, i, village, Knowledge.REFERRAL)
        elif units[i].hit > 0 and lines > 0 and happens(w2, p.information.hotline_call_prob):
            lines -= 1
            place.books.measures[when.row, Measure.HOTLINE_CALLS] += place.weight[village]
            if happens(w3, p.information.hotline_answer_prob):
                learn(place, when, i, village, Knowledge.HOTLINE)


@inlined
def visible(place: Place, policy: Policy, i: int) -> float:
    """Share of units in the hardship of unit i that leaves a trace."""
    unit = place.units[i]
    ill, disabled = unit.ill > 0 or unit.sick > 0, unit.severe > 0
    return screening.visibility(ill, unit.jobless > 0, disabled, policy.processes[0].screening)


@lean
def count_low(place: Place, policy: Policy) -> tuple[int, int, float, int]:
    """(persons entitled, other persons) in cases; (expected true flags, units not entitled) among latent cases."""
    cases = place.cases
    entitled, others, expected, alarms = np.int64(0), np.int64(0), 0.0, np.int64(0)
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        persons = np.int64(place.units[i].persons)
        latent = cases[c].stage == Stage.LATENT and cases[c].flagged == 0
        if cases[c].since != NEVER:
            entitled += persons
            if latent and persons > 0:
                expected += policy.processes[0].screening.sensitivity_month * visible(place, policy, i)
        else:
            others += persons
            alarms += latent and persons > 0
    return entitled, others, expected, alarms


@lean
def monitored(place: Place, first: float, second: float) -> int:
    """Persons of the province on the register: these shares of the entitled and of the others."""
    cases = place.cases
    entitled, others = np.int64(0), np.int64(0)
    for c in range(place.n_cases[0]):
        persons = place.weight[cases[c].village] * np.int64(place.units[cases[c].unit].persons)
        entitled += persons if cases[c].since != NEVER else 0
        others += persons if cases[c].since == NEVER else 0
    return int(first * entitled) + int(second * others)


@lean
def screen(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Shared data flag units that are not enrolled; flags go on the assistants' lists."""
    units, cases, p = place.units, place.cases, policy.processes[0].screening
    if p.enabled < 0.5:
        return
    entitled, others, expected, alarms = count_low(place, policy)
    people = residents(place)
    first, second = screening.register_shares(people, entitled, others, p)
    place.books.measures[when.row, Measure.MONITORED] += monitored(place, first, second)
    false_alarm = screening.false_alarm_chance(expected, alarms, p)
    room = min(p.anti_return_share * people / max(entitled + others, 1), 1.0)
    matched = screening.matches_in(when.month, p.refresh_interval_months)
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.LATENT or cases[c].flagged != Flagged.NO or units[i].persons == 0:
            continue
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.SCREENING)
        months = -1 if cases[c].since == NEVER else when.month - cases[c].since
        chance = reported_chance(place, policy, when, c, room) if months >= 0 else 0.0
        if happens(w0, chance):
            place.books.measures[when.row, Measure.REPORTED] += place.weight[cases[c].village]
            put_on_list(place, policy, luck, when, c)
            continue
        if not matched or not screening.may_be_flagged(w1, months, false_alarm, p):
            continue
        if not screening.passes_score(w2, months >= 0, when.month, p) or not happens(w3, p.flag_share_year):
            continue
        f0, f1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, ALWAYS, Process.SCREENING)
        on_register = happens(f1, first if months >= 0 else second)
        if on_register and (months < 0 or screening.leaves_trace(f0, visible(place, policy, i))):
            put_on_list(place, policy, luck, when, c)


@lean
def reported_chance(place: Place, policy: Policy, when: When, c: int, room: float) -> float:
    """Monthly probability that an entitled unit comes on the list other than by the usual match."""
    i, p = np.int64(place.cases[c].unit), policy.processes[0]
    rural = place.units[i].flags & Flag.URBAN == 0
    former_poor = is_former_poor(place.units, p, i)
    is_watched = room > 0.0 and screening.watched(
        former_poor, place.units[i].rigid > 0, place.units[i].hit > 0, p.screening
    )
    chance = screening.listed_chance(rural, is_watched, room, when.month, p.screening)
    chance = control.either(chance, information.report_probability(p.information))
    return control.either(chance, control.sampled_chance(p.control))


@lean
def put_on_list(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """Case c is flagged; it may be checked after the response time, or is one that nobody follows up."""
    cases, p = place.cases, policy.processes[0]
    weight = place.weight[cases[c].village]
    identity = place.units[cases[c].unit].id
    w0, w1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, identity, when.month, Process.STATEMENT)
    place.books.measures[when.row, Measure.FLAGS] += weight
    cases[c].flagged = Flagged.LISTED
    cases[c].ready = when.month * WORKING_DAYS
    if p.screening.alert_response_days > 0.0:
        day = np.int64(np.uint64(w1) * np.uint64(WORKING_DAYS) >> np.uint64(32))
        cases[c].ready += day + int(p.screening.alert_response_days)
    if not happens(w0, screening.followed_chance(p.visit.field_check_share, p.screening)):
        cases[c].flagged = Flagged.LOST
        place.books.measures[when.row, Measure.ALERTS_LOST] += weight


@inlined
def idle(stage: int) -> bool:
    """Whether a case may file: nothing under way and not enrolled."""
    return not is_waiting(stage) and stage != Stage.ENROLLED
