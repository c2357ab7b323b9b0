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

from simulation.compile.kernel import compiled, inlined, lean
from simulation.month_steps.household_class import HOUSEHOLD_CLASSES
from simulation.rules.eligibility import holds
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.limits import amount_of
from simulation.rules.programme import UNBOUNDED_FEN, Facts, Lines, condition_sides, counted_income
from simulation.rules.tables import NONE, Item, Kind, Op, Quantity, Rules


class Bound(IntEnum):
    """Last axis of `prefilter_bounds`: fen per head."""

    INCOME = 0  # counted income per month beyond which no status passes its own income test
    EARNED = 1  # most that a status leaves out of wages and business
    PENSION = 2
    OTHER = 3
    ASSETS = 4
    IMPUTED = 5  # least that a status counts for each member who is able to work and idle
    SUPPORT_FREE = 6  # income per head of obligors from which support is counted, under every status
    SUPPORT_SHARE = 7  # least share of it that is counted then, in 1/1024


SHARES = 1024
_BOUNDS = 8
_UNBOUNDED_ITEM = 1_000_000_000  # fen/month: beyond every ceiling of a disregard
_CAR, _HOME, _REGISTERED = int(Fact.CAR), int(Fact.SECOND_HOME), int(Fact.REGISTERED)
_WAGE, _BUSINESS, _OTHER = int(Fact.WAGE), int(Fact.BUSINESS), int(Fact.OTHER)  # PENSION lies between
_ASSETS, _ABLE, _OBLIGORS = int(Fact.ASSETS), int(Fact.ABLE), int(Fact.OBLIGOR_INCOME)
_PERSONS, _DEPENDENT = int(Fact.PERSONS), int(Fact.DEPENDENT)
_OBLIGOR_PERSONS, _OBLIGOR_ABLE = int(Fact.OBLIGOR_PERSONS), int(Fact.OBLIGOR_ABLE)
_RIGID_PERSONS = int(Fact.RIGID_PERSONS)  # 0 or 1 in a simulated unit
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
LARGEST_TRIED = 12  # persons; conditions on counts are tried for all units up to it
_STATUS, _FLOOR = int(Kind.STATUS), int(Item.FLOOR)
_COUNTED, _INCOME = int(Quantity.COUNTED_INCOME), int(Quantity.INCOME)
_COVERED, _NEED = int(Quantity.COVERED_PERSONS), int(Quantity.NEED)
_LT, _LE, _NE = int(Op.LT), int(Op.LE), int(Op.NE)


@inlined
def is_open_ended(per: int, op: int) -> bool:
    """Whether an amount `per` something cannot be put a number to here, where only one person is known.

    What is calculated (income, covered persons, need) never can; nor can what the amount of a larger unit is, which
    matters where nothing must lie below it.
    """
    return per >= _COUNTED or (per != NONE and (op <= _LE or op == _NE))


@lean
def may_be_waived(rules: Rules, first: int, end: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether waiver rows [first, end) can hold for some unit: the traits of `needs` are 0 unless `known`."""
    group, all_may = NONE, False
    for w in range(first, end):
        row = rules.waivers[w]
        if row["group"] != group:
            if all_may:
                return True
            group, all_may = row["group"], True
        if not known and ON_FILE <= row["quantity"] < _N_FACTS:
            limit = amount_of(rules, row["amount"], facts, lines, 0, 0, 0, 0)
            all_may = all_may and (
                is_open_ended(rules.amounts[row["amount"]]["per"], row["op"]) or holds(0, row["op"], limit)
            )
    return all_may


@lean
def is_strict(rules: Rules, c: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether no simulated unit may be held to pass condition `c` for some other reason."""
    row = rules.conditions[c]
    return not may_be_waived(rules, row["waiver_first"], row["waiver_end"], facts, lines, known)


@lean
def always_lifts(rules: Rules, k: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether programme `k` imputes wages and counts relatives' support for every unit, without waiver."""
    for r in range(rules.programmes[k]["income_first"], rules.programmes[k]["income_end"]):
        row = rules.income[r]
        if row["item"] >= _FLOOR and may_be_waived(rules, row["waiver_first"], row["waiver_end"], facts, lines, known):
            return False
    return True


@lean
def may_hold(rules: Rules, c: int, h: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether condition `c` can hold for some unit of household class `h`; conditions on anything else always may."""
    code = rules.conditions[c]["quantity"]
    if code not in (_CAR, _HOME, _REGISTERED, _DEPENDENT, _RIGID_PERSONS, _OBLIGOR_ABLE):
        return True
    if rules.amounts[rules.conditions[c]["amount"]]["per"] >= _COUNTED or not is_strict(rules, c, facts, lines, known):
        return True
    facts[_CAR], facts[_HOME], facts[_REGISTERED] = h & 1, h >> 1 & 1, 1 - (h >> 2 & 1)
    facts[_RIGID_PERSONS], facts[_OBLIGOR_ABLE] = h >> 4 & 1, h >> 5 & 1
    found = False
    for persons in range(1, LARGEST_TRIED + 1):
        facts[_PERSONS] = persons
        for dependent in range(persons + 1):
            if (h >> 3 & 1) == (dependent < persons):
                facts[_DEPENDENT] = dependent
                left, right = condition_sides(rules, c, facts, lines, 0, 1, 0, 0)
                found = found or holds(left, rules.conditions[c]["op"], right)
    # as they were: one vector of facts serves all bounds
    facts[_PERSONS], facts[_DEPENDENT], facts[_REGISTERED] = 1, 1, 1
    facts[_CAR], facts[_HOME], facts[_RIGID_PERSONS], facts[_OBLIGOR_ABLE] = 0, 0, 0, 0
    return found


@lean
def is_open(rules: Rules, k: int, h: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether programme `k` is a monthly status that can take some unit of household class `h`."""
    if rules.programmes[k]["kind"] != _STATUS:
        return False
    for c in range(rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]):
        if not may_hold(rules, c, h, facts, lines, known):
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
def prefilter_bounds(rules: Rules, lines: npt.NDArray[np.int64], known: bool = False) -> npt.NDArray[np.int64]:
    """(line rows, HOUSEHOLD_CLASSES, Bound): the widest of the monthly statuses open to each household class.

    Where none is open INCOME is below any income. Rigid expenditure is deducted by the caller.
    """
    n = len(rules.programmes)
    facts = np.zeros(_N_FACTS, np.int64)
    for one in _ONE_EACH:
        facts[one] = 1
    if known:
        facts[ON_FILE:] = 1
        facts[_INFANTS], facts[_UNINSURED] = 0, 0  # a bound is what is counted at least: of who works insured, no floor
    opened = np.zeros((n, HOUSEHOLD_CLASSES), np.bool_)
    for k in range(n):
        for h in range(HOUSEHOLD_CLASSES):
            opened[k, h] = is_open(rules, k, h, facts, lines[0], known)
    out = np.full((len(lines), HOUSEHOLD_CLASSES, _BOUNDS), -UNBOUNDED_FEN, np.int64)
    out[:, :, 5], out[:, :, 6], out[:, :, 7] = _UNBOUNDED_ITEM, 0, SHARES
    own = np.empty(_BOUNDS, np.int64)
    for row in range(len(lines)):
        for k in range(n):
            if rules.programmes[k]["kind"] != _STATUS:
                continue
            fill_bounds(rules, k, facts, lines[row], known, own)
            if own[0] <= 0:  # nothing is counted below zero: switched off, it takes nobody and must not widen others
                continue
            for h in range(HOUSEHOLD_CLASSES):
                if opened[k, h]:
                    for b in range(_BOUNDS):
                        wider = min(out[row, h, b], own[b]) if b in (5, 7) else max(out[row, h, b], own[b])
                        out[row, h, b] = wider
    return out


def income_ceilings(limits: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """(line rows, HOUSEHOLD_CLASSES / 2) income per head (fen) from which none passes.

    Nothing is deducted or hidden. By household class without what relatives could give: they only add to it.
    """
    own = limits[:, : HOUSEHOLD_CLASSES // 2, Bound.INCOME : Bound.OTHER + 1]
    return own.sum(axis=2).astype(np.float64)  # type: ignore[no-any-return]
