"""Visits of a month: lists, care visits, the walk, contacts in passing."""

from typing import TYPE_CHECKING

from benchmarks.agents import scalars as f
from benchmarks.agents.screening import is_former_poor
from simulation.draws import ALWAYS, Process, happens
from simulation.ledger import Measure
from simulation.processes.information import Knowledge
from simulation.steps.cases import NO_PROGRAMME, Assisted, Flagged, Noticed, Stage
from simulation.units import WORKING_DAYS

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit


def meet(unit: "Unit") -> None:
    """Somebody stands in the door of a unit: if it is entitled it may be recognised, told and helped."""
    case, p = unit.case, unit.model.p.visit
    if unit.persons == 0:
        return
    seen = happens(unit.words(Process.DETECTION)[0], f.recognition(p))
    if seen and case is not None and case.stage == Stage.LATENT and case.entitled != NO_PROGRAMME:
        recognise(case, Knowledge.SCREENING if case.flagged == Flagged.LISTED else Knowledge.VISIT)
    if p.informs > 0.5 and unit.knows == Knowledge.NONE:
        unit.learn(Knowledge.CAMPAIGN)


def recognise(case: "Case", channel: int) -> None:
    """A unit is recognised as entitled: it learns, and somebody will file for it."""
    case.add(Measure.RECOGNISED)
    case.assisted = case.assisted or int(Assisted.HELPED)
    if case.unit.knows == Knowledge.NONE:
        case.unit.learn(channel)


def check_flags(county: "County") -> None:
    """Checks of flags by assistants, then in the desks' spare time."""
    model, p = county.model, county.model.p
    each = f.check_minutes(county.travel, p.visit)
    helper = {id(a.village): a for a in county.assistants}
    guided = {id(a.village): f.list_minutes(a.left, p.visit) for a in county.assistants}
    listed = [
        (case.unit.words(Process.VISIT_ORDER)[0] // 2, number, case)
        for number, case in enumerate(county.cases)
        if case.flagged == Flagged.LISTED
        and case.stage == Stage.LATENT
        and case.ready < (model.month + 1) * WORKING_DAYS
    ]
    capacity = int(p.screening.alert_capacity)
    spare = sum(min(desk.visits // each, capacity) for desk in county.desks) if p.visit.targeting > 1.5 else 0
    by_desk = 0
    for _, _, case in sorted(listed, key=lambda entry: entry[:2]):
        key, assistant = id(case.village), helper[id(case.village)]
        if guided[key] >= each and assistant.made < capacity:
            guided[key] -= each
            assistant.visit(each)
            case.add(Measure.VISITS_LISTED)
        elif by_desk < spare:
            by_desk += 1
            case.add(Measure.VISITS_LISTED)
        else:
            case.add(Measure.ALERTS_UNANSWERED)
            continue
        meet(case.unit)
        case.flagged = int(Flagged.NO)
    for desk in county.desks:
        taken = min(by_desk, desk.visits // each, capacity) if by_desk else 0
        by_desk -= taken
        desk.booked += taken * each
        county.books.measures[Measure.TASK_DESK] += taken * each


def care_for_holders(county: "County") -> None:
    """Care visits to holders that fall in this month."""
    month, p = county.model.month, county.model.p.visit
    each = f.whole_minutes(county.travel, p)
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
        case.add(Measure.VISITS_CARE, due)
        if case.has_changed() and happens(unit.words(Process.CARE_VISIT)[2], p.care_detection):
            case.noticed = max(case.noticed, int(Noticed.CHANGE))


def meet_in_passing(county: "County") -> None:
    """Grid workers recognise entitled units they meet anyway; the entitled former poor are filed for unasked."""
    p = county.model.p
    chance, enrols = f.contact_chance(p.visit), p.application.former_poor_autoenrol > 0.5
    for case in county.cases if chance > 0.0 or enrols else ():
        unit = case.unit
        if case.stage != Stage.LATENT or case.entitled == NO_PROGRAMME or unit.persons == 0:
            continue
        if enrols and is_former_poor(unit):
            recognise(case, Knowledge.REFERRAL)
            case.assisted = int(Assisted.FORCED)
        elif happens(unit.words(Process.DETECTION)[1], chance):
            recognise(case, Knowledge.VISIT)


def discover(county: "County") -> None:
    """Visits of the month: lists first, then holders, then the walk."""
    check_flags(county)
    p = county.model.p.visit
    if max(p.interval_high_days, p.interval_key_days, p.interval_general_days, p.enrolled_interval_days) > 0.0:
        care_for_holders(county)
    for assistant in county.assistants if p.grid_enabled > 0.5 else ():
        assistant.walk()
    meet_in_passing(county)
    for assistant in county.assistants:
        assistant.report()
