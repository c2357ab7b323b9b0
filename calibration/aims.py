"""What is to be met: a published value and its band; how far a simulated value lies from it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]

FLOOR: Final = 0.01  # of the published value, added to both sides: a stock of nobody still has a logarithm
SAME: Final = 0.8  # a stock that is missed at one date is missed alike a year later
TWO_SIDED: Final = 1.96  # half-width of a band in standard deviations
LIMIT: Final = 3.0  # the same of a stock of persons: what a ministry counts first, its band is a limit


@dataclass(frozen=True)
class Aim:
    """A published figure of a province. Distances are log ratios where the whole band is positive, else differences."""

    id: str
    province: str
    statistic: str
    value: float
    low: float
    high: float
    error: float = 0.0  # sd of the publication itself, on the scale of distances
    kind: str = ""  # facts of one kind (statistic and area, at several dates) share what the model leaves out
    shared: int = 1  # provinces that are held to the same figure: together they weigh as one

    @property
    def log(self) -> bool:
        """Whether distances are log ratios."""
        return self.low > 0.0

    @property
    def discrepancy(self) -> float:
        """Default sd of what the model leaves out: half the band over 1.96 (a stock: 3), on the scale of distances."""
        width = np.log(self.high / self.low) if self.log else self.high - self.low
        sides = LIMIT if self.statistic.startswith("stock_persons") else TWO_SIDED
        return max(float(width) / 2.0 / sides * math.sqrt(self.shared), 1e-6)

    def distance(self, simulated: Floats) -> Floats:
        """Simulated against published, 0 when equal; not a number where nothing was observed."""
        if not self.log:
            return np.asarray(simulated - self.value, np.float64)
        ratio = np.maximum(simulated, 0.0) / self.value
        return np.asarray(np.log((ratio + FLOOR) / (1.0 + FLOOR)), np.float64)

    def inside(self, simulated: float) -> bool:
        """Whether a simulated value lies in the band."""
        return self.low <= simulated <= self.high


def distances(aims: Sequence[Aim], simulated: Floats) -> Floats:
    """(replications, aims) distances of (replications, aims) simulated values."""
    return np.stack([aim.distance(column) for aim, column in zip(aims, simulated.T, strict=True)], axis=1)


def mean_distances(aims: Sequence[Aim], simulated: Floats) -> Floats:
    """(aims,) distances of the means over the replications; of those that were observed."""
    seen = np.isfinite(simulated)
    total = np.where(seen, simulated, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean = np.where(seen.any(axis=0), total / np.maximum(seen.sum(axis=0), 1), np.nan)
    return np.asarray(distances(aims, mean[None, :])[0], np.float64)


def alike(aims: Sequence[Aim]) -> Floats:
    """(aims, aims) correlations of what the model leaves out: `SAME` for facts of one kind, 0 for others."""
    kinds = np.array([aim.kind or aim.id for aim in aims])
    same = np.where(kinds[:, None] == kinds[None, :], SAME, 0.0)
    np.fill_diagonal(same, 1.0)
    return same
