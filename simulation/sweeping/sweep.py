"""`sweep`: many points of the parameter space under the same random draws, stored run by run."""

import pickle
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from simulation.extensions import identity
from simulation.extensions.analyzers import Given, as_analyzers
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.points import BEYOND, UPRATED, points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.progress import OnProgress
from simulation.run_settings import WARM_UP, Settings, settings_explained
from simulation.simulate import precompile
from simulation.simulate.answers import Answer
from simulation.simulate.executors import ExecutorFactory, processes, serial
from simulation.sweeping.design.plan import Plan, Run
from simulation.sweeping.design.sweep_file import rows_of
from simulation.sweeping.results.sweep_results import Sweep
from simulation.sweeping.running import watched
from simulation.sweeping.running.driver import Driver, FinishedRun, Status
from simulation.sweeping.running.run_count import RunCount, counting
from simulation.sweeping.running.work import Item, Job, Task, work
from simulation.sweeping.store.index import Index
from simulation.sweeping.store.sweep_store import INDEX, STATES, Store, temporary_store

type Work = Callable[[Task], list[Answer]]

FEW_RUNS = 4  # with fewer, starting processes costs more than it saves


@settings_explained
def sweep(
    base: Scenario | str, values: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, store: str | Path | None = None,
    method: str = "grid", samples: int | None = None, scale: float = 0.01, months: int = 36, replications: int = 4,
    seed: int = 1, warm_up: int = WARM_UP, draws: Sequence[Mapping[str, float]] = (),
    outputs: Sequence[str] = ("months",), executor: ExecutorFactory | None = None, retry: bool = False,
    extend: bool = False, limit_seconds: float | None = None, progress: OnProgress | bool = False, uprated: bool = True,
    beyond_range: str = "", analyzers: Sequence[Given] = (),
) -> Sweep:  # fmt: skip
    """Run every point of a design in every replication, under the same random draws.

    Args:
        base: The baseline, the id of a province, or the path of a scenario file.
        values: By path a list of values, or (low, high) for a sampled method; or a list of points `{path: value}`. A
            path that ends in `*` multiplies, in `+` adds; the key "reform" names reforms ("none": without).
        method: "grid", "one_at_a_time", or sampled: "latin_hypercube", "sobol".
        samples: Points of a sampled method, a power of two for "sobol".
        draws: Parameter sets, `{path: value}`, that act on baseline and points alike. (): the values as stated.
        outputs: Stored besides the indicators: "months" (spending by month), "ledger" (every array by county).
        retry: Whether runs that failed are tried again.
        extend: Whether a store may have other points, draws and replications, which it keeps.
        limit_seconds: Time limit of a run in a worker process. None: none.
        uprated: Whether lines that are set or added to grow as the baseline's do.
        beyond_range: Why lines leave their stated ranges, as of `Scenario.change`.

    Returns:
        The results, which are read from the store.

    Raises:
        ScenarioError: With every mistake in settings, points and draws.
        ExperimentError: When the store cannot be used, and for analyzers that cannot be sent to another process.
    """
    base = load_scenario(base) if isinstance(base, str) else base
    settings = Settings(scale, months, replications, seed, warm_up)
    rows = [{UPRATED: uprated, BEYOND: beyond_range} | row for row in _rows(values, method, samples, settings)]
    points, draws_of = points_of(base, rows), points_of(base, draws)
    plan = Plan.of(base, settings, points, draws_of, tuple(outputs), analyzers=as_analyzers(analyzers))
    return carry_out(
        plan, Path(store) if store else temporary_store(), executor=executor, retry=retry, extend=extend,
        limit_seconds=limit_seconds, progress=progress,
    )  # fmt: skip


def _rows(
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]], method: str, samples: int | None, settings: Settings
) -> list[dict[str, Any]]:
    """A row per point of a design; mistakes in settings and design are in one ScenarioError."""
    mistakes = Mistakes(settings.mistakes())
    if isinstance(values, Mapping):
        rows = rows_of(values, method, samples, settings.seed, "sweep", mistakes)
    else:
        rows = [dict(row) for row in values]
    mistakes.check()
    return rows


def carry_out(
    plan: Plan, folder: Path, *, executor: ExecutorFactory | None = None, retry: bool = False, extend: bool = False,
    shard: tuple[int, int] | None = None, limit_seconds: float | None = None,
    progress: OnProgress | RunCount | bool = False, work: Work = work, keep_states: bool = False,
) -> Sweep:  # fmt: skip
    """Carry out what is missing of a plan, or of one of its shards (number, of), in the store at `folder`.

    With `extend` the points, draws and replications that the store holds are kept, and those of the plan added.
    """
    watching = watched.packed(plan.analyzers)
    place = folder if shard is None else folder / f"shard-{shard[0]}-of-{shard[1]}"
    named = "" if shard is None else f"{shard[0]}/{shard[1]}"
    with Store(place) as store:
        plan = plan.after(store.index.note("design") or {}) if extend else plan
        runs = plan.runs if shard is None else plan.shard(*shard)
        store.begin(plan, runs, extend=extend, shard=named)
        if retry:
            store.retry()
        pending = store.index.ids(Status.PENDING) - _done_in_shards(folder, shard)
        wanted = [run for run in runs if run.id in pending]
        factory = executor or (processes() if len(wanted) > FEW_RUNS else serial())
        with counting(store.index.counts, progress) as count:
            if wanted and factory.other_processes:
                _compile(count)
            shared = _shared(plan, runs, later=keep_states)
            _drive(plan, store, wanted, shared, factory, limit_seconds, count, work, watching)
        if not keep_states and not store.index.ids(Status.PENDING) - _done_in_shards(folder, shard):
            store.drop_states()
    return Sweep(folder)


def _compile(count: RunCount) -> None:
    """Compile the month before there are workers: each would do it, within the time limit of its first run."""
    if precompile.is_cold():
        with count.during("compiling, once"):
            precompile.start_compiling()
            precompile.finish_compiling()


def _done_in_shards(folder: Path, shard: tuple[int, int] | None) -> set[str]:
    """Runs that jobs of an array have finished next to the store."""
    found: set[str] = set()
    for file in folder.glob(f"shard-*-of-*/{INDEX}") if shard is None else ():
        index = Index(file, write=False)
        found |= index.ids(Status.OK)
        index.close()
    return found


def _shared(plan: Plan, runs: Sequence[Run], *, later: bool) -> set[str]:
    """Worlds that are worth keeping: several runs branch from them, or `later` runs of policy values will."""
    shared = {world for world, runs_of_it in Counter(run.world for run in runs).items() if runs_of_it > 1}
    return shared | ({run.world for run in plan.runs if run.point == 0} if later else set())


def _drive(
    plan: Plan, store: Store, runs: Sequence[Run], shared: Set[str], factory: ExecutorFactory, limit: float | None,
    count: RunCount, work: Work, watching: bytes,
) -> None:  # fmt: skip
    settings = replace(plan.settings, threads=factory.threads)
    states, own = str((store.folder / STATES).resolve()), (identity.packed(), identity.identity())
    job = pickle.dumps(Job(plan.base, settings, plan.outputs, plan.period, states, *own, watching))

    def keep(finished: Sequence[FinishedRun[Answer]]) -> None:
        store.keep(finished)
        count.update([each.status for each in finished])

    task_of = partial(_task_of, plan, shared, job, limit if factory.other_processes else None)
    Driver[Run, Answer](factory, work, task_of, keep, limit).carry_out(sorted(runs, key=partial(_turn, plan)))


def _turn(plan: Plan, run: Run) -> tuple[int, int, int]:
    """Place of a run: by scenario, whose rule tables its replications share.

    Neighbouring scenarios begin with different replications, so that workers warm up different ones at the start.
    """
    replications = plan.settings.replications
    return run.draw, run.point, (run.replication - run.point) % replications


def _task_of(plan: Plan, shared: Set[str], job: bytes, limit: float | None, runs: Sequence[Run]) -> Task:
    items = tuple(
        Item(run.id, plan.draws[run.draw], plan.points[run.point], run.world, run.replication, run.world in shared)
        for run in runs
    )
    return Task(job, items, limit)
