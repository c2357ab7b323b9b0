"""Rows of the flat tables: what one block of a programme file becomes in one month."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from simulation.parameters.files.names import LINES, MONEY, QUANTITIES
from simulation.parameters.programmes.rule_blocks import (
    AmountSpec,
    IncomeSpec,
    Number,
    ReachSpec,
    ScheduleSpec,
    Test,
    Waivable,
)
from simulation.parameters.programmes.rule_codes import number_of
from simulation.rules import tables
from simulation.rules.tables import NONE
from simulation.units import FEN, MONTHS_PER_YEAR

type Value = Callable[[str, Any], float]  # (programme, number or $reference) -> number in force
type Row = tuple[Any, ...]

OPS = {"<": 0, "<=": 1, "==": 2, ">=": 3, ">": 4, "!=": 5}
ITEMS = {item.name.lower(): int(item) for item in tables.Item}
LARGEST_TABULATED = 20  # persons up to which an equivalence scale is tabulated; larger units count as this


def code(name: str | None) -> int:
    """Number of a field, NONE for none."""
    return NONE if name is None else QUANTITIES[name]


def bracket_rows(schedule: ScheduleSpec, number: Callable[[Number], float], unit: int = FEN) -> list[Row]:
    """(start, base in fen, slope) of a schedule, whatever its kind; a start is so many `unit` of what is looked at."""
    starts = [round(number(start) * unit) for start in schedule.start]
    if schedule.rate is not None:
        rates = [number(rate) for rate in schedule.rate]
        base, rows = 0.0, []
        for i, (start, rate) in enumerate(zip(starts, rates, strict=True)):
            base += rates[i - 1] * (start - starts[i - 1]) if i else 0.0
            rows.append((start, base, rate))
        return rows
    bases = [number(amount) * FEN for amount in schedule.amount or ()]
    slopes = [0.0] * len(bases)
    if schedule.kind == "amount":
        points = pairwise(zip(starts, bases, strict=True))
        slopes[:-1] = [(high - low) / max(1, right - left) for (left, low), (right, high) in points]
    return list(zip(starts, bases, slopes, strict=True))


def scale_rows(spec: AmountSpec, number: Callable[[Number], float]) -> list[Row]:
    """(persons, equivalents, 0) of an equivalence scale, rounded to six decimals: the same on every machine."""
    if spec.scale is None:
        return []
    reference, power = number(spec.scale.reference_persons), number(spec.scale.power)
    return [(n, round((n / reference) ** power, 6), 0.0) for n in range(1, LARGEST_TABULATED + 1)]


def reach_factor(spec: ReachSpec, number: Callable[[Number], float]) -> float:
    """The factor that one [[reach]] row stands for."""
    held = {name: number(getattr(spec, name)) for name in spec.given()}
    if "stages" in held:
        stages = max(1.0, held["stages"])
        return (1.0 + (stages - 1.0) * held["persists"]) / stages
    if "places" in held:
        return min(1.0, held["places"] / max(1.0, held["among"]))
    if "budget" in held:
        factor = held["budget"] / max(1.0, held["unit"] * held["among"])
        return min(1.0, factor) if spec.shared == "households" else factor
    return 1.0 + held["share"] * (held["gain"] - 1.0) if "gain" in held else held["share"]


class Rows:
    """Collects table rows of one month; a programme's rows of one kind are consecutive."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self.amounts: list[Row] = []
        self.conditions: list[Row] = []
        self.income: list[Row] = []
        self.waivers: list[Row] = []
        self.brackets: list[Row] = []
        self.extras: list[Row] = []
        self.groups: list[Row] = []
        self.passports: list[Row] = []

    def on(self, programme: str, switch: Number) -> bool:
        """Whether a switch is on."""
        return self.value(programme, switch) >= 0.5

    def amount(self, programme: str, spec: AmountSpec | None, *, on: bool = True) -> int:
        """Row of an amount; all zero when its block is switched off."""
        if spec is None:
            return NONE
        fen, multiple = 0, 0.0
        if on:
            fen = self._fen(programme, spec)
            multiple = 0.0 if spec.multiple is None else self.value(programme, spec.multiple)
        line = NONE if spec.line is None else LINES[spec.line]
        first = len(self.brackets)
        self.brackets.extend(scale_rows(spec, lambda number: self.value(programme, number)))
        share = self.value(programme, spec.share)
        constant = int(line == NONE and spec.per is None and spec.scale is None and share == 1.0)
        self.amounts.append((constant, fen, multiple, line, code(spec.per), share, first, len(self.brackets)))
        return len(self.amounts) - 1

    def _fen(self, programme: str, spec: AmountSpec) -> int:
        if spec.yuan is not None:
            return round(self.value(programme, spec.yuan) * FEN)
        if spec.yuan_year is not None:
            return round(self.value(programme, spec.yuan_year) * FEN / MONTHS_PER_YEAR)
        return 0 if spec.count is None else round(self.value(programme, spec.count))

    def waiver(self, programme: str, row: Waivable) -> tuple[int, int]:
        """Rows [first, end) of `unless`; none while it is switched off."""
        first = len(self.waivers)
        groups = row.unless if self.on(programme, row.unless_enabled) else []
        for number, group in enumerate(groups):
            for test in group:
                right = self.amount(programme, right_side(test))
                self.waivers.append((QUANTITIES[test.field], OPS[test.op], right, number))
        return first, len(self.waivers)

    def schedule(self, programme: str, spec: ScheduleSpec | None, field: str | None) -> tuple[int, int, int]:
        """(first, end, per) of a schedule's brackets, read at a field: money, or a count."""
        first = len(self.brackets)
        if spec is None:
            return first, first, NONE
        unit = FEN if field in MONEY else 1
        self.brackets.extend(bracket_rows(spec, lambda number: self.value(programme, number), unit))
        return first, len(self.brackets), code(spec.per)

    def income_row(self, programme: str, row: IncomeSpec, schedule: ScheduleSpec | None) -> None:
        """One row of counted income; a switched-off row counts for nothing."""
        brackets = self.schedule(programme, schedule, row.field)
        when, least = NONE, 0
        if row.when is not None:
            unit = FEN if row.when.field in MONEY else 1
            least = round(self.value(programme, number_of(row.when.field, row.when.at_least)) * unit)
            when = QUANTITIES[row.when.field]
        share = self.value(programme, row.share) if self.on(programme, row.enabled) else 0.0
        limit = self.amount(programme, row.limit)
        waiver = self.waiver(programme, row)
        self.income.append((ITEMS[row.item], code(row.field), share, limit, *brackets, when, least, *waiver))


def right_side(test: Test) -> AmountSpec | None:
    """The amount with which a test compares."""
    return test.amount if test.value is None else AmountSpec(count=number_of(test.field, test.value))
