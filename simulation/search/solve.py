"""`solve`: the parameter values at which indicators meet their targets, on the surface of common random numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.extensions.analyzers import Given
from simulation.indicators import paired_standard_error, student_t
from simulation.parameters.reforms.reforms import path_and_operation
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.switches import Switches
from simulation.progress import OnProgress
from simulation.run_settings import WARM_UP, Settings, settings_explained
from simulation.search.levers import identification, joint_roots
from simulation.search.misses import SLOPE_STEP, Goal, Misses
from simulation.search.roots import EQUAL, Line, Stretch, all_roots
from simulation.search.solution import Root, Solution, Target, Value
from simulation.search.surface import Box, Surface, box_of, surface_over
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory
from simulation.simulate.indicator_names import check_names
from simulation.sweeping.results.sweep_results import Sweep

type Floats = npt.NDArray[np.float64]

TOLERANCE: Final = 1e-4  # of the width of a parameter's bounds
RESOLUTION: Final = 16  # steps that the bounds are cut into


@settings_explained
def solve(
    base: Scenario | str, vary: str | Mapping[str, Sequence[float] | None], target: str | Mapping[str, Goal],
    equals: Goal | None = None, *, scale: float = 0.01, months: int = 36, replications: int = 4, seed: int = 1,
    warm_up: int = WARM_UP, store: str | Path | None = None, executor: ExecutorFactory | None = None,
    progress: OnProgress | bool = False, tolerance: float = TOLERANCE, reform: str | Path = "",
    uprated: bool = True, resolution: int = RESOLUTION, within: Mapping[str, float] | None = None,
    analyzers: Sequence[Given] = (),
) -> Solution:  # fmt: skip
    """Find the parameter values at which indicators meet their targets.

    One parameter and target: a grid of `resolution` steps, then Brent's method wherever the goal is crossed. More:
    bounded least squares from several starting points. No root means that none was found, not that there is none.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file.
        vary: A path, or (low, high) by path; None: the range that the parameter's file states.
        target: An indicator, as `Sweep.values` takes it, or goal by indicator.
        equals: The goal of a single indicator: a number in its unit, or a scenario that is met in each run. None: the
            baseline.
        tolerance: How near a root is found, as a share of the bounds.
        reform: Id or file of a reform, which may add programmes, beneath every value that is tried. "": none.
        uprated: Whether a line that is set or added to grows as the baseline's does.
        resolution: Steps that the bounds are cut into, at least 2.
        within: By how much each goal may be missed, by indicator and in its unit. None: by 0.5% of the goal or 0.1% of
            the range of the response, whichever is larger.

    Returns:
        Every root that was found, and how certain it is.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For unknown paths, and for bounds of which the first is not the lower.
        ExperimentError: For an unknown indicator (before anything is run), and where runs failed.
    """
    settings = Settings(scale, months, replications, seed, warm_up)
    with surface_over(base, settings, store, executor, progress, reform, uprated, analyzers) as surface:
        return _found(surface, vary, target, equals, tolerance, resolution, within)


def _found(
    surface: Surface, vary: str | Mapping[str, Sequence[float] | None], target: str | Mapping[str, Goal],
    equals: Goal | None, tolerance: float, resolution: int, within: Mapping[str, float] | None,
) -> Solution:  # fmt: skip
    """Solve on a surface for parameters and targets as they were written."""
    one = isinstance(target, str)
    goals = {str(target): surface.given if equals is None else equals} if one else dict(target)  # type: ignore[arg-type]
    box = box_of(surface.base, {vary: None} if isinstance(vary, str) else vary, "solve")
    surface.know([goal for goal in goals.values() if isinstance(goal, Scenario)])
    check_names(surface.base, [*goals, *(within or {})])
    found = solved(surface, box, goals, tolerance, resolution, within)
    return replace(found, unread=_unread(surface, box))


def _unread(surface: Surface, box: Box) -> dict[str, str]:
    """Parameters that nothing reads, as their switch is off and not varied itself: what would have to hold."""
    switches, found = Switches(surface.base.with_reform(surface.reform) if surface.reform else surface.base), {}
    paths = {written: path_and_operation(written)[0] for written in box}
    for written, path in paths.items():
        off = switches.off(path, POLICY_MONTH)
        if off and set(paths.values()).isdisjoint(off.split()):
            found[written] = off
    return found


def solved(
    surface: Surface, box: Box, goals: Mapping[str, Goal], tolerance: float = TOLERANCE,
    resolution: int = RESOLUTION, within: Mapping[str, float] | None = None,
) -> Solution:  # fmt: skip
    """Solve on a surface; see `solve`."""
    _check(box, goals, resolution, within or {})
    surface.know([goal for goal in goals.values() if isinstance(goal, Scenario)])
    misses = Misses(surface, box, goals, within)
    if len(box) == len(goals) == 1:
        starts, roots = 0, _on_a_line(misses, tolerance, resolution)
    else:
        starts, roots = _in_a_box(misses, tolerance, resolution)
    return Solution(
        tuple(roots), roots[0] if roots else _closest(misses), box, misses.tried(), surface.settings.replications,
        len(misses.seen), 1.0 / resolution, starts, Sweep(surface.store), misses.undefined(),
    )  # fmt: skip


def _check(box: Box, goals: Mapping[str, Goal], resolution: int, within: Mapping[str, float]) -> None:
    """Raise ExperimentError with everything that cannot be solved for."""
    wrong = [f"{name}: expected a finite goal, got {goal}" for name, goal in goals.items()
             if not isinstance(goal, Scenario) and not np.isfinite(goal)]  # fmt: skip
    wrong += [f"within {name}: expected a size of at least 0, got {size}" for name, size in within.items()
              if not 0.0 <= size < np.inf]  # fmt: skip
    wrong += [f"within {name}: no target of that name" for name in within if name not in goals]
    if not box:
        wrong.append("vary: expected a parameter or more")
    if not goals:
        wrong.append("target: expected an indicator or more")
    if resolution < 2:
        wrong.append(f"resolution: expected a whole number of at least 2, got {resolution}")
    if wrong:
        raise ExperimentError("; ".join(wrong))


def _on_a_line(misses: Misses, tolerance: float, resolution: int) -> list[Root]:
    """Roots of one target over one parameter."""

    def missed(units: Sequence[float]) -> list[tuple[float, float]]:
        misses.look([(u,) for u in units])
        return [(float(gap.mean()), half_width(gap)) for gap in (misses.at((u,))[0] for u in units)]

    line, grid = Line(missed), np.linspace(0.0, 1.0, resolution + 1).tolist()
    line.at(grid)
    line.same, line.allowed = EQUAL * float(misses.level()[0]), float(misses.allowed()[0])
    found = all_roots(line, grid, tolerance)
    return [_root_on_a_line(misses, each, found, 1.0 / resolution) for each in found]


def half_width(values: Floats) -> float:
    """Half-width of the 95% interval of a mean over replications; NaN for one."""
    return student_t(len(values)) * float(paired_standard_error(values)) if len(values) > 1 else float("nan")


def _root_on_a_line(misses: Misses, here: Stretch, found: Sequence[Stretch], resolution: float) -> Root:
    """A root with its interval over replications.

    The interval contains the values at which the goal is within the noise of the replications (test inversion). Where
    they distinguish the slope at the root from 0, its ends are found from that (delta method); else they are the first
    points on either side that were seen to differ.
    """
    unit, fits = np.array([here.at]), (here.low, here.high)
    missed = misses.at(unit)[0]
    if len(missed) < 2:
        return root_at(misses, unit, [Value(here.at, fits=fits, identified=here.high - here.low < resolution)])
    if here.high - here.low >= resolution:
        interval = (min(here.low, here.near[0]), max(here.high, here.near[1]))
        return root_at(misses, unit, [Value(here.at, interval=interval, fits=fits, identified=False)])
    apart = min((abs(here.at - other.at) for other in found if other is not here), default=np.inf)
    step = min(SLOPE_STEP, apart / 2.0)
    slope = misses.slopes(unit, [(here.low - step, here.high + step)])[0, 0]
    if abs(slope.mean()) > half_width(slope):
        error = float(paired_standard_error(missed)) / abs(float(slope.mean()))
        reach = student_t(len(missed)) * error
        ends = (min(here.low, here.near[0], here.at - reach), max(here.high, here.near[1], here.at + reach))
        return root_at(misses, unit, [Value(here.at, error, ends, fits)])
    return root_at(misses, unit, [Value(here.at, float("nan"), here.beyond, fits)])


def root_at(misses: Misses, unit: Floats, units: Sequence[Value]) -> Root:
    """The root at a point of the unit box, `units` in shares of the bounds, in the parameters' own units."""
    parameters = {}
    for (path, (low, high)), value, each in zip(
        misses.box.items(), misses.values_at(unit).values(), units, strict=True
    ):

        def own(span: tuple[float, float], low: float = low, high: float = high) -> tuple[float, float]:
            ends = np.clip(span, 0.0, 1.0) * (high - low) + low
            return float(ends[0]), min(float(ends[1]), high)

        error = each.standard_error * (high - low)
        parameters[path] = Value(value, error, own(each.interval), own(each.fits), each.identified)
    goals = misses.reached(unit) - misses.at(unit).mean(axis=1)
    rows = zip(misses.indicators, goals, misses.reached(unit), misses.allowed(), strict=True)
    return Root(parameters, tuple(Target(name, *map(float, numbers)) for name, *numbers in rows))


def _closest(misses: Misses) -> Root:
    """The point that comes nearest, all targets together, each relative to its size."""
    far = {unit: float(np.linalg.norm(misses.at(unit).mean(axis=1) / misses.size())) for unit in misses.seen}
    known = {unit: distance for unit, distance in far.items() if not np.isnan(distance)}
    if not known:
        names = ", ".join(misses.indicators)
        raise ExperimentError(f"{names}: undefined (NaN) at all {len(far)} points that were tried")
    unit = np.array(min(known, key=known.__getitem__))
    return root_at(misses, unit, [Value(float(u), identified=False) for u in unit])


def _in_a_box(misses: Misses, tolerance: float, resolution: int) -> tuple[int, list[Root]]:
    """Starting points, and the roots that they lead to, of several parameters or targets."""
    starts, points = joint_roots(misses, tolerance, max(2, resolution // 2))
    roots: list[Root] = []
    for point in points:
        values = identification(misses, point, 1.0 / resolution)
        roots.append(root_at(misses, point, values))
        if not all(value.identified for value in values):
            break  # the other points may lie on the same curve of solutions: its ranges hold them
    return starts, sorted(roots, key=lambda root: next(iter(root.values.values())))
