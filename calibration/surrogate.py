"""The emulators of all facts of one province, and how implausible they find a point."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.aims import Aim, Floats, alike, mean_distances
from calibration.emulator import Emulator, fit_emulator
from calibration.measured import Measured
from calibration.noise import Noise


@dataclass(frozen=True)
class Surrogate:
    """Emulators, noise and errors of the aims of one province, in the order of the aims."""

    aims: tuple[Aim, ...]
    emulators: tuple[Emulator, ...]
    noise: Noise
    replications: int  # behind the level to which the emulators are brought
    shift: Floats  # (aims,) from the level of the design to that one
    scatter: Floats  # (aims,) variance of that shift from point to point
    discrepancy: Floats  # (aims,) sd of what the model leaves out
    offset: Floats  # (aims,) distance that is to be met; 0: the published value itself
    data_replications: int = 0  # where the facts were simulated themselves: their noise counts too

    def expected(self, points: Floats) -> tuple[Floats, Floats]:
        """(n, aims) expected distances and variances of the emulators at (n, parameters) positions."""
        both = [emulator.predict(points) for emulator in self.emulators]
        mean, variance = (np.stack(each, axis=1) for each in zip(*both, strict=True))
        return mean + self.shift, variance + self.scatter

    def judged(self, points: Floats) -> tuple[Floats, Floats]:
        """(n, aims) implausibilities and (n,) log densities of the facts, errors correlated as replications are."""
        mean, emulated = self.expected(points)
        one = self.noise.variance(mean)
        shares = 1.0 / self.replications + (1.0 / self.data_replications if self.data_replications else 0.0)
        error = np.array([aim.error for aim in self.aims])
        apart = emulated + np.square(error)
        miss = mean - self.offset
        sd = np.sqrt(shares * one)
        covariance = sd[:, :, None] * sd[:, None, :] * self.noise.correlation
        covariance += np.outer(self.discrepancy, self.discrepancy) * alike(self.aims)
        index = np.arange(len(self.aims))
        covariance[:, index, index] += apart
        lower = np.linalg.cholesky(covariance)
        solved = np.linalg.solve(lower, miss[:, :, None])[:, :, 0]
        density = -0.5 * np.square(solved).sum(axis=1) - np.log(lower[:, index, index]).sum(axis=1)
        return np.abs(miss) / np.sqrt(covariance[:, index, index]), density

    def within_reach(self, points: Floats, cut: float) -> "Surrogate":
        """With discrepancies so wide that some point finds each fact no more than `cut` implausible.

        A fact that no point reaches would else rule everything out, or draw everything to one end for its sake.
        """
        mean, emulated = self.expected(points)
        shares = 1.0 / self.replications + (1.0 / self.data_replications if self.data_replications else 0.0)
        error = np.array([aim.error for aim in self.aims])
        others = emulated + shares * self.noise.variance(mean) + np.square(error)
        needed = np.square((mean - self.offset) / cut) - others
        return replace(self, discrepancy=np.sqrt(np.maximum(np.square(self.discrepancy), needed.min(axis=0))))

    def aiming_at(self, offset: Floats, data_replications: int) -> "Surrogate":
        """The same emulators against simulated data: no model discrepancy, but the noise of the data."""
        return replace(
            self, offset=offset, data_replications=data_replications, discrepancy=np.zeros_like(self.discrepancy)
        )


def fit_surrogate(
    aims: Sequence[Aim], points: Floats, simulated: Sequence[Floats], measured: Measured, *,
    discrepancy: Floats | None = None, before: Surrogate | None = None,
) -> Surrogate:  # fmt: skip
    """Emulators of (n, parameters) points and their (replications, aims) simulated values, at the level of `measured`.

    `before`: a fit to fewer points of the same aims, from which the search for lengths starts. Raises ValueError
    where a statistic was hardly ever observed.
    """
    means = np.stack([mean_distances(aims, each) for each in simulated])
    emulators = []
    for i, aim in enumerate(aims):
        start = None if before is None else before.emulators[i].theta
        try:
            emulators.append(fit_emulator(points, means[:, i], start))
        except ValueError as error:
            raise ValueError(f"{aim.id} {aim.province} {aim.statistic}: {error}") from error
    stated = np.array([aim.discrepancy for aim in aims]) if discrepancy is None else discrepancy
    replications = min(len(each) for each in simulated)
    at = np.stack([emulator.predict(measured.positions)[0] for emulator in emulators], axis=1)
    shift, scatter = measured.shift(at, replications)
    return Surrogate(
        tuple(aims), tuple(emulators), measured.noise, max(replications, measured.replications), shift, scatter,
        stated, np.zeros(len(aims)),
    )  # fmt: skip
