"""Before and after: winners and losers by band, what each result costs, and the part of each programme."""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio, weighed

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]

BANDS: Final = (-0.05, -0.001, 0.001, 0.05)  # relative to the income before
BAND_NAMES: Final = ("loss over 5%", "loss", "no change", "gain", "gain over 5%")


def bands_of_change(before: Numbers, after: Numbers, weights: Numbers) -> Floats:
    """(5,) weights by relative change of income: loss over 5 %, loss, within 0.1 %, gain, gain over 5 %.

    The change is taken over max(before, 1), so incomes of 0 or below give no infinite gain (PolicyEngine). All
    NaN where an income is NaN; rows of weight 0 count for nothing.
    """
    w, old, new = weighed(weights, before, after)
    if np.isnan(new - old).any():
        return np.full(len(BAND_NAMES), np.nan)
    relative = (new - old) / np.maximum(old, 1.0)
    low, slightly_low, slightly_high, high = BANDS
    place = (relative >= low).astype(int) + (relative >= slightly_low) + (relative > slightly_high) + (relative > high)
    return np.bincount(place, w, len(BAND_NAMES))


def changed_by(before: Numbers, after: Numbers, weights: Numbers, least: float = 1.0) -> tuple[float, float]:
    """(winners, losers) weights whose income changes by at least `least` in money; NaN where an income is NaN."""
    w, old, new = weighed(weights, before, after)
    change = new - old
    if np.isnan(change).any():
        return float("nan"), float("nan")
    return float(w[change >= least].sum()), float(w[change <= -least].sum())


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
