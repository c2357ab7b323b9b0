"""Work incentives: marginal and participation tax rates. D = income after benefits, in kind included."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

type Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]
type Floats = npt.NDArray[np.float64]


def marginal_tax_rate(before: Numbers, after: Numbers, step: float) -> Floats:
    """EMTR = 1 - (D(e + h) - D(e)) / h, share of an extra `step` h that is not kept (above 1 on a cliff).

    `before`, `after` (n,) D(e) and D(e + h) in the unit of `step`. Source: PolicyEngine, Tax-Calculator.

    >>> marginal_tax_rate(np.array([100.0]), np.array([120.0]), 100.0)
    array([0.8])
    """
    kept: Floats = (np.asarray(after, float) - np.asarray(before, float)) / step
    return 1.0 - kept


def participation_tax_rate(working: Numbers, idle: Numbers, earnings: Numbers) -> Floats:
    """PTR = 1 - (D(e) - D(0)) / e, share of all earnings `e` that is not kept; NaN where `earnings` is 0."""
    gain = np.asarray(working, float) - np.asarray(idle, float)
    kept: Floats = np.divide(gain, earnings, out=np.full(np.shape(earnings), np.nan), where=np.asarray(earnings) != 0)
    return 1.0 - kept


def rate_counts(rates: Floats, weights: Numbers, edges: Sequence[float]) -> Floats:
    """(len(edges) + 1,) weights with a rate below the first edge, in [edge, next edge), ..., at or above the last.

    Who has no rate (NaN, such as a participation rate without earnings) is in no class.

    >>> rate_counts(np.array([0.0, 0.5, 1.2]), np.ones(3), (0.1, 1.0))
    array([1., 1., 1.])
    """
    known = ~np.isnan(np.asarray(rates, float))
    place = np.searchsorted(edges, np.asarray(rates, float)[known], side="right")
    return np.bincount(place, weights=np.asarray(weights, float)[known], minlength=len(edges) + 1)


def share_of_counts(counts: Floats) -> Floats:
    """Shares along the last axis; NaN where nothing is counted."""
    whole = counts.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(counts, whole, out=np.full(counts.shape, np.nan), where=whole > 0)
    return shares
