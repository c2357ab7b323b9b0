"""The command `doudi`: compare, run, app, check, cases, diff; other commands are in the files of this package.

Nothing heavy is imported before a command needs it. Bad input ends with exit code 2 and one message on
standard error, Ctrl-C with 130; neither leaves files behind.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.commands import add_all, command
from simulation.cli.mechanisms import say_what_is_inherited
from simulation.cli.options import CompareOptions, LanguageOption, Province, Reform, RunOptions, Seed
from simulation.cli.outputs import deliver, runs_kept
from simulation.cli.plugins import Plugins, takes_plugins
from simulation.cli.several_reforms import compare_several
from simulation.cli.terminal import (
    Language,
    console,
    reported,
    show_import,
    start_light,
)
from simulation.progress import progress_bar
from simulation.run_settings import DEFAULTS

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"doudi {version('doudi')}")
        raise typer.Exit


@app.callback()
def doudi(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    plugin: Plugins = None,
) -> None:
    """Simulate a province's social assistance and compare a reform before it is adopted (兜底)."""


@command(position=120)
@takes_plugins
def compare(
    province: Province,
    reform: Reform,
    more: Annotated[list[str] | None, typer.Argument(help="Further reforms, to be compared with the first.")] = None,
    *,
    asked: CompareOptions,
) -> None:
    """Compare a reform with the province's present rules: what it costs and whom it reaches."""
    with reported():
        asked.check()
        import simulation as sim
        from simulation.comparison.stored_results import Asked

        if more or asked.until or isinstance(asked.draws_given, Path):
            compare_several(province, [reform, *(more or [])], asked)
            return
        baseline, reformed = sim.Scenario.load_pair(province, reform)
        if asked.population:
            baseline, reformed = (each.with_microdata(asked.population) for each in (baseline, reformed))
            show_import(baseline, asked.lang)
        size = asked.size() | {"replications": asked.replications or DEFAULTS.replications}
        with progress_bar() as advance:
            change = sim.compare(baseline, reformed, draws=asked.draws_given, progress=advance, **size)
        with runs_kept(change, Asked.of(province, [reform], asked.population), asked.out, asked.lang):
            deliver(change, asked.out, asked.force, asked.lang)


@command(position=130)
@takes_plugins
def run(province: Province, *, asked: RunOptions) -> None:
    """Simulate a province under its present rules."""
    with reported():
        asked.check()
        import simulation as sim
        from simulation.comparison.stored_results import Asked

        scenario = sim.Scenario.load(province)
        scenario = scenario.with_microdata(asked.population) if asked.population else scenario
        show_import(scenario, asked.lang)
        with progress_bar() as advance:
            result = sim.run(scenario, parts=asked.parts, draws=asked.draws, progress=advance, **asked.size())
        with runs_kept(result, Asked.of(province, [], asked.population), asked.out, asked.lang):
            deliver(result, asked.out, asked.force, asked.lang)


@command("app", position=140)
@takes_plugins
def page(
    province: Annotated[str, typer.Argument(help="Province to begin with.")] = "zhejiang",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes any free one.")] = 8866,
    households: Annotated[int, typer.Option(min=1, help="About so many; at least one village a county.")] = 20_000,
    months: Annotated[int, typer.Option(min=1, max=60, help="Months after the policy date.")] = 36,
    seed: Seed = 1,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = True,
    lang: LanguageOption = Language.ZH,
) -> None:
    """Serve the page for trainers on this machine: move a threshold and see the effect. Needs no network."""
    with reported():
        from simulation.app import Page
        from simulation.report.output_folder import OutputError

        try:
            served = Page(province, households=households, months=months, seed=seed, port=port, lang=lang.value)
        except OSError as error:
            raise OutputError(f"port {port}: {error.strerror}; --port takes another") from error
        typer.echo(f"{served.url}  (Ctrl-C ends it)")
        if show:
            import webbrowser

            webbrowser.open(served.url)
        served.wait()


@command(position=150)
def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Provinces, reforms, and files of reforms, scenarios and sweeps.")
    ] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Read what ships, or what is named, and report every mistake in it.

    A reform is laid over the provinces named, or over all; what its dates and ranges do that is not plain is said.
    With a province is read what it reported; of those that are named alone it is said which levers their texts leave at
    the national level.
    """
    with reported():
        from simulation.parameters.files.mistakes import ScenarioError
        from simulation.parameters.scenario.scenario_files import mistakes_in, notes_in, shipped
        from simulation.reported.statements import mistakes_in_files
        from simulation.sweeping.design.sweep_file import mistakes_of, stands_on_a_base

        provinces, reforms = shipped("provinces"), shipped("reforms")
        checked = names or [*provinces, *reforms]
        based = [name for name in checked if stands_on_a_base(Path(name))]
        laid = [name for name in checked if name not in based and (name in reforms or name.endswith(".toml"))]
        loaded = [name for name in checked if name not in (*laid, *based)]
        over = loaded or (provinces if laid else [])
        mistakes = [mistake for name in based for mistake in mistakes_of(Path(name))]
        mistakes += mistakes_in(list(dict.fromkeys(over)), laid)
        mistakes += mistakes_in_files(loaded if names else None)
        if mistakes:
            raise ScenarioError(dict.fromkeys(mistakes))
        typer.echo(f"no mistakes in {', '.join(checked)}")
        for note in notes_in(over, laid, lang.short) if names else ():
            typer.echo(note)
        if names and not laid:
            say_what_is_inherited(loaded, lang)


@command(position=160)
def cases(
    files: Annotated[list[Path] | None, typer.Argument(help="Case files or folders; by default all that ship.")] = None,
    obtained: Annotated[bool, typer.Option("--obtained", help="Write the results into the CSV files.")] = False,
    lang: LanguageOption = Language.EN,
) -> None:
    """Run households worked by hand against the rules; exit code 1 when any differs."""
    with reported():
        from simulation.cases.checking import run_files
        from simulation.report.tables.cases import CaseReport

        outcome = run_files(files or [], write_back=obtained)
        console().print(CaseReport(outcome, lang.short))
        if outcome.failed:
            raise typer.Exit(1)


@command(position=170)
def diff(
    base: Province,
    other: Annotated[str, typer.Argument(help="A reform, a reform file (.toml), or another province.")],
    lang: LanguageOption = Language.EN,
) -> None:
    """Say in words what a reform changes, or in what two provinces differ, with references."""
    with reported():
        import simulation as sim
        from simulation.parameters.scenario.scenario_files import shipped

        if other in shipped("provinces"):
            before, after = sim.Scenario.load(base), sim.Scenario.load(other)
        else:
            before, after = sim.Scenario.load_pair(base, other)
        for line in before.diff(after, lang.short):
            typer.echo(line)


add_all(app)


def main() -> None:
    """Entry point; a character that the terminal cannot show never ends a run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    start_light()
    app()
