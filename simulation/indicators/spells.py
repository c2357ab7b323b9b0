"""Time: how long until the first payment, how long on the register, who comes back."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def survival_curve(durations: Numbers, ended: Numbers, horizon: int) -> Floats:
    """(horizon + 1,) share of spells that last longer than m months, m = 0 ... horizon (Kaplan, Meier 1958).

    `ended` false = still going on when last seen. Of waits, it is the share not yet paid after m months. All NaN
    without spells, and for a duration that is NaN.

    >>> survival_curve([1, 2, 2], [True, True, False], 2).round(3)
    array([1.   , 0.667, 0.333])
    """
    length, done = np.asarray(durations), np.asarray(ended, bool)
    if not length.size or np.isnan(length.astype(float)).any():
        return np.full(horizon + 1, np.nan)
    months = np.arange(horizon + 1)
    at_risk = (length[None, :] >= months[:, None]).sum(axis=1)
    ends = ((length[None, :] == months[:, None]) & done[None, :]).sum(axis=1)
    stays = 1.0 - np.divide(ends, at_risk, out=np.zeros(months.size), where=at_risk > 0)
    return np.cumprod(stays)


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


def never_within(durations: Numbers, ended: Numbers, months: int) -> float:
    """Share of spells of waiting not ended by a payment within `months`; NaN without spells."""
    return float(survival_curve(durations, ended, months)[-1])


def reentry_share(left: Numbers, back: Numbers, months: int = 6) -> float:
    """Exits followed by a new entry within `months` / all exits; `back` = month of re-entry, negative = never.

    NaN without exits, and for a month that is NaN.
    """
    out, again = np.asarray(left, float), np.asarray(back, float)
    if np.isnan(out + again).any():
        return float("nan")
    soon = (again >= 0) & (again - out <= months)
    return ratio(float(soon.sum()), float(out.size))


def churn(entries: float, exits: float, stock: float) -> float:
    """(entries + exits) / (2 x mean stock) over one period: the share of the register that turned over."""
    return ratio(entries + exits, 2.0 * stock)
