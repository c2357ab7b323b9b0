"""One household: assess it, and explain the decision line by line.

Every number comes from the same compiled rules that run over a whole province; nothing is computed twice.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.household import Household
from simulation.parameters.lines import AREAS
from simulation.parameters.names import MONEY, QUANTITIES
from simulation.parameters.scenario import Scenario
from simulation.rules import programme as kernels
from simulation.rules.book import RuleBook, Step
from simulation.rules.eligibility import holds
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import amount_of, quantity
from simulation.rules.tables import NONE, Kind, Op, Rules
from simulation.units import FEN

_SIGNS = {Op.LT: "<", Op.LE: "<=", Op.EQ: "=", Op.GE: ">=", Op.GT: ">", Op.NE: "!="}
_MONEY = {QUANTITIES[name] for name in MONEY}
_TOTALS = {Fact.ASSETS, Fact.SHOCK_COST, Fact.OBLIGOR_ASSETS}
_YES_NO = {Fact.CAR, Fact.SECOND_HOME, Fact.REGISTERED, Fact.INSTITUTION, Fact.JOBLESS, Fact.UNFIT_HOME, Fact.URBAN}


def reference_county(scenario: Scenario, area: str, month: int = 0) -> int:
    """Code of the county whose dibao line lies nearest the resident-weighted mean (largest one on ties)."""
    counties = scenario.sources.counties
    lines = scenario.lines(month)[:, AREAS.index(area), Line.DIBAO]
    weight = counties["population"].to_numpy(float)
    distance = np.abs(lines - np.average(lines, weights=weight))
    order = np.lexsort((-weight, distance))
    return int(counties["adcode"].iloc[order[0]])


@dataclass(frozen=True)
class Assessment:
    """What the rules give one household in one month, money in yuan per month."""

    programme: str  # "" = no monthly status
    reason: str  # failing rule of the main programme; "passed" with a status
    county: int
    need_yuan_month: float
    counted_yuan_month: float
    amount_yuan_month: float
    bundle_yuan_month: float
    covered_persons: int
    grant_programme: str
    grant_yuan: float
    programmes: pd.DataFrame  # one row per programme, each taken alone

    def __str__(self) -> str:
        status = self.programme or f"none ({self.reason})"
        return f"{status}: {self.amount_yuan_month:,.2f} yuan/month, {self.bundle_yuan_month:,.2f} in kind"


@dataclass(frozen=True)
class _Case:
    """A household placed into a scenario: the arguments of the kernels."""

    rules: Rules
    book: RuleBook
    facts: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64]
    county: int


def _case(household: Household, scenario: Scenario, month: int) -> _Case:
    codes = [int(code) for code in scenario.sources.counties["adcode"]]
    household.check(set(codes))
    county = household.county
    if county is None:
        county = reference_county(scenario, household.area, month)
    row = codes.index(county)
    lines = np.ascontiguousarray(scenario.lines(month)[row, AREAS.index(household.area)])
    return _Case(scenario.rules(month), scenario.rule_book(), household.facts(), lines, county)


def assess(household: Household, scenario: Scenario, month: int = 0) -> Assessment:
    """The status, payment and bundled aid of a household whose facts are all known (month 0 = January 2023).

    Raises ScenarioError for impossible values. `programmes` shows each programme taken alone with the first
    rule that fails.
    """
    case = _case(household, scenario, month)
    k, reason, need, counted, amount, covered = kernels.decide(case.rules, case.facts, case.lines)
    granted, grant = kernels.grant(case.rules, case.facts, case.lines)
    return Assessment(
        programme=case.book.names[k] if k >= 0 else "",
        reason=case.book.reason(reason),
        county=case.county,
        need_yuan_month=need / FEN,
        counted_yuan_month=counted / FEN,
        amount_yuan_month=amount / FEN,
        bundle_yuan_month=kernels.bundle_fen(case.rules, k, case.facts, case.lines) / FEN,
        covered_persons=int(covered),
        grant_programme=case.book.names[granted] if granted >= 0 else "",
        grant_yuan=grant / FEN,
        programmes=_each_programme(case),
    )


def _each_programme(case: _Case) -> pd.DataFrame:
    rows = []
    for k, name in enumerate(case.book.programmes):
        if case.rules.programmes[k]["kind"] in (Kind.AID, Kind.OFF):
            continue
        reason, need, counted, amount, covered = kernels.assess(case.rules, k, case.facts, case.lines)
        step = case.book.reasons[reason]
        money = (need / FEN, counted / FEN, amount / FEN)
        bundle = kernels.bundle_fen(case.rules, k, case.facts, case.lines) / FEN if reason == 0 else 0.0
        why = (case.book.reason(reason), step.zh, step.en)
        rows.append((name.id, name.monthly, reason == 0, *why, *money, bundle, covered))
    columns = ["programme", "monthly", "passed", "reason", "why_zh", "why_en"]
    columns += ["need_yuan", "counted_yuan", "amount_yuan", "bundle_yuan", "covered_persons"]
    return pd.DataFrame(rows, columns=columns)


def explain(household: Household, scenario: Scenario, lang: Literal["en", "zh"] = "en", month: int = 0) -> pd.DataFrame:
    """The decision step by step: programme, step, value, unit, rule id, reference; in English or Chinese.

    Programmes are tried in legal order until a monthly status passes; a failing rule says by how much.
    """
    case = _case(household, scenario, month)
    steps = _Steps(case, lang)
    steps.lines(scenario)
    for k, name in enumerate(case.book.programmes):
        in_force = case.rules.programmes[k]["kind"] == Kind.STATUS
        if name.monthly and in_force and steps.programme(k):
            break
    frame = pd.DataFrame(steps.rows, columns=["programme", "step", "value", "unit", "passed", "rule", "reference"])
    frame.insert(0, "line", range(1, len(frame) + 1))
    return frame


class _Steps:
    """Collects the rows of an explanation by calling the kernels' own pieces."""

    def __init__(self, case: _Case, lang: str) -> None:
        self.case, self.zh = case, lang == "zh"
        self.rows: list[tuple[str, str, float, str, bool | None, str, str]] = []

    def text(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def add(
        self,
        programme: str,
        step: str,
        value: float,
        unit: str,
        rule: str,
        reference: str,
        passed: bool | None = None,
    ) -> None:
        self.rows.append((programme, step, value, unit, passed, rule, reference))

    def lines(self, scenario: Scenario) -> None:
        """The county's lines."""
        labels = {Line.DIBAO: ("低保标准", "dibao line"), Line.MARGINAL: ("低保边缘标准", "marginal line")}
        counties = scenario.sources.counties
        county = counties["county"][counties["adcode"] == self.case.county].iloc[0]
        for line, (zh, en) in labels.items():
            value = self.case.lines[line] / FEN
            step = f"{self.text(zh, en)} ({county})"
            self.add("", step, value, "yuan/person/month", f"lines.{line.name.lower()}", "lines.csv")

    def programme(self, k: int) -> bool:
        """All steps of one programme; True when it passes."""
        case = self.case
        name = case.book.programmes[k].id
        counted = self._income(k, name)
        covered = kernels.covered_persons(case.rules, k, case.facts)
        row = case.rules.programmes[k]
        for c in range(row["condition_first"], row["condition_end"]):
            if not self._condition(c, name, counted, covered):
                return False
        self._payment(k, name, counted, covered)
        return True

    def _income(self, k: int, name: str) -> int:
        case, row = self.case, self.case.rules.programmes[k]
        for r in range(row["income_first"], row["income_end"]):
            value = kernels.income_row(case.rules, r, case.facts, case.lines)
            step = case.book.income[r]
            if value != 0:
                self._named(name, step, value / FEN, "yuan/month")
        counted = kernels.counted_income(case.rules, k, case.facts, case.lines)
        label = self.text("计入收入合计", "counted income")
        self.add(name, label, counted / FEN, "yuan/month", f"{name}.income", case.book.programmes[k].reference)
        return counted

    def _named(self, programme: str, step: Step, value: float, unit: str) -> None:
        rule = f"{step.programme}.{step.rule}"
        self.add(programme, self.text(step.zh, step.en), value, unit, rule, step.reference)

    def _condition(self, c: int, name: str, counted: int, covered: int) -> bool:
        case, row = self.case, self.case.rules.conditions[c]
        left, right = kernels.condition_sides(case.rules, c, case.facts, case.lines, counted, covered)
        waived = kernels.waived(case.rules, row["waiver_first"], row["waiver_end"], case.facts, case.lines)
        passed = bool(holds(left, row["op"], right)) or bool(waived)
        step = case.book.reasons[row["reason"]]
        scale, unit = _scale(row["quantity"])
        sides = f"{left / scale:,.10g} {_SIGNS[Op(row['op'])]} {right / scale:,.10g}"
        words = self.text(step.zh, step.en)
        if not passed:
            missed = abs(left - right) / scale
            words += self.text(f":不符合,相差 {missed:,.10g}", f": fails by {missed:,.10g}")
        rule = f"{step.programme}.{step.rule}"
        self.add(name, f"{words} ({sides})", left / scale, unit, rule, step.reference, passed)
        return passed

    def _payment(self, k: int, name: str, counted: int, covered: int) -> None:
        case, row, reference = (
            self.case,
            self.case.rules.programmes[k],
            self.case.book.programmes[k].reference,
        )
        need, paid = kernels.payment_fen(case.rules, k, case.facts, case.lines, counted, covered)
        self.add(name, self.text("标准合计", "need"), need / FEN, "yuan/month", f"{name}.need", reference)
        for s in range(row["supplement_first"], row["supplement_end"]):
            extra = case.rules.extras[s]
            each = amount_of(case.rules, extra["amount"], case.facts, case.lines, counted, covered)
            if extra["count"] != NONE and quantity(case.facts, extra["count"], counted, covered) > 0:
                self._named(name, case.book.extras[s], each / FEN, "yuan/person/month")
        label = self.text("每月发放", "paid each month")
        self.add(name, label, paid / FEN, "yuan/month", f"{name}.benefit", reference, True)
        bundle = kernels.bundle_fen(case.rules, k, case.facts, case.lines)
        label = self.text("联动救助价值", "value of bundled aid")
        self.add(name, label, bundle / FEN, "yuan/month", f"{name}.bundle", reference)


def _scale(quantity: int) -> tuple[int, str]:
    if quantity in _TOTALS:
        return FEN, "yuan"
    if quantity in _YES_NO:
        return 1, "0 or 1"
    return (FEN, "yuan/month") if quantity in _MONEY else (1, "persons")
