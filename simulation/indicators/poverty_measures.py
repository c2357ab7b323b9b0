"""Poverty of arrays and histograms: incomes per head y, line z, p persons (Foster, Greer, Thorbecke 1984)."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def fgt(incomes: Numbers, lines: Numbers, persons: Numbers, alpha: int) -> float:
    """FGT(alpha) = sum of p 1[y < z] ((z - y) / z)^alpha / sum of p: headcount 0, gap 1, severity 2.

    `incomes`, `lines` per person in one unit; `lines` a number or one per household.

    >>> fgt([5, 15], 10, [1, 1], 1)
    0.25
    """
    y, p = np.asarray(incomes, float), np.asarray(persons, float)
    z = np.broadcast_to(np.asarray(lines, float), y.shape)
    depth = np.where(y < z, (z - y) / z, 0.0)
    value = np.where(y < z, 1.0, 0.0) if alpha == 0 else depth**alpha
    return ratio(float((p * value).sum()), float(p.sum()))


def gap_money(incomes: Numbers, persons: Numbers, lines: Numbers, weights: Numbers) -> float:
    """Sum of w max(0, z n - Y): money that would lift everyone to the line; Y and z n of households of n persons."""
    need = np.asarray(lines, float) * np.asarray(persons, float)
    return float((np.asarray(weights, float) * np.maximum(0.0, need - np.asarray(incomes, float))).sum())


def reduction(before: float, after: float) -> float:
    """(before - after) / before: headcount or gap reduction (ASPIRE); NaN where there was none."""
    return ratio(before - after, before)


def fgt_of_histogram(counts: npt.NDArray[np.int64], bins_per_line: int, alpha: int) -> float:
    """FGT(alpha) of persons by income over the line in bins of 1/`bins_per_line`, each at its middle.

    The headcount is exact; the others err by at most 1/(2 bins) for alpha 1 and 1/bins for alpha 2.
    """
    middle = (np.arange(counts.size) + 0.5) / bins_per_line
    return fgt(middle, 1.0, counts, alpha)


def tip_curve(incomes: Numbers, lines: Numbers, persons: Numbers) -> tuple[Floats, Floats]:
    """ "Three I's of poverty" (Jenkins, Lambert 1997; memory): cumulated share of persons, poorest first, and the
    cumulated gap (z - y) / z over all persons. It ends at FGT(1); where it turns flat is the headcount.
    """
    y, p = np.asarray(incomes, float), np.asarray(persons, float)
    gap = np.maximum(0.0, 1.0 - y / np.asarray(lines, float))
    order = np.argsort(-gap, kind="stable")
    return np.append(0.0, np.cumsum(p[order]) / p.sum()), np.append(0.0, np.cumsum((p * gap)[order]) / p.sum())
