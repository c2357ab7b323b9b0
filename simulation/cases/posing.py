"""A case put into its scenario: the arguments of the rules, and what is expected of them in fen and ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.calculator import reference_county
from simulation.cases.arithmetic import FormulaError, evaluate
from simulation.cases.models import TEXT_FIELDS, Given, Leaving, Setting
from simulation.parameters.files.mistakes import Mistakes, ScenarioError, nearest
from simulation.parameters.household import Household
from simulation.parameters.lines.lines import AREAS
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.book import RuleBook
from simulation.rules.facts import Line
from simulation.rules.tables import Rules
from simulation.units import FEN, month_of

DECISION = -1  # `of` of a question about the decision in legal order
_LINES = {f"lines.{line.name.lower()}": line for line in Line}
_FIELDS = {entry.name: entry for entry in fields(Household)}


@dataclass(frozen=True, eq=False)
class Question:
    """What is put to the rules: one unit in one place and month."""

    rules: Rules
    book: RuleBook
    facts: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64]  # fen per person-month of the unit's county and area
    of: int = DECISION
    elapsed: int = -1  # months since the income rose; -1 = the unit is not leaving
    old_amount_fen: int = 0

    def key(self) -> tuple[object, ...]:
        """Equal for questions that must have the same answer."""
        return id(self.rules), self.facts.tobytes(), self.lines.tobytes(), self.of, self.elapsed, self.old_amount_fen


@dataclass
class Place:
    """Where mistakes of one check are collected: file, name of the check."""

    file: str
    check: str
    mistakes: Mistakes

    def add(self, key: str, expected: str, found: object, near: str = "") -> None:
        """One mistake of this check."""
        self.mistakes.add(self.file, f"{self.check}: {key}" if key else self.check, expected, found, near)

    def value(self, key: str, given: Given, names: "Names") -> Fraction | None:
        """A number or an expression, or None and a mistake."""
        try:
            return evaluate(given, names) if isinstance(given, str) else Fraction(str(float(given)))
        except FormulaError as mistake:
            self.add(key, mistake.expected, mistake.found, mistake.nearest)
        return None


@dataclass
class Names:
    """Values of names in expressions: fields of the household, `lines.<line>`, parameter paths, outputs."""

    household: Mapping[str, Any]
    lines: npt.NDArray[np.int64]
    scenario: Scenario
    month: int
    outputs: Mapping[str, Fraction] = field(default_factory=dict)

    def __call__(self, name: str) -> Fraction:
        """Value of a name in yuan or its own unit; raises FormulaError for an unknown one."""
        if name in self.outputs:
            return self.outputs[name]
        if isinstance(value := self.household.get(name), int | float):
            return Fraction(str(float(value)))
        if name in _LINES:
            return Fraction(int(self.lines[_LINES[name]]), FEN)
        if name in self.scenario.sources.parameters:
            return Fraction(str(self.scenario.value(name, self.month)))
        valid = [*self.household, *_LINES, *self.scenario.sources.parameters, *self.outputs]
        raise FormulaError("a field of the household, lines.<line> or a parameter", name, nearest(name, valid))


@dataclass(frozen=True)
class Posed:
    """A question with the names its expectations may use."""

    question: Question
    names: Names
    scenario: Scenario


def pose(
    scenario: Scenario, setting: Setting, given: Mapping[str, Given], leaving: Leaving | None, place: Place
) -> Posed | None:
    """The question of a household under a setting, or None and mistakes."""
    month = month_of(setting.on) if setting.on is not None else 0
    household = _plain(given, place)
    if household is None:
        return None
    lines = _lines(scenario, month, household, place)
    if lines is None:
        return None
    names = Names(_defaults() | household, lines, scenario, month)
    unit = _household(household, names, place)
    if unit is None:
        return None
    names.household = {name: getattr(unit, name) for name in _FIELDS}
    return _posed(scenario, setting, unit, leaving, names, place)


def _lines(scenario: Scenario, month: int, household: Mapping[str, Any], place: Place) -> npt.NDArray[np.int64] | None:
    area = household.get("area", "urban")
    if area not in AREAS:
        place.mistakes.unknown(place.file, f"{place.check}: area", "area", str(area), AREAS)
        return None
    codes = [int(code) for code in scenario.sources.counties["adcode"]]
    county = household.get("county") or reference_county(scenario, area, month)
    if county not in codes:
        place.mistakes.unknown(place.file, f"{place.check}: county", "county", str(county), map(str, codes))
        return None
    return np.ascontiguousarray(scenario.lines(month)[codes.index(int(county)), AREAS.index(area)])


def _defaults() -> dict[str, Any]:
    return {name: entry.default for name, entry in _FIELDS.items()}


def _plain(given: Mapping[str, Given], place: Place) -> dict[str, Any] | None:
    """The given values whose names are fields of a household; an unknown name is a mistake."""
    unknown = [name for name in given if name not in _FIELDS]
    for name in unknown:
        place.mistakes.unknown(place.file, f"{place.check}: given", "field of a household", name, _FIELDS)
    return None if unknown else dict(given)


def _household(given: dict[str, Any], names: Names, place: Place) -> Household | None:
    made: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, bool) or name in TEXT_FIELDS:
            made[name] = value
            continue
        number = place.value(name, value, names)
        if number is None:
            return None
        made[name] = int(number) if number.denominator == 1 else float(number)
    unit = Household(**made)
    try:
        unit.check({int(code) for code in names.scenario.sources.counties["adcode"]})
    except ScenarioError as error:
        for mistake in error.mistakes:
            place.add(mistake.key, mistake.expected, mistake.found, mistake.nearest)
        return None
    return unit


def _posed(
    scenario: Scenario, setting: Setting, unit: Household, leaving: Leaving | None, names: Names, place: Place
) -> Posed | None:
    book, of, old = scenario.rule_book(), DECISION, Fraction(0)
    if setting.of is not None:
        known = [each.id for each in book.programmes]
        if setting.of not in known:
            place.mistakes.unknown(place.file, f"{place.check}: of", "programme", setting.of, known)
            return None
        of = book.index(setting.of)
    if leaving is not None:
        amount = place.value("leaving.old_amount", leaving.old_amount, names)
        if of == DECISION:
            place.add("of", "the programme that is left", "nothing: it is missing")
        if amount is None or of == DECISION:
            return None
        old = amount
    rules = scenario.rules(names.month)
    elapsed = -1 if leaving is None else leaving.elapsed
    question = Question(rules, book, unit.facts(), names.lines, of, elapsed, round(old * FEN))
    return Posed(question, names, scenario)
