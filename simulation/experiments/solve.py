"""`solve`: the parameter values at which indicators meet their targets, on the surface of common random numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize

from simulation import shown
from simulation.experiments.errors import ExperimentError
from simulation.experiments.executors import Crew
from simulation.experiments.history import Settings
from simulation.experiments.points import added
from simulation.experiments.surface import Box, Surface, box_of, surface_over
from simulation.experiments.sweep import Report
from simulation.experiments.sweep_results import Sweep
from simulation.indicators import paired_standard_error, student_t
from simulation.parameters.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Goal = float | Scenario

TOLERANCE: Final = 1e-4  # of the width of a parameter's box
MET: Final = 0.005  # of a goal: counts are steps under the same luck, so few goals are met to the last digit


@dataclass(frozen=True)
class Solution:
    """Values that meet the targets, with the Monte Carlo error of each, and how well the targets are met."""

    values: dict[str, float]
    bounds: Box
    standard_errors: dict[str, float]
    targets: pd.DataFrame  # indicator, goal, reached, missed_by
    tried: pd.DataFrame  # a row per evaluation in their order: value of each parameter, mean of each indicator
    replications: int
    evaluations: int
    sweep: Sweep

    @property
    def unmet(self) -> list[str]:
        """Indicators that no values in the bounds bring to their goals: missed by more than `MET` of the goal."""
        allowed = MET * self.targets["goal"].abs()
        return self.targets["indicator"][self.targets["missed_by"].abs() > allowed].tolist()

    def table(self) -> pd.DataFrame:
        """A row per parameter: value and its 95% interval over replications, cut at the bounds of the search."""
        t = student_t(self.replications) if self.replications > 1 else float("nan")
        errors = np.array(list(self.standard_errors.values()))
        values = np.array(list(self.values.values()))
        lowest, highest = np.array(list(self.bounds.values())).T
        low, high = np.maximum(values - t * errors, lowest), np.minimum(values + t * errors, highest)
        return pd.DataFrame({
            "parameter": list(self.values), "value": values, "low": low, "high": high,
            "standard_error": errors, "replications": self.replications, "evaluations": self.evaluations,
        })  # fmt: skip

    def _repr_html_(self) -> str:
        return shown(self)


def solve(
    base: Scenario | str, vary: str | Mapping[str, Sequence[float] | None], target: str | Mapping[str, Goal],
    equals: Goal | None = None, *, scale: float = 0.01, months: int = 36, replications: int = 4, seed: int = 1,
    warm_up: int = 24, store: str | Path | None = None, executor: Crew | None = None,
    progress: Report | bool = False, tolerance: float = TOLERANCE, reform: str | Path = "",
    uprated: bool = True,
) -> Solution:  # fmt: skip
    """Find the value of `vary` at which `target` meets `equals` (a number, or a scenario that is met in each run).

    `vary`: a path, or `{path: (low, high)}` for bounds (None: the range the file states) and several parameters;
    `target`: an indicator, or `{indicator: goal}`. One of each is solved by Brent's method, more by bounded least
    squares. `reform` (an id or a file, which may add programmes) holds with every value that is tried, not in the
    base. A line that is set or added to grows as the baseline's does unless `uprated` is False. Raises
    ExperimentError when no value in the bounds meets the target, ScenarioError for unknown paths.
    """
    settings = Settings(scale, months, replications, seed, warm_up)
    with surface_over(base, settings, store, executor, progress, reform, uprated) as surface:
        one = isinstance(target, str)
        goals = {str(target): surface.given if equals is None else equals} if one else dict(target)  # type: ignore[arg-type]
        box = box_of(surface.base, {vary: None} if isinstance(vary, str) else vary, "solve")
        return solved(surface, box, goals, tolerance)


def solved(surface: Surface, box: Box, goals: Mapping[str, Goal], tolerance: float = TOLERANCE) -> Solution:
    """Solve on a surface; see `solve`."""
    surface.know([goal for goal in goals.values() if isinstance(goal, Scenario)])
    miss = _Miss(surface, box, goals)
    unit = _by_brent(miss, tolerance) if len(box) == len(goals) == 1 else _by_least_squares(miss, tolerance)
    values, gaps = miss.values_at(unit), miss.at(unit)
    slopes = miss.slopes(unit)
    width = np.array([high - low for low, high in box.values()])
    # the targets of one replication share its luck: how it moves all of them at once is carried to the values
    errors = paired_standard_error((np.linalg.pinv(slopes) @ gaps).T) * width
    reached = miss.reached(unit)
    table = pd.DataFrame({
        "indicator": list(goals), "goal": reached - gaps.mean(axis=1), "reached": reached,
        "missed_by": gaps.mean(axis=1),
    })  # fmt: skip
    return Solution(
        values, box, dict(zip(box, errors.tolist(), strict=True)), table, miss.tried(), surface.settings.replications,
        len(miss.seen), Sweep(surface.store),
    )  # fmt: skip


class _Miss:
    """How far each target is missed at a point of the unit box, by replication."""

    def __init__(self, surface: Surface, box: Box, goals: Mapping[str, Goal]) -> None:
        self.surface, self.box, self.goals = surface, box, goals
        self.indicators = list(goals)
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
        return met

    def values_at(self, unit: Floats) -> dict[str, float]:
        """Parameter values of a point of the unit box."""
        return {p: low + float(u) * (high - low) for (p, (low, high)), u in zip(self.box.items(), unit, strict=True)}

    def _simulated(self, unit: Floats) -> Floats:
        key = tuple(float(u) for u in unit)
        if key not in self.seen:
            self.seen[key] = self.surface.at([self.values_at(unit)], self.indicators)[0]
        return self.seen[key]

    def at(self, unit: Floats) -> Floats:
        """(targets, replications) simulated less wanted."""
        return self._simulated(unit) - self.wanted

    def reached(self, unit: Floats) -> Floats:
        """(targets,) mean of what is simulated."""
        return self._simulated(unit).mean(axis=1)

    def tried(self) -> pd.DataFrame:
        """A row per evaluation: parameter values, mean of each indicator."""
        rows = [
            self.values_at(np.array(unit)) | dict(zip(self.indicators, found.mean(axis=1).tolist(), strict=True))
            for unit, found in self.seen.items()
        ]
        return pd.DataFrame(rows)

    def slopes(self, unit: Floats, step: float = 0.05) -> Floats:
        """(targets, parameters) by differences over a twentieth of the box: counts are steps under the same luck."""
        columns = []
        for i in range(len(unit)):
            low, high = unit.copy(), unit.copy()
            low[i], high[i] = max(unit[i] - step, 0.0), min(unit[i] + step, 1.0)
            columns.append((self.at(high) - self.at(low)).mean(axis=1) / (high[i] - low[i]))
        return np.stack(columns, axis=1)


def _by_brent(miss: _Miss, tolerance: float) -> Floats:
    """Brent's method between the bounds, which have to lie on either side of the target."""
    (path,), ends = miss.box, [float(miss.at(np.array([u])).mean()) for u in (0.0, 1.0)]
    if ends[0] * ends[1] > 0:
        low, high = miss.box[path]
        reached = [float(miss.reached(np.array([u]))[0]) for u in (0.0, 1.0)]
        raise ExperimentError(
            f"no {path} between {low:g} and {high:g} meets {miss.indicators[0]}: "
            f"{reached[0]:.6g} and {reached[1]:.6g} at these ends; widen the bounds"
        )
    root: Any = optimize.brentq(lambda u: float(miss.at(np.array([u])).mean()), 0.0, 1.0, xtol=tolerance)
    return np.array([root])


def _by_least_squares(miss: _Miss, tolerance: float) -> Floats:
    """Trust-region least squares in the box, each target relative to its size."""
    size = np.maximum(np.abs(miss.wanted.mean(axis=1)), 1e-12)

    def relative(unit: Floats) -> Floats:
        return np.asarray(miss.at(unit).mean(axis=1) / size, np.float64)

    found = optimize.least_squares(
        relative, np.full(len(miss.box), 0.5), bounds=(0.0, 1.0),
        diff_step=np.full(len(miss.box), 0.05), xtol=tolerance, ftol=tolerance**2, gtol=1e-12, max_nfev=60,
    )  # fmt: skip
    return np.asarray(found.x, np.float64)
