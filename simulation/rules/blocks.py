"""The blocks of one programme as the tables hold them: who is covered, what counts, what fails, what is paid.

Facts and lines are int64 vectors indexed by `Fact` and `Line`; `k` is a programme's place in legal order.
"""

import numpy as np
import numpy.typing as npt

from simulation._numba import inlined_reader
from simulation.rules.benefit import basic_fen, limited_fen
from simulation.rules.eligibility import holds
from simulation.rules.facts import Fact
from simulation.rules.formulas import formula_fen
from simulation.rules.income import item_fen
from simulation.rules.limits import amount_of, part_of, quantity
from simulation.rules.schedule import of_group
from simulation.rules.supplement import heads
from simulation.rules.tables import NONE, Benefit, Item, Rules

type Facts = npt.NDArray[np.int64]
type Lines = npt.NDArray[np.int64]
type Assessment = tuple[int, int, int, int, int]

_PERSONS = int(Fact.PERSONS)
_NOTHING, _SHARE = int(Benefit.NOTHING), int(Benefit.SHARE)
_TIERED, _FORMULA = int(Benefit.TIERED), int(Benefit.FORMULA)
_FLOOR = int(Item.FLOOR)


@inlined_reader
def covered_persons(rules: Rules, k: int, facts: Facts) -> int:
    """Members for whom programme `k` would pay: all, or those in one of its groups."""
    row = rules.programmes[k]
    if row["whole"] == 1:
        return facts[_PERSONS]  # type: ignore[no-any-return]
    count = 0
    for g in range(row["group_first"], row["group_end"]):
        count += quantity(facts, rules.groups[g]["quantity"], 0, 0)
    return min(count, facts[_PERSONS])  # type: ignore[no-any-return]


@inlined_reader
def waived(rules: Rules, first: int, end: int, facts: Facts, lines: Lines) -> bool:
    """Whether every test of one group of waiver rows [first, end) holds; groups stand one after the other."""
    group, all_hold = NONE, False
    for w in range(first, end):
        row = rules.waivers[w]
        if row["group"] != group:
            if all_hold:
                return True
            group, all_hold = row["group"], True
        amount = amount_of(rules, row["amount"], facts, lines, 0, 0)
        all_hold = all_hold and holds(quantity(facts, row["quantity"], 0, 0), row["op"], amount)
    return all_hold


@inlined_reader
def income_row(rules: Rules, r: int, facts: Facts, lines: Lines, given_fen: int = 0) -> int:
    """Fen/month that income row `r` adds to counted income."""
    row = rules.income[r]
    value = quantity(facts, row["quantity"], 0, 0, given_fen)
    if value == 0 and row["item"] != _FLOOR:  # most incomes of most units: nothing to count, deduct or share
        return 0
    if row["when"] != NONE and quantity(facts, row["when"], 0, 0) < row["when_least"]:
        return 0
    if row["waiver_first"] < row["waiver_end"] and waived(rules, row["waiver_first"], row["waiver_end"], facts, lines):
        return 0
    limit = amount_of(rules, row["limit"], facts, lines, 0, 0) if row["limit"] != NONE else -1
    ignored = 0
    if row["bracket_first"] < row["bracket_end"]:
        members = quantity(facts, row["bracket_per"], 0, 0) if row["bracket_per"] != NONE else 1
        ignored = of_group(rules.brackets, row["bracket_first"], row["bracket_end"], value, members)
    return item_fen(row["item"], value, row["share"], limit, ignored)


@inlined_reader
def counted_income(rules: Rules, k: int, facts: Facts, lines: Lines, given_fen: int = 0) -> int:
    """Counted income of the unit under programme `k`, fen/month, not below 0."""
    total = 0
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        total += income_row(rules, r, facts, lines, given_fen)
    return max(0, total)


@inlined_reader
def condition_sides(
    rules: Rules, c: int, facts: Facts, lines: Lines, counted_fen: int, covered: int
) -> tuple[int, int]:
    """The two sides of condition `c`: the unit's quantity and the amount it is compared with."""
    row = rules.conditions[c]
    left = quantity(facts, row["quantity"], counted_fen, covered)
    return part_of(left, row["share"]), amount_of(rules, row["amount"], facts, lines, counted_fen, covered)


@inlined_reader
def failing_between(
    rules: Rules, first: int, end: int, facts: Facts, lines: Lines, counted_fen: int, covered: int
) -> int:
    """Reason code of the first of conditions [first, end) that neither holds nor is waived; 0 when all do."""
    for c in range(first, end):
        left, right = condition_sides(rules, c, facts, lines, counted_fen, covered)
        row = rules.conditions[c]
        if not holds(left, row["op"], right) and not waived(
            rules, row["waiver_first"], row["waiver_end"], facts, lines
        ):
            return row["reason"]  # type: ignore[no-any-return]
    return 0


@inlined_reader
def first_failing(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> int:
    """Reason code of the first condition of programme `k` that neither holds nor is waived; 0 when all do."""
    row = rules.programmes[k]
    return failing_between(rules, row["condition_first"], row["condition_end"], facts, lines, counted_fen, covered)


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
def tiered_fen(rules: Rules, k: int, facts: Facts, counted_fen: int, covered: int) -> int:
    """What the schedule of programme `k` gives at its quantity, shared out over the persons it names."""
    row = rules.programmes[k]
    value = quantity(facts, row["quantity"], counted_fen, covered)
    members = quantity(facts, row["bracket_per"], counted_fen, covered) if row["bracket_per"] != NONE else 1
    return of_group(rules.brackets, row["bracket_first"], row["bracket_end"], value, members)  # type: ignore[no-any-return]


@inlined_reader
def before_limits(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, need: int) -> int:
    """Payment (fen) of programme `k` at a given need, before supplements, limits and rounding."""
    row = rules.programmes[k]
    if row["benefit"] == _TIERED:
        return tiered_fen(rules, k, facts, counted_fen, covered)
    if row["benefit"] == _FORMULA:
        first = amount_of(rules, row["arguments"], facts, lines, counted_fen, covered)
        second = amount_of(rules, row["arguments"] + 1, facts, lines, counted_fen, covered)
        third = amount_of(rules, row["arguments"] + 2, facts, lines, counted_fen, covered)
        return formula_fen(row["quantity"], facts, first, second, third)  # type: ignore[no-any-return]
    value = quantity(facts, row["quantity"], counted_fen, covered) if row["benefit"] == _SHARE else 0
    return basic_fen(row["benefit"], need, row["withdraw"], counted_fen, value)


@inlined_reader
def paid_fen(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, need: int) -> int:
    """Payment (fen) of programme `k` to a unit that passed its tests, at a given need."""
    row = rules.programmes[k]
    if row["benefit"] == _NOTHING:
        return 0
    paid = before_limits(rules, k, facts, lines, counted_fen, covered, need)
    paid += supplements_fen(rules, k, facts, lines, counted_fen, covered)
    least, most = 0, -1
    if row["minimum"] != NONE:
        least = amount_of(rules, row["minimum"], facts, lines, counted_fen, covered)
    if row["maximum"] != NONE:
        most = amount_of(rules, row["maximum"], facts, lines, counted_fen, covered)
    limited = limited_fen(paid, least, most, row["round_to"], row["rounding"])
    return part_of(limited, row["reach"])


@inlined_reader
def payment_fen(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> tuple[int, int]:
    """(need, payment) in fen for a unit that passed the tests of programme `k`."""
    need = amount_of(rules, rules.programmes[k]["need"], facts, lines, counted_fen, covered)
    return need, paid_fen(rules, k, facts, lines, counted_fen, covered, need)


@inlined_reader
def assess_counted(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int) -> Assessment:
    """(reason, need_fen, counted_fen, amount_fen, covered_persons) at an income already counted."""
    covered = covered_persons(rules, k, facts)
    reason = first_failing(rules, k, facts, lines, counted_fen, covered)
    if reason != 0:
        need = amount_of(rules, rules.programmes[k]["need"], facts, lines, counted_fen, covered)
        return reason, need, counted_fen, 0, covered
    need, paid = payment_fen(rules, k, facts, lines, counted_fen, covered)
    return 0, need, counted_fen, paid, covered
