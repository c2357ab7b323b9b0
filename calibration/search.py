"""A whole fit: waves, a posterior sample, and the central values, simulated once more. Knows no simulation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.aims import Aim, Floats, mean_distances
from calibration.posterior import Posterior, sample, values_at
from calibration.space import Space
from calibration.store import PointStore
from calibration.surrogate import Surrogate
from calibration.tasks import Batch, Task, answered
from calibration.waves import NOISE_POINTS, Asked, Design, Wave, Waves

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
    search: Waves  # with all points and their answers


def fit(
    space: Space, aims: Mapping[str, Sequence[Aim]], batch: Batch, design: Design, store: PointStore, *,
    discrepancy: Mapping[str, Floats] | None = None, draws: int = 200, progress: Progress | None = None,
) -> Fit:  # fmt: skip
    """Fit the space to the aims of its provinces.

    `batch` simulates points, (replications, aims of the province) each, and must be a function of its tasks alone
    (common random numbers). Points are in `store`; the same call on it resumes. Raises ValueError
    for settings out of range or a province of which nothing is observed.
    """
    waves = Waves(space, aims, design, dict(discrepancy or {}))
    asking = _Asking(batch, store, progress, _points(design, space))
    asked = waves.ask_noise()
    waves.tell_noise(asked, asking.answers(asked, design.noise, "noise"))
    for number in range(design.waves):
        asked = waves.ask()
        waves.tell(asked, asking.answers(asked, design.replications, f"wave {number + 1} of {design.waves}"))
    posterior = sample(waves, draws, CANDIDATES)
    results = [_simulated(space, point, asking, design.replications) for point in posterior.best]
    scores = [_score(waves, point, found) for point, found in zip(posterior.best, results, strict=True)]
    best = int(np.argmin(scores))
    centre = posterior.best[best]
    national, provincial = values_at(space, centre)
    return Fit(
        posterior, centre, national, provincial, _lines(waves, results[best]), tuple(waves.found),
        tuple(waves.surrogates), store.count(), waves.widened(), tuple(aim.id for aim in waves.unmoved), waves,
    )  # fmt: skip


def _points(design: Design, space: Space) -> int:
    """Replications that a fit lives through."""
    each = NOISE_POINTS * design.noise + (design.waves * design.points + CANDIDATES) * design.replications
    return each * len(space.provinces)


@dataclass
class _Asking:
    """Sends what is asked to be simulated, and counts replications."""

    batch: Batch
    store: PointStore
    progress: Progress | None
    total: int
    done: int = 0

    def answers(self, asked: Asked, replications: int, text: str) -> dict[str, list[Floats]]:
        """(replications, aims) of every point, by province."""
        tasks = [Task(name, values, replications) for name, points in asked.items() for values in points]

        def tick() -> None:
            self.done += replications
            if self.progress:
                self.progress(self.done, self.total, text)

        found = answered(tasks, self.batch, self.store, tick)
        by_province: dict[str, list[Floats]] = {name: [] for name in asked}
        for task, simulated in zip(tasks, found, strict=True):
            by_province[task.province].append(simulated)
        return by_province


def _simulated(space: Space, point: Floats, asking: _Asking, replications: int) -> dict[str, Floats]:
    """(replications, aims) of every province at a point."""
    national, provincial = values_at(space, point)
    asked: Asked = {name: [{**national, **provincial[name]}] for name in space.provinces}
    return {name: found[0] for name, found in asking.answers(asked, replications, "central values").items()}


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
