"""The two scenarios of a pair: a province as shipped, and the same with one mechanism at the neutral national level."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from simulation.mechanisms.as_reported_rows import RowModel
from simulation.mechanisms.registry import Registry
from simulation.mechanisms.umbrellas import paths_of_levers, paths_of_parts
from simulation.mechanisms.worlds import NATIONAL
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.reforms.posterior import PRACTICES
from simulation.parameters.reforms.reforms import END, Change
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Parameter

OF_PROVINCE = "scenarios/provinces/"
_ID = re.compile(r"\b[A-Z]{2}-\d\d\b")
_LINES = {f"lines.{table}" for table in CHANGEABLE}


class Move(NamedTuple):
    """A parameter of a pair: at the neutral level, and as the province ships it."""

    path: str
    neutral: float
    shipped: float


class Pair(NamedTuple):
    """Both sides, and the parameters in which they differ; without any the mechanism is not set."""

    first: Scenario
    second: Scenario
    moves: tuple[Move, ...]


@cache
def neutral_levels(provinces: tuple[str, ...]) -> dict[str, Parameter]:
    """The national value of every parameter: of the first province that inherits it under a practice stating nothing.

    Only where each of them states one of its own, as for means of incomes, the last one's is left.
    """
    found: dict[str, Parameter] = {}
    for province in provinces:
        for path, parameter in Scenario.load(province, practice=NATIONAL).sources.parameters.items():
            if path not in found or found[path].file.startswith(OF_PROVINCE):
                found[path] = parameter
    return found


def all_provinces(registry: Registry) -> tuple[str, ...]:
    """Provinces that any mechanism names."""
    return tuple(dict.fromkeys(name for each in registry.mechanisms.values() for name in each.provinces))


def paths_of(registry: Registry, row: RowModel, base: Scenario) -> list[str]:
    """The parameters that make up a row in a province; an umbrella's only where the practice itself states them."""
    known = base.sources.parameters
    if row.against == "absence":
        return list(row.neutral)
    mechanism = registry.mechanisms[row.id]
    ids = {row.id, *mechanism.parts}  # of an umbrella also what the practice states for its parts
    in_parts = sorted((paths_of_parts(registry, mechanism) or frozenset()) - _LINES)
    of_parts = [path for path in in_parts if path in known and known[path].file.startswith(PRACTICES)]
    of_levers = (path for path in paths_of_levers(registry, mechanism) if path not in _LINES)
    own = row.paths or [*of_levers, *of_parts]
    cited = [path for path, parameter in known.items() if _cites(parameter, ids)]
    return [path for path in dict.fromkeys((*own, *cited, *row.neutral)) if path in known and path not in row.without]


def _cites(parameter: Parameter, ids: Iterable[str]) -> bool:
    """Whether a practice states the value for one of the mechanisms: its source names them."""
    return parameter.file.startswith(PRACTICES) and not set(_ID.findall(parameter.source)).isdisjoint(ids)


def pair_in(registry: Registry, row: RowModel, base: Scenario, months: int) -> Pair:
    """The pair of a row in the province of `base`, from the policy month on (structural values from the start).

    Raises ScenarioError where a neutral level does not fit the province.
    """
    nation = neutral_levels(all_provinces(registry))
    moves = []
    for path in paths_of(registry, row, base):
        neutral = row.neutral.get(path, nation[path].at(0))
        shipped = [base.value(path, month) for month in range(months)]
        different = [value for value in shipped if value != neutral]
        if different:
            moves.append(Move(path, neutral, different[0]))
    first = base.change({move.path: move.neutral for move in moves}) if moves else base
    if row.lines:
        made = [Change(f"lines.{each.table}", each.op, each.value, 0, END, (), each.area or "*") for each in row.lines]
        first = first.with_changes(made, name=f"{first.name}, lines of the nation")
        moves += [Move(f"lines.{each.table}", each.value, _mean(base, each.table)) for each in row.lines]
        if first.lines().tolist() == base.lines().tolist() and len(moves) == len(row.lines):
            moves = []
    return Pair(first, base, tuple(moves))


def _mean(base: Scenario, table: str) -> float:
    return float(base.line_table(table).mean())
