"""Visits of a month: lists, care visits, the walk, contacts in passing."""

from typing import TYPE_CHECKING

from benchmarks.agents import scalars as f
from benchmarks.agents.screening import has_recent_shock
from simulation.draws import ALWAYS, Kind, Process, happens
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Assisted, Flagged, Noticed, Stage
from simulation.month_steps.outreach.visits import FEW_CASES
from simulation.processes.information import Knowledge
from simulation.units import WORKING_DAYS

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit


def visit_unit(unit: "Unit") -> None:
    """A visit to a unit: if it is entitled it may be recognised, informed and helped."""
    case, p = unit.case, unit.model.p.visit
    if unit.persons == 0:
        return
    if case is not None:
        case.add(Measure.CANVASSED, unit.persons)
    seen = happens(unit.words(Process.DETECTION)[0], f.recognition(p))
    if seen and case is not None and case.stage == Stage.LATENT and case.entitled != NO_PROGRAMME:
        recognise(case, Knowledge.SCREENING if case.flagged == Flagged.LISTED else Knowledge.VISIT)
        if unit.model.p.application.former_poor_autoenrol > 0.5 and case.watched and unit.is_former_poor:
            case.assisted = int(Assisted.FORCED)
    if p.informs > 0.5 and unit.knows == Knowledge.NONE:
        unit.learn(Knowledge.CAMPAIGN)


def recognise(case: "Case", channel: int) -> None:
    """A unit is recognised as entitled: it learns, and somebody will file for it."""
    case.add(Measure.RECOGNISED)
    case.add(Measure.PROBLEMS_FOUND, int(not case.found))
    case.found = 1
    case.assisted = case.assisted or int(Assisted.HELPED)
    if case.unit.knows == Knowledge.NONE:
        case.unit.learn(channel)


def is_full(county: "County") -> bool:
    """Whether more cases wait than desks survey, or the bureau confirms, in a month."""
    p = county.model.p.verification
    waiting = [case for case in county.cases if case.waits]
    surveys = sum(case.work for case in waiting if case.stage == Stage.SURVEY)
    each = int(p.survey_minutes + p.intake_minutes + p.filing_minutes)
    if surveys > sum(desk.available for desk in county.desks) + FEW_CASES * each:
        return True
    bureau = sum(bureau.available for bureau in county.bureaus)
    return not county.delegated and (len(waiting) - FEW_CASES) * int(p.review_minutes) > bureau


def visits_by_list(county: "County") -> "list[tuple[int, Case]]":
    """(rank, case) of latent cases that a list sends somebody to: urgent flags, other flags, the register."""
    model, listed = county.model, []
    for number, case in enumerate(county.cases):
        unit = case.unit
        flagged = case.flagged == Flagged.LISTED and case.ready < (model.month + 1) * WORKING_DAYS
        due = case.flagged == Flagged.NO and case.monitored == 1 and f.canvass_due(model.month, unit.id, model.p.visit)
        if case.stage == Stage.LATENT and unit.persons > 0 and (flagged or due):
            rank = 2 if due else 0 if has_recent_shock(unit) else 1
            listed.append((rank, unit.words(Process.VISIT_ORDER)[0] // 4, number, case))
    return [(rank, case) for rank, _, _, case in sorted(listed, key=lambda entry: entry[:3])]


def answer(case: "Case") -> None:
    """Somebody goes where a list says."""
    case.add(Measure.VISITS_LISTED)
    case.add(Measure.CHECK_PERSONS, case.unit.persons)
    visit_unit(case.unit)
    case.flagged = int(Flagged.NO)


def visit_listed(county: "County") -> None:
    """Visits by list, of flags also in the desks' spare time."""
    p, first = county.model.p, county.units[0]
    each = f.check_minutes(county.travel, p.visit)
    helper = {id(a.village): a for a in county.assistants}
    guided = {id(a.village): f.list_minutes(a.left, p.visit) for a in county.assistants}
    word = county.model.words(Kind.COUNTY, first.id, county.model.month, Process.VISITS_OF_MONTH)[1]
    alerts = f.desk_checks(county.residents, p.desk.persons_per_desk, p.screening.alert_capacity, word)
    spare, by_desk = min(sum(desk.visits // each for desk in county.desks), alerts), 0
    full = is_full(county)
    for rank, case in visits_by_list(county):
        key, assistant = id(case.village), helper[id(case.village)]
        flagged = case.flagged == Flagged.LISTED
        if full and rank > 0:
            case.add(Measure.ALERTS_UNANSWERED, int(flagged))
        elif guided[key] >= each and (assistant.made < int(p.screening.alert_capacity) or not flagged):
            guided[key] -= each
            assistant.visit(each)
            answer(case)
        elif flagged and by_desk < spare:
            by_desk += 1
            answer(case)
        else:
            case.add(Measure.ALERTS_UNANSWERED, int(flagged))
    for desk in county.desks:
        taken = min(by_desk, desk.visits // each) if by_desk else 0
        by_desk -= taken
        desk.booked += taken * each
        county.books.measures[Measure.TASK_DESK] += taken * each


def care_for_holders(county: "County") -> None:
    """Care visits to holders that fall in this month."""
    month, p = county.model.month, county.model.p.visit
    each = f.care_minutes(county.travel, p)
    helper = {id(a.village): a for a in county.assistants}
    for case in county.cases:
        unit = case.unit
        if case.stage != Stage.ENROLLED or unit.persons == 0:
            continue
        fixed, assistant = unit.words(Process.CARE_VISIT, ALWAYS), helper[id(case.village)]
        due = f.care_visits_due(month, f.care_interval(fixed[0], unit.able == 0, p), fixed[1])
        due = min(due, assistant.left // each)
        if due <= 0:
            continue
        assistant.visit(due * each, due)
        case.visited = month
        case.add(Measure.VISITS_CARE, due)
        w = unit.words(Process.CARE_VISIT)
        if case.noticed or case.act != NO_MONTH or not case.has_changed() or not happens(w[2], p.care_detection):
            continue
        case.add(Measure.PROBLEMS_FOUND)
        if happens(w[3], p.resolution_share):
            case.noticed = int(Noticed.CHANGE)


def contact_in_passing(county: "County") -> None:
    """Grid workers recognise entitled units with whom they are in contact anyway."""
    chance = f.contact_chance(county.model.p.visit)
    for case in county.cases:
        unit = case.unit
        if case.stage != Stage.LATENT or case.entitled == NO_PROGRAMME or unit.persons == 0:
            continue
        if happens(unit.words(Process.DETECTION)[1], chance):
            recognise(case, Knowledge.VISIT)


def discover(county: "County") -> None:
    """Visits of the month: lists first, then holders, then the walk."""
    visit_listed(county)
    p = county.model.p.visit
    if max(p.interval_high_days, p.interval_key_days, p.interval_general_days, p.enrolled_interval_days) > 0.0:
        care_for_holders(county)
    for assistant in county.assistants if p.grid_enabled > 0.5 else ():
        assistant.walk()
    contact_in_passing(county)
    for assistant in county.assistants:
        assistant.report()
