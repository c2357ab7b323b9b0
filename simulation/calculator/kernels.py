"""Many versions of a household, or all units of a county, in one compiled call.

Nothing is decided here: every number is read off the kernels of `rules/` (and the facts off `month_steps/`), which
this file, outside the month, calls in a loop.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, lean
from simulation.month_steps.county_tables import CountyTables, Policy
from simulation.month_steps.eligibility.entitlement import fill_facts
from simulation.month_steps.shocks.living import line_row
from simulation.rules.aid import aid_fen
from simulation.rules.blocks import failing_between
from simulation.rules.exit import gradual_amount
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import quantity
from simulation.rules.programme import (
    assess,
    bundle_fen,
    counted_income,
    covered_persons,
    decide,
    exit_terms,
    need_of,
)
from simulation.rules.tables import NONE, Kind, Rules

type Table = npt.NDArray[np.int64]

STATUS, CASH, IN_KIND = 0, 1, 2  # columns of `standings`
# columns of `unit_rates`
WEIGHT, ABLE, HELD, NOW, LATER, FIRST_YEAR, DROP, DISTANCE, REASON, COLUMNS = range(10)
EXIT_WINDOW = 12  # months over which a gradual exit is averaged: "the first year after the rise"
_STATUS_KIND = int(Kind.STATUS)
_WAGE, _PERSONS, _ABLE, _DIBAO = int(Fact.WAGE), int(Fact.PERSONS), int(Fact.ABLE), int(Line.DIBAO)


@compiled
def standings(rules: Rules, facts: Table, lines: Table) -> Table:
    """(n, 3) status (-1 = none), cash and aid in kind (fen/month) for n rows of facts and of lines."""
    out = np.empty((facts.shape[0], 3), np.int64)
    for i in range(facts.shape[0]):
        k, _, _, _, amount, _ = decide(rules, facts[i], lines[i])
        out[i, STATUS], out[i, CASH], out[i, IN_KIND] = k, amount, bundle_fen(rules, k, facts[i], lines[i])
    return out


@compiled
def alone(rules: Rules, facts: Table, lines: Table) -> Table:
    """(n, programmes) cash and what comes with it (fen/month) of each status with the others off; 0 for the rest."""
    out = np.zeros((facts.shape[0], len(rules.programmes)), np.int64)
    for i in range(facts.shape[0]):
        for k in range(len(rules.programmes)):
            if rules.programmes[k]["kind"] == _STATUS_KIND:
                reason, _, _, amount, _ = assess(rules, k, facts[i], lines[i])
                out[i, k] = amount + bundle_fen(rules, k, facts[i], lines[i]) if reason == 0 else 0
    return out


@lean
def _add_aids(rules, facts, lines, k, out):  # type: ignore[no-untyped-def]
    """Write into `out` what each aid programme gives in addition to status k (as `rules.aid.aids_fen` sums it)."""
    total, given = 0, 0
    covered = covered_persons(rules, k, facts)
    for p in range(rules.programmes[k]["passport_first"], rules.programmes[k]["passport_end"]):
        aid = rules.passports[p]["aid"]
        if rules.programmes[aid]["excludes"] & given == 0:
            value = aid_fen(rules, p, k, facts, lines, covered, total)
            if value > 0:
                given |= rules.programmes[aid]["bit"]
                total += value
                out[aid] += value


@compiled
def aids(rules: Rules, facts: Table, lines: Table) -> Table:
    """(n, programmes) what each aid programme gives in addition to the status (fen/month), a part of aid in kind."""
    out = np.zeros((facts.shape[0], len(rules.programmes)), np.int64)
    for i in range(facts.shape[0]):
        k = decide(rules, facts[i], lines[i])[0]
        if k >= 0:
            _add_aids(rules, facts[i], lines[i], k, out[i])
    return out


@compiled
def truths(rules: Rules, facts: Table, lines: Table) -> Table:
    """(n, conditions + programmes + income rows + 1): the truth of every test, aid and income row, and the status.

    Whether each test is passed, each aid is given, each income row acts (1, 0), then the number of the status.
    Between two rows with the same truths nothing can jump: amounts are continuous but for their rounding.
    """
    tests, programmes = len(rules.conditions), len(rules.programmes)
    out = np.zeros((facts.shape[0], tests + programmes + len(rules.income) + 1), np.int64)
    for i in range(facts.shape[0]):
        for k in range(programmes):
            row = rules.programmes[k]
            covered = covered_persons(rules, k, facts[i])
            counted = counted_income(rules, k, facts[i], lines[i])
            need = need_of(rules, k, facts[i], lines[i], counted, covered)
            for c in range(row["condition_first"], row["condition_end"]):
                out[i, c] = failing_between(rules, c, c + 1, facts[i], lines[i], counted, covered, 0, need) == 0
        for r in range(len(rules.income)):
            when = rules.income[r]["when"]
            acts = when == NONE or quantity(facts[i], when, 0, 0, 0, 0) >= rules.income[r]["when_least"]
            out[i, tests + programmes + r] = acts
        status = decide(rules, facts[i], lines[i])[0]
        out[i, -1] = status
        if status >= 0:
            _add_aids(rules, facts[i], lines[i], status, out[i, tests : tests + programmes])
        for k in range(tests, tests + programmes):
            out[i, k] = out[i, k] > 0
    return out


@lean
def _worth(rules, facts, lines):  # type: ignore[no-untyped-def]
    """(status, cash + aid in kind in fen/month)."""
    k, _, _, _, amount, _ = decide(rules, facts, lines)
    return k, amount + bundle_fen(rules, k, facts, lines)


@lean
def _first_year(rules, facts, lines, held, old_fen):  # type: ignore[no-untyped-def]
    """Mean fen/month over the first year after facts changed from those that gave status `held` and `old_fen`."""
    k, _, _, _, amount, _ = decide(rules, facts, lines)
    after = amount + bundle_fen(rules, k, facts, lines)
    if held < 0 or amount > 0 or old_fen == 0:
        return after
    months, ceiling, profile = exit_terms(rules, held)
    counted = counted_income(rules, held, facts, lines)
    in_kind = bundle_fen(rules, held, facts, lines)
    total = 0
    for elapsed in range(EXIT_WINDOW):
        kept = gradual_amount(
            months, ceiling, profile, elapsed, old_fen, counted, lines[_DIBAO], facts[_PERSONS]
        )  # fmt: skip
        total += kept + in_kind if kept > 0 else after
    return total // EXIT_WINDOW


@compiled
def first_year(rules: Rules, facts: Table, lines: Table, held: int, old_fen: int) -> Table:
    """(n,) cash and aid in kind, mean fen/month of the first year for a unit that held a status and `old_fen`.

    With no cash left a gradual exit keeps part of the old amount and the aid that goes with the status for its
    months (`rules.exit`); the status found anew holds in the others.
    """
    out = np.empty(facts.shape[0], np.int64)
    for i in range(facts.shape[0]):
        out[i] = _first_year(rules, facts[i], lines[i], held, old_fen)
    return out


@compiled
def _fall_between(rules: Rules, facts: npt.NDArray[np.int64], lines: npt.NDArray[np.int64], low: int, high: int) -> Any:
    """(first fen of wage after it, fen lost, reason) of the change of status in (low, high]; (0, 0, 0) if none."""
    facts[_WAGE] = low
    held, _ = _worth(rules, facts, lines)
    facts[_WAGE] = high
    if _worth(rules, facts, lines)[0] == held:
        return 0, 0, 0
    while high - low > 1:
        middle = (low + high) // 2
        facts[_WAGE] = middle
        if _worth(rules, facts, lines)[0] == held:
            low = middle
        else:
            high = middle
    facts[_WAGE] = low
    before = _worth(rules, facts, lines)[1]
    facts[_WAGE] = high
    gained, after = _worth(rules, facts, lines)
    reason = assess(rules, held, facts, lines)[0] if held >= 0 else 0
    if reason == 0 and gained >= 0:  # the status is not lost, one that comes first in law takes its place
        facts[_WAGE] = low
        reason = assess(rules, gained, facts, lines)[0]
    return high, before - after, reason


@compiled
def unit_rates(place: CountyTables, policy: Policy, month: int, step_fen: int, reach_fen: int) -> Table:
    """(units, COLUMNS) aid now and with `step_fen` more wage a month, and the cliff within `reach_fen` of the wage.

    Facts are the true ones. NOW, LATER, FIRST_YEAR: fen/month of cash and aid in kind; DROP: fen lost at the
    nearest cliff above the wage, else of the one fallen from below it (DISTANCE then negative or 0); REASON: the test
    that ends the status, or that lets another take its place. Rows of empty units have weight 0.
    """
    out = np.zeros((len(place.units), COLUMNS), np.int64)
    facts = np.zeros(len(place.scratch[1]), np.int64)
    rules = policy.rules
    village = 0
    for i in range(len(place.units)):
        while i >= place.village[village + 1]:
            village += 1
        if place.units[i].persons == 0:
            continue
        lines = policy.lines[line_row(place.units, i)]
        fill_facts(place.units, policy.processes[0], policy.income_index, month, i, True, 1.0, facts)
        wage = facts[_WAGE]
        held, _, _, _, cash, _ = decide(rules, facts, lines)
        row = out[i]
        row[WEIGHT], row[ABLE], row[HELD] = place.weight[village], facts[_ABLE], held
        row[NOW] = cash + bundle_fen(rules, held, facts, lines)
        facts[_WAGE] = wage + step_fen
        row[LATER] = _worth(rules, facts, lines)[1]
        row[FIRST_YEAR] = _first_year(rules, facts, lines, held, cash)
        top, lost, reason = _fall_between(rules, facts, lines, wage, wage + reach_fen)
        if lost <= 0:
            top, lost, reason = _fall_between(rules, facts, lines, max(wage - reach_fen, 0), wage)
        if lost > 0:
            row[DROP], row[DISTANCE], row[REASON] = lost, top - wage, reason
    return out
