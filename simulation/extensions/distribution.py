"""An analyzer that ships: inequality, redistribution and targeting by household, which the ledger's sums cannot say."""

from collections.abc import Sequence

import numpy as np

from simulation.extensions.analyzers import Analyzer
from simulation.extensions.columns import Columns
from simulation.indicators import (
    adequacy,
    benefit_cost_ratio,
    cgh,
    counted,
    fgt,
    gap_money,
    gini,
    kakwani,
    reranking,
    reynolds_smolensky,
    share_ratio,
)
from simulation.units import MONTHS_PER_YEAR


class Distribution(Analyzer):
    """Indices of income per head before and after monthly cash, persons weighted (formulas: `simulation.indicators`).

    It records: `gini_before`, `gini_after`,
    `s80_s20_after`, `kakwani`, `reynolds_smolensky`, `reranking`; `poverty_headcount_share`, `poverty_gap_share` after
    benefits; `exclusion_error`, `inclusion_error` against the poor; `cgh` of the money for the poor; `adequacy`
    (benefits over income after them, of recipients); `gap_closed_per_yuan`.

    Args:
        months: Of the year in which it looks, 1 to 12.

    Raises:
        ValueError: For other months.
    """

    def __init__(self, months: Sequence[int] = (12,)) -> None:
        if wrong := [month for month in months if month not in range(1, MONTHS_PER_YEAR + 1)]:
            raise ValueError(f"Distribution: expected months from 1 to 12, got {wrong}")
        self.months = tuple(months)

    def step(self, month: Columns) -> dict[str, float] | None:
        """The indices of one month.

        Args:
            month: The province in that month.

        Returns:
            Index by name; None in months in which it does not look.
        """
        if month.month % MONTHS_PER_YEAR + 1 not in self.months:
            return None
        h = month.households()
        before, paid = h.income / h.persons, h.paid / h.persons
        people = (h.weight * h.persons).astype(float)
        after, poor = before + paid, h.income < h.need
        poor_share = float(people[poor].sum()) / max(float(people.sum()), 1.0)
        gaps = [gap_money(money, 1.0, h.need, h.weight) for money in (h.income, h.income + h.paid)]
        lines = np.maximum(h.need, 1) / h.persons
        found = counted(people, poor, h.paid > 0)
        return {
            "gini_before": gini(before, people), "gini_after": gini(after, people),
            "s80_s20_after": share_ratio(after, people),
            "kakwani": kakwani(paid, before, people), "reynolds_smolensky": reynolds_smolensky(before, after, people),
            "reranking": reranking(before, after, people),
            "poverty_headcount_share": fgt(after, lines, people, 0), "poverty_gap_share": fgt(after, lines, people, 1),
            "exclusion_error": found.exclusion_error, "inclusion_error": found.inclusion_error,
            "cgh": cgh(h.paid, h.weight, poor, poor_share),
            "adequacy": adequacy(h.paid, h.income + h.paid, h.weight),
            "gap_closed_per_yuan": benefit_cost_ratio(gaps[0] - gaps[1], float((h.weight * h.paid).sum())),
        }  # fmt: skip
