"""Draws of the posterior over what is not ruled out, as tables of values: what the facts pin down and what not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.aims import Floats
from calibration.priors import FURTHEST, Parameter, prior_draws
from calibration.sampler import Crowd, Sampler
from calibration.space import Space
from calibration.waves import Waves
from simulation.parameters.reforms.posterior import BORROWED

DRAWS: Final = 200
INTERVAL: Final = (0.05, 0.95)
_PRIOR_DRAWS: Final = 4000


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws, and the most credible of them."""

    space: Space
    points: Floats  # (draws, columns)
    best: tuple[Floats, ...]  # points of the highest density, best first

    def national(self) -> Floats:
        """(draws, parameters) positions of the nation."""
        return self.points[:, : len(self.space.parameters)]


def sample(waves: Waves, number: int = DRAWS, candidates: int = 8) -> Posterior:
    """Draws from prior times density of the facts, within the bound on implausibility that the waves reached.

    The crowd of the last wave is weighed by the density step by step, so that what equally well meets the facts
    keeps its share. The same waves give the same draws.
    """
    if waves.crowd is None:
        raise ValueError("expected at least one wave before the posterior is sampled")
    rng = np.random.default_rng([waves.design.seed, 1000])
    with threadpool_limits(1):
        sampler = Sampler(waves.space, waves.surrogates, rng)
        sampler.bound = waves.bound
        old = waves.crowd
        count = len(old.points)
        rows = np.arange(max(count, number)) % count
        crowd = Crowd(old.points[rows], old.prior[rows], [each[rows] for each in old.implausible], old.density[rows])
        sampler.weigh(crowd)
    order = np.argsort(-(crowd.prior + crowd.density.sum(axis=1)), kind="stable")
    best = crowd.points[order]
    _, first = np.unique(best, axis=0, return_index=True)
    best = best[np.sort(first)[:candidates]]
    chosen = np.floor((np.arange(number) + 0.5) * len(crowd.points) / number).astype(np.intp)
    return Posterior(waves.space, crowd.points[chosen], tuple(best))


def table_of(posterior: Posterior, others: Sequence[str], seed: int) -> pd.DataFrame:
    """One row a draw: a column `path` for the nation, `path@province` where a parameter deviates.

    Provinces in `others` have no facts: their deviations are drawn from the prior; the column `borrowed` names them.
    """
    space = posterior.space
    columns: dict[str, list[float]] = {}
    for one, positions in zip(space.parameters, posterior.national().T, strict=True):
        columns[one.path] = [one.value(float(at)) for at in positions]
    for k, name in enumerate(space.provinces):
        of_province = space.provincial(posterior.points, k)
        for i in space.deviating:
            one = space.parameters[i]
            columns[f"{one.path}@{name}"] = [one.value(float(at)) for at in of_province[:, i]]
    for name in others:
        rng = np.random.default_rng([seed, 2000, *name.encode()])
        for i in space.deviating:
            one = space.parameters[i]
            lived_there = _around(one, posterior.national()[:, i], rng)
            columns[f"{one.path}@{name}"] = [one.value(float(at)) for at in lived_there]
    frame = pd.DataFrame(columns, index=pd.RangeIndex(1, len(posterior.points) + 1, name="draw"))
    frame[BORROWED] = " ".join(others)
    return frame


def _around(one: Parameter, national: Floats, rng: np.random.Generator) -> Floats:
    """(n,) positions around the national ones, within two spreads and the range."""
    from scipy import special

    low = np.maximum(-FURTHEST, (0.0 - national) / one.step)
    high = np.minimum(FURTHEST, (1.0 - national) / one.step)
    below, above = special.ndtr(low), special.ndtr(high)
    drawn = special.ndtri(below + rng.random(national.size) * (above - below))
    return np.asarray(national + np.clip(drawn, low, high) * one.step, np.float64)


@dataclass(frozen=True)
class Pinned:
    """What the facts say of one parameter, in its own unit."""

    path: str
    low: float  # 5% of the posterior
    middle: float
    high: float  # 95%
    width: float  # length of that interval over the prior's, on the search scale

    @property
    def open(self) -> bool:
        """Whether the facts leave most of the prior's width."""
        return self.width > 0.7


def pinned(posterior: Posterior, seed: int) -> tuple[Pinned, ...]:
    """Of each national parameter: the 90% interval and its width over that of the prior. Fixed ones are left out."""
    space = posterior.space
    if space.fixed is not None:
        return ()
    prior = prior_draws(space.parameters, _PRIOR_DRAWS, np.random.default_rng([seed, 3000]))
    found = []
    for i, one in enumerate(space.parameters):
        low, middle, high = np.quantile(posterior.points[:, i], (INTERVAL[0], 0.5, INTERVAL[1]))
        before = np.ptp(np.quantile(prior[:, i], INTERVAL))
        width = float((high - low) / before)
        found.append(Pinned(one.path, one.value(low), one.value(middle), one.value(high), width))
    return tuple(found)


@dataclass(frozen=True)
class Deviation:
    """How far a province lies from the nation in one parameter, in spreads."""

    province: str
    path: str
    number: float  # of the central values
    low: float  # 5% of the posterior
    high: float  # 95%
    value: float  # of the province, in the parameter's unit
    national: float


def deviations(posterior: Posterior, centre: Floats) -> tuple[Deviation, ...]:
    """Of each province and parameter that may deviate, at the (columns,) central point."""
    space = posterior.space
    found = []
    for k, name in enumerate(space.provinces):
        of_province = space.provincial(centre[None, :], k)[0]
        for i, at in zip(space.deviating, range(*space.block(k).indices(space.columns)), strict=True):
            one = space.parameters[i]
            low, high = np.quantile(posterior.points[:, at], INTERVAL)
            national = one.value(float(centre[i]))
            found.append(
                Deviation(
                    name,
                    one.path,
                    float(centre[at]),
                    float(low),
                    float(high),
                    one.value(float(of_province[i])),
                    national,
                )
            )
    return tuple(found)


def values_at(space: Space, centre: Floats) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """National values, and by province those that deviate, at a (columns,) point."""
    count = len(space.parameters)
    national = {one.path: one.value(float(at)) for one, at in zip(space.parameters, centre[:count], strict=True)}
    provincial: dict[str, dict[str, float]] = {}
    for k, name in enumerate(space.provinces):
        of_province = space.provincial(centre[None, :], k)[0]
        provincial[name] = {
            space.parameters[i].path: space.parameters[i].value(float(of_province[i])) for i in space.deviating
        }
    return national, provincial
