"""Inequality and redistribution of incomes `x` (n,) with weights `w` (n,), persons behind each income.

Incomes are in any one unit; every index here is a pure number and does not change when all incomes are multiplied by
a constant or every row is written twice. Negative incomes: `gini` and the concentration indices take them as they are,
while the sum of all incomes is above 0 (below it they have no meaning and are NaN).

Rows of weight 0 count for nothing, whatever they hold. Without any weight, and for a NaN among incomes or ranks, every
index is NaN; one income, and incomes that are all 0, are equal: 0. Weights below 0 raise ValueError.
"""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import weighed

type Floats = npt.NDArray[np.float64]
type Numbers = npt.ArrayLike


def lorenz(values: Numbers, weights: Numbers, rank_by: Numbers | None = None) -> tuple[Floats, Floats]:
    """(n + 1,) cumulated shares of weights and of values, from the lowest `rank_by` (default: the values) up.

    Ranked by something else it is a concentration curve; equal ranks are pooled, so their order cannot matter: the
    curve has a point for each different rank. Where all values are 0 it is the diagonal; NaN in both where it is not
    defined (no weight, a NaN, values that do not sum to more than 0).
    """
    w, x, rank = weighed(weights, values, values if rank_by is None else rank_by)
    total = float((w * x).sum())
    if not w.size or np.isnan(x + rank).any() or (total <= 0.0 and x.any()):
        return np.full(2, np.nan), np.full(2, np.nan)
    _, place = np.unique(rank, return_inverse=True)
    people, money = np.bincount(place, w), np.bincount(place, w * x)
    shares = np.cumsum(money) / money.sum() if total else np.cumsum(people) / people.sum()
    return np.append(0.0, np.cumsum(people) / people.sum()), np.append(0.0, shares)


def concentration_index(values: Numbers, weights: Numbers, rank_by: Numbers | None = None) -> float:
    """Sum over i of (X[i+1] C[i] - X[i] C[i+1]) / (X[N] C[N]) negated, X cumulated weights, C cumulated values.

    Twice the area between the diagonal and the curve of `lorenz`; -1 = all to the poorest, 1 = all to the richest, 0
    where all values are 0. Source: microdf; Kakwani 1977.
    """
    people, money = lorenz(values, weights, rank_by)
    return float(np.sum(people[:-1] * money[1:] - people[1:] * money[:-1]))


def gini(values: Numbers, weights: Numbers) -> float:
    """Gini coefficient: the concentration index of incomes ranked by themselves (0 to 1 without negative incomes).

    >>> round(gini([6, 8, 11, 15, 21, 25, 30, 40, 50, 100], np.ones(10)), 4)
    0.4359
    """
    return concentration_index(values, weights)


def share_of_lowest(values: Numbers, weights: Numbers, share: float) -> float:
    """Share of all income that goes to the lowest `share` of people; linear inside a row (EUROMOD)."""
    return float(np.interp(share, *lorenz(values, weights)))


def share_ratio(values: Numbers, weights: Numbers, share: float = 0.2) -> float:
    """S80/S20 with `share` 0.2: income of the highest `share` of people over that of the lowest; inf over 0.

    With negative incomes the lowest can hold less than nothing: the ratio is then below 0.
    """
    low, high = share_of_lowest(values, weights, share), 1.0 - share_of_lowest(values, weights, 1.0 - share)
    return high / low if low else float("inf")


def kakwani(benefits: Numbers, incomes: Numbers, weights: Numbers) -> float:
    """Gini of the incomes before benefits less the concentration index of the benefits: above 0 = progressive."""
    return gini(incomes, weights) - concentration_index(benefits, weights, incomes)


def reynolds_smolensky(before: Numbers, after: Numbers, weights: Numbers) -> float:
    """Vertical equity: Gini before less the concentration index of incomes after, ranked by those before."""
    return gini(before, weights) - concentration_index(after, weights, before)


def reranking(before: Numbers, after: Numbers, weights: Numbers) -> float:
    """Atkinson-Plotnick: Gini after less its concentration index by the rank before; 0 if nobody overtakes.

    gini(before) - gini(after) = reynolds_smolensky - reranking.
    """
    return gini(after, weights) - concentration_index(after, weights, before)
