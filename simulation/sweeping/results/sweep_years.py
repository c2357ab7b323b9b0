"""Spending of the points of a sweep by calendar year, from the series that its runs stored."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.simulate.period import years_of
from simulation.simulate.results import interval_of
from simulation.sweeping.store.index import Result
from simulation.units import FEN

type Floats = npt.NDArray[np.float64]


def sweep_years(
    runs: Iterable[tuple[Result, dict[str, npt.NDArray[Any]]]], programmes: Sequence[str], total: bool
) -> pd.DataFrame:  # fmt: skip
    """A row per point, calendar year and programme (with `total`: all together), in yuan and not annualised.

    Mean, paired difference from the baseline and its 95% interval over the replications that are done under every draw,
    draws averaged first. `months` says how many of a year count.
    """
    spent: dict[int, dict[int, dict[int, Floats]]] = {}  # by point, replication and draw: (years, programmes)
    years: list[tuple[int, int, int]] = []
    for run, arrays in runs:
        money = arrays["money"].sum(axis=2) / FEN
        years = years_of(len(money))
        table = np.stack([money[first:end].sum(axis=0) for _, first, end in years])
        of_draws = spent.setdefault(run.point, {}).setdefault(run.replication, {})
        of_draws[run.draw] = table.sum(axis=1, keepdims=True) if total else table
    names = ["all"] if total else list(programmes)
    draws = max((len(each) for point in spent.values() for each in point.values()), default=0)
    done = {
        point: {r: np.mean(list(each.values()), axis=0) for r, each in by.items() if len(each) == draws}
        for point, by in spent.items()
    }
    frames = []
    for point, by in sorted(done.items()):
        both = sorted(by.keys() & done.get(0, {}).keys())
        if not both:
            continue
        values = np.stack([by[r] for r in both])
        change = (values - np.stack([done[0][r] for r in both])).reshape(len(both), -1)
        low, high = interval_of(change)
        at = np.indices(values.shape[1:]).reshape(2, -1)
        frames.append(pd.DataFrame({
            "point": point, "year": [years[i][0] for i in at[0]], "months": [years[i][2] - years[i][1] for i in at[0]],
            "programme": [names[i] for i in at[1]], "mean_yuan": values.mean(axis=0).ravel(),
            "difference_yuan": change.mean(axis=0), "low_yuan": low, "high_yuan": high, "replications": len(both),
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["point", "year"])
