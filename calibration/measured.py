"""A few points with many replications: the noise that they show, and the level to which emulators are brought.

The points of a design share few replications (common random numbers), so that an emulator of them is off by nearly the
same everywhere. That shift is seen at the measured points, whose replications are more, and subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.aims import Aim, Floats, distances, mean_distances
from calibration.noise import Noise, fit_noise


@dataclass(frozen=True)
class Measured:
    """Measured points of one province."""

    noise: Noise
    positions: Floats  # (points, parameters)
    means: Floats  # (points, aims) distances of the means over the replications
    replications: int  # of each point

    def of(self, used: Sequence[int]) -> "Measured":
        """The same points for some of the aims."""
        return Measured(self.noise.of(used), self.positions, self.means[:, list(used)], self.replications)

    def shift(self, expected: Floats, replications: int) -> tuple[Floats, Floats]:
        """(aims,) by what an emulator of `replications` has to be moved, and how that varies from point to point.

        The second is a variance, given its (points, aims) expectations. Where nothing was measured it stays as it is.
        """
        left = self.means - expected
        own = self.noise.variance(expected).mean(axis=0) / replications  # variance of the level before
        seen = np.isfinite(left).all(axis=0)
        moved = np.where(seen, np.where(seen, left, 0.0).mean(axis=0), 0.0)
        if len(left) < 2 or not seen.any():
            return moved, own
        # few points: what the facts have in common of it is taken for each
        shares = np.where(seen, left, 0.0)[:, seen].var(axis=0, ddof=1) / own[seen]
        return moved, np.where(seen, min(1.0, float(shares.mean())), 1.0) * own


def measure(aims: Sequence[Aim], positions: Floats, simulated: Sequence[Floats]) -> Measured:
    """From (points, parameters) positions and their (replications, aims) simulated values."""
    noise = fit_noise([distances(aims, each) for each in simulated])
    means = np.stack([mean_distances(aims, each) for each in simulated])
    return Measured(noise, positions, means, min(map(len, simulated)))
