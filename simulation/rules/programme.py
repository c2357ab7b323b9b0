"""Programmes in legal order: the only file that reads the rule tables. No programme has a name here.

Facts and lines are int64 vectors indexed by `Fact` and `Line`; `k` is a programme's place in legal order.
Reason 0 means that every test was passed, another code is the first failing test (`RuleBook.reasons`).
"""

import numpy as np
import numpy.typing as npt

from simulation._numba import inlined_reader, reader
from simulation.rules.benefit import basic_fen, limited_fen
from simulation.rules.eligibility import holds
from simulation.rules.facts import Fact
from simulation.rules.income import item_fen
from simulation.rules.limits import amount_of, quantity
from simulation.rules.schedule import ignored_of_group
from simulation.rules.supplement import heads
from simulation.rules.tables import NONE, Benefit, Rules

type Facts = npt.NDArray[np.int64]
type Lines = npt.NDArray[np.int64]
type Assessment = tuple[int, int, int, int, int]

UNBOUNDED_FEN = 2**50  # "no income test": above any income
_PERSONS = int(Fact.PERSONS)
_NOTHING, _SHARE = int(Benefit.NOTHING), int(Benefit.SHARE)


@inlined_reader
def covered_persons(rules: Rules, k: int, facts: Facts) -> int:
    """Members for whom programme `k` would pay: all, or those counted by its one or two facts."""
    row = rules.programmes[k]
    if row["covered"] == NONE:
        return facts[_PERSONS]  # type: ignore[no-any-return]
    count = facts[row["covered"]]
    if row["covered_too"] != NONE:
        count += facts[row["covered_too"]]
    return min(count, facts[_PERSONS])  # type: ignore[no-any-return]


@inlined_reader
def income_row(rules: Rules, r: int, facts: Facts, lines: Lines) -> int:
    """Fen/month that income row `r` adds to counted income."""
    row = rules.income[r]
    if row["when"] != NONE and quantity(facts, row["when"], 0, 0) < row["when_least"]:
        return 0
    value = quantity(facts, row["quantity"], 0, 0)
    limit = amount_of(rules, row["limit"], facts, lines, 0, 0) if row["limit"] != NONE else -1
    ignored = 0
    if row["bracket_first"] < row["bracket_end"]:
        members = quantity(facts, row["bracket_per"], 0, 0) if row["bracket_per"] != NONE else 1
        ignored = ignored_of_group(rules.brackets, row["bracket_first"], row["bracket_end"], value, members)
    return item_fen(row["item"], value, row["share"], limit, ignored)


@inlined_reader
def counted_income(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Counted income of the unit under programme `k`, fen/month, not below 0."""
    total = 0
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        total += income_row(rules, r, facts, lines)
    return max(0, total)


@inlined_reader
def condition_sides(
    rules: Rules, c: int, facts: Facts, lines: Lines, counted_fen: int, covered: int
) -> tuple[int, int]:
    """The two sides of condition `c`: the unit's quantity and the amount it is compared with."""
    row = rules.conditions[c]
    left = quantity(facts, row["quantity"], counted_fen, covered)
    return left, amount_of(rules, row["amount"], facts, lines, counted_fen, covered)


@inlined_reader
def first_failing(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> int:
    """Reason code of the first condition of programme `k` that does not hold; 0 when all hold."""
    for c in range(rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]):
        left, right = condition_sides(rules, c, facts, lines, counted_fen, covered)
        if not holds(left, rules.conditions[c]["op"], right):
            return rules.conditions[c]["reason"]  # type: ignore[no-any-return]
    return 0


@inlined_reader
def supplements_fen(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> int:
    """Classified supplements of programme `k`, one per head, in the order of the file."""
    total, free = 0, covered
    for s in range(rules.programmes[k]["supplement_first"], rules.programmes[k]["supplement_end"]):
        row = rules.extras[s]
        number = heads(quantity(facts, row["count"], counted_fen, covered), free)
        free -= number
        total += number * amount_of(rules, row["amount"], facts, lines, counted_fen, covered)
    return total


@inlined_reader
def payment_fen(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> tuple[int, int]:
    """(need, payment) in fen for a unit that passed the tests of programme `k`."""
    row = rules.programmes[k]
    need = amount_of(rules, row["need"], facts, lines, counted_fen, covered)
    if row["benefit"] == _NOTHING:
        return need, 0
    value = quantity(facts, row["quantity"], counted_fen, covered) if row["benefit"] == _SHARE else 0
    paid = basic_fen(row["benefit"], need, row["withdraw"], counted_fen, value)
    paid += supplements_fen(rules, k, facts, lines, counted_fen, covered)
    least = amount_of(rules, row["minimum"], facts, lines, counted_fen, covered) if row["minimum"] != NONE else 0
    most = amount_of(rules, row["maximum"], facts, lines, counted_fen, covered) if row["maximum"] != NONE else -1
    return need, limited_fen(paid, least, most, row["round_to"])


@inlined_reader
def _assess_counted(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int) -> Assessment:
    covered = covered_persons(rules, k, facts)
    reason = first_failing(rules, k, facts, lines, counted_fen, covered)
    if reason != 0:
        need = amount_of(rules, rules.programmes[k]["need"], facts, lines, counted_fen, covered)
        return reason, need, counted_fen, 0, covered
    need, paid = payment_fen(rules, k, facts, lines, counted_fen, covered)
    return 0, need, counted_fen, paid, covered


@reader
def assess(rules: Rules, k: int, facts: Facts, lines: Lines) -> Assessment:
    """(reason, need_fen, counted_fen, amount_fen, covered_persons) of programme `k` for one unit."""
    return _assess_counted(rules, k, facts, lines, counted_income(rules, k, facts, lines))


@reader
def decide(rules: Rules, facts: Facts, lines: Lines) -> tuple[int, int, int, int, int, int]:
    """(programme, reason, need_fen, counted_fen, amount_fen, covered_persons): the first status that passes.

    Monthly statuses exclude one another and are tried in legal order. When none passes, programme is -1,
    amount 0, and reason, need and counted income are those of the main programme (`Rules.main`).
    """
    block, counted = -2, 0
    reason, need, main_counted, covered = 0, 0, 0, 0
    for k in range(len(rules.programmes)):
        row = rules.programmes[k]
        if row["monthly"] == 0:
            continue
        if row["income_block"] != block:
            block = row["income_block"]
            counted = counted_income(rules, k, facts, lines)
        result = _assess_counted(rules, k, facts, lines, counted)
        if result[0] == 0:
            return k, 0, result[1], result[2], result[3], result[4]
        if k == rules.main:
            reason, need, main_counted, covered = result[0], result[1], result[2], result[4]
    return -1, reason, need, main_counted, 0, covered


@reader
def bundle_fen(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Monthly value (fen) of the aid in kind that comes with status `k`; 0 for k = -1 or none."""
    if k < 0:
        return 0
    total = 0
    covered = covered_persons(rules, k, facts)
    for b in range(rules.programmes[k]["bundle_first"], rules.programmes[k]["bundle_end"]):
        total += amount_of(rules, rules.extras[b]["amount"], facts, lines, 0, covered)
    return total


@reader
def grant(rules: Rules, facts: Facts, lines: Lines) -> tuple[int, int]:
    """(programme, amount_fen) of the first one-off programme that passes after a shock; (-1, 0) if none."""
    for k in range(len(rules.programmes)):
        if rules.programmes[k]["monthly"] == 0:
            result = _assess_counted(rules, k, facts, lines, counted_income(rules, k, facts, lines))
            if result[0] == 0 and result[3] > 0:
                return k, result[3]
    return -1, 0


@reader
def exit_terms(rules: Rules, k: int) -> tuple[int, float, int]:
    """(months, ceiling as a multiple of the line, profile) of the gradual exit from status `k`."""
    row = rules.programmes[k]
    return row["exit_months"], row["exit_ceiling"], row["exit_profile"]
