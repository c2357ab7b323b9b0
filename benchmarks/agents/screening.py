"""Information and screening of a month, by county and case."""

from typing import TYPE_CHECKING

from benchmarks.agents import scalars as f
from simulation.draws import ALWAYS, Process, happens
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Flagged, Stage
from simulation.parameters.schema.shocks import REFERRED
from simulation.population.columns import Flag
from simulation.processes.information import Knowledge
from simulation.units import WORKING_DAYS

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit


def inform(county: "County") -> None:
    """Publicity, referral and the hotline reach units in hardship; who holds nothing may forget."""
    p = county.model.p
    answered, forgets = f.hotline_answered(p.information), p.information.decay_year / 12.0
    for case in county.cases:
        unit = case.unit
        if unit.persons == 0:
            continue
        w = unit.words(Process.CAMPAIGN)
        if unit.knows != Knowledge.NONE:
            if forgets > 0.0 and case.stage == Stage.LATENT and happens(w[2], forgets):
                unit.knows = int(Knowledge.NONE)
        elif happens(w[0], f.campaign_probability(p.information)):
            unit.learn(Knowledge.CAMPAIGN)
        elif REFERRED[unit.shock] and happens(w[1], p.screening.referral):
            unit.learn(Knowledge.REFERRAL)
        elif unit.shock > 0 and answered > 0.0 and happens(w[2], p.information.hotline_call_prob):
            case.add(Measure.HOTLINE_CALLS)
            if happens(w[3], answered):
                case.add(Measure.HOTLINE_ANSWERED)
                unit.learn(Knowledge.HOTLINE)


def visible(unit: "Unit") -> float:
    """Share of units in such a hardship that leaves a trace."""
    ill = unit.ill > 0 or unit.sick > 0
    return f.visibility(ill, unit.jobless > 0, unit.severe > 0, unit.model.p.screening)


def has_recent_shock(unit: "Unit") -> bool:
    """Hit this month, or ill or out of work since."""
    return unit.shock > 0 or unit.sick > 0 or unit.jobless > 0


def class_of(case: "Case") -> int:
    """0: once filed; 1: other traceable hardship; 2: the rest."""
    if case.stage == Stage.ENROLLED:
        return 3
    if case.stage != Stage.LATENT or case.filings > 0:
        return 0
    low = case.entitled != NO_PROGRAMME or has_recent_shock(case.unit)
    word = case.unit.words(Process.SCREENING, ALWAYS)[0]
    return 1 if low and f.leaves_trace(word, visible(case.unit)) else 2


def may_be_watched(case: "Case") -> bool:
    """Whether the anti-return list takes a unit of this type."""
    unit, p = case.unit, case.unit.model.p.screening
    if unit.flags & Flag.LINE_URBAN or p.anti_return_share <= 0.0:
        return False
    low = case.entitled != NO_PROGRAMME or unit.rigid > 0
    return bool(f.watched(unit.is_former_poor, low, has_recent_shock(unit), p))


def draw_up(county: "County") -> None:
    """The register of low-income people and the anti-return list, made anew."""
    p, m = county.model.p.screening, county.books.measures
    classes, persons = [class_of(case) for case in county.cases], [0, 0, 0, 0]
    for rank, case in zip(classes, county.cases, strict=True):
        persons[rank] += case.unit.persons
    shares = (*f.register_shares(f.register_room(county.residents, persons[3], p), *persons[:3]), 1.0)
    candidates = [may_be_watched(case) for case in county.cases]
    listed = sum(case.unit.persons for case, may in zip(county.cases, candidates, strict=True) if may)
    part = f.list_share(county.residents, listed, p)
    for rank, may, case in zip(classes, candidates, county.cases, strict=True):
        w = case.unit.words(Process.SCREENING, ALWAYS)
        on = case.unit.persons > 0 and happens(w[1], shares[rank])
        if on != bool(case.monitored):
            change = Measure.REGISTER_ENTRIES if on else Measure.REGISTER_EXITS
            m[change] += case.village.weight * case.unit.persons
        case.monitored, case.watched = int(on), int(may and happens(w[2], part))


def screen(county: "County") -> None:
    """Shared data, neighbours and special registers put units on the list."""
    p, model = county.model.p.screening, county.model
    if p.enabled < 0.5:
        return
    matched = f.matches_in(model.month, p.refresh_interval_months)
    if matched:
        draw_up(county)
    free = [c for c in county.cases if c.stage == Stage.LATENT and c.flagged == 0 and c.unit.persons > 0]
    expected = others = 0.0
    for case in free:
        part = f.seen_part(case.monitored == 1, p)
        if case.since != NO_MONTH:
            expected += p.sensitivity_month * visible(case.unit) * part
        else:
            others += part
    alarm = f.false_alarm_chance(expected, others, p)
    for case in free:
        w, part = case.unit.words(Process.SCREENING), f.seen_part(case.monitored == 1, p)
        months = -1 if case.since == NO_MONTH else model.month - case.since
        if months >= 0 and happens(w[0], reported_chance(case)):
            case.add(Measure.REPORTED)
            put_on_list(case)
        elif (
            matched
            and f.may_be_flagged(w[1], months, alarm, part, p)
            and f.passes_score(w[2], months >= 0, model.month, p)
            and happens(w[3], p.flag_share_year)
        ):
            fixed = case.unit.words(Process.SCREENING, ALWAYS)
            if months < 0 or f.leaves_trace(fixed[0], visible(case.unit)):
                put_on_list(case)


def reported_chance(case: "Case") -> float:
    """Monthly probability that an entitled unit comes on the list other than by the usual match."""
    p = case.unit.model.p
    chance = f.listed_chance(case.watched == 1, case.unit.model.month, p.screening)
    chance = f.either(chance, f.report_probability(p.information))
    return float(f.either(chance, f.sampled_chance(p.control)))


def put_on_list(case: "Case") -> None:
    """A flag: to be checked after the response time, or never followed up."""
    p, month = case.unit.model.p, case.unit.model.month
    w = case.unit.words(Process.STATEMENT)
    case.add(Measure.FLAGS)
    case.add(Measure.FLAG_PERSONS, case.unit.persons)
    case.flagged, case.ready = int(Flagged.LISTED), month * WORKING_DAYS
    if p.screening.alert_response_days > 0.0:
        case.ready += (w[1] * WORKING_DAYS >> 32) + int(p.screening.alert_response_days)
    if not happens(w[0], f.followed_chance(p.visit.field_check_share, p.screening)):
        case.flagged = int(Flagged.LOST)
        case.add(Measure.ALERTS_LOST)
