"""What commands make of finished runs: files and tables. An error in that costs no run."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from simulation.cli.experiments import show
from simulation.cli.terminal import Language, console

if TYPE_CHECKING:
    from simulation.comparison.several_reforms import SideBySide
    from simulation.comparison.stored_results import Asked, StoredResult
    from simulation.report.words.results import Reportable


@contextmanager
def runs_kept(outcome: "StoredResult | Reportable", asked: "Asked", out: Path | None, lang: Language) -> Iterator[None]:
    """Keep the runs of a result on disk while the body makes something of them; gone when that is done.

    They stay, and where they are is reported, when the body ends in an error; Ctrl-C says that they are not wanted.
    """
    folder = _kept(outcome, asked, out)
    try:
        yield
    except Exception as error:
        if folder is not None and not isinstance(error, typer.Exit):
            from simulation.report.words.words import text

            typer.echo(text("runs_kept", lang.short, folder=folder), err=True)
            folder = None
        raise
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _kept(outcome: "StoredResult | Reportable", asked: "Asked", out: Path | None) -> Path | None:
    """A folder for the runs: next to the results, else among temporary ones; None where no disk takes them."""
    from simulation.comparison.stored_results import ROOTS, save_runs

    if not isinstance(outcome, ROOTS):
        return None
    next_to = [] if out is None else [next(each for each in out.absolute().parents if each.exists())]
    for place in (*next_to, Path(tempfile.gettempdir())):
        try:
            folder = Path(tempfile.mkdtemp(dir=place, prefix="doudi-runs-"))
        except OSError:
            continue
        try:
            save_runs(outcome, asked, folder)
        except Exception:  # without them the results are made all the same
            shutil.rmtree(folder, ignore_errors=True)
        else:
            return folder
    return None


def deliver(outcome: "StoredResult | Reportable", out: Path | None, force: bool, lang: Language) -> None:
    """Write the files where a folder was given, then print the tables."""
    from simulation.comparison.several_reforms import SideBySide

    if isinstance(outcome, SideBySide):
        _deliver_several(outcome, out, force, lang)
        return
    from simulation.report.tables.tables import Report
    from simulation.report.words.words import text

    if out is not None:
        from simulation.report.files.outputs import write

        write(outcome, out, lang.short, force=force)
    screen = console()
    screen.print(Report(outcome, lang.short))
    screen.print(text("written_to", lang.short, folder=out) if out else text("not_written", lang.short))


def _deliver_several(found: "SideBySide", out: Path | None, force: bool, lang: Language) -> None:
    from simulation.report.files.several_reforms import write_reforms
    from simulation.report.tables.doubt import calibration_line
    from simulation.report.tables.several_reforms import reached_line, reforms_tables
    from simulation.report.words.words import text

    if out is not None:
        write_reforms(found, out, lang.short, force=force)
    show(reforms_tables(found, lang.short))
    typer.echo(text("written_to", lang.short, folder=out) if out else text("not_written", lang.short))
    typer.echo(calibration_line(found.comparisons[0], lang.short))
    if found.reached:
        typer.echo(reached_line(found, lang.short))
