"""Step 10: survey, confirmation and decision on the facts on file."""

import numpy as np

from simulation.compile.kernel import inlined_reader, inner, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import CHANNELS, Event, Flow, Measure
from simulation.month_steps.books.gains import kind_of
from simulation.month_steps.case_table import NO_PROGRAMME, Assisted, Stage
from simulation.month_steps.cases.filing import DELEGATED, is_mover, record_assessed_facts
from simulation.month_steps.cases.queue import work_queue
from simulation.month_steps.column_widths import kept_fen
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import is_waiting
from simulation.month_steps.eligibility.needs import fill_needs
from simulation.month_steps.outreach.outreach import residents
from simulation.month_steps.shocks.living import line_row
from simulation.population.columns import Flag
from simulation.population.offices import Office
from simulation.processes import application, control, payment, review, verification
from simulation.processes.staffing import book
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.programme import assess, is_in_force, status
from simulation.units import FEN, WORKING_DAYS, share_of

NOT_DONE = -32768


@inner
def work(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """The township surveys, the county confirms: both queues of the month, then the decisions."""
    cases, p = place.cases, policy.processes[0].verification
    give_up(place, policy, rng_key, when)
    finished = np.full(place.n_cases[0], NOT_DONE, np.int64)
    worked = work_queue(place, rng_key, when, Stage.SURVEY, Office.DESK, policy.processes[0].desk.hours_month, finished)
    place.backlog[1] = worked
    book(place.staff, Office.DESK, worked)
    place.books.measures[when.row, Measure.TASK_DESK] += worked
    delegated = policy.traits[when.county, DELEGATED] > 0.5
    for c in range(place.n_cases[0]):
        if finished[c] > NOT_DONE:
            cases[c].stage = Stage.CONFIRM
            key, filing = place.units[cases[c].unit].id, cases[c].filings
            word = words(rng_key.seed, rng_key.replication, Kind.CASE, key, filing, Process.CONTROL)[1]
            cases[c].ready = finished[c] + verification.days_to_confirmation(word, p)
            cases[c].ready = verification.earliest_decision(cases[c].filed, cases[c].ready, p)
            # where the decision is delegated to the township, the bureau only passes the case on
            cases[c].work = 0 if delegated else int(p.review_minutes)
            finished[c] = NOT_DONE
    hours = policy.processes[0].bureau.hours_month
    worked = work_queue(place, rng_key, when, Stage.CONFIRM, Office.BUREAU, hours, finished)
    book(place.staff, Office.BUREAU, worked)
    place.books.measures[when.row, Measure.TASK_BUREAU] += worked
    funds = funds_left(place, policy)
    for c in range(place.n_cases[0]):
        if finished[c] > NOT_DONE:
            funds -= conclude(place, policy, rng_key, when, c, finished[c], funds)


@lean
def give_up(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Applicants who wait may give up."""
    cases, p = place.cases, policy.processes[0]
    chance = application.gives_up_chance(p.application)
    if chance <= 0.0:
        return
    for c in range(place.n_cases[0]):
        if not is_waiting(cases[c].stage):
            continue
        key = place.units[cases[c].unit].id
        if happens(words(rng_key.seed, rng_key.replication, Kind.UNIT, key, when.month, Process.APPEAL)[1], chance):
            cases[c].stage = Stage.LATENT
            cases[c].retry = when.month + int(p.verification.retry_months)
            place.books.measures[when.row, Measure.ABANDONED] += place.weight[cases[c].village]


@lean
def funds_left(place: CountyTables, policy: Policy) -> int:
    """Fen a month that the county may still commit to under its cap; beyond any grant without a cap."""
    cap = policy.processes[0].budget.cap_yuan_person_month
    if cap <= 0.0:
        return 1 << 60
    committed = np.int64(0)
    for c in range(place.n_cases[0]):
        if place.cases[c].stage == Stage.ENROLLED:
            committed += place.cases[c].amount
    return int(cap * FEN * residents(place)) - committed  # type: ignore[no-any-return]


@lean
def read_file(place: CountyTables, policy: Policy, c: int) -> None:
    """Lay the facts on file of case c in the first row of the scratch table, as the rules take them."""
    for f in range(ON_FILE):
        place.scratch[0, f] = place.cases[c].facts[f]
    fill_needs(place.units, policy.processes[0], np.int64(place.cases[c].unit), place.scratch[0])


@lean
def refuses_anyway(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, word: np.uint32
) -> bool:
    """Whether a case that the file supports is refused: voted out as an outsider, or without authorisation."""
    p, i = policy.processes[0], place.cases[c].unit
    if p.verification.appraisal_enabled > 0.5 and is_mover(place, i) and happens(word, p.verification.appraisal_bias):
        place.books.measures[when.row, Measure.VOTED_OUT] += place.weight[place.cases[c].village]
        return True
    signs = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.HONESTY)[1]
    return not happens(signs, p.application.authorisation_share)


@lean
def judge(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> tuple[int, int, int]:
    """(programme, amount, covered) of case c on the facts on file, with errors that are fixed per filing."""
    cases, p = place.cases, policy.processes[0]
    i = np.int64(cases[c].unit)
    read_file(place, policy, c)
    k, amount, covered = status(policy.rules, place.scratch[0], policy.lines[line_row(place.units, i)])
    key, filing = place.units[i].id, cases[c].filings
    # by filing, not by month: as long as the file is the same, so is the mistake in it
    w0, w1, _, _ = words(rng_key.seed, rng_key.replication, Kind.CASE, key, filing, Process.CLERICAL)
    v0, _, v2, v3 = words(rng_key.seed, rng_key.replication, Kind.CASE, key, filing, Process.CONTROL)
    delegated, found = policy.traits[when.county, DELEGATED] > 0.5, control.supervision(p.control)
    outsourced = happens(v0, p.verification.outsourced_share)
    if k >= 0 and happens(w0, verification.refusal_chance(delegated, outsourced, found, p.verification)):
        return NO_PROGRAMME, amount, covered
    favoured = is_favoured(place, policy, rng_key, c)
    wrong = favoured or happens(w1, verification.grant_chance(delegated, outsourced, found, p.verification))
    if amount == 0 and wrong:
        k, amount, covered = mistaken_grant(place, policy, c, k, favoured)
    if k >= 0 and refuses_anyway(place, policy, rng_key, when, c, v3):
        return NO_PROGRAMME, amount, covered
    objected = verification.objection_chance(p.verification)
    if amount > 0 and cases[c].entitled_amount <= 0 and happens(v2, control.entry_chance(objected, p.control)):
        place.books.measures[when.row, Measure.FOUND_AT_ENTRY] += place.weight[cases[c].village]
        record_assessed_facts(place, policy, when.month, c, True, place.scratch[1])
        return cases[c].entitled, 0, cases[c].entitled_covered
    return k, amount, covered


@inlined_reader
def is_favoured(place: CountyTables, policy: Policy, rng_key: RandomKey, c: int) -> bool:
    """Whether staff keep the file of case c in favour of a relative of theirs (fixed per filing)."""
    unit, p = place.units[place.cases[c].unit], policy.processes[0]
    if unit.flags & Flag.STAFF_RELATIVE == 0:
        return False
    word = words(rng_key.seed, rng_key.replication, Kind.CASE, unit.id, place.cases[c].filings, Process.APPEAL)[2]
    return happens(word, verification.favour_chance(True, control.supervision(p.control), p.verification))


@lean
def conclude(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, day: int, funds: int
) -> int:
    """Decide case c on a working day; returns the fen a month it commits. Without funds a grant waits."""
    cases, measures = place.cases, place.books.measures
    weight = place.weight[cases[c].village]
    k, amount, covered = judge(place, policy, rng_key, when, c)
    # a status without cash needs no funds, even where the cap is overdrawn
    if k >= 0 and amount > max(funds, 0):
        cases[c].ready = (when.month + 1) * WORKING_DAYS
        measures[when.row, Measure.RATIONED] += weight
        return 0
    days = np.int64(day) - cases[c].filed
    measures[when.row, Measure.DECISIONS] += weight
    measures[when.row, Measure.DECISION_DAYS] += weight * days
    # for the spread of the days: the books add up and cannot look back at single cases
    measures[when.row, Measure.DECISION_DAYS_SQUARED] += weight * days * days
    measures[when.row, Measure.OVERDUE] += weight * (days > policy.processes[0].verification.limit_days)
    if k < 0:
        refuse(place, policy, rng_key, when, c)
        return 0
    measures[when.row, Measure.GRANTED] += weight
    for group in (np.int64(cases[c].channel), CHANNELS + kind_of(place.units, np.int64(cases[c].unit), 1)):
        place.books.channels[when.row, group, Event.GRANTED] += weight
        place.books.channels[when.row, group, Event.WAIT_DAYS] += weight * days
    count_joint(place, policy, when, c)
    enrol(place, policy, when, c, k, amount, covered)
    delay = payment.delay_days(policy.processes[0].payment)
    if delay > 0:
        cases[c].start = (day + delay) // WORKING_DAYS + 1
    return amount


@inlined_reader
def count_joint(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> None:
    """What the one application for case c brings in addition to the status."""
    m, items = place.books.measures, policy.processes[0].application.bundled_items
    weight = place.weight[place.cases[c].village]
    if items > 1.0:
        m[when.row, Measure.JOINT_CASES] += weight
        m[when.row, Measure.JOINT_ITEMS] += share_of(weight, items)


@lean
def refuse(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> None:
    """Case c is refused; who was refused wrongly may appeal and files again at once."""
    cases, p = place.cases, policy.processes[0].verification
    weight = place.weight[cases[c].village]
    cases[c].stage, cases[c].programme, cases[c].amount = Stage.LATENT, NO_PROGRAMME, 0
    cases[c].refused, cases[c].found = 1, 0
    cases[c].retry = when.month + int(p.retry_months)
    place.books.measures[when.row, Measure.REFUSED] += weight
    if cases[c].entitled_amount > 0:
        key = place.units[cases[c].unit].id
        word = words(rng_key.seed, rng_key.replication, Kind.CASE, key, cases[c].filings, Process.APPEAL)[3]
        if happens(word, p.appeal_share):
            cases[c].retry, cases[c].assisted = when.month + 1, Assisted.HELPED
            place.books.measures[when.row, Measure.APPEALS] += weight


@lean
def mistaken_grant(place: CountyTables, policy: Policy, c: int, k: int, favoured: bool) -> tuple[int, int, int]:
    """(programme, amount, covered) of a mistaken grant of the main programme to case c; else status k and 0.

    Its income goes on file a third too low, and stays so until the next look; what a favoured unit earns is left out.
    """
    facts, lower = place.scratch[0], place.scratch[1]
    for f in range(facts.size):
        lower[f] = facts[f]
    for f in (Fact.WAGE, Fact.BUSINESS, Fact.OTHER):
        lower[f] = 0 if favoured else lower[f] * 2 // 3
    lines = policy.lines[line_row(place.units, np.int64(place.cases[c].unit))]
    reason, _, _, amount, covered = assess(policy.rules, policy.rules.main, lower, lines)
    if reason == 0 and amount > 0 and is_in_force(policy.rules, policy.rules.main):
        for f in range(ON_FILE):
            place.cases[c].facts[f] = lower[f]
        return policy.rules.main, amount, covered
    return k, 0, facts[Fact.PERSONS]


@lean
def enrol(place: CountyTables, policy: Policy, when: MonthContext, c: int, k: int, amount: int, covered: int) -> None:
    """Case c enters status k: payment from next month, the next review, the entry in the books."""
    cases = place.cases
    cases[c].stage, cases[c].programme = Stage.ENROLLED, k
    cases[c].amount, cases[c].covered = kept_fen(place, when.month, k, amount), covered
    cases[c].start = when.month + 1
    cases[c].review = when.month + review.interval_months(place.units[cases[c].unit].able, policy.processes[0].review)
    cases[c].refused, cases[c].exit_left = 0, 0
    if cases[c].found:
        weight = place.weight[cases[c].village]
        place.books.measures[when.row, Measure.FOUND_PERSONS] += weight * covered
        place.books.measures[when.row, Measure.PROBLEMS_SOLVED] += weight
        cases[c].found = 0
    count_entry(place, when, c, k, covered, 1)


@lean
def count_entry(place: CountyTables, when: MonthContext, c: int, k: int, persons: int, units: int) -> None:
    """Count an entry of persons (and units) into status k."""
    weight = place.weight[place.cases[c].village]
    place.books.flows[when.row, k, Flow.ENTRY_PERSONS] += weight * persons
    place.books.flows[when.row, k, Flow.ENTRY_UNITS] += weight * units


@lean
def count_exit(place: CountyTables, when: MonthContext, c: int, k: int, persons: int, units: int) -> None:
    """Count an exit of persons (and units) from status k."""
    weight = place.weight[place.cases[c].village]
    place.books.flows[when.row, k, Flow.EXIT_PERSONS] += weight * persons
    place.books.flows[when.row, k, Flow.EXIT_UNITS] += weight * units
