"""Steps 9 to 11: payment of what was last decided, re-assessment, gradual exit, exits."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, inlined, lean, merged
from simulation.draws import Kind, Process, happens, words
from simulation.ledger import WAIT_DAYS, Flow, Measure
from simulation.processes import information, review
from simulation.processes.staffing import book
from simulation.rules.exit import gradual_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import bundle_fen, counted_income, decide, exit_terms
from simulation.steps.cases import NEVER, NO_PROGRAMME, UNPRICED, Stage
from simulation.steps.casework import enter, leave, minutes_planned, read_file
from simulation.steps.filing import put_on_file
from simulation.steps.living import tariff
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS, share_of
from simulation.world.offices import Office


@lean
def stop(place: Place, when: When, c: int) -> None:
    """Case c leaves its status for good; it may come back by a new filing."""
    cases = place.cases
    leave(place, when, c, cases[c].programme, cases[c].covered, 1)
    cases[c].stage, cases[c].programme = Stage.LATENT, NO_PROGRAMME
    cases[c].amount, cases[c].covered, cases[c].exit_left = 0, 0, 0


@lean
def switch(place: Place, when: When, c: int, k: int, amount: int, covered: int) -> None:
    """Case c moves to status k (or keeps it) with a new amount and cover; persons are counted in and out."""
    cases = place.cases
    if k != cases[c].programme:
        leave(place, when, c, cases[c].programme, cases[c].covered, 1)
        enter(place, when, c, k, covered, 1)
        cases[c].programme, cases[c].bundle = k, UNPRICED
    elif covered > cases[c].covered:
        enter(place, when, c, k, covered - cases[c].covered, 0)
    elif covered < cases[c].covered:
        leave(place, when, c, k, cases[c].covered - covered, 0)
    cases[c].amount, cases[c].covered = amount, covered


@merged
def reassess(place: Place, policy: Policy, when: When, c: int) -> None:
    """Decide an enrolled case anew on the facts on file: same status, another one, gradual exit, or the end."""
    cases = place.cases
    read_file(place, policy, c)
    facts, lines = place.scratch[0], policy.lines[tariff(place.units, cases[c].unit)]
    k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
    if amount > 0 or (k >= 0 and cases[c].amount == 0):
        cases[c].exit_left = 0
        switch(place, when, c, k, amount, covered)
        return
    if cases[c].exit_left > 0:
        return
    months, ceiling, profile = exit_terms(policy.rules, cases[c].programme)
    counted = counted_income(policy.rules, cases[c].programme, facts, lines)
    kept = gradual_amount(
        months, ceiling, profile, 0, cases[c].amount, counted, lines[Line.DIBAO], np.int64(facts[Fact.PERSONS])
    )
    if kept > 0:
        cases[c].exit_left = min(months, 255)
        cases[c].amount = kept
    elif k >= 0:
        switch(place, when, c, k, amount, covered)
    else:
        stop(place, when, c)


@merged
def end_exit(place: Place, policy: Policy, when: When, c: int) -> None:
    """The gradual exit of case c is over: it takes the status without cash it is left with, or none."""
    cases = place.cases
    read_file(place, policy, c)
    facts, lines = place.scratch[0], policy.lines[tariff(place.units, cases[c].unit)]
    k, _, _, _, amount, covered = decide(policy.rules, facts, lines)
    if k >= 0:
        switch(place, when, c, k, amount, covered)
    else:
        stop(place, when, c)


@inlined
def first_payment(place: Place, when: When, c: int) -> None:
    """Count the wait, in working days from the start of entitlement to the month of the first payment."""
    cases = place.cases
    if cases[c].start == when.month and when.counts and cases[c].since != NEVER:
        days = (when.month - cases[c].since) * WORKING_DAYS
        place.books.waits[min(max(days, 0), WAIT_DAYS - 1)] += place.weight[cases[c].village]


@compiled
def pay(place: Place, policy: Policy, when: When) -> None:
    """Pay every enrolled case the amount last decided; the bundle in kind goes with the status."""
    cases, books = place.cases, place.books
    local, away = np.zeros(books.money.shape[1], np.int64), np.zeros(books.money.shape[1], np.int64)
    bundle_row = books.money.shape[1] - 1
    for c in range(place.n_cases[0]):
        if cases[c].stage != Stage.ENROLLED or cases[c].start > when.month:
            continue
        first_payment(place, when, c)
        i, k = np.int64(cases[c].unit), np.int64(cases[c].programme)
        weight = place.weight[cases[c].village]
        amount = np.int64(cases[c].amount)
        if when.uprated or cases[c].bundle == UNPRICED:
            read_file(place, policy, c)
            cases[c].bundle = bundle_fen(policy.rules, k, place.scratch[0], policy.lines[tariff(place.units, i)])
        kind = np.int64(cases[c].bundle)
        to = away if place.units[i].registration != when.county else local
        to[k] += weight * amount
        to[bundle_row] += weight * kind
        books.measures[when.row, Measure.PAID_UNIT_SUM_FEN] += weight * (amount + kind)
        cases[c].paid = amount
        if when.counts:
            cases[c].paid_total += amount
        if amount > 0:
            books.flows[when.row, k, Flow.PAID_PERSONS] += weight * np.int64(cases[c].covered)
            books.flows[when.row, k, Flow.PAID_UNITS] += weight
    split_payers(place, policy, when, local, away)


@lean
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
    difference = abs(np.int64(cases[c].entitled_amount) - cases[c].amount)
    return cases[c].entitled != cases[c].programme or difference * 10 > cases[c].amount


@merged
def look_again(place: Place, policy: Policy, luck: Luck, when: When, c: int) -> None:
    """Fresh facts on file for case c, what was overpaid in part recovered, and a new decision."""
    cases, p = place.cases, policy.processes[0].review
    over = np.int64(cases[c].amount) - cases[c].entitled_amount
    put_on_file(place, policy, luck, when.month, c, place.scratch[1])
    reassess(place, policy, when, c)
    if over > 0 and cases[c].paid > 0 and cases[c].exit_left == 0 and cases[c].amount < cases[c].paid:
        part = share_of(over, p.recovery_share)
        place.books.measures[when.row, Measure.RECOVERED_FEN] += part * place.weight[cases[c].village]


@lean
def maintain(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Upkeep of every enrolled case: deaths, gradual exit, uprating, reports and matches, reviews in their hours.

    New cases come first: reviews get the desk minutes that surveys leave. Where the queue stands, reviews are not
    done, as one town reports of itself (F18).
    """
    cases, p = place.cases, policy.processes[0].review
    free, spent = minutes_planned(place, Office.DESK) - place.backlog[1], np.int64(0)
    minutes = int(p.minutes)
    for c in range(place.n_cases[0]):
        if cases[c].stage != Stage.ENROLLED:
            continue
        i = np.int64(cases[c].unit)
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, when.month, Process.REVIEW)
        if place.units[i].persons == 0:
            if happens(w0, p.deceased_prob_month):
                stop(place, when, c)
            continue
        if cases[c].exit_left > 0:
            cases[c].exit_left -= 1
            if cases[c].exit_left == 0:
                end_exit(place, policy, when, c)
            continue
        noticed = has_changed(place, c) and (review.reported(w1, p) or review.matched(w2, p))
        stated = happens(w3, information.statement_probability(policy.processes[0].information))
        stated = stated and cases[c].entitled_amount > cases[c].amount
        due = cases[c].review <= when.month
        if due and spent + minutes <= free:
            spent += minutes
            cases[c].review = when.month + review.interval_months(place.units[i].able, p)
            place.books.measures[when.row, Measure.REVIEWS] += place.weight[cases[c].village]
            look_again(place, policy, luck, when, c)
        elif noticed or stated:
            look_again(place, policy, luck, when, c)
        elif when.uprated:
            reassess(place, policy, when, c)
    book(place.staff, Office.DESK, spent)
    place.books.measures[when.row, Measure.TASK_DESK] += spent
