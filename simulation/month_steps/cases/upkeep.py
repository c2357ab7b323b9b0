"""Step 11: what happens to decisions in force: re-assessment, gradual exit, deaths, ends.

An example of a gradual exit (`test_worked_examples.py` calculates it): a person is paid 800 yuan a month, the line is
1,084, an exit lasts 6 months and reaches up to 1.5 lines. A review in March finds an income of 1,200: more than the
line, less than 1,626, so `reassess` keeps 800 and 6 months. Payment (step 9) comes before upkeep, so what is decided
in March is paid from April on; each later month `leave_gradually` lowers it.

    profile                April    May      June     July     August   September
    OLD_AMOUNT             800.00   800.00   800.00   800.00   800.00   800.00
    PROPORTIONAL           628.78   628.78   628.78   628.78   628.78   628.78  (800 x 426 / 542)
    LINEAR                 800.00   666.67   533.34   400.01   266.67   133.34

In September `end_exit` finds no month left: the person gets the status without cash it qualifies for, or none.
"""

import numpy as np

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Noticed, Stage
from simulation.month_steps.cases.casework import is_favoured, read_file
from simulation.month_steps.cases.filing import record_assessed_facts
from simulation.month_steps.cases.queue import minutes_planned
from simulation.month_steps.cases.status_changes import change_status, exit_status
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import has_changed
from simulation.month_steps.eligibility.needs import is_former_poor
from simulation.month_steps.outreach.outreach import residents
from simulation.month_steps.shocks.living import line_row
from simulation.population.offices import Office
from simulation.processes import control, information, payment, review
from simulation.processes.staffing import book
from simulation.rules.exit import gradual_amount, next_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import counted_income, exit_terms, status
from simulation.units import share_of


@inlined_reader
def rests_on_change(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> bool:
    """Whether a rule or line on which the decision of case c rests changed; in a gradual exit it passes no status."""
    if not when.uprated:
        return False
    case = place.cases[c]
    k = NO_PROGRAMME if case.exit_left > 0 else np.int64(case.programme)  # -1: the last row
    return policy.changed[line_row(place.units, case.unit), k] != 0  # type: ignore[no-any-return]


@lean
def reassess(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> None:
    """Decide an enrolled case anew on the facts on file: same status, another one, gradual exit, or the end."""
    cases = place.cases
    read_file(place, policy, c)
    facts, lines = place.scratch[0], policy.lines[line_row(place.units, cases[c].unit)]
    k, amount, covered = status(policy.rules, facts, lines)
    # whoever is paid and would be left with a status without cash has the gradual exit first
    if amount > 0 or (k >= 0 and cases[c].amount == 0):
        cases[c].exit_left = 0
        change_status(place, when, c, k, amount, covered)
        return
    # already on the way out: another look that gives no cash does not begin the months anew
    if cases[c].exit_left > 0:
        return
    months, ceiling, profile = exit_terms(policy.rules, cases[c].programme)
    counted = counted_income(policy.rules, cases[c].programme, facts, lines)
    kept = gradual_amount(
        months, ceiling, profile, 0, cases[c].amount, counted, lines[Line.DIBAO], np.int64(facts[Fact.PERSONS])
    )
    if kept > 0:
        # months are kept in a byte
        cases[c].exit_left = min(months, 255)
        cases[c].amount = kept
    elif k >= 0:
        change_status(place, when, c, k, amount, covered)
    else:
        exit_status(place, when, c)


@lean
def leave_gradually(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> None:
    """One more month of the gradual exit of case c."""
    cases = place.cases
    _, _, profile = exit_terms(policy.rules, cases[c].programme)
    cases[c].amount = next_amount(profile, np.int64(cases[c].amount), np.int64(cases[c].exit_left))
    cases[c].exit_left -= 1
    if cases[c].exit_left == 0:
        end_exit(place, policy, when, c)


@lean
def go_on_leaving(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, word: np.uint32,
    claims_rest: float,
) -> None:  # fmt: skip
    """A month of the gradual exit of case c; new lines, or a statement that it is in need again, end the exit."""
    cases = place.cases
    short = cases[c].entitled_amount > cases[c].amount
    if short and happens(word, claims_rest):
        look_again(place, policy, rng_key, when, c, False, False)
    elif rests_on_change(place, policy, when, c):
        reassess(place, policy, when, c)
    if cases[c].exit_left > 0:
        leave_gradually(place, policy, when, c)


@lean
def end_exit(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> None:
    """The gradual exit of case c is over: it takes the status without cash it is left with, or none."""
    cases = place.cases
    read_file(place, policy, c)
    facts, lines = place.scratch[0], policy.lines[line_row(place.units, cases[c].unit)]
    k, amount, covered = status(policy.rules, facts, lines)
    if k >= 0:
        change_status(place, when, c, k, amount, covered)
    else:
        exit_status(place, when, c)


@lean
def look_again(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, breach: bool, exposed: bool
) -> None:
    """Fresh facts on file for case c, what was overpaid in part recovered, and a new decision.

    The office sees hidden earnings if it can see them at all (fixed per filing), or a match has `exposed` them. The
    file of a favoured unit stays as it is unless a match exposes it. A breach that the unit did not report itself bars
    it where credit rules hold.
    """
    cases, p = place.cases, policy.processes[0]
    # before the file is made anew, as the decision that follows changes the amount
    over, before = np.int64(cases[c].amount) - cases[c].entitled_amount, np.int64(cases[c].amount)
    key, filing = place.units[cases[c].unit].id, cases[c].filings
    word = words(rng_key.seed, rng_key.replication, Kind.CASE, key, filing, Process.VERIFICATION)[0]
    chance = p.verification.detection * review.visited_part(p.review)
    seen = exposed or (p.verification.check_after > 0.5 and happens(word, chance))
    if exposed or not is_favoured(place, policy, rng_key, c):
        record_assessed_facts(place, policy, when.month, c, seen, place.scratch[1])
    reassess(place, policy, when, c)
    weight = place.weight[cases[c].village]
    place.books.measures[when.row, Measure.CHANGES_FOUND] += weight * (cases[c].amount != before)
    # an amount kept in a gradual exit is paid by right: nothing of it is recovered
    if over > 0 and cases[c].paid > 0 and cases[c].exit_left == 0 and cases[c].amount < cases[c].paid:
        place.books.measures[when.row, Measure.RECOVERED_FEN] += share_of(over, p.review.recovery_share) * weight
        if breach and cases[c].stage == Stage.LATENT:
            hidden = place.units[cases[c].unit].hides / 255.0
            months = payment.barred_months(hidden, p.credit)
            if p.credit.enabled > 0.5:
                grade = Measure.BREACHES_SERIOUS if payment.is_serious(hidden, p.credit) else Measure.BREACHES_GENERAL
                place.books.measures[when.row, grade] += weight
            if months > 0:
                cases[c].retry = when.month + months
                place.books.measures[when.row, Measure.BARRED] += weight


@inlined_reader
def usual_match(policy: Policy) -> float:
    """Monthly probability that the usual match of registers notices a change; none where nobody checks afterwards."""
    p = policy.processes[0]
    return p.review.match_prob_month if p.verification.check_after > 0.5 else 0.0


@inlined_reader
def finding(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> float:
    """Monthly probability that data notice a change of case c."""
    tenure = when.month - np.int64(place.cases[c].start)
    return control.finding_chance(usual_match(policy), when.month, tenure, policy.processes[0].control)


@inlined_reader
def in_transition(place: CountyTables, policy: Policy, when: MonthContext, c: int) -> bool:
    """Whether the unit of case c was lifted out of poverty and keeps its status and amount for now."""
    p = policy.processes[0]
    return review.is_frozen(when.month, p.review) and is_former_poor(place.units, p, np.int64(place.cases[c].unit))


@lean
def end_wrongly(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int) -> bool:
    """A match may end a rightful case; it may file again at once."""
    cases, p = place.cases, policy.processes[0]
    chance = control.wrongful_chance(usual_match(policy), when.month, p.control)
    if chance <= 0.0 or has_changed(place, c) or in_transition(place, policy, when, c):
        return False
    key = place.units[cases[c].unit].id
    if not happens(words(rng_key.seed, rng_key.replication, Kind.UNIT, key, when.month, Process.CONTROL)[0], chance):
        return False
    exit_status(place, when, c)
    cases[c].refused, cases[c].retry = 1, when.month + 1
    place.books.measures[when.row, Measure.WRONGFUL_EXITS] += place.weight[cases[c].village]
    return True


@lean
def takes_effect(
    place: CountyTables, policy: Policy, when: MonthContext, c: int, noticed: bool, word: np.uint32, frozen: bool
) -> bool:  # fmt: skip
    """Whether something noticed about case c, now or before, takes effect in this month; while frozen it waits."""
    cases, p = place.cases, policy.processes[0]
    if cases[c].act == NO_MONTH and noticed:
        days = p.control.anomaly_days if p.control.enabled > 0.5 else 0.0
        if cases[c].noticed == Noticed.CHANGE:  # on a care visit
            days = p.visit.resolution_days
        cases[c].act = when.month + review.months_to_effect(word, days, p.review)
    if cases[c].act == NO_MONTH or cases[c].act > when.month or frozen:
        return False
    cases[c].act = NO_MONTH
    return True


@lean
def end_benefit_after_death(place: CountyTables, policy: Policy, when: MonthContext, c: int, word: np.uint32) -> None:
    """The unit of case c has died out: payment ends when the death is noticed, after the lag of the notice."""
    cases, p = place.cases, policy.processes[0]
    if cases[c].act == NO_MONTH:
        if not control.death_found(when.month, happens(word, p.review.deceased_prob_month), p.control):
            return
        cases[c].act = when.month + int(p.control.death_notice_lag_months if p.control.enabled > 0.5 else 0.0)
    if cases[c].act <= when.month:
        exit_status(place, when, c)


@lean
def statements_each(place: CountyTables, policy: Policy) -> float:
    """Monthly probability that a holder of the county gets a statement; copies handed out once are shared equally."""
    p, holders = policy.processes[0], np.int64(0)
    if p.statement.handout_copies > 0.0:
        for c in range(place.n_cases[0]):
            holders += place.cases[c].stage == Stage.ENROLLED
    handed_out = p.statement.handout_copies / 1000.0 * residents(place) / max(holders, 1)
    return information.statement_probability(handed_out, p.information, p.statement)


@lean
def maintain(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Upkeep of every enrolled case: deaths, gradual exit, uprating, reports and matches, reviews in their hours.

    New cases come first: reviews get the desk minutes that surveys leave. Where the queue does not move, reviews are
    not done, as one town reports of itself (F18).
    """
    cases = place.cases
    # surveys were worked before (`casework.work`), so new applications do not wait for reviews
    free, spent = minutes_planned(place, Office.DESK) - place.backlog[1], np.int64(0)
    copies = statements_each(place, policy)
    claims_rest = information.claims_rest_probability(copies, policy.processes[0].statement)
    for c in range(place.n_cases[0]):
        if cases[c].stage != Stage.ENROLLED:
            continue
        key = place.units[cases[c].unit].id
        w0, w1, w2, w3 = words(rng_key.seed, rng_key.replication, Kind.UNIT, key, when.month, Process.REVIEW)
        place.books.measures[when.row, Measure.STATEMENTS] += place.weight[cases[c].village] * happens(w3, copies)
        if place.units[cases[c].unit].persons == 0:
            end_benefit_after_death(place, policy, when, c, w0)
        elif cases[c].exit_left > 0:
            go_on_leaving(place, policy, rng_key, when, c, w3, claims_rest)
        elif not end_wrongly(place, policy, rng_key, when, c):
            spent += keep_up(place, policy, rng_key, when, c, free - spent, w1, w2, w3, claims_rest)
    book(place.staff, Office.DESK, spent)
    place.books.measures[when.row, Measure.TASK_DESK] += spent


@lean
def keep_up(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, free: int,
    w1: np.uint32, w2: np.uint32, w3: np.uint32, claims_rest: float,
) -> int:  # fmt: skip
    """Reports, matches, statements and the review of one case; returns the desk minutes it took."""
    cases, p = place.cases, policy.processes[0]
    changed, minutes = has_changed(place, c), review.minutes_each(p.review)
    is_reported = changed and review.reported(w1, p.review, p.credit)
    matched = changed and happens(w2, finding(place, policy, when, c))
    # beyond what the usual match finds: matches with other data and audits, from which earnings cannot be hidden
    exposed = cases[c].noticed == Noticed.EXPOSED or (matched and not happens(w2, usual_match(policy)))
    found = matched or (changed and cases[c].noticed != Noticed.NOTHING)
    frozen = cases[c].entitled_amount < cases[c].amount and in_transition(place, policy, when, c)
    if cases[c].noticed == Noticed.CHANGE and changed:
        place.books.measures[when.row, Measure.PROBLEMS_SOLVED] += place.weight[cases[c].village]
    noticed = takes_effect(place, policy, when, c, is_reported or found, w3, frozen)
    cases[c].noticed = Noticed.EXPOSED if exposed and cases[c].act != NO_MONTH else Noticed.NOTHING
    # who is decided anew anyway sees what it was short of only after that
    anew = rests_on_change(place, policy, when, c)
    stated = not anew and cases[c].entitled_amount > cases[c].amount
    stated = stated and happens(w3, claims_rest)
    due = p.review.enabled > 0.5 and cases[c].review <= when.month and minutes <= free and not frozen
    # who has no free minute today is due again next month: the month of the review stays
    if due:
        cases[c].review = when.month + review.interval_months(place.units[cases[c].unit].able, p.review)
        place.books.measures[when.row, Measure.REVIEWS] += place.weight[cases[c].village]
    if due or noticed or stated:
        look_again(place, policy, rng_key, when, c, not is_reported, exposed)
    elif anew:
        reassess(place, policy, when, c)
    return minutes if due else 0
