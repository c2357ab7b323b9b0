"""Two facts of a household moved at once: net resources and marginal rates over earnings x assets or household size."""

from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final, Literal

import numpy as np
import pandas as pd

from simulation.calculator.budget import STEP_YUAN, BudgetConstraint, budget_constraint
from simulation.moved import renamed
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.household import Household
from simulation.parameters.scenario.scenario import Scenario
from simulation.rendering import HasPlots
from simulation.units import FEN

SECOND: Final = ("assets", "persons")
COLUMNS: Final = 81
ROWS: Final = 41
LARGEST: Final = 8  # persons


@dataclass(frozen=True)
class BudgetSurface(HasPlots):
    """Budget constraints of one household for every value of a second fact; made by `budget_surface`.

    Attributes:
        household: The household as given.
        scenario: The rules and lines.
        vary: The fact along the first axis.
        second: The fact along the second, "assets" (yuan) or "persons".
        here_yuan: Where the household is on the first axis.
        table: A row per cell: `at_yuan`, the second fact, `status`, `aid_yuan` and `net_yuan` a month, and where the
            first axis is an income `emtr` with its range over the four assumptions.
        cliffs: The cliffs at each value of the second fact, as `BudgetConstraint.cliffs`.
    """

    household: Household
    scenario: Scenario
    vary: str
    second: str
    here_yuan: float
    table: pd.DataFrame = field(repr=False)
    cliffs: pd.DataFrame = field(repr=False)

    notches = property(renamed(attrgetter("cliffs"), "BudgetSurface.notches", "BudgetSurface.cliffs"))


def budget_surface(
    household: Household, scenario: Scenario | str, vary: str = "wage", second: Literal["assets", "persons"] = "assets",
    *, upto_yuan: float | None = None, step_yuan: float = STEP_YUAN, month: int = 0,
) -> BudgetSurface:  # fmt: skip
    """What a household lives on as two of its facts vary.

    Args:
        household: The household.
        scenario: The rules and lines, or the id of a province.
        vary: Fact along the first axis, as of `budget_constraint`.
        second: "assets": from nothing to beyond the last asset limit; "persons": minors are added or taken away, up to
            8 persons.
        upto_yuan: End of the first axis. None: beyond the last cliff.
        step_yuan: Step of the marginal rates, yuan a month.
        month: Month whose rules and lines apply; 0 = January 2023.

    Returns:
        A table of cells and the cliffs in each row.

    Raises:
        ScenarioError: For impossible values and unknown names.
    """
    scenario = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    if second not in SECOND:
        mistakes = Mistakes()
        mistakes.unknown("household", "second", "second axis", second, SECOND)
        mistakes.check()
    along = budget_constraint(household, scenario, vary, step_yuan=step_yuan, month=month)
    versions = _versions(household, scenario, second, month)
    each = [
        budget_constraint(one, scenario, vary, upto_yuan=upto_yuan or along.top_fen / FEN, step_yuan=step_yuan,
                          month=month)
        for one in versions
    ]  # fmt: skip
    tables = [_row(constraint, second) for constraint in each]
    falls = [constraint.cliffs().assign(**{second: getattr(constraint.household, second)}) for constraint in each]
    return BudgetSurface(household, scenario, vary, second, along.here_yuan, _joined(tables), _joined(falls))


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables one below the other; empty ones are left out while any contains a row."""
    held = [frame for frame in frames if len(frame)]
    return pd.concat(held or frames[:1], ignore_index=True)


def _versions(household: Household, scenario: Scenario, second: str, month: int) -> list[Household]:
    """The household at each value of the second fact, everything else alike."""
    if second == "assets":
        limits = budget_constraint(household, scenario, "assets", month=month)
        return [replace(household, assets=float(round(a))) for a in np.linspace(0.0, limits.top_fen / FEN, ROWS)]
    fixed = household.persons - household.minors
    return [replace(household, persons=n, minors=n - fixed) for n in range(max(fixed, 1), LARGEST + 1)]


def _row(constraint: BudgetConstraint, second: str) -> pd.DataFrame:
    """The regular columns of one row of the surface."""
    frame = constraint.table(np.linspace(0.0, constraint.top_fen / FEN, COLUMNS))
    frame["aid_yuan"] = frame["net_yuan"] - frame["wage"] - frame["other_income"]
    kept = ("status", "aid_yuan", "net_yuan", "emtr", "emtr_low", "emtr_high")
    frame = frame[["at_yuan", *(name for name in kept if name in frame)]]
    frame.insert(1, second, getattr(constraint.household, second))
    return frame
