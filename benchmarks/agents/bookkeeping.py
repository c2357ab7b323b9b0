"""The monthly books of households and cases."""

from typing import TYPE_CHECKING

from benchmarks.agents.books import bin_of
from benchmarks.agents.outputs import count_relatives
from simulation.draws import Kind, Process, happens
from simulation.ledger import CHANNELS, Flow, Measure, TakeUpStage
from simulation.month_steps.books.gains import Kind as Type
from simulation.month_steps.books.household_books import (
    LOST,
    NOT_CLAIMED,
    NOT_COVERED,
    NOT_KNOWN,
    PAID,
    REFUSED,
    UNDERPAID,
    WAITING,
)
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.processes.information import Knowledge
from simulation.units import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit

CAUSE = {
    NOT_COVERED: Measure.POOR_NOT_COVERED,
    NOT_KNOWN: Measure.POOR_NOT_KNOWN,
    NOT_CLAIMED: Measure.POOR_NOT_CLAIMED,
    REFUSED: Measure.POOR_REFUSED,
    WAITING: Measure.POOR_WAITING,
    UNDERPAID: Measure.POOR_UNDERPAID,
    LOST: Measure.POOR_LOST,
}


def receipt(unit: "Unit") -> int:
    """How far a unit got: paid, too little, payment lost, waiting, refused, not claimed, not known, not covered."""
    case = unit.case
    if case is None:
        return NOT_COVERED
    if case.paid > 0:
        least = unit.model.p.observers.adequate_share * case.entitled_amount
        return UNDERPAID if case.paid < least else PAID
    if case.entitled_amount <= 0:
        return NOT_COVERED
    if case.lost:
        return LOST
    if case.waits or case.stage == Stage.ENROLLED:
        return WAITING
    if case.refused:
        return REFUSED
    return NOT_KNOWN if unit.knows == Knowledge.NONE else NOT_CLAIMED


def count_household(county: "County", household: "list[Unit]") -> None:
    """Books of one household."""
    living = [unit for unit in household if unit.persons > 0]
    head, books, weight = household[0], county.books, household[0].village.weight
    m = books.measures
    m[Measure.UNITS] += weight * len(living)
    if not living:
        return
    persons = sum(unit.persons for unit in living)
    income = sum(unit.trailing() for unit in living)
    paid = sum(unit.case.paid for unit in living if unit.case is not None)
    need, people = county.model.poverty[head.line_row] * persons, weight * persons
    m[Measure.PERSONS] += people
    m[Measure.HOUSEHOLDS] += weight
    m[Measure.LINE_TOTAL_FEN] += weight * need
    books.before[bin_of(income, need)] += people
    books.after[bin_of(income + paid, need)] += people
    if paid > 0:
        m[Measure.PAID] += people
        m[Measure.PAID_POOR] += people * (income < need)
    if income < need:
        m[Measure.GAP_BEFORE_FEN] += weight * (need - income)
        m[Measure.POOR_BEFORE] += people
        m[Measure.POOR_PAID] += people * (paid > 0)
        cause = CAUSE.get(min(receipt(unit) for unit in living))
        if cause is not None:
            m[cause] += people
    if income + paid < need:
        m[Measure.POOR_AFTER] += people
        m[Measure.GAP_AFTER_FEN] += weight * (need - income - paid)
    m[Measure.POOR_AFTER_150] += people * (2 * (income + paid) < 3 * need)
    if county.model.month % 3 == 2:
        survey(head, people, income, need, paid > 0)


def survey(head: "Unit", people: int, income: int, need: int, paid: bool) -> None:
    """The survey view: reported income with noise, receipt under-reported."""
    p, m = head.model.p.observers, head.county.books.measures
    w = head.words(Process.SURVEY_OBSERVER, kind=Kind.HOUSEHOLD)
    if not happens(w[0], p.survey_sample):
        return
    poor = int(income * head.seen_with_noise(p.survey_noise_sd, w[1])) < need
    says_paid = paid and happens(w[2], p.survey_reporting)
    m[Measure.SURVEY_PERSONS] += people
    m[Measure.SURVEY_POOR] += people * poor
    m[Measure.SURVEY_PAID] += people * says_paid
    m[Measure.SURVEY_POOR_PAID] += people * (poor and says_paid)
    m[Measure.SURVEY_PAID_POOR] += people * (poor and says_paid)


def count_programmes(county: "County") -> None:
    """Stocks, entitlement and errors by the rule view."""
    m, flows = county.books.measures, county.books.flows
    for case in county.cases:
        weight, entitled, paid = case.village.weight, case.entitled_amount > 0, case.paid > 0
        due = entitled or case.exit_left > 0
        if case.entitled != NO_PROGRAMME:
            flows[case.entitled][Flow.ENTITLED_PERSONS] += weight * case.entitled_covered
            flows[case.entitled][Flow.ENTITLED_UNITS] += weight
        if entitled:
            m[Measure.ENTITLED] += weight * case.entitled_covered
            m[Measure.ENTITLED_PAID] += weight * case.entitled_covered * paid
        if paid:
            m[Measure.PAID_COVERED] += weight * case.covered
            m[Measure.PAID_NOT_ENTITLED] += weight * case.covered * (not due)
            m[Measure.PAID_NOT_ENTITLED_FEN] += weight * case.paid * (not due)
        count_relatives(case)
        persons = weight * case.unit.persons
        held = persons * (case.stage == Stage.ENROLLED and case.amount > 0)
        m[Measure.MONITORED] += persons * case.monitored
        m[Measure.MONITORED_HELD] += held * case.monitored
        m[Measure.WATCHED] += persons * case.watched
        m[Measure.WATCHED_HELD] += held * case.watched
        if case.stage == Stage.ENROLLED:
            m[Measure.HOLDERS_VISITED] += weight * (case.visited > case.unit.model.month - MONTHS_PER_YEAR)
            flows[case.programme][Flow.STOCK_PERSONS] += weight * case.covered
            flows[case.programme][Flow.STOCK_UNITS] += weight
            m[Measure.HOLDERS] += weight


def type_of(unit: "Unit") -> int:
    """Type of a unit, by the first that fits."""
    if unit.severe + unit.ill > 0:
        return Type.HARDSHIP
    if unit.elders == unit.persons:
        return Type.ELDERS
    if unit.minors > 0:
        return Type.CHILDREN
    return Type.SINGLE if unit.persons == 1 else Type.OTHER


def take_up_stage_of(case: "Case") -> int:
    """How far an entitled unit got."""
    if case.stage == Stage.ENROLLED:
        return TakeUpStage.PAID if case.amount > 0 and case.start <= case.unit.model.month else TakeUpStage.GRANTED
    if case.waits:
        return TakeUpStage.VERIFIED if case.stage == Stage.CONFIRM else TakeUpStage.FILED
    if case.refused:
        return TakeUpStage.REFUSED
    return TakeUpStage.NOT_KNOWN if case.unit.knows == Knowledge.NONE else TakeUpStage.KNOWN


def count_funnel(county: "County") -> None:
    """Units entitled to cash by how far they got."""
    for case in county.cases:
        if case.entitled_amount > 0:
            reached, weight = take_up_stage_of(case), case.village.weight
            county.books.funnel[case.unit.knows, reached] += weight
            county.books.funnel[CHANNELS + type_of(case.unit), reached] += weight
