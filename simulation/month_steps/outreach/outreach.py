"""Step 5: information over social links, campaigns and the hotline; screening of shared data."""

import numpy as np

from simulation.compile.kernel import inlined, inlined_reader, inner, lean
from simulation.draws import ALWAYS, Kind, Process, happens, pair_words, words
from simulation.ledger import Event, Measure
from simulation.month_steps.case_table import NO_MONTH, Flagged, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import is_waiting
from simulation.month_steps.outreach import register
from simulation.parameters.schema.shocks import REFERRED, Shock
from simulation.population.columns import NO_CASE, NO_TIE, TIES
from simulation.population.offices import Office
from simulation.processes import control, information, screening
from simulation.processes.information import Knowledge
from simulation.units import WORKING_DAYS


@inlined_reader
def learn(place: CountyTables, when: MonthContext, i: int, village: int, channel: int) -> None:
    """Unit i, which did not know, learns by a channel."""
    place.units[i].knows = channel
    place.books.channels[when.row, channel, Event.LEARNED] += place.weight[village]


@lean
def paid_ties(place: CountyTables, village: int, j: int) -> int:
    """Social links of unit j that hold a payment."""
    count = np.int64(0)
    for t in range(TIES):
        if place.ties[j, t] != NO_TIE:
            c = place.units[place.village[village] + place.ties[j, t]].case
            if c != NO_CASE and place.cases[c].stage == Stage.ENROLLED and place.cases[c].amount > 0:
                count += 1
    return count  # type: ignore[no-any-return]


@lean
def tell_ties(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> None:
    """A paid unit informs each of its social links with a small probability: simple or complex contagion."""
    case = place.cases[c]
    units, i, village = place.units, np.int64(case.unit), np.int64(case.village)
    p = policy.processes[0].information
    chance, needed = information.telling_probability(p), information.tellers_needed(p)
    for t in range(TIES):
        if place.ties[i, t] == NO_TIE:
            continue
        j = place.village[village] + place.ties[i, t]
        if units[j].knows == Knowledge.NONE and units[j].persons > 0:
            word = pair_words(
                rng_key.seed, rng_key.replication, units[i].id, units[j].id, when.month, Process.WORD_OF_MOUTH
            )[0]
            if happens(word, chance) and (needed < 2 or paid_ties(place, village, j) >= needed):
                learn(place, when, j, village, Knowledge.WORD_OF_MOUTH)
                place.books.measures[when.row, Measure.LEARNED_BY_WORD] += place.weight[village]


@lean
def residents(place: CountyTables) -> int:
    """Persons of the county's sample whom its bureau serves."""
    count = np.int64(0)
    for row in range(place.staff.size):
        if place.staff[row].office == Office.BUREAU:
            count += place.staff[row].persons
    return count  # type: ignore[no-any-return]


@lean
def inform(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Word of mouth from last month's recipients, then publicity, referral and hotline to units in hardship."""
    units, cases, p = place.units, place.cases, policy.processes[0]
    for c in range(place.n_cases[0]):
        # whoever is paid for the first time this month has nothing to report yet
        if cases[c].stage == Stage.ENROLLED and cases[c].amount > 0 and cases[c].start < when.month:
            tell_ties(place, policy, rng_key, when, c)
    answered = information.hotline_answered(p.information)
    forgets = p.information.decay_year / 12.0
    for c in range(place.n_cases[0]):
        i, village = np.int64(cases[c].unit), np.int64(cases[c].village)
        if units[i].persons == 0 or (units[i].knows != Knowledge.NONE and forgets <= 0.0):
            continue
        w0, w1, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.CAMPAIGN)
        if units[i].knows != Knowledge.NONE:
            if cases[c].stage == Stage.LATENT and happens(w2, forgets):
                units[i].knows = Knowledge.NONE
        elif happens(w0, information.campaign_probability(p.information)):
            learn(place, when, i, village, Knowledge.CAMPAIGN)
        elif REFERRED[units[i].shock] and happens(w1, p.screening.referral):
            learn(place, when, i, village, Knowledge.REFERRAL)
        elif units[i].shock != Shock.NONE and answered > 0.0 and happens(w2, p.information.hotline_call_prob):
            place.books.measures[when.row, Measure.HOTLINE_CALLS] += place.weight[village]
            if happens(w3, answered):
                place.books.measures[when.row, Measure.HOTLINE_ANSWERED] += place.weight[village]
                learn(place, when, i, village, Knowledge.HOTLINE)


@lean
def expected_flags(place: CountyTables, policy: Policy) -> tuple[float, float]:
    """(true flags expected, units not entitled) among latent cases; those off the register by their part."""
    cases, p = place.cases, policy.processes[0].screening
    expected, alarms = 0.0, 0.0
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.LATENT or cases[c].flagged != Flagged.NO or place.units[i].persons == 0:
            continue
        part = screening.seen_part(cases[c].monitored == 1, p)
        if cases[c].since != NO_MONTH:
            expected += p.sensitivity_month * register.visible(place, policy, i) * part
        else:
            alarms += part
    return expected, alarms


@inner
def screen(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Step 5: the lists are drawn up where data are matched in this month, and shared data flag units."""
    p, n = policy.processes[0].screening, place.n_cases[0]
    if p.enabled < 0.5:
        return
    matched = screening.matches_in(when.month, p.refresh_interval_months)
    if matched:
        ranks, drawn = np.empty(n, np.uint8), np.empty((n, 2), np.uint32)
        register.draw_up(place, policy, rng_key, when, residents(place), ranks, drawn)
    flag(place, policy, rng_key, when, matched)


@lean
def flag(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, matched: bool) -> None:
    """Shared data flag units that are not enrolled; flags go on the assistants' lists."""
    units, cases, p = place.units, place.cases, policy.processes[0].screening
    # a stated precision fixes false alarms by the number of true ones, which takes a pass over all cases
    expected, alarms = expected_flags(place, policy) if p.precision > 0.0 else (0.0, 0.0)
    false_alarm = screening.false_alarm_chance(expected, alarms, p)
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.LATENT or cases[c].flagged != Flagged.NO or units[i].persons == 0:
            continue
        w0, w1, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.SCREENING)
        months = -1 if cases[c].since == NO_MONTH else when.month - cases[c].since
        chance = reported_chance(policy, when, cases[c].watched == 1) if months >= 0 else 0.0
        if happens(w0, chance):
            place.books.measures[when.row, Measure.REPORTED] += place.weight[cases[c].village]
            put_on_list(place, policy, rng_key, when, c)
            continue
        part = screening.seen_part(cases[c].monitored == 1, p)
        if not matched or not screening.may_be_flagged(w1, months, false_alarm, part, p):
            continue
        if not screening.passes_score(w2, months >= 0, when.month, p) or not happens(w3, p.flag_share_year):
            continue
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, ALWAYS, Process.SCREENING)[0]
        # fixed per unit: a hardship that leaves no trace this month leaves none next month
        if months < 0 or screening.leaves_trace(word, register.visible(place, policy, i)):
            put_on_list(place, policy, rng_key, when, c)


@lean
def reported_chance(policy: Policy, when: MonthContext, on_list: bool) -> float:
    """Monthly probability that an entitled unit comes on the list other than by the usual match."""
    p = policy.processes[0]
    chance = screening.listed_chance(on_list, when.month, p.screening)
    chance = control.either(chance, information.report_probability(p.information))
    return control.either(chance, control.sampled_chance(p.control))


@lean
def put_on_list(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> None:
    """Case c is flagged; it may be checked after the response time, or is one that nobody follows up."""
    cases, p = place.cases, policy.processes[0]
    weight = place.weight[cases[c].village]
    identity = place.units[cases[c].unit].id
    w0, w1, _, _ = words(rng_key.seed, rng_key.replication, Kind.UNIT, identity, when.month, Process.STATEMENT)
    place.books.measures[when.row, Measure.FLAGS] += weight
    persons = np.int64(place.units[cases[c].unit].persons)
    place.books.measures[when.row, Measure.FLAG_PERSONS] += weight * persons
    cases[c].flagged = Flagged.LISTED
    cases[c].ready = when.month * WORKING_DAYS
    if p.screening.alert_response_days > 0.0:
        # the alert comes on some day of the month; the response time runs from that day
        day = np.int64(np.uint64(w1) * np.uint64(WORKING_DAYS) >> np.uint64(32))
        cases[c].ready += day + int(p.screening.alert_response_days)
    if not happens(w0, screening.followed_chance(p.visit.field_check_share, p.screening)):
        cases[c].flagged = Flagged.LOST
        place.books.measures[when.row, Measure.ALERTS_LOST] += weight


@inlined
def idle(stage: int) -> bool:
    """Whether a case may file: nothing under way and not enrolled."""
    return not is_waiting(stage) and stage != Stage.ENROLLED
