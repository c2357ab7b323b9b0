"""Steps 9 to 11: payment of what was last decided, re-assessment, gradual exit, exits."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, inlined
from simulation.draws import Kind, Process, happens, words
from simulation.ledger import WAIT_DAYS, Flow, Measure
from simulation.processes import information, review
from simulation.processes.staffing import book
from simulation.rules.exit import gradual_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import bundle_fen, counted_income, decide, exit_terms
from simulation.steps.cases import NEVER, NO_PROGRAMME, Stage
from simulation.steps.casework import enter, facts_on_file, leave, minutes_planned
from simulation.steps.entitlement import N_FACTS, lines_of
from simulation.steps.filing import put_on_file
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS, share_of
from simulation.world.offices import Office


@compiled
def stop(place: Place, when: When, c: int) -> None:
    """Case c leaves its status for good; it may come back by a new filing."""
    cases = place.cases
    leave(place, when, c, cases.programme[c], cases.covered[c], 1)
    cases.stage[c], cases.programme[c] = Stage.LATENT, NO_PROGRAMME
    cases.amount[c], cases.covered[c], cases.exit_left[c] = 0, 0, 0


@compiled
def switch(place: Place, when: When, c: int, k: int, amount: int, covered: int) -> None:
    """Case c moves to status k (or keeps it) with a new amount and cover; persons are counted in and out."""
    cases = place.cases
    if k != cases.programme[c]:
        leave(place, when, c, cases.programme[c], cases.covered[c], 1)
        enter(place, when, c, k, covered, 1)
        cases.programme[c] = k
    elif covered > cases.covered[c]:
        enter(place, when, c, k, covered - cases.covered[c], 0)
    elif covered < cases.covered[c]:
        leave(place, when, c, k, cases.covered[c] - covered, 0)
    cases.amount[c], cases.covered[c] = amount, covered


@compiled
def reassess(place: Place, policy: Policy, when: When, c: int) -> None:
    """Decide an enrolled case anew on the facts on file: same status, another one, gradual exit, or the end."""
    cases = place.cases
    facts, lines = facts_on_file(cases, c), lines_of(place, policy, cases.unit[c])
    k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
    if amount > 0 or (k >= 0 and cases.amount[c] == 0):
        cases.exit_left[c] = 0
        switch(place, when, c, k, amount, covered)
        return
    if cases.exit_left[c] > 0:
        return
    months, ceiling, profile = exit_terms(policy.rules, cases.programme[c])
    counted = counted_income(policy.rules, cases.programme[c], facts, lines)
    kept = gradual_amount(
        months, ceiling, profile, 0, cases.amount[c], counted, lines[Line.DIBAO], np.int64(facts[Fact.PERSONS])
    )
    if kept > 0:
        cases.exit_left[c] = min(months, 255)
        cases.amount[c] = kept
    elif k >= 0:
        switch(place, when, c, k, amount, covered)
    else:
        stop(place, when, c)


@compiled
def end_exit(place: Place, policy: Policy, when: When, c: int) -> None:
    """The gradual exit of case c is over: it takes the status without cash it is left with, or none."""
    cases = place.cases
    facts, lines = facts_on_file(cases, c), lines_of(place, policy, cases.unit[c])
    k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
    if k >= 0:
        switch(place, when, c, k, amount, covered)
    else:
        stop(place, when, c)


@inlined
def first_payment(place: Place, when: When, c: int) -> None:
    """Count the wait, in working days from the start of entitlement to the month of the first payment."""
    cases = place.cases
    if cases.start[c] == when.month and when.counts and cases.since[c] != NEVER:
        days = (when.month - cases.since[c]) * WORKING_DAYS
        place.books.waits[min(max(days, 0), WAIT_DAYS - 1)] += place.weight[cases.village[c]]


@compiled
def pay(place: Place, policy: Policy, when: When) -> None:
    """Pay every enrolled case the amount last decided; the bundle in kind goes with the status."""
    cases, books = place.cases, place.books
    local, away = np.zeros(books.money.shape[1], np.int64), np.zeros(books.money.shape[1], np.int64)
    bundle_row = books.money.shape[1] - 1
    for c in range(place.n_cases[0]):
        if cases.stage[c] != Stage.ENROLLED or cases.start[c] > when.month:
            continue
        first_payment(place, when, c)
        i, k = cases.unit[c], cases.programme[c]
        weight = place.weight[cases.village[c]]
        amount = np.int64(cases.amount[c])
        kind = bundle_fen(policy.rules, k, facts_on_file(cases, c), lines_of(place, policy, i))
        to = away if place.units.registration[i] != when.county else local
        to[k] += weight * amount
        to[bundle_row] += weight * kind
        books.measures[when.row, Measure.PAID_UNIT_SUM_FEN] += weight * (amount + kind)
        cases.paid[c] = amount
        if when.counts:
            cases.paid_total[c] += amount
        if amount > 0:
            books.flows[when.row, k, Flow.PAID_PERSONS] += weight * np.int64(cases.covered[c])
            books.flows[when.row, k, Flow.PAID_UNITS] += weight
    split_payers(place, policy, when, local, away)


@compiled
def split_payers(
    place: Place, policy: Policy, when: When, local: npt.NDArray[np.int64], away: npt.NDArray[np.int64]
) -> None:
    """Split the month's payments over the paying levels; the county (its own or of registration) takes the rest."""
    money = place.books.money
    for k in range(local.size):
        grants_local, grants_away = money[when.row, k, 3], money[when.row, k, 4]
        money[when.row, k, 3], money[when.row, k, 4] = 0, 0
        for total, purse in ((local[k] + grants_local, 3), (away[k] + grants_away, 4)):
            rest = total
            for level in range(3):
                part = share_of(total, policy.payers[when.county, level])
                money[when.row, k, level] += part
                rest -= part
            money[when.row, k, purse] += rest


@inlined
def has_changed(place: Place, c: int) -> bool:
    """Whether the true entitlement of case c differs from what is decided (what a report or match would show)."""
    cases = place.cases
    difference = abs(np.int64(cases.entitled_amount[c]) - cases.amount[c])
    return cases.entitled[c] != cases.programme[c] or difference * 10 > cases.amount[c]


@compiled
def look_again(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """Fresh facts on file for case c, what was overpaid in part recovered, and a new decision."""
    cases, p = place.cases, policy.processes.review
    over = np.int64(cases.amount[c]) - cases.entitled_amount[c]
    put_on_file(place, policy, luck, when.month, c, np.zeros(N_FACTS, np.int64))
    reassess(place, policy, when, c)
    if over > 0 and cases.paid[c] > 0 and cases.exit_left[c] == 0 and cases.amount[c] < cases.paid[c]:
        part = share_of(over, p.recovery_share)
        place.books.measures[when.row, Measure.RECOVERED_FEN] += part * place.weight[cases.village[c]]


@compiled
def maintain(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Upkeep of every enrolled case: deaths, gradual exit, uprating, reports and matches, reviews in their hours."""
    cases, p = place.cases, policy.processes.review
    free, spent = minutes_planned(place, Office.DESK) - place.backlog[1], np.int64(0)
    minutes = int(p.minutes)
    for c in range(place.n_cases[0]):
        if cases.stage[c] != Stage.ENROLLED:
            continue
        i = cases.unit[c]
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, place.units.id[i], when.month, Process.REVIEW)
        if place.units.persons[i] == 0:
            if happens(w0, p.deceased_prob_month):
                stop(place, when, c)
            continue
        if cases.exit_left[c] > 0:
            cases.exit_left[c] -= 1
            if cases.exit_left[c] == 0:
                end_exit(place, policy, when, c)
            continue
        noticed = has_changed(place, c) and (review.reported(w1, p) or review.matched(w2, p))
        stated = happens(w3, information.statement_probability(policy.processes.information))
        stated = stated and cases.entitled_amount[c] > cases.amount[c]
        due = cases.review[c] <= when.month
        if due and spent + minutes <= free:
            spent += minutes
            cases.review[c] = when.month + review.interval_months(place.units.able[i], p)
            place.books.measures[when.row, Measure.REVIEWS] += place.weight[cases.village[c]]
            look_again(place, policy, luck, when, c)
        elif noticed or stated:
            look_again(place, policy, luck, when, c)
        elif when.uprated:
            reassess(place, policy, when, c)
    book(place.staff, Office.DESK, spent)
    place.books.measures[when.row, Measure.TASK_DESK] += spent
