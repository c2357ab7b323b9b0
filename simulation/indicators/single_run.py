"""95% intervals of a paired difference within one run: what counties add to it, one by one.

Several replications say how far a difference varies (`uncertainty`). One run has counties: their households are
sampled and their random numbers drawn independently of each other, and both scenarios share them. So the spread of the
counties' contributions around the common rate estimates the variance of the province's difference: the ultimate-cluster
estimator of survey statistics, by Taylor linearisation for ratios (Wolter, Introduction to Variance Estimation,
chapters 2 and 6). Counties are strata and not a sample of counties, so true differences between them add to the
estimate: it errs on the wide side. Degrees of freedom are those of Satterthwaite: where two or three counties carry the
difference, it is about as certain as two or three observations are.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

type Floats = npt.NDArray[np.float64]
type Numbers = npt.ArrayLike

LEVEL: Final = 0.95


class Difference(NamedTuple):
    """A difference and its interval, arrays of any shape: all of them 0 where no county differs."""

    value: Floats
    low: Floats
    high: Floats


def total_difference(before: Numbers, after: Numbers, residents: Numbers) -> Difference:
    """Difference of a total that cannot fall below 0. `before`, `after` (counties, ...); `residents` (counties,).

    A county's residual is its difference less what its residents would add at the province's rate.
    """
    a, b = np.asarray(before, float), np.asarray(after, float)
    size = np.asarray(residents, float)
    value = (b - a).sum(axis=0)
    share = (size / size.sum()).reshape(-1, *[1] * (a.ndim - 1))
    low, high = _interval(value, b - a - share * value)
    return Difference(value, np.maximum(low, -a.sum(axis=0)), high)


def share_difference(before: tuple[Numbers, Numbers], after: tuple[Numbers, Numbers]) -> Difference:
    """Difference of a share; each side (numerator, denominator), both (counties, ...). NaN where a denominator is 0."""
    (shares, shares_out), (changed, changed_out) = _linearised(*before), _linearised(*after)
    value = changed - shares
    low, high = _interval(value, changed_out - shares_out)
    return Difference(value, np.maximum(low, -shares), np.minimum(high, 1.0 - shares))


def _linearised(numerator: Numbers, denominator: Numbers) -> tuple[Floats, Floats]:
    """The share, and each county's (numerator - share x denominator) / total denominator."""
    n, d = np.asarray(numerator, float), np.asarray(denominator, float)
    total = np.where(d.sum(axis=0) == 0.0, np.nan, d.sum(axis=0))
    share = n.sum(axis=0) / total
    return share, (n - share * d) / total


def _interval(value: Floats, residuals: Floats) -> tuple[Floats, Floats]:
    """`value` less and plus t times the root of n / (n - 1) x sum of squared residuals; NaN for a single county."""
    n, squares = len(residuals), residuals**2
    if n < 2:
        nothing = np.full(np.shape(value), np.nan)
        return nothing, nothing
    variance = squares.sum(axis=0) * (n / (n - 1.0))
    half = np.sqrt(variance) * stdtrit(effective_counties(squares), 0.5 + LEVEL / 2.0)
    return value - half, value + half


def effective_counties(squares: Floats) -> Floats:
    """Degrees of freedom of the sum of squared residuals (counties, ...): (sum)^2 / sum of squares, less 1, at least 1.

    >>> float(effective_counties(np.array([1.0, 1.0, 1.0, 1.0])))
    3.0
    """
    total, fourth = squares.sum(axis=0), (squares**2).sum(axis=0)
    found = np.divide(total**2, fourth, out=np.ones_like(total), where=fourth > 0.0)
    return np.asarray(np.maximum(found - 1.0, 1.0))
