"""Income per head by rank: published quintile shapes, and the table from a household's score to yuan.

The quantile function is ln Q(u) = a polynomial in the normal quantile of u, fitted so that the five
published fifth means are reproduced and the mean is the province's. A household's score is the sum of what
its attributes are worth, what its county is worth and a standard normal; its rank is the share of the
province's residents (urban or rural apart) with a lower score, computed from the template lists. So the
published distribution holds exactly whatever the weights of the attributes are.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares
from scipy.special import ndtr, ndtri

from simulation.parameters.schema.income import IncomeParameters

type Floats = npt.NDArray[np.float64]

LOWEST, HIGHEST, NODES = -7.0, 7.0, 2801  # grid of scores
TAIL = 3.9  # normal quantiles beyond this count as this: no household is richer or poorer than 1 in 20,000
KNOT = 1.0  # beyond this normal quantile ln income runs on straight: lognormal tails
DEGREE = 4


class IncomeCurve(NamedTuple):
    """ln income per head, relative to the mean: a polynomial of the normal quantile with straight tails."""

    coefficients: Floats

    def relative(self, normal: Floats) -> Floats:
        """Income relative to the mean at normal quantiles."""
        return np.exp(self.logs(normal))

    def logs(self, normal: Floats) -> Floats:
        """Natural logarithm of `relative`."""
        inside = np.clip(normal, -KNOT, KNOT)
        slope = np.polyval(np.polyder(self.coefficients), inside)
        beyond = np.clip(normal, -TAIL, TAIL) - inside
        return np.asarray(np.polyval(self.coefficients, inside) + slope * beyond)


def fifth_means(curve: IncomeCurve, cells: int = 20000) -> Floats:
    """Mean of each fifth of the persons, relative to the overall mean of the curve."""
    values = curve.relative(ndtri((np.arange(cells) + 0.5) / cells)).reshape(5, -1).mean(axis=1)
    return np.asarray(values / values.mean())


def published_fifths(income: IncomeParameters, residence: str) -> Floats:
    """Fifth means relative to their own mean (`urban` or `rural`): published, with the lowest moved by its parameter.

    `income.low_*` multiplies the lowest fifth and, by its square root, the second: 1 = the shape as published.
    """
    means = np.array([getattr(income, f"q{q}_{residence}") for q in range(1, 6)], np.float64)
    low = getattr(income, f"low_{residence}")
    means[:2] *= np.array([low, np.sqrt(low)])
    return np.asarray(means / means.mean())


def fit_curve(shape: Floats) -> IncomeCurve:
    """Rising curve whose five fifth means are `shape` (relative, mean 1), of little curvature."""

    def miss(free: Floats) -> Floats:
        curve = IncomeCurve(np.append(free, 0.0))
        falls = np.minimum(np.diff(curve.logs(np.linspace(-TAIL, TAIL, 60))) - 0.01, 0.0)
        return np.concatenate([np.log(fifth_means(curve, 4000) / shape), 1e-2 * free[:-2], falls])

    start = np.zeros(DEGREE)
    start[-1] = 0.7
    free = np.asarray(least_squares(miss, start).x)
    curve = IncomeCurve(np.append(np.round(free, 6), 0.0))
    mean = curve.relative(ndtri((np.arange(20000) + 0.5) / 20000)).mean()
    return IncomeCurve(np.append(curve.coefficients[:-1], -np.log(mean)))


def rank_of_score(shifts: Floats, persons: Floats) -> Floats:
    """Share of persons below each grid score, when scores are `shifts` plus a standard normal."""
    step = (HIGHEST - LOWEST) / (NODES - 1)
    inside = np.clip((shifts - LOWEST) / step, 0, NODES - 1)
    cell = np.minimum(inside.astype(np.int64), NODES - 2)
    part = inside - cell
    mass = np.bincount(cell, persons * (1 - part), NODES) + np.bincount(cell + 1, persons * part, NODES)
    kernel = ndtr(np.arange(-NODES + 1, NODES) * step)
    return np.asarray(np.convolve(mass / mass.sum(), kernel)[NODES - 1 : 2 * NODES - 1])


def income_table(curve: IncomeCurve, ranks: Floats, mean_yuan_year: float) -> Floats:
    """(NODES, 2) yuan a month per head, and normal quantile of the rank, at each grid score.

    Rounded to 2^-10 so that the last digit of a platform's exp cannot enter a result.
    """
    normal = np.clip(ndtri(np.clip(ranks, 1e-12, 1 - 1e-12)), -TAIL, TAIL)
    yuan = curve.relative(normal) * mean_yuan_year / 12
    return np.round(np.stack([yuan, normal], axis=1) * 1024) / 1024
