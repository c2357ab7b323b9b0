"""Every option that commands share, declared once, and what options such as `--vary PATH=LOW:HIGH` say, as values.

Default, range and sentence of a setting are those of `simulation.run_settings`. A command takes `asked: RunOptions` (or
another class of this file) and has all of its options; `asked.check()` then refuses everything that cannot be, at once.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from simulation.cli.terminal import Language, as_options, in_options
from simulation.run_settings import DEFAULTS, LIMITS, SEEDS, Settings
from simulation.simulate.errors import ExperimentError


class Executor(StrEnum):
    """Who does the work."""

    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"


def _setting(name: str, sentence: str = "", **more: Any) -> Any:
    """The option of a setting, with the sentence that it has everywhere.

    Its range is only printed: typer would report one option at a time, `Options.check` reports all in one message.
    """
    limits = LIMITS[name]
    low, high = (None if bound is None else f"{bound:.0f}" for bound in (limits.least, limits.most))
    shown = f"<int range> [{f'{low}<=x<={high}' if high else f'x>={low}'}]" if limits.whole else None
    return typer.Option(help=sentence or limits.help, metavar=shown, **more)


_REFORM: Final = "A reform that ships, or the path of a reform file (.toml)."
_STORE: Final = typer.Option("--store", help="Folder that stores every run; the same command goes on from it.")
Province = Annotated[str, typer.Argument(help="Province, such as zhejiang.")]
ProvinceOrAll = Annotated[str, typer.Argument(help="Province, such as zhejiang, or all.")]
Reform = Annotated[str, typer.Argument(help=_REFORM)]
ReformOption = Annotated[str | None, typer.Option(help=_REFORM)]
LanguageOption = Annotated[Language, typer.Option(envvar="DOUDI_LANG", help="Language of tables, charts and report.")]
Scale = Annotated[float, _setting("scale")]
Months = Annotated[int, _setting("months")]
Replications = Annotated[int, _setting("replications")]
Seed = Annotated[int, _setting("seed")]
VillageSeed = Annotated[int, typer.Option(min=0, max=SEEDS - 1, help="Of the simulated villages.")]
Threads = Annotated[int | None, _setting("threads")]
Out = Annotated[Path | None, typer.Option(help="Folder for the results; without it nothing is written.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier result in that folder.")]
Draws = Annotated[
    str | None,
    typer.Option(
        metavar="N|FILE", show_default="one a replication, where scenarios/posterior.csv ships",
        help="Posterior draws of the fitted parameters: 0 leaves them out, N takes the first N. "
        "Or your own table of parameter sets (.csv, .xlsx), a column per path.",
    ),
]  # fmt: skip
Count = Annotated[
    int | None,
    typer.Option("--draws", min=0, metavar="N", help="Posterior draws of the fitted parameters; 0: none."),
]
Until = Annotated[
    str | None, typer.Option(metavar="'INDICATOR ±WIDTH'", help="Add replications until so narrow: 'budget ±0.5%'.")
]
Population = Annotated[
    Path | None, typer.Option(help="Folder with your own households.csv and persons.csv (docs/microdata.md).")
]
StoreFolder = Annotated[Path, _STORE]
ExecutorOption = Annotated[Executor | None, typer.Option("--executor", help="By default processes, one a core.")]
Scheduler = Annotated[str | None, typer.Option(help="Address of a Dask scheduler; by default one is started here.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; never more than cores.")]
SETTINGS: Final = tuple(LIMITS)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of a command as one object; a field is an option, its default that of the command line."""

    @classmethod
    def names(cls) -> Mapping[str, Any]:
        """Names of the options, in the order of the help, with their defaults."""
        return {each.name: each.default for each in fields(cls)}

    def size(self) -> dict[str, Any]:
        """Those options that are settings of a run, as the functions of `simulation` take them."""
        return {name: getattr(self, name) for name in SETTINGS if hasattr(self, name)}

    def check(self) -> None:
        """Refuse before any work what cannot be, everything in one message.

        Raises OutputError where the output folder alone is wrong, else ExperimentError.
        """
        from simulation.report.output_folder import OutputError, check_folder

        wrong = self._wrong()
        try:
            if (out := getattr(self, "out", None)) is not None:
                check_folder(out, force=getattr(self, "force", False))
        except OutputError as error:
            if not wrong:
                raise
            wrong.append(str(error))
        if wrong:
            raise ExperimentError(in_options(wrong))

    def _wrong(self) -> list[str]:
        """What is wrong with the options, one by one, but for the output folder."""
        given = {name: value for name, value in self.size().items() if value is not None}
        return as_options(Settings(**given).mistakes())


@dataclass(frozen=True, kw_only=True)
class Delivery(Options):
    """Where results go, and in which language."""

    out: Out = None
    force: Force = False
    lang: LanguageOption = Language.EN


@dataclass(frozen=True, kw_only=True)
class RunOptions(Options):
    """Of `doudi run`."""

    scale: Scale = DEFAULTS.scale
    months: Months = DEFAULTS.months
    replications: Replications = 1
    seed: Seed = DEFAULTS.seed
    draws: Count = None
    population: Population = None
    out: Out = None
    force: Force = False
    threads: Threads = None
    parts: Annotated[int | None, typer.Option(min=1, help="Deal the counties out over so many processes.")] = None
    lang: LanguageOption = Language.EN


@dataclass(frozen=True, kw_only=True)
class CompareOptions(Options):
    """Of `doudi compare`; without `replications` it runs 10, and with `until` 20 to begin with."""

    scale: Scale = DEFAULTS.scale
    months: Months = DEFAULTS.months
    replications: Annotated[
        int | None, _setting("replications", show_default="10, and with --until 20 to begin with")
    ] = None
    seed: Seed = DEFAULTS.seed
    until: Until = None
    draws: Draws = None
    population: Population = None
    out: Out = None
    force: Force = False
    threads: Threads = None
    lang: LanguageOption = Language.EN

    @property
    def draws_given(self) -> int | Path | None:
        """A number of posterior draws, or the file of a table of parameter sets."""
        return draws_of(self.draws)

    def _wrong(self) -> list[str]:
        wrong = super()._wrong()
        try:
            self.draws_given  # noqa: B018
        except typer.BadParameter as error:
            wrong.append(f"--draws: {error.message}")
        if self.until:
            from simulation.comparison.until_narrow import Until as Rule

            try:
                Rule.read(self.until)
            except ExperimentError as error:
                wrong.append(f"--until: {error}")
        return wrong


@dataclass(frozen=True, kw_only=True)
class SearchOptions(Options):
    """Of `doudi solve`, `frontier` and `sensitivity`."""

    scale: Scale = DEFAULTS.scale
    months: Months = DEFAULTS.months
    replications: Annotated[
        int, _setting("replications", sentence="Runs of each point, each with its own sample and random draws.")
    ] = 4
    seed: Seed = DEFAULTS.seed
    store: Annotated[Path | None, _STORE] = None
    out: Out = None
    force: Force = False
    executor: ExecutorOption = None
    scheduler: Scheduler = None
    workers: Workers = None
    lang: LanguageOption = Language.EN


def draws_of(written: str | None) -> int | Path | None:
    """`--draws`: a number of posterior draws, or the file of a table of parameter sets."""
    if written is None or not written.strip().lstrip("+-").isdecimal():
        return None if written is None else Path(written)
    if int(written) < 0:
        raise typer.BadParameter(f"{written} is neither a number of draws nor a file", param_hint="--draws")
    return int(written)


def part_of_work(written: str | None) -> tuple[int, int] | None:
    """`I/N` as two numbers; None where nothing is written."""
    if written is None:
        return None
    number, slash, of = written.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"{written!r} is not a part such as 1/4", param_hint="--shard")
    return int(number), int(of)


def bounds_of(written: list[str], option: str) -> dict[str, tuple[float, float] | None]:
    """`PATH=LOW:HIGH` or `PATH` as bounds by path."""
    found: dict[str, tuple[float, float] | None] = {}
    for each in written:
        path, given, bounds = each.partition("=")
        low, _, high = bounds.partition(":")
        try:
            found[path.strip()] = (float(low), float(high)) if given else None
        except ValueError:
            raise typer.BadParameter(f"{each!r} is not PATH=LOW:HIGH", param_hint=option) from None
    return found


def sizes_of(written: list[str]) -> dict[str, float]:
    """`INDICATOR=SIZE` by indicator."""
    found = {}
    for each in written:
        indicator, _, size = each.partition("=")
        try:
            found[indicator.strip()] = float(size)
        except ValueError:
            raise typer.BadParameter(f"{each!r} is not INDICATOR=SIZE", param_hint="--within") from None
    return found


def goal_of(written: str, base: Any) -> Any:
    """A number, the baseline itself, or the baseline with a reform."""
    if written in ("", "baseline"):
        return base
    try:
        number = float(written)
    except ValueError:
        return base.with_reform(written)
    if not math.isfinite(number):
        raise typer.BadParameter(f"{written} is no number that a target can meet.", param_hint="--target")
    return number


def goals_of(written: list[str], base: Any) -> dict[str, Any]:
    """`INDICATOR=GOAL` by indicator; see `goal_of`."""
    found = {}
    for each in written:
        indicator, _, goal = each.partition("=")
        found[indicator] = goal_of(goal, base)
    return found
