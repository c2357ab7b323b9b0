"""Particles that move from the prior to where facts are met: by a falling bound on implausibility, then by density.

Sequential Monte Carlo: a crowd keeps every region that meets the facts, so that sets of values which the facts do not
distinguish all stay. Moves are differences of other particles (differential evolution), which follow ridges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.aims import Floats
from calibration.space import Space
from calibration.surrogate import Surrogate

CUT: Final = 3.0  # implausibility beyond which a point is ruled out (Pukelsheim's three-sigma rule)
RANK: Final = 2  # the second highest counts: one emulator may be off
SURVIVING_SHARE: Final = 0.5  # share of the particles that one fall of the bound keeps
LEVELS: Final = 40
GAMMAS: Final = (1.0, 0.5, 0.2)  # lengths of moves in units of the optimal one of differential evolution
JITTER: Final = 1e-3
FALL: Final = 0.01  # relative fall of the bound under which no better point is looked for


@dataclass
class Crowd:
    """Particles, and what the surrogates say of each."""

    points: Floats  # (n, columns)
    prior: Floats  # (n,)
    implausible: list[Floats]  # by province: (n, aims)
    density: Floats  # (n, provinces)

    def ranked(self) -> Floats:
        """(n,) second highest implausibility over all facts of all provinces."""
        return ranked(self.implausible)

    def take(self, rows: np.ndarray) -> None:
        """Keep these rows, in this order."""
        self.points, self.prior, self.density = self.points[rows], self.prior[rows], self.density[rows]
        self.implausible = [each[rows] for each in self.implausible]


def ranked(implausible: Sequence[Floats]) -> Floats:
    """(n,) second highest of all (the highest where there is one only)."""
    everything = np.concatenate(implausible, axis=1)
    place = max(everything.shape[1] - RANK, 0)
    return np.asarray(np.partition(everything, place, axis=1)[:, place], np.float64)


class Sampler:
    """Moves a crowd within a space, judged by one surrogate for each province of it."""

    def __init__(self, space: Space, surrogates: Sequence[Surrogate], rng: np.random.Generator) -> None:
        """`surrogates` in the order of the provinces of `space`."""
        self.space, self.surrogates, self.rng = space, surrogates, rng
        self.bound, self.power = np.inf, 0.0

    def start(self, number: int) -> Crowd:
        """A crowd drawn from the prior."""
        return self._crowd(self.space.draws(number, self.rng))

    def _crowd(self, points: Floats) -> Crowd:
        judged = [self._judge(points, k) for k in range(len(self.surrogates))]
        density = np.stack([each for _, each in judged], axis=1)
        return Crowd(points, self.space.log_prior(points), [each for each, _ in judged], density)

    def _judge(self, points: Floats, province: int) -> tuple[Floats, Floats]:
        return self.surrogates[province].judged(self.space.provincial(points, province))

    def rule_out(self, crowd: Crowd, sweeps: int = 3) -> float:
        """Lower the bound to `CUT`, or as far as it falls; the log share of the prior that is left."""
        left, stalled = 0.0, 0
        for _ in range(LEVELS):
            seen = crowd.ranked()
            bound = max(CUT, float(np.quantile(seen, SURVIVING_SHARE)))
            stalled = stalled + 1 if bound > self.bound * (1.0 - FALL) else 0
            self.bound = bound
            alive = np.flatnonzero(seen <= bound)
            left += float(np.log(len(alive) / len(seen)))
            crowd.take(alive[np.arange(len(seen)) % len(alive)] if len(alive) < len(seen) else alive)
            self.sweep(crowd, sweeps)
            if bound == CUT or stalled >= 3:
                break
        return left

    def weigh(self, crowd: Crowd, sweeps: int = 3, last: int = 10) -> None:
        """Bring the facts' density in step by step, so that half of the particles keep their weight at each."""
        while self.power < 1.0:
            density = crowd.density.sum(axis=1)
            step = self._step(density)
            weights = np.exp(step * (density - density.max()))
            crowd.take(self._systematic(weights / weights.sum()))
            self.power = min(1.0, self.power + step)
            self.sweep(crowd, sweeps)
        self.sweep(crowd, last)

    def _step(self, density: Floats) -> float:
        low, high = 0.0, 1.0 - self.power
        if self._effective(density, high) >= SURVIVING_SHARE:
            return high
        for _ in range(50):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self._effective(density, middle) >= SURVIVING_SHARE else (low, middle)
        return max(low, 1e-6)

    @staticmethod
    def _effective(density: Floats, step: float) -> float:
        weights = np.exp(step * (density - density.max()))
        return float(weights.sum() ** 2 / np.square(weights).sum() / len(weights))

    def _systematic(self, weights: Floats) -> np.ndarray:
        places = (self.rng.random() + np.arange(len(weights))) / len(weights)
        return np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)

    def sweep(self, crowd: Crowd, times: int) -> float:
        """Move all particles: whole points, the nation alone, each province alone. Share of moves taken."""
        everywhere = tuple(range(len(self.surrogates)))
        count = len(self.space.parameters)
        taken = []
        for _ in range(times):
            taken.append(self._move(crowd, slice(0, self.space.columns), everywhere))
            if self.space.fixed is None and self.space.deviating:
                taken.append(self._move(crowd, slice(0, count), everywhere))
            for k in everywhere if self.space.deviating and len(everywhere) > 1 else ():
                taken.append(self._move(crowd, self.space.block(k), (k,)))
        return float(np.mean(taken))

    def _move(self, crowd: Crowd, columns: slice, provinces: tuple[int, ...]) -> float:
        """One Metropolis step of every particle in some columns, which these provinces feel."""
        number = len(crowd.points)
        free = self.space.free[columns]
        first, second = self.rng.integers(number, size=(2, number))
        gamma = self.rng.choice(GAMMAS, size=number) * 2.38 / np.sqrt(2.0 * max(free.sum(), 1.0))
        jump = gamma[:, None] * (crowd.points[first, columns] - crowd.points[second, columns])
        jump += JITTER * self.rng.standard_normal(jump.shape)
        tossed = np.log(self.rng.random(number))
        moved = crowd.points.copy()
        moved[:, columns] += jump * free
        prior = self.space.log_prior(moved)
        rows = np.flatnonzero(tossed < prior - crowd.prior + self.power * 1e3)  # beyond a range: no need to judge
        rows = rows[np.isfinite(prior[rows])]
        if not rows.size:
            return 0.0
        implausible = [each[rows].copy() for each in crowd.implausible]
        density = crowd.density[rows].copy()
        for k in provinces:
            implausible[k], density[:, k] = self._judge(moved[rows], k)
        gain = prior[rows] - crowd.prior[rows]
        if self.power:
            gain += self.power * (density - crowd.density[rows]).sum(axis=1)
        accepted = (tossed[rows] < gain) & (ranked(implausible) <= self.bound)
        at = rows[accepted]
        crowd.points[at], crowd.prior[at], crowd.density[at] = moved[at], prior[at], density[accepted]
        for mine, new in zip(crowd.implausible, implausible, strict=True):
            mine[at] = new[accepted]
        return float(accepted.sum()) / number
