"""How far targets are missed at points of the unit box, by replication: what `solve` looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.scenario.points import added
from simulation.parameters.scenario.scenario import Scenario
from simulation.search.surface import Box, Surface
from simulation.simulate.errors import ExperimentError

type Floats = npt.NDArray[np.float64]
type Goal = float | Scenario

MET: Final = 0.005  # of a goal: counts are steps under the same draws, so few goals are met to the last digit
MET_OF_RANGE: Final = 0.001  # of the range of the response over the bounds: for goals of 0 or near it
SLOPE_STEP: Final = 0.05  # of the width of the bounds


class Misses:
    """Simulated less wanted, cached by point; a point is a tuple of numbers from 0 to 1, one a parameter."""

    def __init__(
        self, surface: Surface, box: Box, goals: Mapping[str, Goal], within: Mapping[str, float] | None = None
    ) -> None:
        self.surface, self.box, self.goals = surface, box, goals
        self.indicators = list(goals)
        self.within = dict(within or {})
        self.seen: dict[tuple[float, ...], Floats] = {}
        self.wanted = np.stack([self._goal(name, goal) for name, goal in goals.items()])

    def _goal(self, indicator: str, goal: Goal) -> Floats:
        if not isinstance(goal, Scenario):
            return np.full(self.surface.settings.replications, float(goal))
        point = added(self.surface.given, goal)
        if point.onto(self.surface.given) != goal:
            raise ExperimentError("the scenario to be met must be the base, or made from it")
        point = point if point.changes_nothing else replace(point, reform=goal.name)
        met: Floats = self.surface.of([point], [indicator])[0, 0]
        if np.isnan(met).any():
            raise ExperimentError(f"{indicator} is undefined (NaN) in the scenario that is to be met: no goal")
        return met

    def values_at(self, unit: Sequence[float] | Floats) -> dict[str, float]:
        """Parameter values of a point of the unit box, never beyond a bound by rounding."""
        return {
            p: min(low + float(u) * (high - low), high)
            for (p, (low, high)), u in zip(self.box.items(), unit, strict=True)
        }

    def look(self, units: Sequence[Sequence[float] | Floats]) -> None:
        """Simulate several points at once, those that are not known yet."""
        keys = dict.fromkeys(tuple(float(u) for u in unit) for unit in units)
        fresh = [key for key in keys if key not in self.seen]
        if fresh:
            found = self.surface.at([self.values_at(key) for key in fresh], self.indicators)
            self.seen.update(zip(fresh, found, strict=True))

    def simulated(self, unit: Sequence[float] | Floats) -> Floats:
        """(targets, replications)."""
        self.look([unit])
        return self.seen[tuple(float(u) for u in unit)]

    def at(self, unit: Sequence[float] | Floats) -> Floats:
        """(targets, replications) simulated less wanted."""
        return self.simulated(unit) - self.wanted

    def reached(self, unit: Sequence[float] | Floats) -> Floats:
        """(targets,) mean of what is simulated."""
        return np.asarray(self.simulated(unit).mean(axis=1), np.float64)

    def means(self) -> Floats:
        """(points, targets) of all that was simulated."""
        return np.stack([each.mean(axis=1) for each in self.seen.values()])

    def size(self) -> Floats:
        """(targets,) of the goal or, where that is larger, of the range of the response; above 0."""
        goals = np.abs(self.wanted.mean(axis=1))
        largest: Floats = np.maximum(np.maximum(goals, self._range()), np.finfo(np.float64).tiny)
        return largest

    def level(self) -> Floats:
        """(targets,) largest number in play, against which rounding is judged."""
        means = np.abs(self.means())
        largest: Floats = np.where(np.isnan(means), 0.0, means).max(axis=0)
        return np.maximum(np.abs(self.wanted.mean(axis=1)), largest)

    def allowed(self) -> Floats:
        """(targets,) by how much a goal may be missed and is met.

        `within` where it was given; else `MET` of the goal or, for a goal of 0 or near it, `MET_OF_RANGE` of the range
        that the response had over the bounds.
        """
        usual = np.maximum(MET * np.abs(self.wanted.mean(axis=1)), MET_OF_RANGE * self._range())
        return np.array([self.within.get(name, each) for name, each in zip(self.indicators, usual, strict=True)])

    def _range(self) -> Floats:
        means = self.means()
        low, high = np.where(np.isnan(means), np.inf, means), np.where(np.isnan(means), -np.inf, means)
        between: Floats = np.maximum(high.max(axis=0) - low.min(axis=0), 0.0)
        return between

    def undefined(self) -> list[tuple[dict[str, float], list[str]]]:
        """Points at which an indicator is NaN in a replication or more, and which."""
        bad = {key: np.isnan(each).any(axis=1) for key, each in self.seen.items()}
        return [
            (self.values_at(key), [name for name, is_bad in zip(self.indicators, which, strict=True) if is_bad])
            for key, which in bad.items()
            if which.any()
        ]  # fmt: skip

    def tried(self) -> pd.DataFrame:
        """A row per evaluation: parameter values, mean of each indicator."""
        rows = [
            self.values_at(unit) | dict(zip(self.indicators, found.mean(axis=1).tolist(), strict=True))
            for unit, found in self.seen.items()
        ]
        return pd.DataFrame(rows)

    def slopes(self, unit: Floats, steps: Sequence[tuple[float, float]]) -> Floats:
        """(targets, parameters, replications) by differences between two points on either side, (low, high) of each.

        Cut at the box. Counts are steps under the same draws, so the points may not lie too near.
        """
        sides = []
        for i, (low, high) in enumerate(steps):
            ends = [unit.copy(), unit.copy()]
            ends[0][i], ends[1][i] = max(low, 0.0), min(high, 1.0)
            sides.append(ends)
        self.look([end for ends in sides for end in ends])
        return np.stack(
            [(self.at(b) - self.at(a)) / (b[i] - a[i]) for i, (a, b) in enumerate(sides)], axis=1
        )  # fmt: skip
