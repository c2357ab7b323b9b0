"""What all commands share: language, the screen, and how a mistake is reported."""

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from simulation.parameters.files.mistakes import Mistake
    from simulation.parameters.scenario.scenario import Scenario

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
WIDTH_WITHOUT_TERMINAL: Final = 120


class Language(StrEnum):
    """Language of tables, charts and report."""

    EN = "en"
    ZH = "zh"

    @property
    def short(self) -> Literal["en", "zh"]:
        """As `report` takes it."""
        return "zh" if self is Language.ZH else "en"


def start_light() -> None:
    """A fifth of a second less: what imports make lives on, and no command has a matrix worth threads that spin.

    Old names of parameters are reported from here on as `report_old_names` says.
    """
    gc.set_threshold(50_000, 20, 50)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    report_old_names()


def report_old_names() -> None:
    """From here on each old name of a parameter is reported once, in a line on standard error that names no code."""
    import warnings

    from simulation.parameters.files.renamed import RenamedWarning

    usual, reported = warnings.showwarning, set[str]()

    def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
        if not issubclass(category, RenamedWarning):
            usual(message, category, *place, **more)
        elif str(message) not in reported:
            reported.add(str(message))
            typer.echo(f"doudi: {message}", err=True)

    warnings.showwarning = show


def console() -> "Console":
    """The screen; of a fixed width where there is no terminal."""
    from rich.console import Console

    screen = Console()
    return screen if screen.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)


def show_import(scenario: "Scenario", lang: Language) -> None:
    """What came in with own microdata, column by column, and how its incomes fit; before anything is run."""
    own = scenario.sources.microdata
    if own is None:
        return
    from simulation.population.microdata.income_fit import income_fit
    from simulation.report.tables.microdata import fit_table, summary_tables
    from simulation.report.tables.tables import to_rich

    fit = fit_table(income_fit(scenario), own.incomes, lang.short)
    for table in (*summary_tables(own.summary, own.left_out, lang.short), fit):
        console().print(to_rich(table), "")


def as_options(mistakes: "Iterable[Mistake]") -> list[str]:
    """Settings out of range under the names that they have on the command line."""
    return [f"--{each.key.replace('_', '-')}: expected {each.expected}, found {each.found}" for each in mistakes]


def in_options(wrong: list[str]) -> str:
    """Everything that is wrong with the options, in one message."""
    return "\n  - ".join([f"{len(wrong)} mistake{'s' if len(wrong) > 1 else ''} in the options:", *wrong])


@contextmanager
def reported() -> Iterator[None]:
    """Turns the user's mistakes into one message and exit code 2, Ctrl-C into exit code 130."""
    from simulation.report.output_folder import OutputError
    from simulation.simulate.errors import ExperimentError

    try:
        yield
    except KeyboardInterrupt:
        typer.echo("interrupted; no result was written", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (OutputError, ExperimentError) as error:
        typer.echo(f"doudi: {error}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    except ArithmeticError as error:
        from simulation.ledger import BooksError

        if not isinstance(error, BooksError):
            raise
        typer.echo(f"doudi: {error}", err=True)
        raise typer.Exit(BAD_INPUT) from None
    except ValueError as error:
        from simulation.parameters.files.mistakes import ScenarioError
        from simulation.run_settings import SettingsError

        if not isinstance(error, ScenarioError):
            raise  # a fault of ours, to be seen with its traceback
        words = in_options(as_options(error.mistakes)) if isinstance(error, SettingsError) else str(error)
        typer.echo(f"doudi: {words}", err=True)
        raise typer.Exit(BAD_INPUT) from None


@contextmanager
def store_kept(folder: "Path", lang: Literal["en", "zh"]) -> Iterator[None]:
    """Keep a store, also one that was to pass, when what is made of it ends in an error; report where it is."""
    from simulation.report.words.words import text
    from simulation.sweeping.store.sweep_store import keep_store

    try:
        yield
    except typer.Exit:
        raise
    except Exception:
        keep_store(folder)
        typer.echo(text("store_kept", lang, folder=folder), err=True)
        raise
