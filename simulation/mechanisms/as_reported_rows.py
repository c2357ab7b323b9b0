"""What each mechanism must move in the province that reported it: scenarios/mechanisms/as_reported/, checked."""

from collections import Counter
from functools import cache
from typing import Literal, Self

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.mechanisms.outcomes import outcome_mistake
from simulation.mechanisms.registry import FOLDER, Registry, known_paths, load_registry
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, data_folder, names_in, read_toml, validated
from simulation.parameters.lines.lines import CHANGEABLE

ROWS_FOLDER = f"{FOLDER}/as_reported"
MEETING = "NA-01"  # the meeting at which the provinces reported: no row of a province's own practice

type Against = Literal["nation", "absence", "printed"]


class LineMoveModel(Model):
    """The neutral level of a table of lines: a value for every county, or a multiple of the province's own line."""

    table: str
    op: Literal["set", "scale"] = "set"
    value: float = ModelField(gt=0.0)
    area: Literal["rural", "urban"] | None = None


class RowModel(Model):
    """How a mechanism is checked in the provinces that reported it.

    The province as shipped is compared with itself with the row's parameters at the neutral national level. They are
    those of the row's levers and whatever else the practice states for the mechanism, but those `without`; `paths` in
    place of the levers'. `neutral` states levels in place of the national ones, `lines` those of tables. `against`
    "absence" compares with `neutral` alone, for what national rules themselves require; "printed" is a measured row,
    which counts where `doudi reported` prints it. `off` holds in place of the values that switch `process` off.
    `scale` and `months` of a run; `why` says why this outcome.
    """

    id: str
    provinces: list[str] = ModelField(default_factory=list)  # of those that reported it; by default all
    against: Against = "nation"
    outcome: str = ""
    moves: Literal["up", "down"] = "up"
    process: str = ""
    off: dict[str, float] = ModelField(default_factory=dict)
    paths: list[str] = ModelField(default_factory=list)
    without: list[str] = ModelField(default_factory=list)
    neutral: dict[str, float] = ModelField(default_factory=dict)
    lines: list[LineMoveModel] = ModelField(default_factory=list)
    scale: float = ModelField(default=0.003, gt=0.0, le=1.0)
    months: int = ModelField(default=18, ge=1)
    why: str = ModelField(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.against == "printed":
            return self
        if not self.outcome or not self.process:
            raise ValueError('`outcome` and `process`, or against = "printed"')
        if self.against == "absence" and not self.neutral:
            raise ValueError('`neutral` with against = "absence"')
        return self


class RowsFile(Model):
    """One file of scenarios/mechanisms/as_reported/."""

    row: list[RowModel] = ModelField(min_length=1)


type Rows = dict[tuple[str, str], RowModel]  # by mechanism and province


def reported_pairs(registry: Registry) -> list[tuple[str, str]]:
    """(mechanism, province) of everything that a province reported, in the order of the registry."""
    return [(each.id, province) for each in registry.mechanisms.values() if each.id != MEETING
            for province in each.provinces]  # fmt: skip


@cache
def load_rows() -> Rows:
    """The row of every pair. Raises ScenarioError with every mistake of every file."""
    registry, mistakes = load_registry(), Mistakes()
    rows: list[tuple[str, RowModel]] = []
    folder = data_folder() / "mechanisms" / "as_reported"
    for stem in names_in(folder, ".toml"):
        name = f"{ROWS_FOLDER}/{stem}.toml"
        data = read_toml(folder / f"{stem}.toml", name, mistakes)
        read = None if data is None else validated(RowsFile, data, name, "", mistakes)
        rows += [(name, row) for row in read.row] if read is not None else []
    known = known_paths(registry)
    for name, row in rows:
        _check_row(registry, row, name, known, mistakes)
    if not mistakes.found:
        _check_cover(registry, rows, mistakes)
    mistakes.check()
    return {(row.id, province): row for _, row in rows for province in _provinces(registry, row)}


def _provinces(registry: Registry, row: RowModel) -> list[str]:
    return row.provinces or registry.mechanisms[row.id].provinces


def _check_row(registry: Registry, row: RowModel, file: str, known: list[str], mistakes: Mistakes) -> None:
    """Names that refer to something: mechanisms, provinces, parameters, tables, processes, outcomes."""
    if row.id not in registry.mechanisms:
        mistakes.unknown(file, row.id, "mechanism", row.id, registry.mechanisms)
    else:
        for province in row.provinces:
            if province not in registry.mechanisms[row.id].provinces:
                mistakes.unknown(
                    file, f"{row.id}.provinces", "province", province, registry.mechanisms[row.id].provinces
                )
    for key, paths in (("paths", row.paths), ("without", row.without), ("neutral", row.neutral), ("off", row.off)):
        for path in paths:
            if path not in known:
                mistakes.unknown(file, f"{row.id}.{key}", "parameter", path, known)
    for line in row.lines:
        if line.table not in CHANGEABLE:
            mistakes.unknown(file, f"{row.id}.lines", "table of lines", line.table, CHANGEABLE)
    if row.process and row.process not in registry.processes:
        mistakes.unknown(file, f"{row.id}.process", "process", row.process, registry.processes)
    wrong = outcome_mistake(row.outcome) if row.outcome else ""
    if wrong:
        mistakes.add(file, f"{row.id}.outcome", wrong, row.outcome)


def _check_cover(registry: Registry, rows: list[tuple[str, RowModel]], mistakes: Mistakes) -> None:
    """Every pair occurs once."""
    stated = Counter((row.id, province) for _, row in rows for province in _provinces(registry, row))
    for pair in reported_pairs(registry):
        if stated[pair] != 1:
            found = "none" if stated[pair] == 0 else f"{stated[pair]} of them"
            mistakes.add(ROWS_FOLDER, f"{pair[0]} in {pair[1]}", "one row", found)
