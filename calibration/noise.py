"""How much the replications of one point differ: level, change with the size of the statistic, and correlation."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]

SHRINK: Final = 0.1  # of the correlations towards none: they are estimated from a few hundred differences
LEAST: Final = 1e-4  # sd of a distance below which nothing is known


@dataclass(frozen=True)
class Noise:
    """Variance of one replication's distance: `exp(level + slope * distance)`; counts have a slope of about -1."""

    level: Floats  # (aims,)
    slope: Floats  # (aims,)
    correlation: Floats  # (aims, aims)

    def variance(self, distance: Floats) -> Floats:
        """(n, aims) variances of one replication at (n, aims) expected distances."""
        return np.exp(self.level + self.slope * np.clip(distance, -3.0, 3.0))


def fit_noise(replications: list[Floats]) -> Noise:
    """The noise seen in the (replications, aims) distances of many points.

    Raises ValueError when no point has two replications: one alone says nothing of its noise.
    """
    pairs = [each for each in replications if len(each) > 1]
    if not pairs:
        raise ValueError("replications: expected at least 2, one alone says nothing of the noise")
    middle = np.stack([each.mean(axis=0) for each in pairs])
    within = np.stack([each.var(axis=0, ddof=1) for each in pairs])
    aims = middle.shape[1]
    level, slope = np.empty(aims), np.zeros(aims)
    for i in range(aims):
        level[i], slope[i] = _line(middle[:, i], within[:, i])
    scale = np.sqrt(np.exp(level + slope * np.clip(middle, -3.0, 3.0)))
    errors = np.concatenate([(each - each.mean(axis=0)) / s for each, s in zip(pairs, scale, strict=True)])
    return Noise(level, slope, _correlation(errors))


def _line(middle: Floats, within: Floats) -> tuple[float, float]:
    """Level and slope of log variance; the level such that the variances are met on average."""
    sound = np.isfinite(middle) & np.isfinite(within)
    if sound.sum() < 2 or not (within[sound] > 0.0).any():
        return 2.0 * float(np.log(LEAST)), 0.0
    at, variance = np.clip(middle[sound], -3.0, 3.0), np.maximum(within[sound], LEAST**2)
    slope = 0.0
    if len(at) >= 10 and np.ptp(at) > 0.2:
        # the logarithm of a variance of one degree of freedom scatters by 2.2: a pull to 0 as of 4 / spread^2 points
        centred = at - at.mean()
        slope = float(centred @ np.log(variance) / (centred @ centred + 4.0))
        slope = min(max(slope, -2.0), 2.0)
    level = float(np.log(max((variance * np.exp(-slope * at)).mean(), LEAST**2)))
    return level, slope


def _correlation(errors: Floats) -> Floats:
    errors = np.where(np.isfinite(errors), errors, 0.0)
    cross = errors.T @ errors
    sd = np.sqrt(np.maximum(np.diag(cross), 1e-12))
    found = (1.0 - SHRINK) * np.clip(cross / np.outer(sd, sd), -1.0, 1.0) + SHRINK * np.eye(len(sd))
    return np.asarray(found, np.float64)
