"""A sweep as a file: base, size of the runs, and one design (`doudi sweep FILE`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import Field as ModelField

from simulation.parameters.files.mistakes import Mistake, Mistakes, ScenarioError
from simulation.parameters.files.reading import Model, read_toml, validated
from simulation.parameters.scenario.points import BEYOND, REFORM, UPRATED, Point, points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import in_file, load_scenario, next_to, set_in_vain
from simulation.parameters.scenario.table_rows import read_rows
from simulation.run_settings import DEFAULTS, LIMITS, Settings
from simulation.sweeping.design import designs

LARGEST_DESIGN: Final = 100_000
RANGED: Final = ("latin_hypercube", "sobol")


def _setting(name: str, default: float | None = None) -> Any:
    """A setting with the range that it has everywhere."""
    limits = LIMITS[name]
    return ModelField(
        default=getattr(DEFAULTS, name) if default is None else default, ge=limits.least, gt=limits.above,
        le=limits.most, multiple_of=limits.multiple if limits.multiple > 1 else None,
    )  # fmt: skip


class SweepModel(Model):
    """What a sweep file may say."""

    base: str
    scale: float = _setting("scale")
    months: int = _setting("months")
    replications: int = _setting("replications", default=4)
    seed: int = _setting("seed")
    warm_up: int = _setting("warm_up")
    samples: int | None = ModelField(default=None, ge=1, le=LARGEST_DESIGN)
    outputs: list[str] = ModelField(default_factory=lambda: ["months"])
    draws: str | None = None
    uprated: bool = True  # lines that are set or added to grow as the baseline's do
    beyond_range: str = ""  # why values leave the stated ranges of their parameters
    table: str | None = None
    grid: dict[str, list[float | str]] | None = None  # names are those of reforms, under the key `reform`
    one_at_a_time: dict[str, list[float | str]] | None = None
    latin_hypercube: dict[str, list[float]] | None = None
    sobol: dict[str, list[float]] | None = None


@dataclass(frozen=True)
class SweepFile:
    """A sweep file after all checks."""

    base: Scenario
    settings: Settings
    points: tuple[Point, ...]
    draws: tuple[Point, ...]
    outputs: tuple[str, ...]


def read_sweep(file: Path) -> SweepFile:
    """Read and check a sweep file. Raises ScenarioError with every mistake of the file, its table and its values."""
    mistakes, name = Mistakes(), str(file)
    data = read_toml(file, name, mistakes)
    model = None if data is None else validated(SweepModel, data, name, "", mistakes)
    mistakes.check()
    assert model is not None
    said = {UPRATED: model.uprated, BEYOND: model.beyond_range}
    rows = [said | row for row in _rows(model, name, file.parent, mistakes)]
    draws = _files_next_to(read_rows(file.parent / model.draws, mistakes), file.parent) if model.draws else []
    found: list[tuple[Point, ...]] = []
    try:
        base = load_scenario(next_to(model.base, file.parent))
        for table, place in ((rows, model.table), (draws, model.draws)):
            try:
                found.append(points_of(base, table, in_file=table is rows))
            except ScenarioError as error:
                named = in_file(file.parent / place if place else file, error.mistakes)
                mistakes.found += [each for each in named if each not in mistakes.found]
    except ScenarioError as error:
        mistakes.found += error.mistakes
    mistakes.check()
    settings = Settings(model.scale, model.months, model.replications, model.seed, model.warm_up)
    return SweepFile(base, settings, found[0], found[1], tuple(model.outputs))


def stands_on_a_base(file: Path) -> bool:
    """Whether a TOML file is a sweep or a scenario, which name the base that they change; a reform does not."""
    try:
        return file.suffix == ".toml" and "base" in tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # reported by whoever reads it
        return False


def mistakes_of(file: Path) -> list[Mistake]:
    """Every mistake in a sweep file or a scenario file; a sweep has a design."""
    try:
        if {*designs.METHODS, "table"} & tomllib.loads(file.read_text(encoding="utf-8")).keys():
            found = read_sweep(file).base
        else:
            found = load_scenario(str(file))
    except ScenarioError as error:
        return list(error.mistakes)
    return in_file(file, set_in_vain(found))


def rows_of(
    values: Mapping[str, Any], method: str, samples: int | None, seed: int, place: str, mistakes: Mistakes
) -> list[dict[str, Any]]:
    """The rows of a design in the box or over the lists of `values`; mistakes are recorded, not raised."""
    if method in RANGED:
        return _sampled(values, method, samples, seed, place, mistakes)
    for path, listed in values.items():
        if not isinstance(listed, list | tuple) or not listed:
            mistakes.add(place, path, "a list of values", listed)
    size = 1
    for listed in values.values():
        size *= len(listed) if isinstance(listed, list | tuple) else 1
    if method == "grid" and size > LARGEST_DESIGN:
        mistakes.add(place, "grid", f"at most {LARGEST_DESIGN} points", size)
    if mistakes.found:
        return _first_of(values)
    return list(designs.grid(values) if method == "grid" else designs.one_at_a_time(values))


def _first_of(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row of a mistaken design, so that its paths are checked with the rest of the file."""
    listed = {path: each[0] for path, each in values.items() if isinstance(each, list | tuple) and each}
    return [{path: first for path, first in listed.items() if isinstance(first, int | float)}]


def _sampled(
    values: Mapping[str, Any], method: str, samples: int | None, seed: int, place: str, mistakes: Mistakes
) -> list[dict[str, Any]]:
    for path, pair in values.items():
        if path == REFORM:
            mistakes.add(place, path, "reforms in a grid, one_at_a_time or a table", f"them in a {method}")
        elif not isinstance(pair, list | tuple) or len(pair) != 2 or not pair[0] < pair[1]:
            mistakes.add(place, path, "[low, high] with low below high", pair)
    if samples is None:
        mistakes.add(place, "samples", f"the number of points of the {method}", "nothing: it is missing")
    elif method == "sobol" and samples & (samples - 1):
        mistakes.add(place, "samples", "a power of two for a Sobol' sequence", samples)
    if mistakes.found or samples is None:
        return _first_of(values)
    return list((designs.sobol if method == "sobol" else designs.latin_hypercube)(values, samples, seed))


def _rows(model: SweepModel, name: str, folder: Path, mistakes: Mistakes) -> list[dict[str, Any]]:
    """Rows of the one design that the file holds."""
    chosen = [each for each in (*designs.METHODS, "table") if getattr(model, each) is not None]
    if len(chosen) != 1:
        wanted = ", ".join(f"[{method}]" for method in designs.METHODS)
        mistakes.add(name, "", f'one design: {wanted} or table = "..."', ", ".join(chosen) or "none")
        return []
    if model.table is not None:
        return _files_next_to(read_rows(folder / model.table, mistakes), (folder / model.table).parent)
    return _files_next_to(
        rows_of(getattr(model, chosen[0]), chosen[0], model.samples, model.seed, name, mistakes), folder
    )


def _files_next_to(rows: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Rows whose reforms that are files are next to the file that names them."""
    return [row | {REFORM: next_to(str(row[REFORM]), folder)} if REFORM in row else row for row in rows]
