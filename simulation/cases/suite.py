"""Case files as checks in their scenarios; what is mistaken, or contradicts another case, is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from simulation.cases.grids import Grid, grid_of
from simulation.cases.models import (
    MONEY,
    NAMES,
    NOBODY,
    OUTPUTS,
    Answered,
    Boundary,
    Expected,
    Given,
    Pair,
    Setting,
    words,
)
from simulation.cases.outputs import reasons, shown
from simulation.cases.posing import Place, Posed, pose
from simulation.cases.reading import Source, found, merged, read, shipped
from simulation.cases.under import Scenarios
from simulation.parameters.files.mistakes import Mistakes
from simulation.units import FEN


@dataclass(frozen=True)
class Asked:
    """One household of a check, with its expectations in fen, counts and ids."""

    posed: Posed
    expected: dict[str, str | Fraction]
    tolerance_fen: Fraction


@dataclass(frozen=True)
class Check:
    """What is counted as one pass or failure: a case, a third of a boundary, a pair."""

    file: str
    name: str
    sources: tuple[str, ...]
    mechanisms: tuple[str, ...]
    asked: tuple[Asked, ...]  # two for a pair
    must_differ: bool = False


@dataclass(frozen=True)
class Suite:
    """Checks and properties of all files, put into their scenarios."""

    checks: tuple[Check, ...]
    grids: tuple[Grid, ...]


def load(paths: Sequence[Path] = ()) -> Suite:
    """Case files (by default all that ship) put into their scenarios; raises ScenarioError with every mistake."""
    mistakes, scenarios = Mistakes(), Scenarios()
    checks: list[Check] = []
    grids: list[Grid] = []
    for source in found(list(paths)) if paths else shipped():
        _load(source, scenarios, checks, grids, mistakes)
    _contradictions(checks, mistakes)
    mistakes.check()
    return Suite(tuple(checks), tuple(grids))


def _load(source: Source, scenarios: Scenarios, checks: list[Check], grids: list[Grid], mistakes: Mistakes) -> None:
    model = read(source, mistakes)
    if model is None:
        return
    household = model.defaults.household
    for each in (*model.case, *model.boundary, *model.pair):
        setting = merged(model.defaults, each)
        checks += _checks(each, setting, household, source, scenarios, mistakes)
    for rule in model.property:
        place = Place(source.name, rule.name, mistakes)
        setting = merged(model.defaults, rule)
        scenario = scenarios.find(setting, source, place)
        made = grid_of(rule, setting, scenario, household, place) if scenario is not None else None
        grids += [made] if made is not None else []


def _checks(
    each: Answered,
    setting: Setting,
    household: dict[str, Given],
    source: Source,
    scenarios: Scenarios,
    mistakes: Mistakes,
) -> list[Check]:
    place = Place(source.name, each.name, mistakes)
    asked = []
    for i, (under, given) in enumerate(_variants(each, setting, household | each.given)):
        scenario = scenarios.find(under, source, place)
        posed = pose(scenario, under, given, each.leaving, place) if scenario is not None else None
        if posed is not None:
            expected = {key: _expected(key, value, i, posed, place) for key, value in each.expect.items()}
            known = {key: value for key, value in expected.items() if value is not None}
            asked.append(Asked(posed, known, Fraction(str(under.tol or 0)) * FEN))
    sources, mechanisms = tuple(words(each.source)), tuple(words(each.mechanism))
    if isinstance(each, Boundary):
        named = zip(("below", "at", "above"), asked, strict=False)
        return [Check(source.name, f"{each.name} ({at})", sources, mechanisms, (one,)) for at, one in named]
    return [Check(source.name, each.name, sources, mechanisms, tuple(asked), must_differ=isinstance(each, Pair))]


def _variants(each: Answered, setting: Setting, given: dict[str, Given]) -> list[tuple[Setting, dict[str, Given]]]:
    """The settings and households of a check: one, three about a boundary, or one under two settings."""
    if isinstance(each, Pair):
        return [(_under(setting, each.lever, value), given) for value in each.settings]
    if isinstance(each, Boundary):
        steps = (-each.step, 0, each.step)
        return [(setting, given | {each.vary: f"({each.at}) + ({step})"}) for step in steps]
    return [(setting, given)]


def _under(setting: Setting, lever: str, value: float | str) -> Setting:
    if lever == "scenario":
        return setting.model_copy(update={"scenario": None if value == "none" else str(value)})
    return setting.model_copy(update={"values": (setting.values or {}) | {lever: value}})


def _expected(output: str, value: Expected, i: int, posed: Posed, place: Place) -> str | Fraction | None:
    if output not in OUTPUTS:
        place.mistakes.unknown(place.file, f"{place.check}: expect", "output", output, OUTPUTS)
        return None
    if isinstance(value, list):
        if i >= len(value):
            place.add(f"expect.{output}", "as many values as households", len(value))
            return None
        value = value[i]
    if output in NAMES:
        return _expected_name(output, value, posed, place)
    number = place.value(f"expect.{output}", value, posed.names)
    return None if number is None else number * (FEN if output in MONEY else 1)


def _expected_name(output: str, value: Given, posed: Posed, place: Place) -> str | None:
    book = posed.question.book
    known = reasons(book) if output == "reason" else [*(each.id for each in book.programmes), NOBODY]
    if not isinstance(value, str) or value not in known:
        place.mistakes.unknown(place.file, f"{place.check}: expect", output, str(value), known)
        return None
    return value


def _contradictions(checks: Sequence[Check], mistakes: Mistakes) -> None:
    """Record questions asked twice with different expectations."""
    seen: dict[tuple[object, ...], dict[str, tuple[str | Fraction, Check]]] = {}
    for check in checks:
        for asked in check.asked:
            before = seen.setdefault(asked.posed.question.key(), {})
            for output, value in asked.expected.items():
                earlier = before.setdefault(output, (value, check))
                if earlier[0] != value:
                    other = f"{earlier[1].name} ({earlier[1].file})"
                    found_ = shown(output, value)
                    key = f"{check.name}: expect.{output}"
                    mistakes.add(check.file, key, f"{shown(output, earlier[0])}, as in {other}", found_)
