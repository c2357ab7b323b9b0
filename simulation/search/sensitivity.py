"""Sensitivity of indicators to parameters: Sobol' and Morris indices (SALib), and one parameter at a time (tornado).

Every estimate looks at means over replications with common random numbers, since noise in the runs would raise
every index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from simulation.extensions.analyzers import Given
from simulation.extras import absent
from simulation.moved import with_old_columns
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import OnProgress
from simulation.rendering import HasPlots, to_html
from simulation.run_settings import WARM_UP, Settings, settings_explained
from simulation.search.surface import Box, Surface, box_of, surface_over
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory
from simulation.simulate.indicator_names import check_names
from simulation.simulate.results import interval_of
from simulation.sweeping.results.sweep_results import Sweep

METHODS: Final = ("tornado", "morris", "sobol")
LEVELS: Final = 4  # of the Morris design
SEED_FOR_ZERO: Final = 2**32  # above every seed of ours: SALib takes 0 as no seed in its Sobol' intervals


@dataclass(frozen=True)
class Sensitivity(HasPlots):
    """A table of one method for one or several indicators, and the runs behind it; made by `sensitivity`.

    Attributes:
        method: "tornado", "morris" or "sobol".
        frame: What `table` returns.
        sweep: The runs.
    """

    method: str
    frame: pd.DataFrame
    sweep: Sweep

    def table(self) -> pd.DataFrame:
        """How much each parameter moves each indicator.

        Returns:
            A row per indicator and parameter. tornado: `low_value` and `high_value`, and at these `low_effect` and
            `high_effect`, the paired difference from the `baseline` in the indicator's unit, each with its 95% interval
            (`*_from`, `*_to`). morris (Morris 1991): `mu`, `mu_star` (mean size of the elementary effect), `sigma`.
            sobol (Saltelli et al. 2010): first-order `S1` and total `ST`, shares of the variance. `*_conf` are
            half-widths at 95%; `differs_from_0`: whether the interval of `mu_star` or `ST` excludes 0.
        """
        return with_old_columns(self.frame, {"told_from_0": "differs_from_0"})

    def _repr_html_(self) -> str:
        return to_html(self)


@settings_explained
def sensitivity(
    base: Scenario | str, over: Mapping[str, Sequence[float] | None] | Sequence[str], *, method: str = "tornado",
    indicators: Sequence[str] = ("budget",), samples: int = 64, scale: float = 0.01, months: int = 36,
    replications: int = 4, seed: int = 1, warm_up: int = WARM_UP, store: str | Path | None = None,
    executor: ExecutorFactory | None = None, progress: OnProgress | bool = False, analyzers: Sequence[Given] = (),
) -> Sensitivity:  # fmt: skip
    """How much each of several parameters moves the indicators.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file.
        over: (low, high) by path; for None, and for a list of paths, the range that the parameter's file states.
        method: "tornado" (one at a time, 2 points a parameter), "morris" (elementary effects) or "sobol" (shares of
            the variance). The last two need the extra `explore` (SALib).
        indicators: Names, as `Sweep.values` takes them.
        samples: For "morris", trajectories of parameters + 1 points; for "sobol" a power of two, samples x
            (parameters + 2) points.

    Returns:
        A table, and the runs.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown paths, and for bounds of which the first is not the lower.
        ExperimentError: For an unknown indicator or method, without SALib, and where runs failed.
    """
    settings = Settings(scale, months, replications, seed, warm_up)
    with surface_over(base, settings, store, executor, progress, analyzers=analyzers) as surface:
        box = box_of(surface.base, over, "sensitivity")
        check_names(surface.base, indicators)
        return analysed(surface, box, method, tuple(indicators), samples)


def cost(method: str, parameters: int, samples: int) -> int:
    """Points that a method runs, besides the baseline."""
    by_method = {"tornado": 2 * parameters, "morris": samples * (parameters + 1), "sobol": samples * (parameters + 2)}
    if method not in by_method:
        raise ExperimentError(f"no method {method!r}; known are {', '.join(METHODS)}")
    return by_method[method]


def analysed(surface: Surface, box: Box, method: str, indicators: tuple[str, ...], samples: int) -> Sensitivity:
    """Carry out one method on a surface."""
    cost(method, len(box), samples)
    if method == "tornado":
        frame = _tornado(surface, box, indicators)
    else:
        frame = (_sobol if method == "sobol" else _morris)(surface, box, indicators, samples)
    return Sensitivity(method, frame, Sweep(surface.store))


def _tornado(surface: Surface, box: Box, indicators: tuple[str, ...]) -> pd.DataFrame:
    rows = [{path: end} for path, ends in box.items() for end in ends]
    values = surface.at([{}, *rows], indicators)
    change = values[1:] - values[:1]
    frames = []
    for i, indicator in enumerate(indicators):
        effects = change[:, i].mean(axis=1)
        low, high = interval_of(change[:, i].T)
        frames.append(pd.DataFrame({
            "indicator": indicator, "parameter": list(box), "low_value": [b[0] for b in box.values()],
            "high_value": [b[1] for b in box.values()], "baseline": values[0, i].mean(),
            "low_effect": effects[::2], "low_effect_from": low[::2], "low_effect_to": high[::2],
            "high_effect": effects[1::2], "high_effect_from": low[1::2], "high_effect_to": high[1::2],
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _problem(box: Box) -> dict[str, Any]:
    return {"num_vars": len(box), "names": list(box), "bounds": [list(pair) for pair in box.values()]}


def _rows(box: Box, sampled: Any) -> list[dict[str, float]]:
    return [dict(zip(box, map(float, row), strict=True)) for row in sampled]


def _sobol(surface: Surface, box: Box, indicators: tuple[str, ...], samples: int) -> pd.DataFrame:
    try:
        from SALib.analyze import sobol as analyse
        from SALib.sample import sobol as sample
    except ImportError as error:
        raise ExperimentError(absent("the method `sobol`", "SALib", "explore")) from error

    if samples & (samples - 1):
        raise ExperimentError(f"samples: {samples} is not a power of two, which Sobol' sequences need")
    problem, seed = _problem(box), surface.settings.seed
    rows = _rows(box, sample.sample(problem, samples, calc_second_order=False, seed=seed))
    values = surface.at(rows, indicators).mean(axis=2)
    frames = []
    for i, indicator in enumerate(indicators):
        found = analyse.analyze(problem, values[:, i], calc_second_order=False, seed=seed or SEED_FOR_ZERO)
        significant = found["ST"] - found["ST_conf"] > 0
        columns = {name: found[name] for name in ("S1", "S1_conf", "ST", "ST_conf")}
        frames.append(
            pd.DataFrame({"indicator": indicator, "parameter": list(box), **columns, "differs_from_0": significant})
        )
    return pd.concat(frames, ignore_index=True)


def _morris(surface: Surface, box: Box, indicators: tuple[str, ...], samples: int) -> pd.DataFrame:
    try:
        from SALib.analyze import morris as analyse
        from SALib.sample import morris as sample
    except ImportError as error:
        raise ExperimentError(absent("the method `morris`", "SALib", "explore")) from error

    problem, seed = _problem(box), surface.settings.seed
    design = sample.sample(problem, samples, num_levels=LEVELS, seed=seed)
    values = surface.at(_rows(box, design), indicators).mean(axis=2)
    frames = []
    for i, indicator in enumerate(indicators):
        found = analyse.analyze(problem, design, values[:, i], num_levels=LEVELS, seed=seed)
        significant = np.asarray(found["mu_star"]) - found["mu_star_conf"] > 0
        columns = {name: np.asarray(found[name]) for name in ("mu", "mu_star", "sigma", "mu_star_conf")}
        frames.append(
            pd.DataFrame({"indicator": indicator, "parameter": list(box), **columns, "differs_from_0": significant})
        )
    return pd.concat(frames, ignore_index=True)
