"""Step 12: the books of the month: cases and offices (households: `household_books`)."""

import numpy as np

from simulation.compile.kernel import inlined_reader, lean
from simulation.ledger import CHANNELS, Flow, Measure, TakeUpStage
from simulation.month_steps.books.gains import kind_of
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext
from simulation.population.columns import Flag
from simulation.population.offices import Office
from simulation.processes.information import Knowledge
from simulation.units import MONTHS_PER_YEAR


@lean
def count_cases(place: CountyTables, when: MonthContext) -> None:
    """Stocks, entitlement and errors by the rule view."""
    cases, m, flows = place.cases, place.books.measures, place.books.flows
    for c in range(place.n_cases[0]):
        weight = place.weight[cases[c].village]
        k = cases[c].entitled
        entitled, paid = cases[c].entitled_amount > 0, cases[c].paid > 0
        due = entitled or cases[c].exit_left > 0  # who leaves gradually is paid as the rules say
        if k != NO_PROGRAMME:
            flows[when.row, k, Flow.ENTITLED_PERSONS] += weight * np.int64(cases[c].entitled_covered)
            flows[when.row, k, Flow.ENTITLED_UNITS] += weight
        if entitled:
            m[when.row, Measure.ENTITLED] += weight * np.int64(cases[c].entitled_covered)
            m[when.row, Measure.ENTITLED_PAID] += weight * np.int64(cases[c].entitled_covered) * paid
        if paid:
            m[when.row, Measure.PAID_COVERED] += weight * np.int64(cases[c].covered)
            m[when.row, Measure.PAID_NOT_ENTITLED] += weight * np.int64(cases[c].covered) * (not due)
            m[when.row, Measure.PAID_NOT_ENTITLED_FEN] += weight * np.int64(cases[c].paid) * (not due)
        unit = place.units[cases[c].unit]
        persons = weight * np.int64(unit.persons)
        held = persons if cases[c].stage == Stage.ENROLLED and cases[c].amount > 0 else 0
        if cases[c].monitored:
            m[when.row, Measure.MONITORED] += persons
            m[when.row, Measure.MONITORED_HELD] += held
        if cases[c].watched:
            m[when.row, Measure.WATCHED] += persons
            m[when.row, Measure.WATCHED_HELD] += held
        if cases[c].stage != Stage.LATENT and unit.flags & Flag.STAFF_RELATIVE:
            m[when.row, Measure.RELATIVES_UNITS] += weight
            m[when.row, Measure.RELATIVES_PERSONS] += persons
        if cases[c].stage == Stage.ENROLLED:
            if cases[c].visited > when.month - MONTHS_PER_YEAR:
                m[when.row, Measure.HOLDERS_VISITED] += weight
            k = cases[c].programme
            flows[when.row, k, Flow.STOCK_PERSONS] += weight * np.int64(cases[c].covered)
            flows[when.row, k, Flow.STOCK_UNITS] += weight
            m[when.row, Measure.HOLDERS] += weight


@inlined_reader
def take_up_stage_of(place: CountyTables, c: int, month: int) -> int:
    """How far an entitled unit got on the way from hardship to payment."""
    case = place.cases[c]
    if case.stage == Stage.ENROLLED:
        return TakeUpStage.PAID if case.amount > 0 and case.start <= month else TakeUpStage.GRANTED
    if case.stage == Stage.CONFIRM:
        return TakeUpStage.VERIFIED
    if case.stage == Stage.SURVEY:
        return TakeUpStage.FILED
    if case.refused:
        return TakeUpStage.REFUSED
    return TakeUpStage.NOT_KNOWN if place.units[case.unit].knows == Knowledge.NONE else TakeUpStage.KNOWN


@lean
def count_funnel(place: CountyTables, when: MonthContext) -> None:
    """Units entitled to cash by how far they got: by channel, and again by type of household."""
    cases, funnel = place.cases, place.books.funnel
    for c in range(place.n_cases[0]):
        if cases[c].entitled_amount <= 0:
            continue
        i = np.int64(cases[c].unit)
        reached, weight = take_up_stage_of(place, c, when.month), place.weight[cases[c].village]
        funnel[when.row, place.units[i].knows, reached] += weight
        funnel[when.row, CHANNELS + kind_of(place.units, i, 1), reached] += weight


@lean
def count_offices(place: CountyTables, when: MonthContext) -> None:
    """Minutes available and booked by kind of office."""
    staff, m = place.staff, place.books.measures
    for row in range(staff.size):
        office = staff[row].office
        weight = place.weight[staff[row].place] if office == Office.ASSISTANT else 1
        if office == Office.ASSISTANT:
            m[when.row, Measure.MINUTES_ASSISTANT] += weight * staff[row].booked
            m[when.row, Measure.AVAILABLE_ASSISTANT] += weight * staff[row].available
        elif office == Office.DESK:
            m[when.row, Measure.MINUTES_DESK] += staff[row].booked
            m[when.row, Measure.AVAILABLE_DESK] += staff[row].available
        else:
            m[when.row, Measure.MINUTES_BUREAU] += staff[row].booked
            m[when.row, Measure.AVAILABLE_BUREAU] += staff[row].available
