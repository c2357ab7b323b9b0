"""Indicators as functions of parameters, under the same random draws everywhere: what solvers and searches look at.

Every evaluation is a run of a sweep, stored by it: a search that is called again finds what it has asked before.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.extensions.analyzers import Analyzer, Given, as_analyzers
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.reforms.reforms import path_and_operation
from simulation.parameters.reforms.stated_ranges import stated_range
from simulation.parameters.scenario.points import BASELINE, REFORM, UPRATED, Point, points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.progress import OnProgress
from simulation.run_settings import Settings
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory, PersistentExecutor, processes
from simulation.simulate.period import Period, headline_period
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.results.stored_runs import numbers_of
from simulation.sweeping.results.sweep_results import Sweep
from simulation.sweeping.running.run_count import RunCount
from simulation.sweeping.running.work import work
from simulation.sweeping.store.sweep_store import clear_states, temporary_store
from simulation.sweeping.sweep import FEW_RUNS, Work, carry_out

type Floats = npt.NDArray[np.float64]
type Box = dict[str, tuple[float, float]]


@dataclass
class Surface:
    """Evaluates points in one store, with common random numbers; `settings.replications` runs for each.

    `reform` (an id or a file) lies under the values of every point, but not under the baseline.
    """

    base: Scenario
    settings: Settings
    store: Path
    executor: ExecutorFactory | None = None
    progress: OnProgress | bool = False
    work: Work = work
    reform: str = ""
    uprated: bool = True  # lines that are set or added to grow as the baseline's do
    analyzers: tuple[Analyzer, ...] = ()
    given: Scenario = field(init=False)  # the base as it was given
    compared: list[Scenario] = field(init=False)  # which the base knows

    def __post_init__(self) -> None:
        """Let the base know what the reform adds, so that its values can be named."""
        self.given, self.compared = self.base, list[Scenario]()
        self.know([self.base.with_reform(self.reform)] if self.reform else [])

    def know(self, scenarios: Sequence[Scenario]) -> None:
        """Let the base know the programmes of scenarios that are to be met; only before the first run."""
        self.base = self.base.with_programmes_of(*scenarios)
        self.compared += scenarios

    @property
    def period(self) -> Period:
        """The months that every value is of: by the reform and the scenarios to be met; levers act at all times."""
        return headline_period(self.given, self.compared, self.settings.months)

    def at(self, rows: Sequence[Mapping[str, Any]], indicators: Sequence[str]) -> Floats:
        """(rows, indicators, replications); a row without values is the baseline.

        Raises ScenarioError for bad points, ExperimentError for failed runs.
        """
        under = {UPRATED: self.uprated} | ({REFORM: self.reform} if self.reform else {})
        return self.of([points_of(self.base, [under | dict(row) if row else {}])[0] for row in rows], indicators)

    def of(self, points: Sequence[Point], indicators: Sequence[str]) -> Floats:
        """(points, indicators, replications); the point without changes is the baseline."""
        plan = Plan.of(
            self.base, self.settings, tuple(points), outputs=(), period=self.period, analyzers=self.analyzers
        )
        many = len(points) * self.settings.replications > FEW_RUNS
        done = carry_out(
            plan, self.store, executor=self._executor.factory if self.executor or many else None, extend=True,
            progress=self._count, work=self.work, keep_states=True,
        )  # fmt: skip
        numbers = self._numbers(points, done)
        wanted = self.settings.replications
        values = numbers_of(done, indicators, set(numbers))[:, 0, numbers, :wanted].swapaxes(0, 1)
        if np.isnan(values).any():
            self._report(done, numbers)
        return values

    @functools.cached_property
    def _executor(self) -> PersistentExecutor:
        """Workers that keep what they have loaded from one evaluation to the next."""
        return PersistentExecutor(self.executor or processes())

    @functools.cached_property
    def _count(self) -> RunCount:
        return RunCount(dict, self.progress)

    def close(self) -> None:
        """Let the workers go, and delete the warmed-up states, which a further call would have used."""
        self._executor.close()
        self._count.close()
        clear_states(self.store)

    def _numbers(self, points: Sequence[Point], done: Sweep) -> list[int]:
        place = {Point.from_record(record): i for i, record in enumerate(done.design()["points"])}
        return [place[BASELINE if point.changes_nothing else point] for point in points]

    def _report(self, done: Sweep, numbers: Sequence[int]) -> None:
        """Raise ExperimentError where runs of these points failed; an indicator may be NaN on its own."""
        troubles = done.troubles()
        troubles = troubles[troubles["point"].isin(numbers) & (troubles["replication"] < self.settings.replications)]
        if len(troubles):
            last = str(troubles["error"].iloc[0]).strip().splitlines()[-1]
            raise ExperimentError(f"{len(troubles)} runs failed in {self.store}; the first: {last}")


@contextmanager
def surface_over(
    base: Scenario | str, settings: Settings, store: str | Path | None, executor: ExecutorFactory | None,
    progress: OnProgress | bool, reform: str | Path = "", uprated: bool = True, analyzers: Sequence[Given] = (),
) -> Iterator[Surface]:  # fmt: skip
    """A surface for one search, with its settings checked; warmed-up states last as long as it does."""
    settings.check()
    loaded = load_scenario(base) if isinstance(base, str) else base
    folder = Path(store) if store else temporary_store()
    surface = Surface(
        loaded, settings, folder, executor, progress, reform=str(reform), uprated=uprated,
        analyzers=as_analyzers(analyzers),
    )  # fmt: skip
    try:
        yield surface
    finally:
        surface.close()


def box_of(base: Scenario, levers: Mapping[str, Sequence[float] | None] | Sequence[str], place: str) -> Box:
    """(low, high) by path; a path without bounds takes the range its file states.

    Raises ScenarioError for unknown paths and empty boxes.
    """
    mistakes, box = Mistakes(), {}
    given = levers if isinstance(levers, Mapping) else dict.fromkeys(levers)
    for written, bounds in given.items():
        pair = bounds if bounds is not None else stated_range(base.sources, *path_and_operation(written))
        if pair is None:
            mistakes.unknown(place, written, "parameter", written, base.sources.parameters)
        elif len(pair) != 2 or not pair[0] < pair[1]:
            mistakes.add(place, written, "(low, high) with low below high", pair)
        else:
            box[written] = (float(pair[0]), float(pair[1]))
    mistakes.check()
    points_of(base, [{path: bounds[i] for path, bounds in box.items()} for i in (0, 1)])
    return box
