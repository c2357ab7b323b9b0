"""`frontier`: the Pareto-efficient reforms, over chosen levers (NSGA-II of pymoo)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.extensions.analyzers import Given
from simulation.extras import absent
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import OnProgress
from simulation.rendering import HasPlots, to_html
from simulation.run_settings import WARM_UP, Settings, settings_explained
from simulation.search.surface import Box, Surface, box_of, surface_over
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory
from simulation.simulate.indicator_names import check_names
from simulation.simulate.results import interval_of
from simulation.sweeping.results.stored_runs import numbers_of
from simulation.sweeping.results.sweep_results import Sweep

type Floats = npt.NDArray[np.float64]

OBJECTIVES: Final = ("cost", "exclusion_error", "poverty_gap")


@dataclass(frozen=True)
class Frontier(HasPlots):
    """All reforms that were tried, and which of them are Pareto-efficient; made by `frontier`.

    Attributes:
        points: Values of the levers by path; the first point is the baseline, without any.
        objectives: Names of the indicators, each to be low.
        values: (points, objectives, replications), each in its indicator's unit.
        sweep: The runs.
    """

    points: list[dict[str, float]]
    objectives: tuple[str, ...]
    values: Floats
    sweep: Sweep

    @property
    def undominated(self) -> npt.NDArray[np.bool_]:
        """(points,) True for the Pareto-efficient ones, by the mean over replications."""
        return undominated(self.values.mean(axis=2))

    def table(self) -> pd.DataFrame:
        """The Pareto-efficient reforms.

        Returns:
            A row per reform, the lowest first objective on top: `baseline` (whether it is the baseline), the value of
            each lever, and for each objective its mean, the paired difference from the baseline (`*_change`), and the
            95% interval of that (`*_low`, `*_high`).
        """
        frame = pd.DataFrame(self.points)
        frame.insert(0, "baseline", [not point for point in self.points])
        for i, name in enumerate(self.objectives):
            change = self.values[:, i] - self.values[:1, i]
            low, high = interval_of(change.T)
            frame[name], frame[f"{name}_change"] = self.values[:, i].mean(axis=1), change.mean(axis=1)
            frame[f"{name}_low"], frame[f"{name}_high"] = low, high
        return frame[self.undominated].sort_values(self.objectives[0], ignore_index=True)

    def _repr_html_(self) -> str:
        return to_html(self)


def undominated(costs: Floats) -> npt.NDArray[np.bool_]:
    """(points,) True where no other point is at least as low in every column and lower in one.

    >>> undominated(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0]])).tolist()
    [True, True, False]
    """
    better = (costs[:, None] <= costs[None]).all(axis=2) & (costs[:, None] < costs[None]).any(axis=2)
    return ~better.any(axis=0)


def of_sweep(sweep: Sweep, objectives: Sequence[str] = OBJECTIVES) -> Frontier:
    """The points of a finished sweep as a frontier, parameter draws averaged; every objective is to be low.

    Raises ExperimentError where runs are missing.
    """
    values = numbers_of(sweep, objectives).mean(axis=1).swapaxes(0, 1)
    if np.isnan(values).any():
        raise ExperimentError(f"{sweep.folder}: runs are missing; finish the sweep first")
    points = [{path: float(value) for path, value in each["values"].items()} for each in sweep.design()["points"]]
    return Frontier(points, tuple(objectives), values, sweep)


@settings_explained
def frontier(
    base: Scenario | str, levers: Mapping[str, Sequence[float] | None] | Sequence[str], *,
    objectives: Sequence[str] = OBJECTIVES, population: int = 16, generations: int = 6, scale: float = 0.01,
    months: int = 36, replications: int = 4, seed: int = 1, warm_up: int = WARM_UP, store: str | Path | None = None,
    executor: ExecutorFactory | None = None, progress: OnProgress | bool = False, reform: str | Path = "",
    analyzers: Sequence[Given] = (),
) -> Frontier:  # fmt: skip
    """Search for the Pareto-efficient reforms over several levers (NSGA-II, Deb et al. 2002).

    Needs the extra `explore` (pymoo). `population` x `generations` points are tried, besides the baseline.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file.
        levers: (low, high) by path; for None, and for a list of paths, the range that the parameter's file states.
        objectives: Indicators, each to be low, as `Sweep.values` takes them.
        population: Points of one generation.
        generations: How many generations.
        reform: Id or file of a reform, which may add programmes, beneath the values of every point. "": none.

    Returns:
        All points that were tried, and which are efficient.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown paths, and for bounds of which the first is not the lower.
        ExperimentError: For an unknown indicator, without pymoo, and where runs failed.
    """
    settings = Settings(scale, months, replications, seed, warm_up)
    with surface_over(base, settings, store, executor, progress, reform, analyzers=analyzers) as surface:
        box = box_of(surface.base, levers, "frontier")
        check_names(surface.base, objectives)
        return searched(surface, box, tuple(objectives), population, generations)


def searched(
    surface: Surface, box: Box, objectives: tuple[str, ...], population: int, generations: int
) -> Frontier:  # fmt: skip
    """Search on a surface; the same proposals for the same seed and results, so an interrupted search goes on."""
    algorithm, evaluate = _algorithm(box, len(objectives), population, generations, surface.settings.seed)
    points: list[dict[str, float]] = [{}]
    values = [surface.at([{}], objectives)]
    while algorithm.has_next():
        asked = algorithm.ask()
        rows = [dict(zip(box, map(float, x), strict=True)) for x in asked.get("X")]
        found = surface.at(rows, objectives)
        points += rows
        values.append(found)
        evaluate(asked, found.mean(axis=2))
        algorithm.tell(infills=asked)
    return Frontier(points, objectives, np.concatenate(values), Sweep(surface.store))


def _algorithm(box: Box, objectives: int, population: int, generations: int, seed: int) -> Any:
    """NSGA-II (Deb et al. 2002) with ask and tell, and how a proposal is given its values."""
    try:
        from pymoo.algorithms.moo.nsga2 import NSGA2
        from pymoo.core.problem import Problem
        from pymoo.problems.static import StaticProblem
    except ImportError as error:
        raise ExperimentError(absent("a frontier", "pymoo", "explore")) from error
    low, high = np.array(list(box.values())).T
    problem = Problem(n_var=len(box), n_obj=objectives, xl=low, xu=high)
    algorithm = NSGA2(pop_size=population)
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)

    def evaluate(asked: Any, costs: Floats) -> None:
        algorithm.evaluator.eval(StaticProblem(problem, F=costs), asked)

    return algorithm, evaluate
