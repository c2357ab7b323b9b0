"""Information and screening of a month, by county and case."""

from typing import TYPE_CHECKING

from benchmarks.agents import scalars as f
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.processes.information import Knowledge
from simulation.steps.cases import NEVER, Flagged, Stage
from simulation.units import WORKING_DAYS
from simulation.world.columns import Flag

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit


def inform(county: "County") -> None:
    """Publicity, referral and the hotline reach units in hardship; who holds nothing may forget."""
    p = county.model.p
    lines, forgets = f.hotline_capacity(county.residents, p.information), p.information.decay_year / 12.0
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
        elif unit.hit == 1 and happens(w[1], p.screening.referral):
            unit.learn(Knowledge.REFERRAL)
        elif unit.hit > 0 and lines > 0 and happens(w[2], p.information.hotline_call_prob):
            lines -= 1
            case.add(Measure.HOTLINE_CALLS)
            if happens(w[3], p.information.hotline_answer_prob):
                unit.learn(Knowledge.HOTLINE)


def is_former_poor(unit: "Unit") -> bool:
    """Whether a unit belongs to the rural population lifted out of poverty."""
    share = unit.model.p.needs.former_poor_share
    word = words(0, 0, Kind.UNIT, unit.id, 0, Process.NEEDS, 1)[2]  # a trait of the unit: neither seed nor replication
    return share > 0.0 and not unit.flags & Flag.URBAN and happens(word, share)


def visible(unit: "Unit") -> float:
    """Share of units in such a hardship that leaves a trace."""
    ill = unit.ill > 0 or unit.sick > 0
    return f.visibility(ill, unit.jobless > 0, unit.severe > 0, unit.model.p.screening)


def screen(county: "County") -> None:
    """Shared data, neighbours and special registers put units on the list."""
    p, model = county.model.p.screening, county.model
    if p.enabled < 0.5:
        return
    needy = sum(case.unit.persons for case in county.cases if case.since != NEVER)
    others = sum(case.unit.persons for case in county.cases if case.since == NEVER)
    free = [c for c in county.cases if c.stage == Stage.LATENT and c.flagged == 0 and c.unit.persons > 0]
    expected = 0.0
    for case in free:
        if case.since != NEVER:
            expected += p.sensitivity_month * visible(case.unit)
    first, second = f.register_shares(county.residents, needy, others, p)
    weighed = [0, 0]
    for case in county.cases:
        weighed[case.since == NEVER] += case.village.weight * case.unit.persons
    county.books.measures[Measure.MONITORED] += int(first * weighed[0]) + int(second * weighed[1])
    alarm = f.false_alarm_chance(expected, sum(case.since == NEVER for case in free), p)
    room = min(p.anti_return_share * county.residents / max(needy + others, 1), 1.0)
    matched = f.matches_in(model.month, p.refresh_interval_months)
    for case in free:
        w = case.unit.words(Process.SCREENING)
        months = -1 if case.since == NEVER else model.month - case.since
        if months >= 0 and happens(w[0], reported_chance(case, room)):
            case.add(Measure.REPORTED)
            put_on_list(case)
        elif (
            matched
            and f.may_be_flagged(w[1], months, alarm, p)
            and f.passes_score(w[2], months >= 0, model.month, p)
            and happens(w[3], p.flag_share_year)
        ):
            fixed = case.unit.words(Process.SCREENING, ALWAYS)
            on_register = happens(fixed[1], first if months >= 0 else second)
            if on_register and (months < 0 or f.leaves_trace(fixed[0], visible(case.unit))):
                put_on_list(case)


def reported_chance(case: "Case", room: float) -> float:
    """Monthly probability that an entitled unit comes on the list other than by the usual match."""
    unit, p = case.unit, case.unit.model.p
    watched = room > 0.0 and f.watched(is_former_poor(unit), unit.rigid > 0, unit.hit > 0, p.screening)
    chance = f.listed_chance(not unit.flags & Flag.URBAN, watched, room, unit.model.month, p.screening)
    chance = f.either(chance, f.report_probability(p.information))
    return float(f.either(chance, f.sampled_chance(p.control)))


def put_on_list(case: "Case") -> None:
    """A flag: to be checked after the response time, or never followed up."""
    p, month = case.unit.model.p, case.unit.model.month
    w = case.unit.words(Process.STATEMENT)
    case.add(Measure.FLAGS)
    case.flagged, case.ready = int(Flagged.LISTED), month * WORKING_DAYS
    if p.screening.alert_response_days > 0.0:
        case.ready += (w[1] * WORKING_DAYS >> 32) + int(p.screening.alert_response_days)
    if not happens(w[0], f.followed_chance(p.visit.field_check_share, p.screening)):
        case.flagged = int(Flagged.LOST)
        case.add(Measure.ALERTS_LOST)
