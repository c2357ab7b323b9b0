"""How much replications of one point differ: level, change with the size of the statistic, and correlation.

Points that share their replications (common random numbers) differ alike, so that many points say no more of the noise
than one: it takes points with many replications of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]

LEAST: Final = 1e-4  # sd of a distance below which nothing is known
CLIP: Final = 3.0  # distances beyond which the variance changes no more


@dataclass(frozen=True)
class Noise:
    """Variance of one replication's distance: `exp(level + slope * distance)`; counts have a slope of about -1."""

    level: Floats  # (aims,)
    slope: Floats  # (aims,)
    correlation: Floats  # (aims, aims)

    def variance(self, distance: Floats) -> Floats:
        """(n, aims) variances of one replication at (n, aims) expected distances."""
        return np.exp(self.level + self.slope * np.clip(distance, -CLIP, CLIP))

    def of(self, used: Sequence[int]) -> "Noise":
        """The noise of some of the aims."""
        rows = np.asarray(used, np.intp)
        return Noise(self.level[rows], self.slope[rows], self.correlation[np.ix_(rows, rows)])


def fit_noise(replications: Sequence[Floats]) -> Noise:
    """The noise in the (replications, aims) distances of a few points, each with many replications.

    Correlations are shrunk towards none as Ledoit and Wolf find best for their number. Raises ValueError for points
    with one replication, which says nothing of its noise.
    """
    if not replications or min(map(len, replications)) < 2:
        raise ValueError("replications: expected at least 2, one alone says nothing of the noise")
    aims = replications[0].shape[1]
    middle, within = np.full((2, len(replications), aims), np.nan)
    for k, each in enumerate(replications):
        for i in range(aims):
            seen = each[np.isfinite(each[:, i]), i]
            if seen.size > 1:
                middle[k, i], within[k, i] = seen.mean(), seen.var(ddof=1)
    level, slope = np.empty(aims), np.zeros(aims)
    freedom = min(map(len, replications)) - 1
    for i in range(aims):
        level[i], slope[i] = _line(middle[:, i], within[:, i], freedom)
    scale = np.sqrt(np.exp(level + slope * np.clip(middle, -CLIP, CLIP)))
    errors = np.concatenate([
        (each - m) / s * np.sqrt(len(each) / (len(each) - 1))
        for each, m, s in zip(replications, middle, scale, strict=True)
    ])  # fmt: skip
    return Noise(level, slope, _correlation(np.where(np.isfinite(errors), errors, 0.0)))


def _line(middle: Floats, within: Floats, freedom: int) -> tuple[float, float]:
    """Level and slope of log variance; the level such that the variances are met on average."""
    sound = np.isfinite(middle) & np.isfinite(within)
    if not (within[sound] > 0.0).any():
        return 2.0 * float(np.log(LEAST)), 0.0
    at, variance = np.clip(middle[sound], -CLIP, CLIP), np.maximum(within[sound], LEAST**2)
    # the log of a variance scatters by about sqrt(2 / freedom): a pull towards no slope, whose own sd is set to 1
    centred = at - at.mean()
    slope = float(centred @ np.log(variance) / (centred @ centred + 2.0 / freedom))
    slope = min(max(slope, -2.0), 2.0)
    level = float(np.log(max((variance * np.exp(-slope * at)).mean(), LEAST**2)))
    return level, slope


def _correlation(errors: Floats) -> Floats:
    from sklearn.covariance import ledoit_wolf

    if errors.shape[1] == 1 or len(errors) < 4:
        return np.eye(errors.shape[1])
    covariance = np.asarray(ledoit_wolf(errors, assume_centered=True)[0], np.float64)
    sd = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    found = covariance / np.outer(sd, sd)
    np.fill_diagonal(found, 1.0)
    return found
