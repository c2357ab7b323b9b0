"""The budget constraint of one household: what it lives on as one of its facts moves, and what the move is worth.

    net resources  D(x) = own incomes + cash + aid in kind                                        (yuan/month)
    effective marginal tax rate   EMTR(x) = 1 - (D(x + h) - D(x)) / h, h = `step_yuan`
    participation tax rate        PTR(x)  = 1 - (D(x) - D(0)) / x

One-off grants are left out; no tax or contribution is modelled. The first-year columns contain the mean of the twelve
months after a move from where the household is now: a gradual exit then keeps part of the old amount.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.calculator import kernels
from simulation.calculator.assumptions import Variant, variants
from simulation.calculator.case import AXES, INCOMES, Axis, Case, Fen, axis_of, movable_case
from simulation.calculator.cliff_points import Cliff, breakpoints, cliffs_on
from simulation.calculator.tables import cliff_frame, ranked, with_bands
from simulation.indicators.incentives import marginal_tax_rate, participation_tax_rate
from simulation.moved import renamed
from simulation.parameters.household import Household
from simulation.parameters.scenario.scenario import Scenario
from simulation.rendering import HasPlots
from simulation.rules.facts import Fact, Line
from simulation.units import FEN

STEP_YUAN: Final = 100.0  # default h: one step for marginal rates and cliffs alike
POINTS: Final = 400  # about so many rows in a table, besides the breakpoints
WIDEST: Final = 40  # search for cliffs up to so many dibao lines a head; assets: months of them
ASSET_MONTHS: Final = 200


@dataclass(frozen=True)
class BudgetConstraint(HasPlots):
    """Net resources of a household by source as one fact varies; made by `budget_constraint`.

    The formulas of net resources and tax rates are at the top of the module (`budget.py`).

    Attributes:
        household: The household as given.
        scenario: The rules and lines.
        axis: The fact that varies.
        case: The household as the rules take it.
        month: Month whose rules and lines apply; 0 = January 2023.
        top_fen: End of the axis.
        step_fen: Step of the marginal rates.
        found: Every cliff up to `top_fen`, rising.
    """

    household: Household
    scenario: Scenario
    axis: Axis
    case: Case = field(repr=False)
    month: int
    top_fen: int
    step_fen: int
    found: tuple[Cliff, ...] = field(repr=False)

    @property
    def here_yuan(self) -> float:
        """Where the household is on the axis, yuan."""
        return self.case.here(self.axis) / FEN

    @cached_property
    def points(self) -> Fen:
        """Points of the table (fen): a regular grid, and both sides of every breakpoint."""
        unit = self.axis.unit_fen
        step = max(self.top_fen // POINTS // (10 * FEN) * (10 * FEN), 10 * FEN)
        at = breakpoints(self.case, self.axis, self.top_fen)
        all_points = np.concatenate([np.arange(0, self.top_fen + 1, step), at - unit, at, [self.case.here(self.axis)]])
        points = np.unique(all_points)
        least = FEN if self.axis.fact is None else 0
        return points[(points >= least) & (points <= self.top_fen)]

    def table(self, at_yuan: npt.ArrayLike | None = None) -> pd.DataFrame:
        """What the household lives on at points of the axis.

        Args:
            at_yuan: Points. None: `points`, about 400 and both sides of each cliff.

        Returns:
            A row per point: `at_yuan`, `status`; by source in yuan a month `wage`, `other_income`, each programme that
            gives anything and `in_kind`, which sum to `net_yuan`; where the axis is an income, the tax rates `emtr`
            and `ptr` (1 = 100%), `first_year_net_yuan` and `first_year_rate`. `*_low` and `*_high` span the four
            assumptions, one at a time.
        """
        case = self.case
        points = self.points if at_yuan is None else np.round(np.asarray(at_yuan, float) * FEN).astype(np.int64)
        facts, lines = case.moved(self.axis, points)
        held = kernels.standings(case.rules, facts, lines)
        names = np.array(("", *case.book.names))
        frame = pd.DataFrame({"at_yuan": points / FEN, "status": names[held[:, kernels.STATUS] + 1]})
        frame["wage"] = facts[:, Fact.WAGE] / FEN
        frame["other_income"] = facts[:, INCOMES[1:]].sum(axis=1) / FEN
        for k, programme in enumerate(case.book.programmes):
            cash = np.where(held[:, kernels.STATUS] == k, held[:, kernels.CASH], 0)
            if programme.monthly and (cash != 0).any():
                frame[programme.id] = cash / FEN
        aids = kernels.aids(case.rules, facts, lines)
        for k, programme in enumerate(case.book.programmes):
            if programme.aid and aids[:, k].any():
                frame[programme.id] = aids[:, k] / FEN
        frame["in_kind"] = (held[:, kernels.IN_KIND] - aids.sum(axis=1)) / FEN
        frame["net_yuan"] = case.resources(self.axis, points) / FEN
        for name, values in self._spread(points).items():
            if name != "net_yuan":
                frame[name] = values[0]
            frame[f"{name}_low"], frame[f"{name}_high"] = values.min(axis=0), values.max(axis=0)
        return frame

    def cliffs(self) -> pd.DataFrame:
        """The cliffs.

        Returns:
            A row per cliff: `at_yuan`; what is lost a month, `drop_yuan` = `cash_yuan` + `in_kind_yuan`;
            `first_year_yuan` (mean over the first year, gradual exit counted); `dominated_to_yuan` (where the loss is
            made up for); rule and reference; programmes `lost` and `gained`; `cross_programme` (the sum falls though no
            programme alone does). `*_low_yuan` and `*_high_yuan` span the four assumptions; 0 = the cliff is gone.
        """
        return with_bands([ranked(cliff_frame(found), ["rule"]) for found in (self.found, *self._found_by_variant())],
                          ["rule", "rank"]).drop(columns="rank")  # fmt: skip

    def by_assumption(self) -> pd.DataFrame:
        """The constraint under each of the four assumptions.

        Returns:
            A row per assumption and end of its range, the scenario as it is first: `values`, number of cliffs
            (`cliffs`), `deepest_yuan`, `sum_of_drops_yuan` (a month), and means over the points of the tax rates and
            of the net resources.
        """
        rows = []
        for (variant, other), found in zip(self._others, self._found_by_variant(), strict=True):
            drops = [cliff.drop_fen / FEN for cliff in found]
            rates = self._rates(other, self.points)
            row = {
                "assumption": variant.assumption, "end": variant.end,
                "values": "; ".join(f"{path}={value:g}" for path, value in variant.values),
                "cliffs": len(found), "deepest_yuan": max(drops, default=0.0), "sum_of_drops_yuan": sum(drops),
            }  # fmt: skip
            rows.append(row | {f"{name}_mean": float(np.nanmean(values)) for name, values in rates.items()})
        return pd.DataFrame(rows)

    notches = renamed(cliffs, "BudgetConstraint.notches", "BudgetConstraint.cliffs")
    sweep = renamed(by_assumption, "BudgetConstraint.sweep", "BudgetConstraint.by_assumption")

    @cached_property
    def _others(self) -> list[tuple[Variant, Case]]:
        return [
            (variant, movable_case(self.household, variant.scenario, self.axis, self.month))
            for variant in variants(self.scenario)
        ]

    def _found_by_variant(self) -> list[list[Cliff]]:
        return [cliffs_on(case, self.axis, self.top_fen, zones=False) for _, case in self._others]

    def _spread(self, points: Fen) -> dict[str, npt.NDArray[np.float64]]:
        """(variants, points) of the net resources and of each rate; the scenario as it is comes first."""
        found: dict[str, list[npt.NDArray[np.float64]]] = {}
        for _, case in self._others:
            for name, values in self._rates(case, points).items():
                found.setdefault(name, []).append(values)
        return {name: np.array(values) for name, values in found.items()}

    def _rates(self, case: Case, points: Fen) -> dict[str, npt.NDArray[np.float64]]:
        """Net resources and rates at the points, for one set of rules."""
        step = self.step_fen
        now = case.resources(self.axis, points)
        rates = {"net_yuan": now / FEN}
        if not self.axis.income:
            return rates
        zero = case.resources(self.axis, np.zeros(1, np.int64))
        rates["emtr"] = marginal_tax_rate(now, case.resources(self.axis, points + step), step)
        rates["ptr"] = participation_tax_rate(now, zero, points)
        facts, lines = case.moved(self.axis, np.array([case.here(self.axis)]))
        held, cash, in_kind = kernels.standings(case.rules, facts, lines)[0]
        facts, lines = case.moved(self.axis, points)
        aid = kernels.first_year(case.rules, facts, lines, held, cash)
        first_year = facts[:, INCOMES].sum(axis=1) + aid
        rates["first_year_net_yuan"] = first_year / FEN
        own = int(case.facts[list(INCOMES)].sum())
        gain = points - case.here(self.axis)
        # what of each yuan more (or less) than now is not kept over the first year
        rates["first_year_rate"] = 1.0 - np.divide(
            first_year - (own + cash + in_kind), gain, out=np.full(points.size, np.nan), where=gain != 0
        )
        return rates


def budget_constraint(
    household: Household, scenario: Scenario | str, vary: str = "wage", *, upto_yuan: float | None = None,
    step_yuan: float = STEP_YUAN, month: int = 0,
) -> BudgetConstraint:  # fmt: skip
    """What a household lives on as one of its facts varies, with every cliff, found to the fen.

    Args:
        household: The household.
        scenario: The rules and lines, or the id of a province.
        vary: "wage", "business", "pension" or "other" (yuan a month), "assets" (yuan), or "line" (the dibao line of its
            county and the standards tied to it, yuan per person-month).
        upto_yuan: End of the axis. None: beyond the last cliff and its dominated zone.
        step_yuan: Step of the marginal rates, in the unit of `vary`.
        month: Month whose rules and lines apply; 0 = January 2023.

    Returns:
        Tables of net resources, tax rates and cliffs.

    Raises:
        ScenarioError: For impossible values and unknown names.
    """
    scenario = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    axis = axis_of(vary)
    case = movable_case(household, scenario, axis, month)
    widest = widest_fen(case, axis)
    found = cliffs_on(case, axis, max(widest, round((upto_yuan or 0.0) * FEN)))
    top = end_of_axis(case, axis, found, widest) if upto_yuan is None else round(upto_yuan * FEN)
    within = tuple(cliff for cliff in found if cliff.at_fen <= top)
    return BudgetConstraint(household, scenario, axis, case, month, top, round(step_yuan * FEN), within)


def widest_fen(case: Case, axis: Axis) -> int:
    """How far along an axis cliffs are looked for: beyond the reach of any status."""
    line = int(case.lines[Line.DIBAO])
    if axis.fact is None:
        return 3 * line
    months = ASSET_MONTHS if axis is AXES["assets"] else WIDEST
    return max(months * line * int(case.facts[Fact.PERSONS]), 2 * case.here(axis))


def end_of_axis(case: Case, axis: Axis, found: list[Cliff], widest: int) -> int:
    """A round end of the axis that shows every cliff, its dominated zone, and where the household stands."""
    if axis.fact is None:
        return 2 * int(case.lines[Line.DIBAO])
    line = int(case.lines[Line.DIBAO]) * int(case.facts[Fact.PERSONS])
    shown = [case.here(axis), line, *(cliff.at_fen for cliff in found)]
    if axis.income:
        shown += [cliff.end_fen for cliff in found]
    largest = min(int(1.15 * max(shown)), widest)
    round_to = 10_000 * FEN if axis is AXES["assets"] else 500 * FEN
    return -(-largest // round_to) * round_to
