"""Stated ranges of changed values: what lies outside is most often a slip of the unit, and is refused with a guess.

A parameter states its range in its file. Line tables have the ranges below, which are assumed: about half the lowest
and more than twice the highest value of the six provinces in 2023.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.lines.lines import UNITS
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.values.values import Parameter
from simulation.units import FIRST_MONTH

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.parameters.scenario.sources import Sources

FACTORS: Final = (0.5, 2.0)  # by which a line table may be scaled
LEVELS: Final = {
    "lines.dibao": (200.0, 3000.0),
    "lines.tekun": (300.0, 5000.0),
    "lines.marginal_multiple": (1.0, 3.0),
    "lines.minimum_wage": (1000.0, 5000.0),
    "lines.disposable_income": (5000.0, 200_000.0),
    "lines.band_ceiling": (20_000.0, 500_000.0),
}
_SHARE_LIKE: Final = 3.0  # a range that ends below: a value of 175 may mean 1.75
_SIGNS: Final = {"set": "", "add": "+ ", "scale": "× "}
_MARKS: Final = {"set": "", "add": "+", "scale": "*"}


def check_ranges(before: "Scenario", after: "Scenario", mistakes: Mistakes, *, lines_only: bool = False) -> None:
    """Record changes that carry a value out of its stated range without saying why in `beyond_range`.

    `after` is `before` with further changes, each of which is judged on top of those above it. A value that lies
    outside already may be moved back or left; a parameter without a stated range has its admissible bounds alone,
    which are checked elsewhere.
    """
    for i in range(len(before.changes), len(after.changes)):
        change, present, made = after.changes[i], _first(after, i), _first(after, i + 1)
        if change.beyond_range or not np.isfinite(change.value):
            continue
        if change.path in LEVELS:
            _check_line(made, change, mistakes)
        elif not lines_only and change.path in after.sources.parameters:
            _check_parameter(present, made, change, mistakes)


def _first(scenario: "Scenario", changes: int) -> "Scenario":
    """The scenario with the first of its changes alone."""
    return replace(scenario, changes=scenario.changes[:changes], _kept={})


def stated_range(sources: "Sources", path: str, op: str) -> tuple[float, float] | None:
    """Between which bounds a path is varied where none are given: its stated range, or the factors of a line."""
    if path in LEVELS:
        return {"set": LEVELS[path], "scale": FACTORS}.get(op)
    known = sources.parameters.get(path)
    return None if known is None else (known.range_low, known.range_high)


def is_beyond(after: "Scenario", change: Change) -> tuple[float, float] | None:
    """The stated range that a change of a scenario leaves in some month in force, else None."""
    after = _first(after, after.changes.index(change) + 1)
    if change.path in LEVELS:
        found = _of_line(after, change)
        return None if found is None else found[0]
    parameter = after.sources.parameters.get(change.path)
    if parameter is None or not _has_range(parameter):
        return None
    span = parameter.range_low, parameter.range_high
    return span if any(not _inside(after.value(change.path, m), span) for m in _months(after, change)) else None


def _check_line(after: "Scenario", change: Change, mistakes: Mistakes) -> None:
    found = _of_line(after, change)
    if found is None or (change.op != "add" and change.value <= 0):  # the latter is reported elsewhere
        return
    span, result = found
    unit = "" if change.op == "scale" and span == FACTORS else f" {UNITS[change.path.removeprefix('lines.')]}"
    what = "factor" if unit == "" else "number"
    guesses = (guess for guess in _guesses(change) if _fits_line(change.path, *guess))
    _refuse(change, f"a {what} from {span[0]:g} to {span[1]:g}{unit}", result, guesses, mistakes)


def _of_line(after: "Scenario", change: Change) -> tuple[tuple[float, float], float] | None:
    """(range left, value found) of a change of a line table: its factor, or a cell that it makes; None inside."""
    if change.op == "scale" and not _inside(change.value, FACTORS):
        return FACTORS, change.value
    if change.op == "set":
        cells = np.array([change.value])
    else:
        table, month = change.path.removeprefix("lines."), max(change.start, FIRST_MONTH)
        chosen = after.cells_of(change)
        cells = after.line_table(table, month)[chosen]
    worst = [float(cell) for cell in cells.ravel() if np.isfinite(cell) and not _inside(cell, LEVELS[change.path])]
    return (LEVELS[change.path], worst[0]) if worst else None


def _check_parameter(before: "Scenario", after: "Scenario", change: Change, mistakes: Mistakes) -> None:
    parameter = before.sources.parameters[change.path]
    if not _has_range(parameter):
        return
    for month in _months(after, change):
        present, value = before.value(change.path, month), after.value(change.path, month)
        span = min(parameter.range_low, present), max(parameter.range_high, present)
        if not _inside(value, span) and parameter.low <= value <= parameter.high:  # else reported as inadmissible
            unit = "" if parameter.unit == "1" else f" {parameter.unit}"
            guesses = (
                (op, guess)
                for op, guess in _guesses(change)
                if _inside(_made(op, present, guess), span) and _is_plausible(op, change.op, span)
            )
            text = f"a number from {span[0]:g} to {span[1]:g}{unit}"
            _refuse(change, text, value, guesses, mistakes)
            return


def _is_plausible(op: str, written: str, span: tuple[float, float]) -> bool:
    """Whether a guess about a parameter is worth making: a range from 0 to much holds most numbers."""
    return op == written if op != "set" else span[1] <= _SHARE_LIKE or span[0] > 0


def _made(op: str, present: float, value: float) -> float:
    """What an operation makes of a value."""
    return value if op == "set" else present + value if op == "add" else present * value


def _has_range(parameter: Parameter) -> bool:
    return parameter.range_low < parameter.range_high


def _months(after: "Scenario", change: Change) -> list[int]:
    """Months at which the value of a changed path may be another, while the change is in force."""
    return [m for m in sorted({max(change.start, FIRST_MONTH), *after.change_months()}) if change.active(m)]


def _inside(value: float, span: tuple[float, float]) -> bool:
    slack = 1e-9 * max(abs(span[0]), abs(span[1]))
    return bool(span[0] - slack <= value <= span[1] + slack)


def _guesses(change: Change) -> Iterator[tuple[str, float]]:
    """What may have been meant, the likeliest first: a factor, per cent, fen, a year for a month."""
    value = change.value
    if change.op == "set":
        yield from (("scale", value), ("set", value / 100), ("scale", 1 + value / 100), ("scale", 1 + value))
        yield from (("set", value * 100), ("set", value / 12), ("set", value * 12))
    elif change.op == "scale":
        yield from (("scale", 1 + value), ("scale", 1 + value / 100), ("scale", value / 100), ("set", value))
    else:
        yield from (("set", value), ("add", value / 100), ("add", value / 12))


def _fits_line(path: str, op: str, value: float) -> bool:
    if op == "scale":
        return _inside(value, FACTORS)
    return op == "set" and _inside(value, LEVELS[path])


def _refuse(
    change: Change, expected: str, found: float, guesses: Iterator[tuple[str, float]], mistakes: Mistakes
) -> None:
    in_file = change.key.startswith("change.")
    hint = ""
    for op, value in guesses:
        written = "" if in_file or op == change.op else f', written "{change.path}{_MARKS[op]}"'
        hint = f" (did you mean {_SIGNS[op]}{value:g}{written}?)"
        break
    key = change.key.replace(".path", ".value") if in_file else change.key
    mistakes.add(change.file, key, f'{expected}, or `beyond_range = "why"`', f"{found:g}{hint}")
