"""The relief that waives a test or keeps an income row from counting, in words with its figures."""

from typing import Any

from simulation.calculator.case import Case
from simulation.calculator.comparisons import WORDS, compared
from simulation.messages.labels import Lang, filled
from simulation.rules.blocks import waived
from simulation.rules.limits import amount_of, quantity
from simulation.rules.tables import NONE


def relief_of(case: Case, row: Any, own: tuple[int, ...], *, lang: Lang) -> str:
    """`; waived: age of ... 75, must be >= 70; ...` of the first group of `unless` that holds; empty for none.

    `row` of the condition or income table; `own`: counted income, covered persons, aid given and need (fen).
    """
    group = int(waived(case.rules, row["waiver_first"], row["waiver_end"], case.facts, case.lines, *own)) - 1
    if group < 0:
        return ""
    texts = []
    for w in range(row["waiver_first"], row["waiver_end"]):
        test = case.rules.waivers[w]
        if test["group"] == group:
            left = quantity(case.facts, test["quantity"], *own)
            right = amount_of(case.rules, test["amount"], case.facts, case.lines, *own)
            texts.append(compared(case, test, left, right, own, lang=lang, always_named=True))
    return filled(WORDS, "waived", lang) + ("；" if lang == "zh" else "; ").join(texts)


def income_relief(case: Case, r: int, covered: int, *, lang: Lang) -> str:
    """The relief for which income row `r` does not count what the unit has; empty where it is not waived."""
    row, own = case.rules.income[r], (0, covered, 0, 0)
    acts = row["when"] == NONE or quantity(case.facts, row["when"], *own) >= row["when_least"]
    if not acts or row["share"] == 0.0 or quantity(case.facts, row["quantity"], *own) == 0:
        return ""
    return relief_of(case, row, own, lang=lang)
