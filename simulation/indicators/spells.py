"""Time: how long until the first payment, and how fast the register turns over."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def still_waiting(ended: Numbers, at_risk: Numbers) -> Floats:
    """(months - 1,) share of spells that last longer than m months, m = 0, 1, ...: a period life table.

    `ended`, `at_risk` (months,): spells that ended in their m-th month within the window observed, and spells that
    stood in it. Spells that began before the window, or end otherwise, or go on after it, count for the months in
    which they were seen (delayed entry and censoring). The last month contains all that are longer: the curve ends
    before it. NaN where nobody was ever at risk.

    >>> still_waiting([20, 30, 1], [100, 60, 40])
    array([0.8, 0.4])
    """
    ends, seen = np.asarray(ended, float)[:-1], np.asarray(at_risk, float)[:-1]
    if not np.any(seen):
        return np.full(seen.size, np.nan)
    return np.cumprod(1.0 - np.divide(ends, seen, out=np.zeros(seen.size), where=seen > 0))


def churn(entries: float, exits: float, stock: float) -> float:
    """(entries + exits) / (2 x mean stock) over one period: the share of the register that turned over."""
    return ratio(entries + exits, 2.0 * stock)
