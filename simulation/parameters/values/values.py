"""A parameter with its provenance: one table of a TOML file, resolved to a dated series."""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any, Literal

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.parameters.files.dates import FromDate
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, validated
from simulation.parameters.schema.fields import Field, Read, Tag
from simulation.units import FIRST_MONTH, month_of

UNDATED = -(10**6)  # month index from which an undated value applies


class Label(Model):
    """A name in Chinese and English."""

    zh: str
    en: str


class DatedValue(Model):
    """A value from a date on."""

    start: FromDate = ModelField(alias="from")
    value: float
    source: str | None = None


class ParameterTable(Model):
    """One parameter as a file states it; what an overlay leaves out is inherited."""

    value: float | None = None
    values: list[DatedValue] | None = None
    unit: str | None = None
    status: Literal["stated", "derived", "calibrated", "assumed"] | None = None
    confidence: Literal["seen", "memory", "none"] | None = None
    source: str | None = None
    year: int | None = None
    range: list[float] | None = ModelField(default=None, min_length=2, max_length=2)
    limits: list[float] | None = ModelField(default=None, min_length=2, max_length=2)
    label: Label | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_value(self) -> "ParameterTable":
        if (self.value is None) == (self.values is None):
            raise ValueError("either `value` or dated `values`")
        return self


@dataclass(frozen=True)
class Parameter:
    """A resolved parameter: `series` holds (month from which, value), months rising."""

    path: str
    unit: str
    tag: Tag
    low: float  # admissible
    high: float
    series: tuple[tuple[int, float], ...]
    status: str
    confidence: str
    source: str
    year: int | None
    range_low: float  # for sweeps
    range_high: float
    zh: str
    en: str
    file: str
    read: Read = "month"

    def at(self, month: int) -> float:
        """The value in force in a month."""
        current = self.series[0][1]
        for start, value in self.series:
            if start > month:
                break
            current = value
        return current


def read_parameter(
    path: str, data: Any, field: Field | None, below: Parameter | None, file: str, mistakes: Mistakes
) -> Parameter | None:
    """The parameter of one TOML table over what lies `below` it (None = nothing); None if mistaken."""
    if not isinstance(data, dict):
        mistakes.add(file, path, "a table with value, unit, status, confidence, source, label", data)
        return None
    table = validated(ParameterTable, data, file, path, mistakes)
    if table is None:
        return None
    before = len(mistakes.found)
    _check_provenance(path, table, below, file, mistakes)
    unit = table.unit or (below.unit if below else "")
    expected_unit = field.unit if field else (below.unit if below else unit)
    if unit != expected_unit:
        mistakes.add(file, f"{path}.unit", f"{expected_unit!r}", repr(unit))
    if len(mistakes.found) > before:
        return None
    parameter = _parameter(path, table, field, below, file)
    check_series(parameter, file, mistakes)
    return parameter if len(mistakes.found) == before else None


def _check_provenance(path: str, table: ParameterTable, below: Parameter | None, file: str, mistakes: Mistakes) -> None:
    required = ["status", "confidence", "source"] if below else ["unit", "status", "confidence", "source", "label"]
    for name in required:
        if getattr(table, name) is None:
            mistakes.add(file, f"{path}.{name}", "a value", "nothing: it is missing")


def _parameter(path: str, table: ParameterTable, field: Field | None, below: Parameter | None, file: str) -> Parameter:
    if table.values is not None:
        series = tuple((month_of(v.start), float(v.value)) for v in table.values)
    else:
        series = ((UNDATED, float(table.value or 0.0)),)
    nominal = series[0][1]
    low, high = (table.limits or (below.low, below.high)) if below else (table.limits or (0.0, float("inf")))
    if field is not None:
        low, high = field.low, field.high
    span = table.range or ([below.range_low, below.range_high] if below else [nominal, nominal])
    label = table.label
    return Parameter(
        path=path,
        unit=table.unit or (below.unit if below else ""),
        tag=field.tag if field else "policy",
        low=float(low),
        high=float(high),
        series=series,
        status=table.status or "",
        confidence=table.confidence or "",
        source=table.source or "",
        year=table.year if table.year is not None else (below.year if below else None),
        range_low=float(span[0]),
        range_high=float(span[1]),
        zh=label.zh if label else (below.zh if below else ""),
        en=label.en if label else (below.en if below else ""),
        file=file,
        read=(field.read if field else None) or "month",
    )


def check_series(parameter: Parameter, file: str, mistakes: Mistakes) -> None:
    """Record values out of range, dates out of order, a gap before the first date, an unordered range."""
    key, months = parameter.path, [start for start, _ in parameter.series]
    for _, value in parameter.series:
        if not (parameter.low <= value <= parameter.high and isfinite(value)):
            mistakes.add(file, key, _bounds(parameter), value)
    if not months:
        mistakes.add(file, key, "at least one dated value", "an empty list")
    elif months[0] > FIRST_MONTH:
        mistakes.add(file, key, "a first date not after 2021-01-01", "a gap before the first date")
    for earlier, later in pairwise(months):
        if later == earlier:
            mistakes.add(file, key, "one value per date", "two values for one date")
        elif later < earlier:
            mistakes.add(file, key, "dates in rising order", "a date before the one above it")
    if not parameter.low <= parameter.range_low <= parameter.range_high <= parameter.high:
        found = f"[{parameter.range_low:g}, {parameter.range_high:g}]"
        mistakes.add(file, f"{key}.range", f"a range inside {_bounds(parameter)}", found)


def _bounds(parameter: Parameter) -> str:
    if parameter.high == float("inf"):
        return f"a number of at least {parameter.low:g} {parameter.unit}"
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    return f"a number from {parameter.low:g} to {parameter.high:g}{unit}"


def out_of_bounds(parameter: Parameter, value: float) -> str | None:
    """What was expected when `value` is not admissible, else None."""
    return None if parameter.low <= value <= parameter.high else _bounds(parameter)
