"""The space of the search: a national vector and, for each province with facts, its deviations in spreads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from calibration.priors import FURTHEST, PRIOR_SD, Floats, Parameter, prior_draws

MOST_TRIES = 200


@dataclass(frozen=True)
class Space:
    """Points are rows: national positions, then (province by province) deviations of those that may deviate.

    `fixed` holds the nation at these positions: then the deviations alone are searched (refit of a province).
    """

    parameters: tuple[Parameter, ...]
    provinces: tuple[str, ...]
    fixed: tuple[float, ...] | None = None

    @cached_property
    def deviating(self) -> Sequence[int]:
        """Columns of the parameters that may deviate."""
        return [i for i, one in enumerate(self.parameters) if one.spread]

    @property
    def columns(self) -> int:
        """Length of a point."""
        return len(self.parameters) + len(self.provinces) * len(self.deviating)

    def block(self, province: int) -> slice:
        """Columns of the deviations of a province."""
        first = len(self.parameters) + province * len(self.deviating)
        return slice(first, first + len(self.deviating))

    @cached_property
    def free(self) -> Floats:
        """(columns,) 1 where a column is searched, 0 where it is fixed."""
        free = np.ones(self.columns)
        if self.fixed is not None:
            free[: len(self.parameters)] = 0.0
        return free

    @cached_property
    def steps(self) -> Floats:
        """(deviating,) positions that one spread is long."""
        return np.array([self.parameters[i].step for i in self.deviating])

    def without(self, province: str) -> "Space":
        """The same space where one province is not known of."""
        return replace(self, provinces=tuple(name for name in self.provinces if name != province))

    def provincial(self, points: Floats, province: int) -> Floats:
        """(n, parameters) positions at which a province lives, from (n, columns) points."""
        found = points[:, : len(self.parameters)].copy()
        if self.deviating:
            found[:, self.deviating] += points[:, self.block(province)] * self.steps
        return found

    def log_prior(self, points: Floats) -> Floats:
        """(n,) log density up to a constant; -inf beyond a range or two spreads."""
        count = len(self.parameters)
        centre = np.array([one.position(one.centre) for one in self.parameters])
        national, deviations = points[:, :count], points[:, count:]
        density = -0.5 * np.square((national - centre) / PRIOR_SD) @ self.free[:count]
        density -= 0.5 * np.square(deviations).sum(axis=1)
        allowed = ((national >= 0.0) & (national <= 1.0)).all(axis=1) & (np.abs(deviations) <= FURTHEST).all(axis=1)
        for k in range(len(self.provinces) if self.deviating else 0):
            of_province = self.provincial(points, k)[:, self.deviating]
            allowed &= ((of_province >= 0.0) & (of_province <= 1.0)).all(axis=1)
        return np.where(allowed, density, -np.inf)

    def draws(self, number: int, rng: np.random.Generator) -> Floats:
        """(number, columns) points of the prior: drawn until each lies inside every range."""
        kept: list[Floats] = []
        for _ in range(MOST_TRIES):
            points = np.empty((2 * number, self.columns))
            points[:, : len(self.parameters)] = prior_draws(self.parameters, 2 * number, rng)
            if self.fixed is not None:
                points[:, : len(self.parameters)] = self.fixed
            points[:, len(self.parameters) :] = rng.standard_normal((2 * number, self.columns - len(self.parameters)))
            kept.append(points[np.isfinite(self.log_prior(points))])
            if sum(map(len, kept)) >= number:
                break
        found = np.concatenate(kept)
        if not len(found):
            raise ValueError("no point of the prior lies inside all ranges: a national value lies at an end of its own")
        return found[np.arange(number) % len(found)]

    def box(self) -> tuple[Floats, Floats]:
        """Lowest and highest (parameters,) provincial positions that are searched."""
        low, high = np.zeros(len(self.parameters)), np.ones(len(self.parameters))
        if self.fixed is not None:
            low, high = np.array(self.fixed), np.array(self.fixed)
            if self.deviating:
                low[self.deviating] -= FURTHEST * self.steps
                high[self.deviating] += FURTHEST * self.steps
        return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)

    def point(self, national: Floats, deviations: Mapping[str, Floats]) -> Floats:
        """(columns,) point of a national vector and deviations by province."""
        return np.concatenate([national, *(deviations[name] for name in self.provinces)])
