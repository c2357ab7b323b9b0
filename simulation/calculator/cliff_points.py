"""Cliffs: where a rule's test changes as one fact of a household moves, found to the fen, named by rule.

A cliff at x is N(x) = D(x-) - D(x+) > 0, D the net resources: the fall of cash and aid in kind over one step.
Nothing is looked up on a grid. The tests of all rules are compared at the ends of a stretch, and a stretch whose ends
differ is halved until it is one fen long. Between two points with equal tests every amount is continuous but for its
rounding, so no cliff can hide there as long as no test changes forth and back within one of the `STRETCHES` in
which the search begins.
"""

from typing import Final, NamedTuple

import numpy as np

from simulation.calculator import kernels
from simulation.calculator.case import Axis, Case, Fen
from simulation.rules.book import Step
from simulation.units import FEN

STRETCHES: Final = 64
SMALLEST_FEN: Final = FEN  # payments are rounded to whole yuan: a fall of up to one yuan is no cliff


class Cliff(NamedTuple):
    """A fall of the net resources: at `at_fen` cash and aid in kind are `drop_fen` lower than one step below it.

    `first_year_fen`: the mean loss a month over the first year of a household that passes it, gradual exit counted.
    `end_fen`: the first point from which they are made up for (the end of the dominated zone), -1 = beyond the
    search. `cross`: the sum falls though no programme alone does (a status with more is replaced by one with less).
    """

    at_fen: int
    drop_fen: int
    cash_fen: int  # part of the drop
    in_kind_fen: int
    first_year_fen: int
    rule: str
    why_zh: str
    why_en: str
    reference: str
    lost: str  # programme, "" = none
    gained: str
    cross: bool
    end_fen: int


def breakpoints(case: Case, axis: Axis, top_fen: int, bottom_fen: int = 0) -> Fen:
    """Points (fen, rising) at which some test holds that did not hold one step before, or the other way round."""
    unit = axis.unit_fen
    first, last = -(-bottom_fen // unit), top_fen // unit
    ends = np.unique(np.linspace(first, last, STRETCHES + 1).astype(np.int64))
    found = _truths(case, axis, ends)
    low, high = ends[:-1], ends[1:]
    below, above = found[:-1], found[1:]
    changes: list[Fen] = []
    while low.size:
        apart = (below != above).any(axis=1)
        low, high, below, above = low[apart], high[apart], below[apart], above[apart]
        whole = high - low == 1
        changes.append(high[whole])
        low, high, below, above = low[~whole], high[~whole], below[~whole], above[~whole]
        middle = (low + high) // 2
        between = _truths(case, axis, middle)
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        below, above = np.concatenate([below, between]), np.concatenate([between, above])
    return np.unique(np.concatenate(changes)) * unit if changes else np.zeros(0, np.int64)


def _truths(case: Case, axis: Axis, points: Fen) -> Fen:
    return kernels.truths(case.rules, *case.moved(axis, points * axis.unit_fen))


def cliffs_on(case: Case, axis: Axis, top_fen: int, *, zones: bool = True) -> list[Cliff]:
    """Every cliff up to a point of an axis (fen), in rising order; without `zones` every `end_fen` is -1."""
    at = breakpoints(case, axis, top_fen)
    if not at.size:
        return []
    before, after = at - axis.unit_fen, at
    fall = case.aid(axis, before) - case.aid(axis, after)
    kept = fall > SMALLEST_FEN
    return [
        _cliff(case, axis, int(low), int(high), int(drop), top_fen if zones else 0)
        for low, high, drop in zip(before[kept], after[kept], fall[kept], strict=True)
    ]


def _cliff(case: Case, axis: Axis, low: int, high: int, drop: int, top_fen: int) -> Cliff:
    facts, lines = case.moved(axis, np.array([low, high]))
    held = kernels.standings(case.rules, facts, lines)
    lost, gained = (int(k) for k in held[:, kernels.STATUS])
    each = kernels.alone(case.rules, facts, lines)
    names = ("", *case.book.names)
    step = _rule_behind(case, kernels.truths(case.rules, facts, lines), lost, gained)
    cash, in_kind = (int(held[0, c] - held[1, c]) for c in (kernels.CASH, kernels.IN_KIND))
    first_year = kernels.first_year(case.rules, facts, lines, lost, int(held[0, kernels.CASH]))[1]
    kept = int(held[0, kernels.CASH] + held[0, kernels.IN_KIND] - first_year)
    return Cliff(
        high, drop, cash, in_kind, kept, f"{step.programme}.{step.rule}", step.zh, step.en, step.reference,
        names[lost + 1], names[gained + 1], bool((each[1] >= each[0] - SMALLEST_FEN).all()),
        dominated_end(case, axis, high, top_fen),
    )  # fmt: skip


def _rule_behind(case: Case, found: Fen, lost: int, gained: int) -> Step:
    """The test that changed: one of the status lost, else of the one gained, else of an aid, else the aid itself."""
    rules = case.rules
    changed = np.flatnonzero(found[0] != found[1])
    tests = changed[changed < len(rules.conditions)]
    aids = changed[(changed >= len(rules.conditions)) & (changed < len(rules.conditions) + len(rules.programmes))]
    aids = aids - len(rules.conditions)
    for k in (lost, gained, *aids):
        if k >= 0:
            first, end = rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]
            own = tests[(tests >= first) & (tests < end)]
            if own.size:
                reason = int(rules.conditions[own[0]]["reason"])
                return case.book.reasons[reason]
    if aids.size:
        name = case.book.programmes[int(aids[0])]
        return Step(name.id, "passport", name.zh, name.en, name.reference)
    reason = int(rules.conditions[tests[0]]["reason"]) if tests.size else 0
    return case.book.reasons[reason]


def dominated_end(case: Case, axis: Axis, at_fen: int, top_fen: int) -> int:
    """Least x' > x with D(x') >= D(x-): [x, x') is dominated, nobody gains by being in it. -1 = beyond `top_fen`."""
    if top_fen <= at_fen:
        return -1
    worth = int(case.resources(axis, np.array([at_fen - axis.unit_fen]))[0])
    coarse = 10 * FEN
    ends = np.append(np.arange(at_fen, top_fen, coarse), top_fen)
    ends = np.unique(np.concatenate([ends, breakpoints(case, axis, top_fen, at_fen) - axis.unit_fen]))
    ends = ends[ends >= at_fen]
    reached = np.flatnonzero(case.resources(axis, ends) >= worth)
    if not reached.size:
        return -1
    high = int(ends[reached[0]])
    low = max(high - coarse, at_fen)
    fine = np.arange(low, high + 1, axis.unit_fen)
    return int(fine[np.flatnonzero(case.resources(axis, fine) >= worth)[0]])
