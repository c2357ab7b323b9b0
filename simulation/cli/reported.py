"""The command `doudi reported`: what a province reported, and what the model gives for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.commands import command
from simulation.cli.options import LanguageOption, Province, Replications, Scale, Seed, Threads
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import Language, console, reported
from simulation.progress import progress_bar

if TYPE_CHECKING:
    from simulation.simulate.results import Result


@command("reported", position=110)
@takes_plugins
def reported_figures(
    province: Province,
    scale: Scale = 0.01,
    months: Annotated[int, typer.Option(min=4, help="Months after the policy date; the text ends in April 2023.")] = 12,
    replications: Replications = 10,
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER|FILE.csv", help="The table alone, or a folder with all of the run.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier result.")] = False,
    threads: Threads = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Print every countable statement of a province's text with its simulated counterpart."""
    with reported():
        from simulation.reported.statements import load_statements

        _check_out(out, force)
        load_statements(province)  # a mistake is reported before the run
        import simulation as sim
        from simulation.cli.outputs import runs_kept
        from simulation.comparison.stored_results import Asked
        from simulation.report.files.reported import ReportedReport

        scenario = sim.Scenario.load(province)
        with progress_bar() as advance:
            result = sim.run(
                scenario, scale=scale, months=months, replications=replications, seed=seed, threads=threads,
                draws=0, progress=advance,
            )  # fmt: skip
        with runs_kept(result, Asked.of(province, [], None), out, lang):
            _write(result, out, force, lang)
            console().print(ReportedReport(result, lang.short))
        if out is not None:
            from simulation.report.words.words import text

            typer.echo(text("written_to", lang.short, folder=out))


def _check_out(out: Path | None, force: bool) -> None:
    """What can be refused before the simulation is refused before it."""
    if out is None:
        return
    from simulation.report.output_folder import check_file, check_folder

    if out.suffix == ".csv":
        check_file(out, force=force)
    else:
        check_folder(out, force=force)


def _write(result: "Result", out: Path | None, force: bool, lang: Language) -> None:
    if out is None:
        return
    if out.suffix == ".csv":
        from simulation.report.output_folder import write_csv
        from simulation.reported.counterparts import counterparts, frame_of

        write_csv(frame_of(counterparts(result)), out)
        return
    from simulation.report.files.outputs import write

    write(result, out, lang.short, force=force)
