"""Eligibility prefilter: upper bounds on income by household class, beyond which no monthly status can take a unit.

A bound is true whatever the facts are that it does not look at, so a filter made of them never excludes a unit that
the rules would take; most units of a province are far above it and never meet the rules. An example (Zhejiang, January
2023, urban Shangcheng; two persons able to work who live from wages; `test_worked_examples.py` calculates it):

    widest status: below 2,448.00 yuan a head; left out at most: 300.04 of earnings, 150.02 of pensions, 60.01 of others
    6,000 yuan a month: not below 2 x (2,448.00 + 300.04 + 150.02 + 60.01) = 5,916.14, excluded by `income_ceilings`
    5,800: below it, but 5,800 - 2 x 300.04 = 5,199.92 is not below 2 x 2,448.00 = 4,896.00, excluded by the bounds
    5,400: 4,799.92 is below, so the rules decide
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, lean
from simulation.month_steps.eligibility.openness import is_open, is_strict, may_be_waived
from simulation.month_steps.household_class import HOUSEHOLD_CLASSES
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.limits import amount_of
from simulation.rules.programme import UNBOUNDED_FEN, Facts, Lines, counted_income
from simulation.rules.tables import NONE, Item, Kind, Op, Quantity, Rules


class Bound(IntEnum):
    """Last axis of `prefilter_bounds` and `status_bounds`: fen per head."""

    INCOME = 0  # counted income per month beyond which no status passes its own income test
    EARNED = 1  # most that a status leaves out of wages and business
    PENSION = 2
    OTHER = 3
    ASSETS = 4
    IMPUTED = 5  # least that a status counts for each member who is able to work and idle
    SUPPORT_FREE = 6  # income per head of obligors from which support is counted, under every status
    SUPPORT_SHARE = 7  # least share of it that is counted then, in 1/1024


SHARES = 1024
CLASSES = 8  # behind them in `status_bounds`: a bit for each household class to which the status is open
_UNBOUNDED_ITEM = 1_000_000_000  # fen/month: beyond every ceiling of a disregard
_WAGE, _BUSINESS, _OTHER = int(Fact.WAGE), int(Fact.BUSINESS), int(Fact.OTHER)  # PENSION lies between
_ASSETS, _ABLE, _OBLIGORS = int(Fact.ASSETS), int(Fact.ABLE), int(Fact.OBLIGOR_INCOME)
_OBLIGOR_ABLE = int(Fact.OBLIGOR_ABLE)
_WORKERS, _SEVERE, _ILL = int(Fact.WORKERS), int(Fact.SEVERE), int(Fact.ILL)
_INFANTS, _UNINSURED = int(Fact.INFANTS), int(Fact.UNINSURED)
_DISREGARDED = int(Fact.DISREGARDED)
_N_FACTS = len(Fact)
# What makes a disregard as wide, and an addition as small, as it can be for one person.
_ONE_EACH = tuple(
    int(fact)
    for fact in (
        Fact.PERSONS, Fact.ELDERS, Fact.WORKERS, Fact.SEVERE, Fact.ILL, Fact.REGISTERED, Fact.DEPENDENT,
        Fact.OBLIGOR_PERSONS,
    )
)  # fmt: skip
_STATUS, _FLOOR = int(Kind.STATUS), int(Item.FLOOR)
_COUNTED, _INCOME = int(Quantity.COUNTED_INCOME), int(Quantity.INCOME)
_COVERED, _NEED = int(Quantity.COVERED_PERSONS), int(Quantity.NEED)
_LT, _LE = int(Op.LT), int(Op.LE)


@lean
def always_lifts(rules: Rules, k: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether programme `k` imputes wages and counts relatives' support for every unit, without waiver."""
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        row = rules.income[r]
        if row["item"] >= _FLOOR and may_be_waived(rules, row["waiver_first"], row["waiver_end"], facts, lines, known):
            return False
    return True


@lean
def adds_to_income(rules: Rules, k: int) -> bool:
    """Whether programme `k` may count more than a unit has: imputed wages or support owed by relatives."""
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        if rules.income[r]["item"] >= _FLOOR:
            return True
    return False


@lean
def needed_at_most(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Most that programme `k` can take for the need of a unit, fen per head; `UNBOUNDED_FEN` for no bound.

    Every supplement that raises the need is taken for every person.
    """
    need = rules.programmes[k]["need"]
    per = rules.amounts[need]["per"]
    if (per >= _COUNTED and per != _COVERED) or (NONE < per < _COUNTED and facts[per] == 0):
        return UNBOUNDED_FEN
    total = amount_of(rules, need, facts, lines, 0, 1, 0, 0)
    for s in range(rules.programmes[k]["supplement_first"], rules.programmes[k]["supplement_end"]):
        row = rules.extras[s]
        if row["in_need"] == 1:
            if rules.amounts[row["amount"]]["per"] != NONE:
                return UNBOUNDED_FEN
            total += amount_of(rules, row["amount"], facts, lines, 0, 1, 0, 0)
    return total  # type: ignore[no-any-return]


@lean
def condition_bound(rules: Rules, k: int, code: int, facts: Facts, lines: Lines, known: bool) -> int:
    """Least value of a fact or quantity (fen) from which programme `k` fails; `UNBOUNDED_FEN` if it sets no limit."""
    bound = UNBOUNDED_FEN
    # what a status counts is at most what a unit has, unless it imputes wages or adds what relatives owe
    plain = code == _COUNTED and not adds_to_income(rules, k)
    for c in range(rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]):
        row = rules.conditions[c]
        tested = row["quantity"] == code or (plain and row["quantity"] == _INCOME)
        if tested and row["op"] <= _LE and is_strict(rules, c, facts, lines, known):
            per = rules.amounts[row["amount"]]["per"]
            if (per >= _COUNTED and per != _NEED) or (NONE < per < _COUNTED and facts[per] == 0):
                continue  # a larger unit, or one with more income, may be held to any limit
            most = needed_at_most(rules, k, facts, lines) if per == _NEED else 0
            if most >= UNBOUNDED_FEN:
                continue
            limit = amount_of(rules, row["amount"], facts, lines, 0, 1, 0, most)
            if row["share"] != 1.0:
                # rounded up: a bound may be too wide, never too narrow
                limit = int(limit / row["share"]) + 1
            bound = min(bound, limit if row["op"] == _LT else limit + 1)
    return bound


@lean
def counted_of(rules: Rules, k: int, source: int, fen: int, facts: Facts, lines: Lines) -> int:
    """Income (fen/month) that programme `k` counts of `fen` from one source and nothing else.

    From ABLE: what it counts for that many idle members able to work, where nobody needs care; from OBLIGOR_INCOME: of
    the income of one relative of working age; from OTHER: of what the law may leave out in whole, where that is known.
    """
    known = facts[_DISREGARDED]
    facts[source], facts[_OBLIGOR_ABLE] = fen, 1 if source == _OBLIGORS else 0
    facts[_DISREGARDED] = known * fen if source == _OTHER else known
    if source == _ABLE:
        facts[_WORKERS], facts[_SEVERE], facts[_ILL] = 0, 0, 0
    counted = counted_income(rules, k, facts, lines)
    facts[source], facts[_OBLIGOR_ABLE], facts[_DISREGARDED] = 0, 0, known
    facts[_WORKERS], facts[_SEVERE], facts[_ILL] = 1, 1, 1
    return counted


@lean
def support_free_fen(rules: Rules, k: int, facts: Facts, lines: Lines) -> int:
    """Largest income (fen/month) of a liable relative of which programme `k` counts nothing."""
    low, high = 0, _UNBOUNDED_ITEM
    while low < high:
        middle = (low + high + 1) // 2
        if counted_of(rules, k, _OBLIGORS, middle, facts, lines) == 0:
            low = middle
        else:
            high = middle - 1
    return low


@lean
def support_share(rules: Rules, k: int, free_fen: int, facts: Facts, lines: Lines) -> int:
    """Least part (1/1024) of what a liable relative has beyond `free_fen` that programme `k` counts, on a grid."""
    least, over = SHARES, 1000
    while free_fen + over < _UNBOUNDED_ITEM:
        counted = counted_of(rules, k, _OBLIGORS, free_fen + over, facts, lines) - 1  # a fen for rounding
        least = min(least, max(counted, 0) * SHARES // over)
        over *= 2
    return least


@lean
def fill_bounds(rules: Rules, k: int, facts: Facts, lines: Lines, known: bool, out: npt.NDArray[np.int64]) -> None:
    """The bounds of programme `k` into `out` (Bound,)."""
    out[0] = condition_bound(rules, k, _COUNTED, facts, lines, known)
    out[1], out[2], out[3] = 0, 0, 0
    for source in range(_WAGE, _OTHER + 1):  # WAGE and BUSINESS share EARNED
        # of an income beyond every ceiling a disregard leaves out the most that it ever can
        left_out = _UNBOUNDED_ITEM - counted_of(rules, k, source, _UNBOUNDED_ITEM, facts, lines)
        out[max(source - _BUSINESS, 0) + 1] += max(left_out, 0)
    out[4] = condition_bound(rules, k, _ASSETS, facts, lines, known)
    lifts = always_lifts(rules, k, facts, lines, known)
    out[5] = counted_of(rules, k, _ABLE, 1, facts, lines) if lifts else 0
    out[6] = support_free_fen(rules, k, facts, lines)
    out[7] = support_share(rules, k, out[6], facts, lines) if lifts else 0


@compiled
def status_bounds(rules: Rules, lines: npt.NDArray[np.int64], known: bool = False) -> npt.NDArray[np.int64]:
    """(line rows, monthly statuses, CLASSES + 1): the bounds of every status, and the classes to which it is open.

    Rigid expenditure is deducted by the caller.
    """
    facts = np.zeros(_N_FACTS, np.int64)
    for one in _ONE_EACH:
        facts[one] = 1
    if known:
        facts[ON_FILE:] = 1
        facts[_INFANTS], facts[_UNINSURED] = 0, 0  # a bound is what is counted at least: of who works insured, no floor
    out = np.zeros((len(lines), np.sum(rules.programmes["kind"] == _STATUS), CLASSES + 1), np.int64)
    s = 0
    for k in range(len(rules.programmes)):
        if rules.programmes[k]["kind"] != _STATUS:
            continue
        for h in range(HOUSEHOLD_CLASSES):
            if is_open(rules, k, h, facts, lines[0], known):
                out[:, s, CLASSES] |= np.int64(1) << h
        for row in range(len(lines)):
            fill_bounds(rules, k, facts, lines[row], known, out[row, s])
        s += 1
    return out


def widest(by_status: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(line rows, HOUSEHOLD_CLASSES, Bound): of `status_bounds` the widest of those open to each household class.

    Where none is open INCOME is below any income.
    """
    out = np.full((len(by_status), HOUSEHOLD_CLASSES, CLASSES), -UNBOUNDED_FEN, np.int64)
    out[:, :, Bound.IMPUTED], out[:, :, Bound.SUPPORT_FREE], out[:, :, Bound.SUPPORT_SHARE] = _UNBOUNDED_ITEM, 0, SHARES
    least = [int(Bound.IMPUTED), int(Bound.SUPPORT_SHARE)]
    most = [int(bound) for bound in Bound if bound not in least]
    for s in range(by_status.shape[1]):
        # nothing is counted below zero: switched off, a status takes nobody and must not widen the others
        rows = np.nonzero(by_status[:, s, Bound.INCOME] > 0)[0]
        opened = (by_status[0, s, CLASSES] >> np.arange(HOUSEHOLD_CLASSES)) & 1 == 1
        for bounds, wider in ((most, np.maximum), (least, np.minimum)):
            place = np.ix_(rows, opened, bounds)
            out[place] = wider(out[place], by_status[rows, None, s][:, :, bounds])
    return out


def prefilter_bounds(rules: Rules, lines: npt.NDArray[np.int64], known: bool = False) -> npt.NDArray[np.int64]:
    """`widest` of the statuses of some rules."""
    return widest(status_bounds(rules, lines, known))


def income_ceilings(limits: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """(line rows, HOUSEHOLD_CLASSES / 2) income per head (fen) from which none passes.

    Nothing is deducted or hidden. By household class without what relatives could give: they only add to it.
    """
    own = limits[:, : HOUSEHOLD_CLASSES // 2, Bound.INCOME : Bound.OTHER + 1]
    return own.sum(axis=2).astype(np.float64)  # type: ignore[no-any-return]
