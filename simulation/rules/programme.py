"""Programmes in legal order: which status, which grant, what comes with it. No programme has a name here.

Reason 0 means that every test was passed, another code is the first failing test (`RuleBook.reasons`).
"""

from simulation.compile.kernel import inlined_reader, lean
from simulation.rules.aid import aids_fen
from simulation.rules.blocks import (
    Assessment,
    Facts,
    Lines,
    assess_counted,
    condition_sides,
    counted_income,
    covered_persons,
    failing_between,
    first_failing,
    income_of,
    income_row,
    need_of,
    paid_fen,
    payment_fen,
    supplements_fen,
)
from simulation.rules.limits import LATER, NO_AID, amount_of
from simulation.rules.tables import Kind, Op, PaidBy, Quantity, Rules

__all__ = [
    "UNBOUNDED_FEN",
    "Assessment",
    "Facts",
    "Lines",
    "assess",
    "bundle_fen",
    "claimed_fen",
    "condition_sides",
    "counted_income",
    "covered_persons",
    "decide",
    "exit_terms",
    "first_failing",
    "grant",
    "income_row",
    "need_of",
    "own_bundle_fen",
    "payment_fen",
    "status",
    "supplements_fen",
]

UNBOUNDED_FEN = 2**50  # "no income test": above any income
_GRANT, _STATUS, _AID = int(Kind.GRANT), int(Kind.STATUS), int(Kind.AID)
_LT, _LE = int(Op.LT), int(Op.LE)
_COUNTED = int(Quantity.COUNTED_INCOME)
_OTHER_DEPARTMENTS, _SERVICES = int(PaidBy.OTHER_DEPARTMENTS), int(PaidBy.SERVICES)


@lean
def assess(rules: Rules, k: int, facts: Facts, lines: Lines) -> Assessment:
    """(reason, need_fen, counted_fen, amount_fen, covered_persons) of programme `k` for one unit."""
    covered = covered_persons(rules, k, facts)
    return assess_counted(rules, k, facts, lines, income_of(rules, k, facts, lines, covered, NO_AID), covered)


@inlined_reader
def first_passing(rules: Rules, facts: Facts, lines: Lines, explains: bool) -> tuple[int, int, int, int, int, int]:
    """See `decide`; what it says of the main programme where none passes is only found if `explains`."""
    block, counted = -2, 0
    reason, need, main_counted, main_covered = 0, 0, 0, 0
    for k in range(len(rules.programmes)):
        row = rules.programmes[k]
        if row["kind"] == _AID:
            break  # aid comes last: no status behind it
        if row["kind"] != _STATUS:
            continue
        covered = covered_persons(rules, k, facts)
        if k == rules.main:
            main_covered = covered
        failed = failing_between(
            rules, row["condition_first"], row["plain_end"], facts, lines, LATER, covered, NO_AID, LATER
        )
        explained = explains and k == rules.main
        if failed != 0 and not explained:
            continue  # income need not be counted
        if row["income_block"] != block:
            block = row["income_block"]
            counted = income_of(rules, k, facts, lines, covered, NO_AID)
        own = need_of(rules, k, facts, lines, counted, covered) if row["tests_need"] == 1 else LATER
        if failed == 0:
            failed = failing_between(
                rules, row["plain_end"], row["condition_end"], facts, lines, counted, covered, NO_AID, own
            )
        if failed != 0 and not explained:
            continue  # nor what it would need
        if row["tests_need"] == 0:
            own = need_of(rules, k, facts, lines, counted, covered)
        if failed == 0:
            return k, 0, own, counted, paid_fen(rules, k, facts, lines, counted, covered, NO_AID, own), covered
        reason, need, main_counted = failed, own, counted
    return -1, reason, need, main_counted, 0, main_covered


@lean
def decide(rules: Rules, facts: Facts, lines: Lines) -> tuple[int, int, int, int, int, int]:
    """(programme, reason, need_fen, counted_fen, amount_fen, covered_persons): the first status that passes.

    Monthly statuses exclude one another and are tried in legal order. When none passes, programme is -1,
    amount 0, and reason, need and counted income are those of the main programme (`Rules.main`).
    """
    return first_passing(rules, facts, lines, True)


@lean
def status(rules: Rules, facts: Facts, lines: Lines) -> tuple[int, int, int]:
    """(programme, amount_fen, covered_persons) of `decide`, which says why as well.

    The month, which asks for no reason, spares itself what only explains.
    """
    k, _, _, _, amount, covered = first_passing(rules, facts, lines, False)
    return k, amount, covered


@inlined_reader
def covers_whole_units(rules: Rules, k: int) -> bool:
    """Whether programme `k` is a monthly status in force that would pay for all members of a unit."""
    return is_in_force(rules, k) and rules.programmes[k]["whole"] == 1


@lean
def is_in_force(rules: Rules, k: int) -> bool:
    """Whether programme `k` is a monthly status in force: one switched off is among the rules all the same."""
    return rules.programmes[k]["kind"] == _STATUS  # type: ignore[no-any-return]


@lean
def bundle_fen(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Monthly value (fen) of what comes with status `k` in addition to its payment; 0 for k = -1 or none.

    The status file's own [[bundle]] and every aid programme that stacks on the status.
    """
    return in_kind_fen(rules, k, facts, lines, _SERVICES)


@lean
def claimed_fen(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """The part of `bundle_fen` that a department owes to whoever holds the status; 0 for k = -1.

    Services and charity, and aid that is there only as far as a supply goes, are offered to holders whom somebody finds
    in need: no claim is made for their sake.
    """
    return in_kind_fen(rules, k, facts, lines, _OTHER_DEPARTMENTS)


@lean
def in_kind_fen(rules: Rules, k: int, facts: Facts, lines: Lines, most: int) -> int:
    """Monthly value (fen) of the own bundle of status `k` and of its aids up to `most` (see `aids_fen`)."""
    if k < 0:
        return 0
    return own_bundle_fen(rules, k, facts, lines) + aids_fen(rules, k, facts, lines, most)


@lean
def own_bundle_fen(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Monthly value (fen) of the [[bundle]] of the file of status `k` itself."""
    total = 0
    row, covered = rules.programmes[k], covered_persons(rules, k, facts)
    counted, need = LATER, LATER
    if row["bundle_counts"] == 1:
        counted = income_of(rules, k, facts, lines, covered, NO_AID)
        need = need_of(rules, k, facts, lines, counted, covered)
    for b in range(row["bundle_first"], row["bundle_end"]):
        total += amount_of(rules, rules.extras[b]["amount"], facts, lines, counted, covered, NO_AID, need)
    return total


@lean
def grant(rules: Rules, facts: Facts, lines: Lines) -> tuple[int, int]:
    """(programme, amount_fen) of the first one-off programme that passes after a shock; (-1, 0) if none."""
    for k in range(len(rules.programmes)):
        if rules.programmes[k]["kind"] == _GRANT:
            result = assess(rules, k, facts, lines)
            if result[0] == 0 and result[3] > 0:
                return k, result[3]
    return -1, 0


@lean
def exit_terms(rules: Rules, k: int) -> tuple[int, float, int]:
    """(months, ceiling as a multiple of the line, profile) of the gradual exit from status `k`."""
    row = rules.programmes[k]
    return row["exit_months"], row["exit_ceiling"], row["exit_profile"]
