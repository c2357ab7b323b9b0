"""The blocks of one programme as the tables hold them: who is covered, what counts, what fails, what is paid.

Facts and lines are int64 vectors indexed by `Fact` and `Line`; `k` is a programme's place in legal order. What a
programme calculates itself comes in this order: covered persons, counted income, need, tests, payment. A block may look
at what comes before it; `given_fen` is the aid given by programmes earlier in the order (aid only).
"""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.rules.benefit import basic_fen, limited_fen
from simulation.rules.eligibility import holds
from simulation.rules.facts import Fact
from simulation.rules.formulas import formula_fen
from simulation.rules.income import item_fen
from simulation.rules.limits import LATER, NO_AID, amount_of, part_of, quantity
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
        count += quantity(facts, rules.groups[g]["quantity"], LATER, LATER, LATER, LATER)
    return min(count, facts[_PERSONS])  # type: ignore[no-any-return]


@inlined_reader
def waived(
    rules: Rules, first: int, end: int, facts: Facts, lines: Lines,
    counted_fen: int, covered: int, given_fen: int, need_fen: int,
) -> int:  # fmt: skip
    """1 + the number of the first group of waiver rows [first, end) all of whose tests hold; 0 when there is none.

    Groups follow one another, numbered from 0 (`WAIVER`).
    """
    group, all_hold = NONE, False
    for w in range(first, end):
        row = rules.waivers[w]
        if row["group"] != group:
            if all_hold:
                return group + 1
            group, all_hold = row["group"], True
        amount = amount_of(rules, row["amount"], facts, lines, counted_fen, covered, given_fen, need_fen)
        left = quantity(facts, row["quantity"], counted_fen, covered, given_fen, need_fen)
        all_hold = all_hold and holds(left, row["op"], amount)
    return group + 1 if all_hold else 0


@inlined_reader
def income_row(rules: Rules, r: int, facts: Facts, lines: Lines, covered: int = 0, given_fen: int = 0) -> int:
    """Fen/month that income row `r` adds to counted income."""
    row = rules.income[r]
    value = quantity(facts, row["quantity"], LATER, covered, given_fen, LATER)
    if value == 0 and row["item"] != _FLOOR:  # most incomes of most units: nothing to count, deduct or share
        return 0
    if row["when"] != NONE and quantity(facts, row["when"], LATER, covered, given_fen, LATER) < row["when_least"]:
        return 0
    first, end = row["waiver_first"], row["waiver_end"]
    if first < end and waived(rules, first, end, facts, lines, LATER, covered, given_fen, LATER) > 0:
        return 0
    limit = -1
    if row["limit"] != NONE:
        limit = amount_of(rules, row["limit"], facts, lines, LATER, covered, given_fen, LATER)
    ignored = 0
    if row["bracket_first"] < row["bracket_end"]:
        per = row["bracket_per"]
        members = quantity(facts, per, LATER, covered, given_fen, LATER) if per != NONE else 1
        ignored = of_group(rules.brackets, row["bracket_first"], row["bracket_end"], value, members)
    return item_fen(row["item"], value, row["share"], limit, ignored)


@inlined_reader
def income_of(rules: Rules, k: int, facts: Facts, lines: Lines, covered: int, given_fen: int) -> int:
    """Counted income of the unit under programme `k` that covers `covered` persons, fen/month, not below 0."""
    total = 0
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        total += income_row(rules, r, facts, lines, covered, given_fen)
    return max(0, total)


@inlined_reader
def counted_income(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Counted income of the unit under programme `k`, a status or a grant, fen/month, not below 0."""
    return income_of(rules, k, facts, lines, covered_persons(rules, k, facts), NO_AID)


@inlined_reader
def condition_sides(
    rules: Rules, c: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, given_fen: int, need_fen: int
) -> tuple[int, int]:
    """The two sides of condition `c`: the unit's quantity and the amount it is compared with."""
    row = rules.conditions[c]
    left = quantity(facts, row["quantity"], counted_fen, covered, given_fen, need_fen)
    right = amount_of(rules, row["amount"], facts, lines, counted_fen, covered, given_fen, need_fen)
    return part_of(left, row["share"]), right


@inlined_reader
def failing_between(
    rules: Rules, first: int, end: int, facts: Facts, lines: Lines,
    counted_fen: int, covered: int, given_fen: int, need_fen: int,
) -> int:  # fmt: skip
    """Reason code of the first of conditions [first, end) that neither holds nor is waived; 0 when all do."""
    for c in range(first, end):
        left, right = condition_sides(rules, c, facts, lines, counted_fen, covered, given_fen, need_fen)
        row = rules.conditions[c]
        start, stop = row["waiver_first"], row["waiver_end"]
        if not holds(left, row["op"], right) and (
            waived(rules, start, stop, facts, lines, counted_fen, covered, given_fen, need_fen) == 0
        ):
            return row["reason"]  # type: ignore[no-any-return]
    return 0


@inlined_reader
def first_failing(
    rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, given_fen: int, need_fen: int
) -> int:
    """Reason code of the first condition of programme `k` that neither holds nor is waived; 0 when all do."""
    first, end = rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]
    return failing_between(rules, first, end, facts, lines, counted_fen, covered, given_fen, need_fen)


@lean
def supplements_fen(
    rules: Rules, k: int, facts: Facts, lines: Lines,
    counted_fen: int, covered: int, given_fen: int, need_fen: int, in_need: int,
) -> int:  # fmt: skip
    """Classified supplements of programme `k`, one per head, in the order of the file.

    in_need: 1 = those that raise the need, 0 = those that are paid in addition to it; a member who has one has none of
    the others, whichever way it is given.
    """
    total, free = 0, covered
    for s in range(rules.programmes[k]["supplement_first"], rules.programmes[k]["supplement_end"]):
        row = rules.extras[s]
        if row["count"] == NONE:  # switched off: it takes nobody's place
            continue
        number = heads(quantity(facts, row["count"], counted_fen, covered, given_fen, LATER), free)
        free -= number
        if row["in_need"] == in_need:
            each = amount_of(rules, row["amount"], facts, lines, counted_fen, covered, given_fen, need_fen)
            total += number * each
    return total


@inlined_reader
def need_with(
    rules: Rules, k: int, amount: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, given_fen: int
) -> int:
    """Need (fen) of programme `k`: row `amount` of the amounts, and the supplements that belong to the need."""
    basic = amount_of(rules, amount, facts, lines, counted_fen, covered, given_fen, LATER)
    if rules.programmes[k]["need_supplemented"] == 0:  # a call costs more than to ask
        return basic  # type: ignore[no-any-return]
    return basic + supplements_fen(rules, k, facts, lines, counted_fen, covered, given_fen, LATER, 1)  # type: ignore[no-any-return]


@inlined_reader
def need_of(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> int:
    """Need (fen) of programme `k`, a status or a grant."""
    return need_with(rules, k, rules.programmes[k]["need"], facts, lines, counted_fen, covered, NO_AID)


@inlined_reader
def tiered_fen(rules: Rules, k: int, facts: Facts, counted_fen: int, covered: int, given_fen: int, need: int) -> int:
    """What the schedule of programme `k` gives at its quantity, shared out over the persons it names."""
    row = rules.programmes[k]
    value = quantity(facts, row["quantity"], counted_fen, covered, given_fen, need)
    per = row["bracket_per"]
    members = quantity(facts, per, counted_fen, covered, given_fen, need) if per != NONE else 1
    return of_group(rules.brackets, row["bracket_first"], row["bracket_end"], value, members)  # type: ignore[no-any-return]


@inlined_reader
def before_limits(
    rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, given_fen: int, need: int
) -> int:
    """Payment (fen) of programme `k` at a given need, before supplements, limits and rounding."""
    row = rules.programmes[k]
    if row["benefit"] == _TIERED:
        return tiered_fen(rules, k, facts, counted_fen, covered, given_fen, need)
    if row["benefit"] == _FORMULA:
        place = row["arguments"]
        first = amount_of(rules, place, facts, lines, counted_fen, covered, given_fen, need)
        second = amount_of(rules, place + 1, facts, lines, counted_fen, covered, given_fen, need)
        third = amount_of(rules, place + 2, facts, lines, counted_fen, covered, given_fen, need)
        return formula_fen(row["quantity"], facts, first, second, third)  # type: ignore[no-any-return]
    value = 0
    if row["benefit"] == _SHARE:
        value = quantity(facts, row["quantity"], counted_fen, covered, given_fen, need)
    return basic_fen(row["benefit"], need, row["withdraw"], counted_fen, value)


@inlined_reader
def paid_fen(
    rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int, given_fen: int, need: int
) -> int:
    """Payment (fen) of programme `k` to a unit that passed its tests, at a given need."""
    row = rules.programmes[k]
    if row["benefit"] == _NOTHING:
        return 0
    paid = before_limits(rules, k, facts, lines, counted_fen, covered, given_fen, need)
    if row["supplement_first"] < row["supplement_end"]:
        paid += supplements_fen(rules, k, facts, lines, counted_fen, covered, given_fen, need, 0)
    least, most = 0, -1
    if row["minimum"] != NONE:
        least = amount_of(rules, row["minimum"], facts, lines, counted_fen, covered, given_fen, need)
    if row["maximum"] != NONE:
        most = amount_of(rules, row["maximum"], facts, lines, counted_fen, covered, given_fen, need)
    limited = limited_fen(paid, least, most, row["round_to"], row["rounding"])
    return part_of(limited, row["reach"])


@inlined_reader
def payment_fen(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> tuple[int, int]:
    """(need, payment) in fen for a unit that passed the tests of programme `k`, a status or a grant."""
    need = need_of(rules, k, facts, lines, counted_fen, covered)
    return need, paid_fen(rules, k, facts, lines, counted_fen, covered, NO_AID, need)


@inlined_reader
def assess_counted(rules: Rules, k: int, facts: Facts, lines: Lines, counted_fen: int, covered: int) -> Assessment:
    """(reason, need_fen, counted_fen, amount_fen, covered_persons) at an income already counted."""
    need = need_of(rules, k, facts, lines, counted_fen, covered)
    reason = first_failing(rules, k, facts, lines, counted_fen, covered, NO_AID, need)
    if reason != 0:
        return reason, need, counted_fen, 0, covered
    return 0, need, counted_fen, paid_fen(rules, k, facts, lines, counted_fen, covered, NO_AID, need), covered
