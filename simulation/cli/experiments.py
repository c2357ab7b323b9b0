"""Commands that look at many scenarios: sweep, solve, frontier, sensitivity, robustness."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.commands import command
from simulation.cli.options import (
    Delivery,
    Executor,
    ExecutorOption,
    Force,
    LanguageOption,
    Options,
    Out,
    Scheduler,
    SearchOptions,
    StoreFolder,
    Workers,
    bounds_of,
    goals_of,
    part_of_work,
    sizes_of,
)
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import INTERRUPTED, Language, console, reported, store_kept

if TYPE_CHECKING:
    from simulation.report.files.experiment_files import Handover
    from simulation.report.tables.sections import Table
    from simulation.report.words.labels import Lang
    from simulation.simulate.executors import ExecutorFactory


NOT_FOUND = 1  # exit code of a search that found nothing


class Method(StrEnum):
    """How sensitivity is measured."""

    TORNADO = "tornado"
    MORRIS = "morris"
    SOBOL = "sobol"


Base = Annotated[str, typer.Argument(metavar="PROVINCE", help="Province, or the path of a scenario file (.toml).")]
Ranges = Annotated[list[str], typer.Option("--over", metavar="PATH[=LOW:HIGH]", help="A parameter and its bounds.")]
Reform = Annotated[str, typer.Option(help="A reform that holds with every value tried; it may add programmes.")]
Resolution = Annotated[int, typer.Option(min=2, help="Steps of the bounds that are looked at.")]
Within = Annotated[
    list[str] | None,
    typer.Option(metavar="INDICATOR=SIZE", help="How far a goal may be missed; 0.5% of it unless said."),
]


@dataclass(frozen=True, kw_only=True)
class SweepOptions(Options):
    """Of `doudi sweep`; sizes are in its file."""

    executor: ExecutorOption = None
    scheduler: Scheduler = None
    workers: Workers = None
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="Only part I of N, for job arrays.")] = None
    retry: Annotated[bool, typer.Option("--retry", help="Try failed runs once more.")] = False
    extend: Annotated[bool, typer.Option("--extend", help="Add points or replications to those stored.")] = False
    limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds that one run may take.")] = None
    out: Out = None
    force: Force = False
    lang: LanguageOption = Language.EN


@command(position=30)
@takes_plugins
def sweep(
    file: Annotated[Path, typer.Argument(help="Sweep file (.toml): base, scale, months, replications and the grid.")],
    store: StoreFolder,
    *,
    asked: SweepOptions,
) -> None:
    """Run many scenarios on the same random draws; every run is stored as it ends, and none is run twice."""
    with reported():
        from simulation.report.files import experiment_files as files
        from simulation.report.tables.experiments import state_of
        from simulation.report.words.experiment_words import say
        from simulation.sweeping.design.plan import Plan
        from simulation.sweeping.design.sweep_file import read_sweep
        from simulation.sweeping.sweep import carry_out

        part = part_of_work(asked.shard)
        asked.check()
        read = read_sweep(file)
        plan = Plan.of(read.base, read.settings, read.points, read.draws, read.outputs)
        try:
            done = carry_out(
                plan, store, executor=_executor(asked), retry=asked.retry, extend=asked.extend, shard=part,
                limit_seconds=asked.limit, progress=True,
            )  # fmt: skip
        except KeyboardInterrupt:
            typer.echo(say("kept", asked.lang.short, folder=store), err=True)
            raise typer.Exit(INTERRUPTED) from None
        if not done.partial or part is None:
            _deliver(files.sweep_files, done, asked)
        screen = console()
        screen.print(state_of(done, asked.lang.short), markup=False)
        screen.print(say("kept", asked.lang.short, folder=store))


@command(position=50)
@takes_plugins
def solve(
    province: Base,
    vary: Annotated[list[str], typer.Option(metavar="PATH[=LOW:HIGH]", help="What may change, and its bounds.")],
    target: Annotated[list[str], typer.Option(metavar="INDICATOR=GOAL", help="A number, a reform, or `baseline`.")],
    reform: Reform = "",
    uprated: Annotated[bool, typer.Option(help="Lines that are set grow each January as the baseline does.")] = True,
    resolution: Resolution = 16,
    within: Within = None,
    *,
    asked: SearchOptions,
) -> None:
    """Find the parameter values that meet targets, such as a taper that leaves the budget as it is.

    Ends with exit code 1 when none was found in the bounds.
    """
    with reported():
        asked.check()
        import simulation as sim
        from simulation.parameters.scenario.scenario_files import load_scenario
        from simulation.report.files import experiment_files as files

        base = load_scenario(province)
        goals = goals_of(target, base)
        found = sim.solve(
            base, bounds_of(vary, "--vary"), goals, store=asked.store, executor=_executor(asked), reform=reform,
            progress=True, uprated=uprated, resolution=resolution, within=sizes_of(within or []), **asked.size(),
        )  # fmt: skip
        _deliver(files.solution_files, found, asked)
        if not found.found:
            raise typer.Exit(NOT_FOUND)


@command(position=60)
@takes_plugins
def frontier(
    province: Base,
    over: Ranges,
    reform: Reform = "",
    objective: Annotated[list[str] | None, typer.Option(help="Indicator to be low; give two or more.")] = None,
    population: Annotated[int, typer.Option(min=4, help="Reforms tried at a time.")] = 16,
    generations: Annotated[int, typer.Option(min=1, help="How many times.")] = 6,
    *,
    asked: SearchOptions,
) -> None:
    """Search for Pareto-efficient reforms in cost, exclusion error and poverty gap."""
    with reported():
        asked.check()
        import simulation as sim
        from simulation.report.files import experiment_files as files
        from simulation.search.frontier import OBJECTIVES

        found = sim.frontier(
            province, bounds_of(over, "--over"), objectives=objective or OBJECTIVES, population=population,
            progress=True, generations=generations, store=asked.store, executor=_executor(asked), reform=reform,
            **asked.size(),
        )  # fmt: skip
        _deliver(files.frontier_files, found, asked)


@command(position=70)
@takes_plugins
def sensitivity(
    province: Base,
    over: Ranges,
    method: Annotated[Method, typer.Option(help="tornado, morris or sobol.")] = Method.TORNADO,
    indicator: Annotated[list[str] | None, typer.Option(help="Indicator; by default the budget.")] = None,
    samples: Annotated[int, typer.Option(min=2, help="Of morris and sobol (there a power of two).")] = 64,
    *,
    asked: SearchOptions,
) -> None:
    """Measure how much each parameter moves an indicator, over its stated range or the bounds given."""
    with reported():
        asked.check()
        import simulation as sim
        from simulation.report.files import experiment_files as files
        from simulation.search.sensitivity import cost

        given = bounds_of(over, "--over")
        typer.echo(f"{(cost(method, len(given), samples) + 1) * asked.replications} runs", err=True)
        found = sim.sensitivity(
            province, given, method=method.value, indicators=indicator or ("budget",), samples=samples,
            store=asked.store, executor=_executor(asked), progress=True, **asked.size(),
        )  # fmt: skip
        _deliver(files.sensitivity_files, found, asked)


@command(position=80)
@takes_plugins
def robustness(
    store: Annotated[Path, typer.Argument(help="Folder of a finished sweep.")],
    indicator: Annotated[str, typer.Argument(help="Indicator to be low, such as exclusion_error.")],
    high_is_good: Annotated[bool, typer.Option("--high-is-good", help="The indicator is to be high.")] = False,
    *,
    asked: Delivery,
) -> None:
    """Rank the points of a sweep over its parameter draws: who is first how often, and what a wrong choice costs."""
    with reported():
        asked.check()
        from simulation.report.files import experiment_files as files
        from simulation.search.robustness import robustness as ranked
        from simulation.sweeping.results.sweep_results import Sweep

        swept = Sweep(store)
        found = ranked(swept, indicator, low_is_good=not high_is_good)
        _deliver(lambda sweep, lang: files.robustness_files(found, sweep, lang), swept, asked)


def _executor(asked: SearchOptions | SweepOptions) -> "ExecutorFactory | None":
    from simulation.simulate import executors

    executor, scheduler, workers = asked.executor, asked.scheduler, asked.workers
    if executor is None and scheduler is None and workers is None:
        return None
    if executor is Executor.DASK or (executor is None and scheduler is not None):
        return executors.dask(scheduler, workers)
    if scheduler is not None:
        raise typer.BadParameter("goes with --executor dask", param_hint="--scheduler")
    return executors.serial() if executor is Executor.SERIAL else executors.processes(workers)


def _deliver(
    make: "Callable[[Any, Lang], Handover]", found: Any, asked: Delivery | SearchOptions | SweepOptions
) -> None:  # fmt: skip
    """Make files of what was found and write them where a folder was given, then print the tables."""
    lang = asked.lang.short
    with store_kept(getattr(found, "sweep", found).folder, lang):
        what = make(found, lang)
        if asked.out is not None:
            from simulation.report.files.experiment_files import write_experiment

            write_experiment(what, asked.out, lang, force=asked.force)
        show_search(what, lang)


def show_search(what: "Handover", lang: "Lang") -> None:
    """Print the tables of a search, then the calibration status of the province that it is about."""
    show(what.tables)
    if status := what.sweep.calibration.get(lang, ""):
        console().print(status, style="bold", markup=False)


def show(tables: "list[Table]") -> None:
    """Print tables."""
    from simulation.report.tables.tables import to_rich

    screen = console()
    for table in tables:
        screen.print(to_rich(table))
        screen.print("")
