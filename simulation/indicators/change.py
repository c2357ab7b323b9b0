"""What each result costs, and the part of each programme in a change."""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

from simulation.indicators.rows import ratio


def cost_per_result(cost: float, results: float) -> float:
    """(benefits + administration + outreach) / results; NaN without results.

    A result is a poor person reached, a person lifted out, a household newly found, or a month of waiting saved.
    """
    return ratio(cost, results)


def shapley_shares(programmes: Sequence[str], value: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Part of each programme in `value(all) - value(none)`, the mean over all orders in which they could be added.

    `value` of a set of programmes, such as the poverty gap with them paid; the parts sum to the whole exactly, whatever
    the order in law. Source: Shapley decomposition, Shorrocks (10.1111/j.1467-9361.2004.00253.x uses it for poverty).
    """
    n = len(programmes)
    known = {frozenset(s): value(frozenset(s)) for size in range(n + 1) for s in combinations(programmes, size)}
    parts = {}
    for one in programmes:
        others = [name for name in programmes if name != one]
        parts[one] = sum(
            factorial(size)
            * factorial(n - size - 1)
            / factorial(n)
            * (known[frozenset({*s, one})] - known[frozenset(s)])
            for size in range(n)
            for s in combinations(others, size)
        )
    return parts
