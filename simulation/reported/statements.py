"""The countable statements of a province's text, read from scenarios/reported/, all mistakes of a file at once."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple, Self

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.ledger import BUNDLE
from simulation.parameters.files.mistakes import Mistake, Mistakes, ScenarioError
from simulation.parameters.files.reading import Model, data_folder, names_in, read_toml, validated
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Label
from simulation.reported.expressions import FREE, Expression
from simulation.reported.quantities import Names
from simulation.units import BASE_YEAR, MONTHS_PER_YEAR

FOLDER: Final = "scenarios/reported"
_MONTH = r"(\d{4})-(0[1-9]|1[0-2])"
_PERIOD = re.compile(rf"{_MONTH}(?:/{_MONTH})?")

# What a unit of the text counts, in the words of `quantities`.
COUNTS: Final = {
    "persons": "persons", "person-times": "persons", "person-years": "persons", "households": "households",
    "household-times": "households", "cases": "households", "copies": "lists", "lists": "lists",
    "applications": "households", "visits": "visits", "visits/year": "visits", "flags": "flags", "calls": "calls",
    "papers": "papers", "trips": "trips", "items": "items", "working days": "days", "yuan": "yuan", "share": "share",
}  # fmt: skip
# Units of what no run counts: rules, plans, names, arrangements, and prices.
UNCOUNTED: Final = (
    "components", "transformations", "service systems", "mechanisms", "actions", "programme strands", "indicators",
    "tasks", "ordinal", "years", "year", "thresholds", "levels", "consortia", "share of counties", "projects",
    "yuan/household", "yuan/person/month", "yuan/household/year", "actor types", "tiers", "systems", "iterations",
    "departments", "banks", "data classes", "data items", "documents", "plans/household", "types", "counties",
    "multiple of the dibao line", "multiple of the annual dibao line", "share of the minimum wage",
    "persons/household", "deliveries/year", "policies", "disability grade", "measures", "grips", "staff",
    "service points", "areas", "service types", "aspects", "disease types", "grids", "units", "meetings/year", "months",
    "matches/year", "apps", "cards", "hotlines", "standards", "bulletins/year", "reviews/year", "tracks", "parties",
    "ledgers", "clauses", "distinctions", "share of assistance funds", "services", "homes",
)  # fmt: skip
UNITS: Final = (*COUNTS, *UNCOUNTED)


class StatementModel(Model):
    """One countable statement, or one output that the department would look for (no `figure`, no `value`).

    `figure` and `text_line` are its row (F..) and its line in the source document. `simulated` is the counterpart, an
    expression over the months of `period`; `sets` the input that was set from the figure, an expression of inputs
    alone (with `simulated`: what the books hold under that input, which is no evidence); `reason` says why
    there is neither. `period`: a month (2022-12, the state at its end) or two months (a sum over them). `note` says how
    the statement is read.
    """

    id: str = ModelField(pattern=r"^[a-z][a-z0-9_]*$")
    figure: str = ModelField(default="", pattern=r"^(F\d{3})?$")
    text_line: int | None = ModelField(default=None, ge=1)
    mechanism: list[str] = ModelField(min_length=1)
    label: Label
    value: float | None = None
    bound: Literal["exact", "at least", "at most", "approx", "less than"] = "exact"
    unit: str
    period: str = ""
    simulated: str = ""
    sets: str = ""
    reason: Label | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.simulated or self.sets) == (self.reason is not None):
            raise ValueError("one of `simulated`, `sets`, `reason`")
        if (self.value is None) != (self.figure == ""):
            raise ValueError("`figure` and `value` together, or neither")
        if self.value is None and (self.sets or not self.simulated):
            raise ValueError("`simulated` alone where no figure was reported")
        if bool(self.simulated) != bool(self.period):
            raise ValueError("`period` with `simulated`, and only there")
        return self

    @property
    def window(self) -> tuple[int, int]:
        """Months of the period: the first, and the one after the last (0 = January 2023)."""
        found = _PERIOD.fullmatch(self.period)
        assert found is not None
        first = _month(found[1], found[2])
        return first, (_month(found[3], found[4]) if found[3] else first) + 1

    @property
    def expressions(self) -> str:
        """What is read of inputs and of the books, for who looks it up."""
        return "; ".join(filter(None, (self.sets, self.simulated)))

    @property
    def reading(self) -> Label | None:
        """Why there is no counterpart, or how the statement is read."""
        return self.reason or self.note

    @property
    def compared(self) -> bool:
        """Whether a figure is compared with a simulated value that was not set from it."""
        return bool(self.simulated) and self.value is not None and not self.sets


class ReportedFile(Model):
    """One file of scenarios/reported/."""

    schema_: Literal[1] = ModelField(alias="schema")
    province: str
    statement: list[StatementModel] = ModelField(min_length=1)


def _month(year: str, month: str) -> int:
    return (int(year) - BASE_YEAR) * MONTHS_PER_YEAR + int(month) - 1


def provinces() -> list[str]:
    """Provinces that have a file of statements."""
    return names_in(data_folder() / "reported", ".toml")


@cache
def load_statements(province: str) -> tuple[StatementModel, ...]:
    """The statements of a province. Raises ScenarioError with every mistake, or for a province without a file."""
    mistakes = Mistakes()
    if province not in provinces():
        mistakes.unknown(FOLDER, "province", "province", province, provinces())
        mistakes.check()
    file = f"{FOLDER}/{province}.toml"
    data = read_toml(data_folder() / "reported" / f"{province}.toml", file, mistakes)
    found = () if data is None else checked(data, file, province, mistakes)
    mistakes.check()
    return found


def mistakes_in_files(of: Collection[str] | None = None) -> list[Mistake]:
    """Every mistake in the files of statements, those of all files or of the provinces named; nothing is run."""
    found: dict[Mistake, None] = {}
    for province in provinces():
        if of is None or province in of:
            try:
                load_statements(province)
            except ScenarioError as error:
                found |= dict.fromkeys(error.mistakes)
    return list(found)


def checked(data: dict[str, Any], file: str, province: str, mistakes: Mistakes) -> tuple[StatementModel, ...]:
    """Statements of a file's content; what is wrong with them, or with their province, is added to `mistakes`.

    A statement with a mistake of form is left out, so that those of name, unit and period are reported with it.
    """
    read = validated(ReportedFile, data, file, "", mistakes)
    statements = _well_formed(data) if read is None else tuple(read.statement)
    if data.get("province", province) != province:
        mistakes.add(file, "province", province, data["province"])
    known = names_in(data_folder() / "provinces", "")
    if province not in known:
        mistakes.unknown(file, "", "province in the name", province, known)
        return statements
    try:
        scenario = Scenario.load(province)
    except ScenarioError as error:
        mistakes.found += [each for each in error.mistakes if each not in mistakes.found]
        return statements
    _check_all(statements, file, scenario, mistakes)
    return statements


def _well_formed(data: dict[str, Any]) -> tuple[StatementModel, ...]:
    held = data.get("statement")
    rows = [validated(StatementModel, row, "", "", Mistakes()) for row in (held if isinstance(held, list) else ())]
    return tuple(row for row in rows if row is not None)


def _check_all(statements: Sequence[StatementModel], file: str, scenario: Scenario, mistakes: Mistakes) -> None:
    book, seen = scenario.rule_book(), set[str]()
    place = _Place(file, Names((*book.names, BUNDLE), book.aids), scenario.sources.parameters, mistakes)
    for each in statements:
        for name in filter(None, (each.id, each.figure)):
            if name in seen:
                mistakes.add(file, each.id, "each id and each figure once", name)
            seen.add(name)
        _check(each, place)


class _Place(NamedTuple):
    """A file, what its expressions may name, and where its mistakes are recorded."""

    file: str
    names: Names
    paths: Collection[str]
    mistakes: Mistakes

    def add(self, key: str, expected: str, found: object) -> None:
        self.mistakes.add(self.file, key, expected, found)


def _check(each: StatementModel, place: _Place) -> None:
    if each.unit not in UNITS:
        place.mistakes.unknown(place.file, f"{each.id}.unit", "unit", each.unit, UNITS)
    in_order = _PERIOD.fullmatch(each.period) is not None and each.window[0] < each.window[1]
    if each.period and not in_order:
        place.add(f"{each.id}.period", "a month (2022-12) or two in order (2022-01/2022-12)", each.period)
    inputs = _parsed(f"{each.id}.sets", each.sets, place) if each.sets else None
    if inputs is not None and not inputs.is_input:
        place.add(f"{each.id}.sets", "inputs alone (parameter:…, line:…)", each.sets)
    counted = _parsed(f"{each.id}.simulated", each.simulated, place) if each.simulated else None
    if counted is not None and counted.is_input:
        place.add(f"{each.id}.simulated", "a quantity of the books, for an input is no evidence", each.simulated)
    elif counted is not None:
        _check_kind(each, counted, in_order, place)


def _parsed(key: str, text: str, place: _Place) -> Expression | None:
    """The expression of a statement, or None and its mistakes."""
    try:
        expression = Expression(text)
    except ValueError:
        place.add(key, "quantities joined by + - * / and brackets", text)
        return None
    unknown = expression.unknown(place.names, place.paths)
    for found, kind, valid in unknown:
        place.mistakes.unknown(place.file, key, kind, found, valid)
    return None if unknown else expression


def _check_kind(each: StatementModel, expression: Expression, in_order: bool, place: _Place) -> None:
    """The expression counts what the unit says, and over the kind of period that fits it, if that is `in_order`."""
    try:
        kind = expression.kind()
    except ValueError as error:
        place.add(f"{each.id}.simulated", "a sum of one unit", str(error))
        return
    if kind == FREE:
        return
    if each.unit in UNITS and COUNTS.get(each.unit) != kind.unit:
        place.add(f"{each.id}.unit", f"a unit of {kind.unit}, as `simulated` counts", each.unit)
    if kind.unit == "share" or not in_order:
        return
    months = each.window[1] - each.window[0]
    if kind.time == "stock" and months > 1:
        place.add(f"{each.id}.period", "one month, for a stock is a state", each.period)
    if kind.time == "flow" and "/" not in each.period:
        place.add(f"{each.id}.period", "two months, for a flow is a sum over a period", each.period)
