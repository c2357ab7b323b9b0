"""The decision on one household line by line: value, unit, rule, reference, and why not."""

from typing import Final

import numpy as np

from simulation.calculator.case import Case, case_of
from simulation.calculator.comparisons import LINES, QUANTITIES, compared, imputed, number
from simulation.calculator.decision import each_programme
from simulation.calculator.explanation import Entry, Explanation
from simulation.calculator.kernels import aids
from simulation.calculator.reliefs import income_relief, relief_of
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Lang, filled
from simulation.parameters.household import Household
from simulation.parameters.reforms.references import cited
from simulation.parameters.scenario.scenario import Scenario
from simulation.place_names import english_name
from simulation.rules import programme as kernels
from simulation.rules.book import ProgrammeName, Step
from simulation.rules.eligibility import holds
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import amount_of, quantity
from simulation.rules.supplement import heads
from simulation.rules.tables import NONE, Kind
from simulation.units import FEN

UNITS: Final = labels_of("calculator", "units")
WORDS: Final = labels_of("calculator", "explanation")


def explain(household: Household, scenario: Scenario, lang: Lang = "en", month: int = 0) -> Explanation:
    """The decision step by step: income row by row, every test, need, payment, aid in kind.

    Programmes are tried in legal order until a monthly status passes; of a refused one the steps end at the first
    rule that fails, with by how much. One-off programmes follow if there was a shock.

    Args:
        household: The household.
        scenario: The rules and lines.
        lang: "en" or "zh".
        month: Month whose rules and lines apply; 0 = January 2023.

    Returns:
        The verdict and its steps.

    Raises:
        ScenarioError: For impossible values, and for a county of another province.
    """
    case = case_of(household, scenario, month)
    steps = _Steps(case, lang)
    steps.lines(scenario)
    status = NONE
    kinds = case.rules.programmes["kind"]  # a programme that is switched off is of neither kind
    for k in np.flatnonzero(kinds == Kind.STATUS).tolist():
        if status == NONE and steps.programme(k):
            status = k
    if case.facts[Fact.SHOCK]:
        any(steps.programme(k) for k in np.flatnonzero(kinds == Kind.GRANT).tolist())
    found = tuple(steps.rows)
    verdict = _verdict(case, status, found, lang)
    return Explanation(lang, case.book.names[status] if status >= 0 else "", verdict, found, each_programme(case))


def _verdict(case: Case, status: int, lines: tuple[Entry, ...], lang: Lang) -> str:
    """What is given, and, if the main programme refuses, the test at which it does and by how much."""
    main = case.book.programmes[case.rules.main]
    failed = next((line for line in lines if line.programme == main.id and line.passed is False), None)
    name = case.book.programmes[status] if status >= 0 else None
    cash = kernels.decide(case.rules, case.facts, case.lines)[4] / FEN
    in_kind = kernels.bundle_fen(case.rules, status, case.facts, case.lines) / FEN
    given = filled(WORDS, "no_status", lang)
    if name:
        given = filled(
            WORDS, "given", lang, name=getattr(name, lang), cash=number(cash), in_kind=number(in_kind)
        )  # fmt: skip
    if failed is None:
        return given
    return given + filled(
        WORDS, "refused", lang,
        name=getattr(main, lang), step=failed.step, rule=failed.rule, reference=failed.reference,
    )  # fmt: skip


class _Steps:
    """Collects the lines of an explanation by calling the kernels' own pieces."""

    def __init__(self, case: Case, lang: Lang) -> None:
        self.case, self.lang = case, lang
        self.rows: list[Entry] = []

    def text(self, key: str, **values: object) -> str:
        return filled(WORDS, key, self.lang, **values)

    def name(self, named: Step | ProgrammeName) -> str:
        return named.zh if self.lang == "zh" else named.en

    def add(
        self, programme: str, step: str, value: float, unit: str, rule: str, reference: str,
        passed: bool | None = None, missed_by: float | None = None,
    ) -> None:  # fmt: skip
        shown = getattr(UNITS[unit], self.lang) if unit in UNITS else unit
        source = cited(reference, zh=self.lang == "zh")
        self.rows.append(Entry(programme, step, float(value), shown, passed, missed_by, rule, source))

    def lines(self, scenario: Scenario) -> None:
        """The county's lines."""
        counties = scenario.sources.counties
        county = counties["county"][counties["adcode"] == self.case.county].iloc[0]
        county = county if self.lang == "zh" else english_name(county).full
        for line in (Line.DIBAO, Line.MARGINAL):
            value = self.case.lines[line] / FEN
            step = f"{getattr(LINES[line], self.lang)} ({county})"
            self.add("", step, value, "yuan/person/month", f"lines.{line.name.lower()}", "lines.csv")

    def programme(self, k: int) -> bool:
        """All steps of one programme; True when it passes."""
        case = self.case
        name = case.book.programmes[k].id
        counted = self._income(k, name)
        covered = kernels.covered_persons(case.rules, k, case.facts)
        row = case.rules.programmes[k]
        for c in range(row["condition_first"], row["condition_end"]):
            if not self._condition(c, k, name, counted, covered):
                return False
        self._payment(k, name, counted, covered)
        return True

    def _income(self, k: int, name: str) -> int:
        case, row = self.case, self.case.rules.programmes[k]
        covered = kernels.covered_persons(case.rules, k, case.facts)
        for r in range(row["income_first"], row["income_end"]):
            value = kernels.income_row(case.rules, r, case.facts, case.lines, covered)
            relief = income_relief(case, r, covered, lang=self.lang) if value == 0 else ""
            if value != 0 or relief:
                how = relief or imputed(case, r, (0, covered, 0, 0), lang=self.lang)
                self._named(name, case.book.income[r], value / FEN, "yuan/month", how)
        counted = kernels.counted_income(case.rules, k, case.facts, case.lines)
        label = self.text("counted_income")
        self.add(name, label, counted / FEN, "yuan/month", f"{name}.income", case.book.programmes[k].reference)
        return counted

    def _named(self, programme: str, step: Step, value: float, unit: str, more: str = "") -> None:
        rule = f"{step.programme}.{step.rule}"
        self.add(programme, self.name(step) + more, value, unit, rule, step.reference)

    def _condition(self, c: int, k: int, name: str, counted: int, covered: int) -> bool:
        case, row = self.case, self.case.rules.conditions[c]
        need = kernels.need_of(case.rules, k, case.facts, case.lines, counted, covered)
        own = (counted, covered, 0, need)
        left, right = kernels.condition_sides(case.rules, c, case.facts, case.lines, *own)
        held = bool(holds(left, row["op"], right))
        relief = "" if held else relief_of(case, row, own, lang=self.lang)
        passed = held or bool(relief)
        step = case.book.reasons[row["reason"]]
        scale, unit = QUANTITIES[row["quantity"]].scale, QUANTITIES[row["quantity"]].unit
        sides = compared(case, row, left, right, own, lang=self.lang)
        words, missed = self.name(step), None
        if not passed:
            missed = float(abs(left - right) / scale)
            words += self.text("fails", missed=number(missed))
        rule = f"{step.programme}.{step.rule}"
        self.add(name, f"{words} ({sides}){relief}", left / scale, unit, rule, step.reference, passed, missed)
        return passed

    def _payment(self, k: int, name: str, counted: int, covered: int) -> None:
        case, row, reference = self.case, self.case.rules.programmes[k], self.case.book.programmes[k].reference
        monthly = case.book.programmes[k].monthly
        unit = "yuan/month" if monthly else "yuan"
        need, paid = kernels.payment_fen(case.rules, k, case.facts, case.lines, counted, covered)
        own = (counted, covered, 0, need)
        self._supplements(k, name, own, in_need=True)
        self.add(name, self.text("need"), need / FEN, unit, f"{name}.need", reference)
        self._supplements(k, name, own, in_need=False)
        label = self.text("paid_monthly" if monthly else "paid_once")
        self.add(name, label, paid / FEN, unit, f"{name}.benefit", reference, True)
        for b in range(row["bundle_first"], row["bundle_end"]):
            worth = amount_of(case.rules, case.rules.extras[b]["amount"], case.facts, case.lines, *own)
            self._named(name, case.book.extras[b], worth / FEN, "yuan/month")
        for aid, worth in enumerate(aids(case.rules, case.facts[None], case.lines[None])[0]):
            if monthly and worth:
                given = case.book.programmes[aid]
                self.add(name, self.name(given), worth / FEN, "yuan/month", given.id, given.reference)
        bundle = kernels.bundle_fen(case.rules, k, case.facts, case.lines)
        label = self.text("bundled_aid")
        self.add(name, label, bundle / FEN, "yuan/month", f"{name}.bundle", reference)

    def _supplements(self, k: int, name: str, own: tuple[int, ...], *, in_need: bool) -> None:
        """What a member has of each supplement that raises the need, or of each that is paid in addition to it."""
        case, row = self.case, self.case.rules.programmes[k]
        free = own[1]
        for s in range(row["supplement_first"], row["supplement_end"]):
            extra = case.rules.extras[s]
            if extra["count"] == NONE:  # switched off
                continue
            number = heads(quantity(case.facts, extra["count"], *own), free)
            free -= number
            if number > 0 and extra["in_need"] == in_need:
                each = amount_of(case.rules, extra["amount"], case.facts, case.lines, *own)
                one, more_than_one = (
                    ("for_member_in_need", "for_members_in_need") if in_need else ("for_member", "for_members")
                )
                more = self.text(one if number == 1 else more_than_one, count=number)
                self._named(name, case.book.extras[s], each / FEN, "yuan/person/month", more)
