"""A whole fit: waves, a posterior sample, and the central values, simulated once more. Knows no simulation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.aims import Aim, Floats, mean_distances
from calibration.posterior import Posterior, sample, values_at
from calibration.space import Space
from calibration.store import PointStore
from calibration.surrogate import Surrogate
from calibration.waves import Design, Simulate, Wave, Waves, run_waves, simulated_once

type Progress = Callable[[int, int, str], None]

CANDIDATES = 6  # of the highest density; the best of them in the simulation itself becomes the centre


@dataclass(frozen=True)
class Line:
    """A published figure against the fitted model."""

    aim: Aim
    simulated: float  # mean over the replications at the central values
    replications: tuple[float, ...]
    emulator_error: float  # leave-one-out error on the scale of distances; not a number where it was not emulated

    @property
    def ratio(self) -> float:
        """Simulated over published."""
        return self.simulated / self.aim.value if self.aim.value else float("nan")

    @property
    def verdict(self) -> str:
        """`in band`, `below`, `above`, or `not observed`."""
        if not np.isfinite(self.simulated):
            return "not observed"
        return "in band" if self.aim.inside(self.simulated) else "below" if self.simulated < self.aim.low else "above"


@dataclass(frozen=True)
class Fit:
    """What a fit found."""

    posterior: Posterior
    centre: Floats  # (columns,) point
    national: Mapping[str, float]
    provincial: Mapping[str, Mapping[str, float]]
    lines: tuple[Line, ...]
    waves: tuple[Wave, ...]
    surrogates: tuple[Surrogate, ...]
    simulated: int  # points, all provinces
    widened: Mapping[str, float]  # fact id -> times its discrepancy was widened
    unmoved: tuple[str, ...]  # ids of facts that nothing searched moves


def fit(
    space: Space, aims: Mapping[str, Sequence[Aim]], simulate: Simulate, design: Design, store: PointStore, *,
    discrepancy: Mapping[str, Floats] | None = None, draws: int = 200, progress: Progress | None = None,
) -> Fit:  # fmt: skip
    """Fit the space to the aims of its provinces.

    `simulate(province, values, replications)` gives (replications, aims of the province) and must be a function of its
    arguments alone (common random numbers). Points stand in `store`; the same call on it again goes on where it was.
    Raises ValueError for settings out of range or a province of which nothing is observed.
    """
    waves = Waves(space, aims, design, dict(discrepancy or {}))
    more = CANDIDATES * len(space.provinces)
    count = design.waves * design.points * len(space.provinces) + more

    def tick(done: int, _total: int, text: str) -> None:
        if progress:
            progress(done, count, text)

    run_waves(waves, simulate, store, tick)
    posterior = sample(waves, draws, CANDIDATES)
    results = []
    for number, point in enumerate(posterior.best):
        tick(count - more + number * len(space.provinces), count, "central values")
        results.append(_lived(space, point, simulate, store, design.replications))
    scores = [_score(waves, point, found) for point, found in zip(posterior.best, results, strict=True)]
    best = int(np.argmin(scores))
    centre = posterior.best[best]
    national, provincial = values_at(space, centre)
    tick(count, count, "fitted")
    return Fit(
        posterior, centre, national, provincial, _lines(waves, results[best]), tuple(waves.found),
        tuple(waves.surrogates), store.count(), waves.widened(), tuple(aim.id for aim in waves.unmoved),
    )  # fmt: skip


def _lived(space: Space, point: Floats, simulate: Simulate, store: PointStore, replications: int) -> dict[str, Floats]:
    """(replications, aims) of every province at a point."""
    national, provincial = values_at(space, point)
    return {
        name: simulated_once(simulate, store, name, {**national, **provincial[name]}, replications)
        for name in space.provinces
    }


def _score(waves: Waves, point: Floats, simulated: Mapping[str, Floats]) -> float:
    """Squared distances in units of their errors, and the prior: the lower the better."""
    total = -2.0 * float(waves.space.log_prior(point[None, :])[0])
    for surrogate in waves.surrogates:
        name = surrogate.aims[0].province
        ids = [aim.id for aim in waves.aims[name]]
        used = [ids.index(aim.id) for aim in surrogate.aims]
        miss = mean_distances(surrogate.aims, simulated[name][:, used])
        error = np.array([aim.error for aim in surrogate.aims])
        noise = surrogate.noise.variance(miss[None, :])[0] / surrogate.replications
        share = np.square(miss) / (np.square(surrogate.discrepancy) + np.square(error) + noise)
        total += float(np.nansum(share)) if np.isfinite(miss).any() else np.inf
    return total


def _lines(waves: Waves, simulated: Mapping[str, Floats]) -> tuple[Line, ...]:
    errors = waves.found[-1].errors
    lines = []
    for name, aims in waves.aims.items():
        for aim, column in zip(aims, simulated[name].T, strict=True):
            seen = column[np.isfinite(column)]
            mean = float(seen.mean()) if seen.size else float("nan")
            lines.append(Line(aim, mean, tuple(float(each) for each in column), errors.get(aim.id, float("nan"))))
    return tuple(lines)
