"""A household placed into a scenario, and the axes along which one of its facts is moved."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.calculator import kernels
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.household import Household
from simulation.parameters.lines.lines import AREAS
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.book import RuleBook
from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Rules
from simulation.units import FEN

type Fen = npt.NDArray[np.int64]

INCOMES: Final = (Fact.WAGE, Fact.BUSINESS, Fact.PENSION, Fact.OTHER)
_WITH_THE_LINE: Final = (Line.DIBAO, Line.TEKUN, Line.MARGINAL)  # standards stated as multiples of the dibao line


class Axis(NamedTuple):
    """Something that is moved, in steps of `unit_fen`; `fact` None moves the dibao line and what follows it."""

    id: str
    fact: Fact | None
    unit_fen: int
    income: bool


AXES: Final = {
    axis.id: axis
    for axis in (
        Axis("wage", Fact.WAGE, 1, True),
        Axis("business", Fact.BUSINESS, 1, True),
        Axis("pension", Fact.PENSION, 1, True),
        Axis("other", Fact.OTHER, 1, True),
        Axis("assets", Fact.ASSETS, 1, False),
        Axis("line", None, FEN, False),  # lines are whole yuan
    )
}


def axis_of(name: str) -> Axis:
    """The axis of that name; ScenarioError naming the nearest for an unknown one."""
    if name not in AXES:
        mistakes = Mistakes()
        mistakes.unknown("household", "vary", "axis", name, AXES)
        mistakes.check()
    return AXES[name]


@lru_cache(maxsize=256)
def reference_county(scenario: Scenario, area: str, month: int = 0) -> int:
    """Code of the county whose dibao line lies nearest the resident-weighted mean (largest one on ties)."""
    counties = scenario.sources.counties
    lines = scenario.lines(month)[:, AREAS.index(area), Line.DIBAO]
    weight = counties["population"].to_numpy(float)
    distance = np.abs(lines - np.average(lines, weights=weight))
    order = np.lexsort((-weight, distance))
    return int(counties["adcode"].iloc[order[0]])


@dataclass(frozen=True)
class Case:
    """The arguments of the rules: tables and names of a month, the facts of a household, the lines of its county."""

    rules: Rules
    book: RuleBook
    facts: Fen
    lines: Fen
    county: int

    def here(self, axis: Axis) -> int:
        """Where the household is on an axis, fen."""
        return int(self.lines[Line.DIBAO] if axis.fact is None else self.facts[axis.fact])

    def moved(self, axis: Axis, points: Fen) -> tuple[Fen, Fen]:
        """(n, facts) and (n, lines): the household at each of n points (fen) of an axis."""
        facts = np.tile(self.facts, (points.size, 1))
        lines = np.tile(self.lines, (points.size, 1))
        if axis.fact is not None:
            facts[:, axis.fact] = points
        else:
            here = 2 * self.lines[Line.DIBAO] * FEN  # in whole numbers, so that half a yuan is half a yuan
            for line in _WITH_THE_LINE:
                lines[:, line] = (2 * self.lines[line] * points + here // 2) // here * FEN
            lines[:, Line.DIBAO] = points
        return facts, lines

    def aid(self, axis: Axis, points: Fen) -> Fen:
        """(n,) cash and aid in kind (fen/month)."""
        held = kernels.standings(self.rules, *self.moved(axis, points))
        return held[:, kernels.CASH] + held[:, kernels.IN_KIND]

    def resources(self, axis: Axis, points: Fen) -> Fen:
        """(n,) net resources (fen/month): incomes, cash and aid in kind."""
        own = int(self.facts[list(INCOMES)].sum())
        moved = points - self.here(axis) if axis.income else 0
        return own + moved + self.aid(axis, points)


def with_fact(household: Household, name: str, value: Any) -> Household:
    """The household with one fact replaced."""
    changed: dict[str, Any] = {name: value}
    return replace(household, **changed)


def case_of(household: Household, scenario: Scenario, month: int = 0) -> Case:
    """Place a household; ScenarioError for impossible values or a county of another province."""
    counties = scenario.sources.counties
    codes = [int(code) for code in counties["adcode"]]
    by_name = dict(zip(counties["county"], codes, strict=True))
    if isinstance(household.county, str) and household.county in by_name:
        household = replace(household, county=by_name[household.county])
    household.check(set(codes), by_name)
    county = reference_county(scenario, household.area, month) if household.county is None else int(household.county)
    lines = np.ascontiguousarray(scenario.lines(month)[codes.index(county), AREAS.index(household.area)])
    return Case(scenario.rules(month), scenario.rule_book(), household.facts(), lines, county)


def movable_case(household: Household, scenario: Scenario, axis: Axis, month: int = 0) -> Case:
    """Like `case_of`, with what depends on the moved income by default (workers) fixed as if there were some.

    On the way from no wage to some, `workers` would else jump from none to all who are able.
    """
    if axis.id in ("wage", "business") and household.workers is None and household.wage + household.business == 0.0:
        one = case_of(with_fact(household, axis.id, 1.0), scenario, month)
        case_of(household, scenario, month)  # the household as given is what is checked
        one.facts[axis.fact] = 0
        return one
    return case_of(household, scenario, month)
