"""Spending of the points of a sweep by month, from the series that its runs stored."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.ledger import PAYERS
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.store.index import Result
from simulation.sweeping.store.stored_forms import is_spending
from simulation.units import FEN, month_label

type Floats = npt.NDArray[np.float64]


def sweep_months(
    runs: Iterable[tuple[Result, dict[str, npt.NDArray[Any]]]], programmes: Sequence[str], folder: Path
) -> pd.DataFrame:  # fmt: skip
    """A row per point, month, programme and payer, in yuan (see `Sweep.budget_by_month`).

    Raises ExperimentError, which names the store `folder`, where arrays of a run are not spending by month.
    """
    rows: dict[int, dict[tuple[int, int], Floats]] = {}
    shapes: set[tuple[int, ...]] = set()
    for run, arrays in runs:
        money = arrays.get("money", np.zeros(0))
        shapes.add(money.shape)
        if not is_spending(money, programmes, len(PAYERS)) or len(shapes) > 1:
            raise ExperimentError(f"{folder}: the arrays of run {run.id} are not spending by month")
        rows.setdefault(run.point, {})[run.draw, run.replication] = money / FEN
    frames = []
    for point, tables in sorted(rows.items()):
        low, high = np.percentile(_averaged(tables, 1), [5, 95], axis=0)
        by_draw = _averaged(tables, 0)
        nothing = np.full((2, *low.shape), np.nan)
        spread = np.percentile(by_draw, [5, 95], axis=0) if len(by_draw) > 1 else nothing
        at = np.indices(low.shape).reshape(3, -1)
        frames.append(pd.DataFrame({
            "point": point, "month": at[0], "label": [month_label(m) for m in at[0]],
            "programme": np.array(programmes)[at[1]], "payer": np.array(PAYERS)[at[2]],
            "mean_yuan": by_draw.mean(axis=0).ravel(), "low_yuan": low.ravel(), "high_yuan": high.ravel(),
            "draw_low_yuan": spread[0].ravel(), "draw_high_yuan": spread[1].ravel(),
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _averaged(tables: Mapping[tuple[int, int], Floats], axis: int) -> Floats:
    """Means of tables by (draw, replication) that have the same key at `axis`, stacked in the order of that key."""
    keys = sorted({key[axis] for key in tables})
    return np.stack([np.mean([each for key, each in tables.items() if key[axis] == one], axis=0) for one in keys])
