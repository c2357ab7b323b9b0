"""The command `doudi validate`: a baseline against published figures that nothing was fitted to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.commands import command
from simulation.cli.options import LanguageOption, ProvinceOrAll, Replications, Scale, Seed, Threads
from simulation.cli.plugins import takes_plugins
from simulation.cli.terminal import Language, console, reported
from simulation.progress import progress_bar

if TYPE_CHECKING:
    from calibration.validation import Validation


@command(position=100)
@takes_plugins
def validate(
    province: ProvinceOrAll,
    scale: Scale = 0.01,
    replications: Replications = 3,
    draws: Annotated[
        int, typer.Option(min=0, help="Parameter draws, distributed over the runs; 0 = central values.")
    ] = 0,
    experiments: Annotated[bool, typer.Option("--experiments", help="Run the published outreach trial too.")] = False,
    seed: Seed = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of the table.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE.csv|FILE.json", help="Write all rows to a file.")] = None,
    docs: Annotated[bool, typer.Option("--docs", help="With all: write docs/validation.md of this checkout.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier file.")] = False,
    threads: Threads = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """Compare a baseline and two null models with the published held-out figures, failures first."""
    with reported():
        _check_targets(province, out, docs, force)
        from calibration.validation import report
        from calibration.validation.validate import known_provinces
        from calibration.validation.validate import validate as run_validation
        from simulation.run_settings import Settings

        known_provinces(province)
        settings = Settings(scale, 1, replications, seed, threads=threads)
        settings.check()
        with progress_bar() as advance:
            found = run_validation(province, draws=draws, settings=settings, progress=advance, experiments=experiments)
        _write(found, out, docs)
        if as_json:
            typer.echo(report.as_json(found))
        else:
            console().print(report.ValidationReport(found, lang.short))


def _check_targets(province: str, out: Path | None, docs: bool, force: bool) -> None:
    """What can be refused before the simulation is refused before it."""
    if docs and province != "all":
        raise typer.BadParameter("expected together with the province `all`", param_hint="--docs")
    if out is not None:
        if out.suffix not in (".csv", ".json"):
            raise typer.BadParameter(f"expected a file .csv or .json, got {out}", param_hint="--out")
        from simulation.report.output_folder import check_file

        check_file(out, force=force)
    if docs:
        from calibration.validation.report import PAGE
        from simulation.report.output_folder import check_file

        check_file(PAGE, force=True)


def _write(found: "Validation", out: Path | None, docs: bool) -> None:
    from calibration.validation import report

    if docs:
        report.PAGE.write_text(report.page(found), encoding="utf-8", newline="\n")
    if out is not None and out.suffix == ".csv":
        from simulation.report.output_folder import write_csv

        write_csv(report.frame_of(found), out)
    elif out is not None:
        out.write_text(report.as_json(found) + "\n", encoding="utf-8", newline="\n")
