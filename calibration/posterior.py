"""Draws of the posterior over what is not ruled out, as tables of values: what the facts pin down and what not."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.aims import Floats
from calibration.inputs import practised
from calibration.priors import FURTHEST, Parameter, prior_draws
from calibration.sampler import Crowd, Sampler
from calibration.space import Space
from calibration.waves import Waves
from calibration.written import POSTERIOR
from simulation.parameters.files import data_folder
from simulation.parameters.groups import all_fields
from simulation.parameters.mistakes import Mistakes

DRAWS: Final = 200
BORROWED: Final = "borrowed"
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
        lived = space.provincial(posterior.points, k)
        for i in space.deviating:
            one = space.parameters[i]
            columns[f"{one.path}@{name}"] = [one.value(float(at)) for at in lived[:, i]]
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
        lived = space.provincial(centre[None, :], k)[0]
        for i, at in zip(space.deviating, range(*space.block(k).indices(space.columns)), strict=True):
            one = space.parameters[i]
            low, high = np.quantile(posterior.points[:, at], INTERVAL)
            national = one.value(float(centre[i]))
            found.append(
                Deviation(
                    name, one.path, float(centre[at]), float(low), float(high), one.value(float(lived[i])), national
                )
            )
    return tuple(found)


def values_at(space: Space, centre: Floats) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """National values, and by province those that deviate, at a (columns,) point."""
    count = len(space.parameters)
    national = {one.path: one.value(float(at)) for one, at in zip(space.parameters, centre[:count], strict=True)}
    provincial: dict[str, dict[str, float]] = {}
    for k, name in enumerate(space.provinces):
        lived = space.provincial(centre[None, :], k)[0]
        provincial[name] = {
            space.parameters[i].path: space.parameters[i].value(float(lived[i])) for i in space.deviating
        }
    return national, provincial


def read_posterior(file: Path) -> pd.DataFrame:
    """The draws as they were written: one row a draw, `path` and `path@province`, `borrowed` as text.

    Raises ScenarioError where the file is no table of draws.
    """
    mistakes = Mistakes()
    try:
        table = pd.read_csv(io.StringIO(file.read_text(encoding="utf-8")), index_col="draw", dtype={BORROWED: str})
    except (OSError, ValueError) as error:
        mistakes.add(file.name, "", "draws as `doudi calibrate` writes them", str(error))
        mistakes.check()
        raise
    if BORROWED not in table or not len(table):
        mistakes.add(file.name, BORROWED, "a column that names provinces without facts, and rows", list(table.columns))
    known = all_fields()
    for name in table.columns.drop(BORROWED, errors="ignore"):
        if name.partition("@")[0] not in known:
            mistakes.unknown(file.name, name, "parameter", name.partition("@")[0], known)
        cells = pd.to_numeric(table[name], errors="coerce")
        for draw in table.index[~np.isfinite(cells)]:
            mistakes.add(file.name, f"{name}, draw {draw}", "a number", table.loc[draw, name])
    mistakes.check()
    table[BORROWED] = table[BORROWED].fillna("")
    return table


def draws(number: int, province: str | None = None, root: Path | None = None) -> tuple[dict[str, float], ...]:
    """Path -> value of `number` of the draws that were written: of the nation, or as they act in a province.

    There its own values stand in place of the nation's, and what its practice states is left out. Always the same
    draws for the same number. Raises ScenarioError where fewer were written or no posterior has been fitted.
    """
    folder, mistakes = Path(str(root or data_folder())), Mistakes()
    if not (folder / POSTERIOR).is_file():
        expected = "0, for no posterior has been fitted (`doudi calibrate` writes one)"
        mistakes.add(POSTERIOR, "draws", expected, number)
    mistakes.check()
    table = read_posterior(folder / POSTERIOR)
    if not 1 <= number <= len(table):
        mistakes.add(POSTERIOR, "draws", f"1 to {len(table)}, as many as were written", number)
    mistakes.check()
    rows = table.iloc[[(2 * i + 1) * len(table) // (2 * number) for i in range(number)]]
    paths = [str(name) for name in table.columns if "@" not in name and name != BORROWED]
    stated = practised(folder, province, paths) if province else set()
    columns = {path: f"{path}@{province}" if f"{path}@{province}" in table else path for path in paths}
    return tuple(
        {path: float(row[column]) for path, column in columns.items() if path not in stated}
        for _, row in rows.iterrows()
    )
