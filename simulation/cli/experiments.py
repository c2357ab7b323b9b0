"""Commands that look at many scenarios: sweep, solve, frontier, sensitivity, robustness."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.options import bounds_of, goals_of, part_of_work, sizes_of
from simulation.cli.terminal import INTERRUPTED, Language, LanguageOption, Seed, console, reported, store_kept

if TYPE_CHECKING:
    from simulation.report.files.experiment_files import Handover
    from simulation.report.tables.sections import Table
    from simulation.report.words.labels import Lang
    from simulation.simulate.executors import Crew


NOT_FOUND = 1  # exit code of a search that found nothing


class Executor(StrEnum):
    """Who does the work."""

    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"


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
Scale = Annotated[float, typer.Option(min=1e-6, max=1.0, help="Share of the villages simulated.")]
Months = Annotated[int, typer.Option(min=1, help="Months after the policy date.")]
Replications = Annotated[
    int, typer.Option(min=1, help="Runs of each point, each with its own sample and random draws.")
]
StoreFolder = Annotated[
    Path | None, typer.Option("--store", help="Folder that keeps every run; the same command goes on from it.")
]
Out = Annotated[Path | None, typer.Option(help="Folder for tables and charts; without it nothing is written.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result in that folder.")]
ExecutorOption = Annotated[Executor | None, typer.Option("--executor", help="By default processes, one a core.")]
Scheduler = Annotated[str | None, typer.Option(help="Address of a Dask scheduler; by default one is started here.")]
Shard = Annotated[str | None, typer.Option(metavar="I/N", help="Only part I of N, for job arrays.")]
Retry = Annotated[bool, typer.Option("--retry", help="Try failed runs once more.")]
Extend = Annotated[bool, typer.Option("--extend", help="Add points or replications to those stored.")]
Limit = Annotated[float | None, typer.Option(min=0.1, help="Seconds that one run may take.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; never more than cores.")]


def sweep(
    file: Annotated[Path, typer.Argument(help="Sweep file (.toml): base, scale, months, replications and the grid.")],
    store: Annotated[Path, typer.Option(help="Folder that keeps every run; the same command goes on from it.")],
    executor: ExecutorOption = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    shard: Shard = None,
    retry: Retry = False,
    extend: Extend = False,
    limit: Limit = None,
    out: Out = None,
    force: Force = False,
    lang: LanguageOption = Language.EN,
) -> None:
    """Run many scenarios on the same random draws; every run is kept as it ends, and none is run twice."""
    with reported():
        from simulation.report.files import experiment_files as files
        from simulation.report.tables.experiments import state_of
        from simulation.report.words.experiment_words import say
        from simulation.sweeping.design.plan import Plan
        from simulation.sweeping.design.sweep_file import read_sweep
        from simulation.sweeping.sweep import carry_out

        part = part_of_work(shard)
        _check_out(out, force)
        asked = read_sweep(file)
        plan = Plan.of(asked.base, asked.settings, asked.points, asked.draws, asked.outputs)
        try:
            done = carry_out(
                plan, store, executor=_crew(executor, scheduler, workers), retry=retry, extend=extend, shard=part,
                limit_seconds=limit, progress=True,
            )  # fmt: skip
        except KeyboardInterrupt:
            typer.echo(say("kept", lang.short, folder=store), err=True)
            raise typer.Exit(INTERRUPTED) from None
        if not done.partial or part is None:
            _deliver(files.sweep_files, done, out, lang.short, force)
        screen = console()
        screen.print(state_of(done, lang.short), markup=False)
        screen.print(say("kept", lang.short, folder=store))


def solve(
    province: Base,
    vary: Annotated[list[str], typer.Option(metavar="PATH[=LOW:HIGH]", help="What may change, and its bounds.")],
    target: Annotated[list[str], typer.Option(metavar="INDICATOR=GOAL", help="A number, a reform, or `baseline`.")],
    reform: Reform = "",
    uprated: Annotated[bool, typer.Option(help="Lines that are set grow each January as the baseline does.")] = True,
    resolution: Resolution = 16,
    within: Within = None,
    scale: Scale = 0.01,
    months: Months = 36,
    replications: Replications = 4,
    seed: Seed = 1,
    store: StoreFolder = None,
    out: Out = None,
    force: Force = False,
    executor: ExecutorOption = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Find the parameter values that meet targets, such as a taper that leaves the budget as it is.

    Ends with exit code 1 when none was found in the bounds.
    """
    with reported():
        _check_out(out, force)
        import simulation as sim
        from simulation.parameters.scenario.scenario_files import load_scenario
        from simulation.report.files import experiment_files as files

        base = load_scenario(province)
        goals = goals_of(target, base)
        found = sim.solve(
            base, bounds_of(vary, "--vary"), goals, scale=scale, months=months, replications=replications, seed=seed,
            store=store, executor=_crew(executor, scheduler, workers), reform=reform, progress=True,
            uprated=uprated, resolution=resolution, within=sizes_of(within or []),
        )  # fmt: skip
        _deliver(files.solution_files, found, out, lang.short, force)
        if not found.found:
            raise typer.Exit(NOT_FOUND)


def frontier(
    province: Base,
    over: Ranges,
    reform: Reform = "",
    objective: Annotated[list[str] | None, typer.Option(help="Indicator to be low; give two or more.")] = None,
    population: Annotated[int, typer.Option(min=4, help="Reforms tried at a time.")] = 16,
    generations: Annotated[int, typer.Option(min=1, help="How many times.")] = 6,
    scale: Scale = 0.01,
    months: Months = 36,
    replications: Replications = 4,
    seed: Seed = 1,
    store: StoreFolder = None,
    out: Out = None,
    force: Force = False,
    executor: ExecutorOption = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Search for Pareto-efficient reforms in cost, exclusion error and poverty gap."""
    with reported():
        _check_out(out, force)
        import simulation as sim
        from simulation.report.files import experiment_files as files
        from simulation.search.frontier import OBJECTIVES

        found = sim.frontier(
            province, bounds_of(over, "--over"), objectives=objective or OBJECTIVES, population=population,
            progress=True, generations=generations, scale=scale, months=months, replications=replications, seed=seed,
            store=store, executor=_crew(executor, scheduler, workers), reform=reform,
        )  # fmt: skip
        _deliver(files.frontier_files, found, out, lang.short, force)


def sensitivity(
    province: Base,
    over: Ranges,
    method: Annotated[Method, typer.Option(help="tornado, morris or sobol.")] = Method.TORNADO,
    indicator: Annotated[list[str] | None, typer.Option(help="Indicator; by default the budget.")] = None,
    samples: Annotated[int, typer.Option(min=2, help="Of morris and sobol (there a power of two).")] = 64,
    scale: Scale = 0.01,
    months: Months = 36,
    replications: Replications = 4,
    seed: Seed = 1,
    store: StoreFolder = None,
    out: Out = None,
    force: Force = False,
    executor: ExecutorOption = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Measure how much each parameter moves an indicator, over its stated range or the bounds given."""
    with reported():
        _check_out(out, force)
        import simulation as sim
        from simulation.report.files import experiment_files as files
        from simulation.search.sensitivity import cost

        given = bounds_of(over, "--over")
        typer.echo(f"{(cost(method, len(given), samples) + 1) * replications} runs", err=True)
        found = sim.sensitivity(
            province, given, method=method.value, indicators=indicator or ("budget",), samples=samples, scale=scale,
            months=months, replications=replications, seed=seed, store=store,
            executor=_crew(executor, scheduler, workers), progress=True,
        )  # fmt: skip
        _deliver(files.sensitivity_files, found, out, lang.short, force)


def robustness(
    store: Annotated[Path, typer.Argument(help="Folder of a finished sweep.")],
    indicator: Annotated[str, typer.Argument(help="Indicator to be low, such as exclusion_error.")],
    high_is_good: Annotated[bool, typer.Option("--high-is-good", help="The indicator is to be high.")] = False,
    out: Out = None,
    force: Force = False,
    lang: LanguageOption = Language.EN,
) -> None:
    """Rank the points of a sweep over its parameter draws: who is first how often, and what a wrong choice costs."""
    with reported():
        _check_out(out, force)
        from simulation.report.files import experiment_files as files
        from simulation.search.robustness import robustness as ranked
        from simulation.sweeping.results.sweep_results import Sweep

        swept = Sweep(store)
        found = ranked(swept, indicator, low_is_good=not high_is_good)
        _deliver(lambda sweep, shown: files.robustness_files(found, sweep, shown), swept, out, lang.short, force)


def _crew(executor: Executor | None, scheduler: str | None, workers: int | None) -> "Crew | None":
    from simulation.simulate import executors

    if executor is None and scheduler is None and workers is None:
        return None
    if executor is Executor.DASK or (executor is None and scheduler is not None):
        return executors.dask(scheduler, workers)
    if scheduler is not None:
        raise typer.BadParameter("goes with --executor dask", param_hint="--scheduler")
    return executors.serial() if executor is Executor.SERIAL else executors.processes(workers)


def _check_out(out: Path | None, force: bool) -> None:
    if out is not None:
        from simulation.report.output_folder import check_folder

        check_folder(out, force=force)


def _deliver(
    make: "Callable[[Any, Lang], Handover]", found: Any, out: Path | None, lang: "Lang", force: bool
) -> None:  # fmt: skip
    """Make files of what was found and write them where a folder was given, then print the tables."""
    with store_kept(getattr(found, "sweep", found).folder, lang):
        what = make(found, lang)
        if out is not None:
            from simulation.report.files.experiment_files import write_experiment

            write_experiment(what, out, lang, force=force)
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
