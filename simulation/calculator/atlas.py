"""The cliff atlas: every cliff of a scenario over a grid of household types, before and after a reform."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from simulation.calculator.assumptions import BASE, variants
from simulation.calculator.budget import end_of_axis, widest_fen
from simulation.calculator.case import Axis, Case, axis_of, movable_case, with_fact
from simulation.calculator.cliff_points import Cliff, cliffs_on
from simulation.calculator.tables import cliff_frame, ranked, with_bands
from simulation.calculator.types import HOUSEHOLD_TYPES, HouseholdType
from simulation.parameters.household import Household
from simulation.parameters.lines.lines import AREAS
from simulation.parameters.scenario.scenario import Scenario
from simulation.rendering import HasPlots
from simulation.rules.facts import Line
from simulation.units import FEN

ASSETS_AT: Final = (0.5,)  # own income of those whose assets are moved, in dibao lines a head
LINE_AT: Final = (0.5, 0.9, 1.0, 1.25, 1.5, 1.9)  # ... of those for whom the line is moved
KEYS: Final = ("type", "area", "axis", "income_yuan", "rule", "rank")
ALL_INCOMES: Final = -1.0  # no amount: a NaN would match nothing
SAME_YUAN: Final = 1.0  # cliffs nearer than this are called the same: payments are rounded to whole yuan


class Cell(NamedTuple):
    """One household of the grid, and the axis along which its cliffs are looked for."""

    type: str
    area: str
    household: Household
    axis: Axis
    income_yuan: float  # held fixed; ALL_INCOMES where it is what moves


@dataclass(frozen=True)
class CliffAtlas(HasPlots):
    """Every cliff of one or two scenarios over a grid of household types; made by `cliff_atlas`.

    Attributes:
        before: The scenario.
        after: The reform; None without one.
        types: The household types.
        cliffs: What `table` returns a copy of.
    """

    before: Scenario
    after: Scenario | None
    types: tuple[HouseholdType, ...]
    cliffs: pd.DataFrame = field(repr=False)

    def table(self) -> pd.DataFrame:
        """The cliffs.

        Returns:
            A row per cliff: `type`, `area`, `axis` (income, assets, line), `income_yuan` (own income held fixed, NaN
            where it varies), rule and reference. For each scenario (`*_before`, `*_after`) the columns of
            `BudgetConstraint.cliffs`. With a reform `change`: new, gone, moved, deeper, shallower or same.
        """
        return self.cliffs.copy()


def cliff_atlas(
    scenario: Scenario | str, reform: Scenario | str | None = None, *,
    types: Sequence[HouseholdType] = HOUSEHOLD_TYPES, month: int = 0,
) -> CliffAtlas:  # fmt: skip
    """The cliffs of a scenario, and of a reform next to them, by household type and area.

    Three axes: the income that the members could have; their assets; and the dibao line, at several own incomes,
    where a higher line can move a unit to a status that gives less (a cross-programme cliff).

    Args:
        scenario: The rules and lines, or the id of a province.
        reform: A scenario, or the name of a reform. None: no second one.
        types: Household types of the grid.
        month: Month whose rules and lines apply; 0 = January 2023.

    Returns:
        A table of all cliffs.

    Raises:
        ScenarioError: For unknown names.
    """
    before = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    after = before.with_reform(reform) if isinstance(reform, str) else reform
    cells = list(grid(before, types, month))
    sides = {"before": _side(before, cells, month)}
    if after is not None:
        sides["after"] = _side(after, cells, month)
    return CliffAtlas(before, after, tuple(types), _joined(sides, types))


def grid(scenario: Scenario, types: Sequence[HouseholdType], month: int) -> Iterator[Cell]:
    """Every household of the atlas with every axis, its fixed income that of the scenario's lines."""
    for each in types:
        for area in AREAS:
            household = with_fact(each.household, "area", area)
            yield Cell(each.id, area, household, axis_of(each.vary), ALL_INCOMES)
            case = movable_case(household, scenario, axis_of(each.vary), month)
            line = int(case.lines[Line.DIBAO]) * household.persons / FEN
            for axis, levels in (("assets", ASSETS_AT), ("line", LINE_AT)):
                for level in levels:
                    income = round(level * line)
                    yield Cell(each.id, area, with_fact(household, each.vary, income), axis_of(axis), income)


def _side(scenario: Scenario, cells: list[Cell], month: int) -> pd.DataFrame:
    """Cliffs of one scenario, with the range of each over the four assumptions."""
    frames = []
    for variant in variants(scenario):
        heads, found = [], []
        for cell in cells:
            case = movable_case(cell.household, variant.scenario, cell.axis, month)
            here = cliffs_of(cell, case, zones=variant.assumption == BASE)
            found += here
            heads += [(cell.type, cell.area, "income" if cell.axis.income else cell.axis.id, cell.income_yuan)] * len(
                here
            )
        frame = pd.concat([pd.DataFrame(heads, columns=list(KEYS[:4])), cliff_frame(found)], axis=1)
        frames.append(ranked(frame, KEYS[:-1]))
    return with_bands(frames, KEYS)


def cliffs_of(cell: Cell, case: Case, *, zones: bool) -> list[Cliff]:
    """Cliffs of one household along one axis; on the line axis those of lines up to twice the present one."""
    widest = widest_fen(case, cell.axis)
    found = cliffs_on(case, cell.axis, widest, zones=zones and cell.axis.income)
    if cell.axis.fact is None:
        last = end_of_axis(case, cell.axis, found, widest)
        found = [cliff for cliff in found if case.here(cell.axis) <= cliff.at_fen <= last]
    return found


def _joined(sides: dict[str, pd.DataFrame], types: Sequence[HouseholdType]) -> pd.DataFrame:
    """One table of both scenarios, cliff next to cliff, by type, area, axis and place."""
    same = [*KEYS, "why_zh", "why_en", "reference"]
    moving = ["at_yuan", "drop_yuan", "drop_low_yuan", "drop_high_yuan", "cash_yuan", "in_kind_yuan", "first_year_yuan",
              "first_year_low_yuan", "first_year_high_yuan", "dominated_to_yuan", "lost", "gained",
              "cross_programme"]  # fmt: skip
    first, *others = (
        frame[same + moving].rename(columns={name: f"{name}_{side}" for name in moving})
        for side, frame in sides.items()
    )
    table = first
    for other in others:
        table = first.merge(other, on=same, how="outer", sort=False)
        table["change"] = _changes(table)
    at = table["at_yuan_before"]
    table["_at"] = at.fillna(table["at_yuan_after"]) if others else at
    table["_type"] = table["type"].map({each.id: place for place, each in enumerate(types)})
    table = table.sort_values(["_type", "area", "axis", "income_yuan", "_at"], ignore_index=True)
    table["income_yuan"] = table["income_yuan"].where(table["income_yuan"] != ALL_INCOMES)
    return table.drop(columns=["rank", "_at", "_type"])


def _changes(table: pd.DataFrame) -> pd.Series:
    """What became of each cliff."""
    deeper = table["drop_yuan_after"] - table["drop_yuan_before"]
    first_year = table["first_year_yuan_after"] - table["first_year_yuan_before"]
    deeper = deeper.where(deeper.abs() > SAME_YUAN, first_year)
    moved = (table["at_yuan_after"] - table["at_yuan_before"]).abs() > SAME_YUAN
    new, gone = table["drop_yuan_before"].isna(), table["drop_yuan_after"].isna()
    cases = [new, gone, deeper > SAME_YUAN, deeper < -SAME_YUAN, moved]
    return pd.Series(np.select(cases, ["new", "gone", "deeper", "shallower", "moved"], "same"), table.index)
