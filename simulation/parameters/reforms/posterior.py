"""Draws from the posterior of the fitted parameters: `posterior.csv` of the data package, written by the fit.

A row is a draw; the column `draw` numbers it (from 1, rising), each other column is a parameter path, or
`path@province` for what deviates in one province, where it takes the place of the column `path`. Without the file
there are no draws.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, digest_of, provinces_in, read_csv
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.values.values import UNDATED, Parameter, out_of_bounds

FILE: Final = "posterior.csv"
NAME: Final = f"scenarios/{FILE}"
NUMBER: Final = "draw"
PRACTICES: Final = "scenarios/practices/"
BORROWED: Final = "borrowed"  # names the provinces without figures of their own, whose columns come from the prior
# read when tables are made of finished runs, at the values of the scenario itself
AFTER_THE_RUNS: Final = (
    "staff.assistant.cost_yuan_hour", "staff.desk.cost_yuan_hour", "staff.bureau.cost_yuan_hour",
    "observers.audit_sample_listed", "observers.audit_sample_unlisted", "observers.survey_reporting",
)  # fmt: skip
type Column = tuple[str, str, str]  # as written, parameter path, province ("" = all)


@dataclass(frozen=True)
class Draw:
    """One draw as it acts in one province: `values` by parameter path, each in the unit of its parameter."""

    number: int
    values: tuple[tuple[str, float], ...]

    def changes(self) -> tuple[Change, ...]:
        """The values as changes in force at all times, to be laid under those of a scenario."""
        file = f"{NAME}, draw {self.number}"
        return tuple(Change(path, "set", value, UNDATED, file=file, key=path) for path, value in self.values)


@dataclass(frozen=True)
class Posterior:
    """All draws of a file for one province; `digest` (64 hex digits) of the file's content."""

    draws: tuple[Draw, ...]
    digest: str


def read_posterior(
    root: Folder, province: str, parameters: Mapping[str, Parameter], mistakes: Mistakes
) -> Posterior | None:
    """The draws of a data folder for one province; None where it holds none, or where anything is mistaken.

    Recorded are unknown paths and provinces with the nearest name, cells that are no numbers, values outside the
    admissible bounds or, in a column that acts in this province, the stated range of their parameter.
    """
    file = root / FILE
    if not file.is_file():
        return None
    before = len(mistakes.found)
    rows = read_csv(file, NAME, (NUMBER,), mistakes)
    if not rows:
        return None
    columns = _columns(rows[0][1], provinces_in(root), parameters, mistakes)
    numbers = [_number(row[NUMBER], line, mistakes) for line, row in rows if NUMBER in row]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        mistakes.add(NAME, NUMBER, "numbers of draws that rise", "one that does not")
    chosen = _acting(columns, province, parameters)
    values = [_values(line, row, columns, chosen, parameters, mistakes) for line, row in rows]
    if len(mistakes.found) > before:
        return None
    draws = tuple(Draw(number, each) for number, each in zip(numbers, values, strict=True))
    return Posterior(draws, digest_of(file.read_bytes()))


def _columns(
    head: Iterable[str], provinces: list[str], parameters: Mapping[str, Parameter], mistakes: Mistakes
) -> list[Column]:
    """The columns of known parameters."""
    found = []
    for written in head:
        path, at, province = written.partition("@")
        if written in (NUMBER, BORROWED):
            continue
        if path not in parameters:
            mistakes.unknown(NAME, written, "parameter", path, parameters)
        elif path in AFTER_THE_RUNS:
            mistakes.add(NAME, written, "a parameter that acts in the simulation", "a price or share read after it")
        elif at and province not in provinces:
            mistakes.unknown(NAME, written, "province", province, provinces)
        else:
            found.append((written, path, province))
    if not found and not mistakes.found:
        mistakes.add(NAME, "header", "a column per parameter", "the numbers of the draws alone")
    return found


def _number(cell: str, line: int, mistakes: Mistakes) -> int:
    if cell.strip().isdecimal() and int(cell) >= 1:
        return int(cell)
    mistakes.add(NAME, f"line {line}, {NUMBER}", "a whole number from 1", cell)
    return line  # rises, so that nothing is recorded twice


def _acting(columns: Iterable[Column], province: str, parameters: Mapping[str, Parameter]) -> set[str]:
    """Columns that act in a province: its own, and those of all for which it has none.

    What its practice states itself, no fit has a say in.
    """
    own = {path: written for written, path, of in columns if of == province}
    stated = {path for _, path, _ in columns if parameters[path].file.startswith(PRACTICES)}
    return {
        written
        for written, path, of in columns
        if path not in stated and (of == province or (not of and path not in own))
    }


def _values(
    line: int, row: Mapping[str, str], columns: Iterable[Column], acting: set[str],
    parameters: Mapping[str, Parameter], mistakes: Mistakes,
) -> tuple[tuple[str, float], ...]:  # fmt: skip
    """(path, value) of the acting columns of a row; cells of the others are checked alike."""
    found = []
    for written, path, _ in columns:
        try:
            value = float(row[written])
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            mistakes.add(NAME, f"line {line}, {written}", "a number", row[written] or "an empty cell")
            continue
        expected = _expected(parameters[path], value, ranged=written in acting)
        if expected is not None:
            mistakes.add(NAME, f"line {line}, {written}", expected, row[written])
        if written in acting:
            found.append((path, value))
    return tuple(found)


def _expected(parameter: Parameter, value: float, *, ranged: bool) -> str | None:
    """What was expected of a value that may not be; None of one that may."""
    low, high = parameter.range_low, parameter.range_high
    if ranged and low < high and not low <= value <= high:
        unit = "" if parameter.unit == "1" else f" {parameter.unit}"
        return f"a number in the stated range, from {low:g} to {high:g}{unit}"
    return out_of_bounds(parameter, value)
