"""Step 6: units that know decide whether to file; and temporary assistance after a shock."""

import numpy as np
import numpy.typing as npt

from simulation._numba import inlined, inlined_reader, lean
from simulation.draws import Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.processes import application, verification
from simulation.processes.information import Knowledge
from simulation.rules.facts import ON_FILE, Line
from simulation.rules.programme import bundle_fen, decide, grant
from simulation.steps.cases import Stage
from simulation.steps.entitlement import fill_facts, perceived_factor
from simulation.steps.living import tariff
from simulation.steps.outreach import idle
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import WORKING_DAYS
from simulation.world.columns import Flag
from simulation.world.offices import Office

CONSIDER_EVERY = 3  # months: without help or a fresh shock a unit thinks of claiming once a quarter (assumed)


@inlined
def unit_taste(place: Place, policy: Policy, luck: Luck, i: int) -> float:
    """Taste of unit i for claiming (logit), fixed for its whole history."""
    word = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, 0, Process.TASTE)[0]
    return application.taste(word, policy.processes[0].application)


@inlined_reader
def believed_gain(place: Place, policy: Policy, luck: Luck, month: int, i: int, facts: npt.NDArray[np.int64]) -> float:
    """What unit i believes it would gain: dibao lines per head and month; -1 when it believes in nothing."""
    factor = perceived_factor(place, policy, luck, i)
    lines = policy.lines[tariff(place.units, i)]
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, False, factor, facts)
    k, _, _, _, amount, _ = decide(policy.rules, facts, lines)
    if k < 0:
        return -1.0
    worth = amount + bundle_fen(policy.rules, k, facts, lines)
    return worth / (float(lines[Line.DIBAO]) * max(place.units[i].persons, 1))


@lean
def put_on_file(place: Place, policy: Policy, luck: Luck, month: int, c: int, facts: npt.NDArray[np.int64]) -> None:
    """The facts the office has of case c from now on: declared, or true where hidden earnings are found."""
    cases = place.cases
    i = np.int64(cases[c].unit)
    word = words(luck.seed, luck.replication, Kind.CASE, place.units[i].id, cases[c].filings, Process.VERIFICATION)[0]
    seen = verification.hidden_seen(word, policy.processes[0].verification)
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, seen, 1.0, facts)
    for f in range(ON_FILE):
        cases[c].facts[f] = min(facts[f], 2_000_000_000)


@lean
def file_case(place: Place, policy: Policy, luck: Luck, when: When, c: int, facts: npt.NDArray[np.int64]) -> None:
    """Case c is filed in this month; work on it may start in the next."""
    cases, p = place.cases, policy.processes[0].verification
    cases[c].filings += 1
    cases[c].stage = Stage.SURVEY
    cases[c].work = verification.survey_minutes(p)
    cases[c].ready = (when.month + 1) * WORKING_DAYS + int(p.start_days + p.delay_days)
    cases[c].channel = place.units[cases[c].unit].knows
    cases[c].flagged = 0
    put_on_file(place, policy, luck, when.month, c, facts)
    place.books.measures[when.row, Measure.FILED] += place.weight[cases[c].village]


@lean
def apply(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Every idle case that knows files if its taste exceeds what the claim asks of it; see CONSIDER_EVERY."""
    cases, units, p = place.cases, place.units, policy.processes[0].application
    facts = place.scratch[1]
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        assisted = cases[c].assisted > 0
        cases[c].assisted = 0
        if not idle(cases[c].stage) or units[i].knows == Knowledge.NONE or units[i].persons == 0:
            continue
        if when.month < cases[c].retry or units[i].flags & Flag.BANNED:
            continue
        if not (assisted or units[i].hit > 0 or (when.month + units[i].id) % CONSIDER_EVERY == 0):
            continue
        most = application.claim_logit(2.0, assisted, p) + unit_taste(place, policy, luck, i)
        if most <= 0.0:
            continue
        gain = believed_gain(place, policy, luck, when.month, i, facts)
        if gain >= 0.0 and application.files(gain, assisted, unit_taste(place, policy, luck, i), p):
            file_case(place, policy, luck, when, c, facts)


@lean
def emergency(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Temporary assistance to units hit this month that turn to the desk, from its reserve of hours and purse.

    A case is helped in the same month while any reserve is left; what its paper work takes beyond the reserve
    comes later with the ordinary work. A case for which no reserve is left is not helped.
    """
    units, p, staff = place.units, policy.processes[0].temporary, place.staff
    facts = place.scratch[1]
    minutes = int(p.minutes)
    reserve = np.int64(0)
    for row in range(staff.size):
        if staff[row].office == Office.DESK:
            reserve += staff[row].reserve
    used = np.int64(0)
    for v in range(place.weight.size):
        for i in range(place.village[v], place.village[v + 1]):
            if units[i].hit == 0 or units[i].knows == Knowledge.NONE or units[i].flags & Flag.BANNED:
                continue
            if units[i].persons == 0 or policy.processes[0].application.enabled < 0.5:
                continue
            w0, w1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.TEMPORARY)
            if not happens(w0, p.seek_prob):
                continue
            fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
            k, amount = grant(policy.rules, facts, policy.lines[tariff(place.units, i)])
            work = minutes // 3 if happens(w1, p.assist_first_share) else minutes
            if k < 0 or used >= reserve or (place.purse[0] >= 0 and amount > place.purse[0]):
                continue
            used += min(work, reserve - used)
            if place.purse[0] >= 0:
                place.purse[0] -= amount
            pay_grant(place, when, i, v, k, amount)
    book_reserve(place, when, used)


@lean
def pay_grant(place: Place, when: When, i: int, v: int, k: int, amount: int) -> None:
    """Enter one grant in the books (payers are split at the end of the month)."""
    weight = place.weight[v]
    measures, flows = place.books.measures, place.books.flows
    measures[when.row, Measure.TEMPORARY_CASES] += weight
    measures[when.row, Measure.PAID_UNIT_SUM_FEN] += weight * amount
    place.purse[1] += amount
    other = 4 if place.units[i].registration != when.county else 3
    place.books.money[when.row, k, other] += weight * amount
    flows[when.row, k, 6] += weight * np.int64(place.units[i].persons)
    flows[when.row, k, 7] += weight


@lean
def book_reserve(place: Place, when: When, minutes: int) -> None:
    """Book minutes of temporary cases on the desks' reserves, in row order."""
    staff = place.staff
    left = minutes
    for row in range(staff.size):
        if staff[row].office == Office.DESK:
            taken = min(left, staff[row].reserve)
            staff[row].booked += taken
            left -= taken
    place.books.measures[when.row, Measure.TASK_DESK] += minutes
