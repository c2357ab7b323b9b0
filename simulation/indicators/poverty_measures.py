"""Poverty of arrays and histograms: incomes per head y, line z, p persons (Foster, Greer, Thorbecke 1984)."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio, weighed

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def fgt(incomes: Numbers, lines: Numbers, persons: Numbers, alpha: int) -> float:
    """FGT(alpha) = sum of p 1[y < z] ((z - y) / z)^alpha / sum of p: headcount 0, gap 1, severity 2.

    `incomes`, `lines` per person in one unit; `lines` a number or one per household. An income below 0 lies more than
    the line below it: gap and severity can be above 1. NaN without persons, for a NaN among incomes and lines (whoever
    is unknown is not "not poor"), and for alpha above 0 with a line that is not above 0; rows of 0 persons count for
    nothing, whatever they hold.

    >>> fgt([5, 15], 10, [1, 1], 1)
    0.25
    """
    p, y, z = weighed(persons, incomes, lines)
    if np.isnan(y - z).any() or (alpha > 0 and (z <= 0.0).any()):
        return float("nan")
    depth = (y < z).astype(float) if alpha == 0 else np.maximum(0.0, (z - y) / z) ** alpha
    return ratio(float((p * depth).sum()), float(p.sum()))


def gap_money(incomes: Numbers, persons: Numbers, lines: Numbers, weights: Numbers) -> float:
    """Sum of w max(0, z n - Y): money that would lift everyone to the line; Y and z n of households of n persons.

    0 without rows; NaN where an income, line or size is NaN (not in rows of weight 0).
    """
    w, income, size, line = weighed(weights, incomes, persons, lines)
    return float((w * np.maximum(0.0, line * size - income)).sum())


def reduction(before: float, after: float) -> float:
    """(before - after) / before: headcount or gap reduction (ASPIRE); NaN where there was none."""
    return ratio(before - after, before)


def fgt_of_histogram(counts: npt.NDArray[np.int64], bins_per_line: int, alpha: int) -> float:
    """FGT(alpha) of persons by income over the line in bins of 1/`bins_per_line`, each at its middle.

    The headcount is exact; the others err by at most 1/(2 bins) for alpha 1 and 1/bins for alpha 2.
    """
    middle = (np.arange(counts.size) + 0.5) / bins_per_line
    return fgt(middle, 1.0, counts, alpha)
