"""Spending by month, by programme and payer, with bands over replications."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from simulation.indicators import band, budget_months
from simulation.ledger import PAYERS, Ledger
from simulation.units import FEN, month_label

BUDGET_PARTS: Final = ("programme", "payer")


def budget_rows(
    ledgers: list[Ledger], scenario: str, shown: frozenset[str], by: Sequence[str] = BUDGET_PARTS
) -> pd.DataFrame:
    """Budget by month and by the parts named in `by`: mean and 5-95% band over replications, in yuan.

    The rows of a month are parts that sum to it, never a part together with a sum that contains it; without parts
    in `by` a month has one row. Raises ValueError for a part that is neither programme nor payer.
    """
    if unknown := set(by) - set(BUDGET_PARTS):
        raise ValueError(f"by: expected some of {', '.join(BUDGET_PARTS)}, got {', '.join(sorted(unknown))}")
    parts = {"programme": ledgers[0].programmes, "payer": PAYERS}
    money = np.stack([budget_months(ledger) for ledger in ledgers])  # fen: replications, months, programmes, payers
    money = money.sum(axis=tuple(axis for axis, part in enumerate(BUDGET_PARTS, start=2) if part not in by))
    mean, low, high = band(money / FEN)
    month, *places = np.indices(mean.shape).reshape(mean.ndim, -1)
    named = [part for part in BUDGET_PARTS if part in by]
    frame = pd.DataFrame({
        "month": month, "label": [month_label(m) for m in month],
        **{part: np.array(parts[part])[at] for part, at in zip(named, places, strict=True)}, "scenario": scenario,
        "mean_yuan": mean.ravel().round(2), "low_yuan": low.ravel().round(2), "high_yuan": high.ravel().round(2),
    })  # fmt: skip
    return frame[frame["programme"].isin(shown)].reset_index(drop=True) if "programme" in by else frame
