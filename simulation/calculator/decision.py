"""The decision on one household whose facts are all known: status, payment, aid in kind, and each programme alone."""

from dataclasses import dataclass

import pandas as pd

from simulation.calculator.case import Case, case_of
from simulation.parameters.household import Household
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import programme as kernels
from simulation.rules.tables import Kind
from simulation.units import FEN


@dataclass(frozen=True)
class Assessment:
    """What the rules give one household in one month; made by `assess`.

    Attributes:
        programme: Id of the programme whose monthly status the household has, "" without one.
        reason: "passed" with a status, else the rule of the main programme that fails.
        county: Code of the county whose lines apply.
        need_yuan_month: What the programme regards as needed.
        counted_yuan_month: Income that the programme counts.
        amount_yuan_month: Cash that is paid.
        bundle_yuan_month: Aid in kind that comes with the status, in yuan.
        covered_persons: Members for whom the cash is paid.
        grant_programme: Id of the programme that pays a one-off grant, "" without one.
        grant_yuan: That grant.
        programmes: A row per programme taken alone: whether it passes, the first rule that fails, and what it would
            give (`need_yuan`, `counted_yuan`, `amount_yuan`, `bundle_yuan`; a month, or once where not `monthly`).
    """

    programme: str
    reason: str
    county: int
    need_yuan_month: float
    counted_yuan_month: float
    amount_yuan_month: float
    bundle_yuan_month: float
    covered_persons: int
    grant_programme: str
    grant_yuan: float
    programmes: pd.DataFrame

    def __str__(self) -> str:
        status = self.programme or f"none ({self.reason})"
        return f"{status}: {self.amount_yuan_month:,.2f} yuan/month, {self.bundle_yuan_month:,.2f} in kind"


def assess(household: Household, scenario: Scenario, month: int = 0) -> Assessment:
    """What a household whose facts are all known is entitled to.

    Args:
        household: The household.
        scenario: The rules and lines.
        month: Month whose rules and lines apply; 0 = January 2023.

    Returns:
        Status, cash and aid in kind, and what each programme taken alone says.

    Raises:
        ScenarioError: For impossible values, and for a county of another province.
    """
    case = case_of(household, scenario, month)
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
        programmes=each_programme(case),
    )


def each_programme(case: Case) -> pd.DataFrame:
    """A row per programme taken alone: passed or the first rule that fails, and what it would give."""
    rows = []
    for k, name in enumerate(case.book.programmes):
        if case.rules.programmes[k]["kind"] not in (Kind.STATUS, Kind.GRANT):
            continue  # switched off; or aid, which stacks on a status and says nothing alone
        reason, need, counted, amount, covered = kernels.assess(case.rules, k, case.facts, case.lines)
        step = case.book.reasons[reason]
        money = (need / FEN, counted / FEN, amount / FEN)
        bundle = kernels.bundle_fen(case.rules, k, case.facts, case.lines) / FEN if reason == 0 else 0.0
        why = (case.book.reason(reason), step.zh, step.en)
        rows.append((name.id, name.zh, name.en, name.monthly, reason == 0, *why, *money, bundle, covered))
    columns = ["programme", "label_zh", "label_en", "monthly", "passed", "reason", "why_zh", "why_en"]
    columns += ["need_yuan", "counted_yuan", "amount_yuan", "bundle_yuan", "covered_persons"]
    return pd.DataFrame(rows, columns=columns)
