"""Robustness: which reform ranks first in how many futures, and what choosing it would cost where it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.rendering import HasPlots, to_html
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.sweep_results import Sweep


@dataclass(frozen=True)
class Robustness(HasPlots):
    """One indicator of every point in every future; a future is a parameter draw, or a replication without draws."""

    indicator: str
    labels: list[str]
    values: npt.NDArray[np.float64]  # (futures, points), to be low
    kind: str  # "draw" or "replication"
    calibration: Mapping[str, str] = field(default_factory=dict, repr=False)  # as `Sweep.calibration`

    def regret(self) -> npt.NDArray[np.float64]:
        """(futures, points) how much worse than the best point of that future (Savage 1951)."""
        return self.values - self.values.min(axis=1, keepdims=True)

    def regret_table(self) -> pd.DataFrame:
        """A row per future, its number first, and the regret of each point."""
        frame = pd.DataFrame(self.regret(), columns=self.labels)
        frame.insert(0, self.kind, np.arange(len(frame)))
        return frame

    def table(self) -> pd.DataFrame:
        """A row per point: how often it ranks first (ties count for each), mean rank, mean and largest regret."""
        regret = self.regret()
        ranks = 1 + (self.values[:, None, :] < self.values[:, :, None]).sum(axis=2)
        frame = pd.DataFrame({
            "label": self.labels, "first": (ranks == 1).sum(axis=0), "first_share": (ranks == 1).mean(axis=0),
            "mean_rank": ranks.mean(axis=0), "mean_regret": regret.mean(axis=0), "max_regret": regret.max(axis=0),
            "futures": len(self.values), "future": self.kind,
        })  # fmt: skip
        return frame.sort_values(["first", "max_regret"], ascending=[False, True], ignore_index=True)

    def _repr_html_(self) -> str:
        return to_html(self)


def robustness(sweep: Sweep, indicator: str, *, low_is_good: bool = True) -> Robustness:
    """Rank the points of a finished sweep by an indicator. Raises ExperimentError where runs are missing."""
    values = sweep.values(indicator)
    if np.isnan(values).any():
        raise ExperimentError(f"{sweep.folder}: {indicator} is missing in some runs; finish the sweep first")
    drawn = len(values) > 1
    futures = values.mean(axis=2) if drawn else values[0].T
    labels = sweep.points()["label"].tolist()
    kind = "draw" if drawn else "replication"
    return Robustness(indicator, labels, futures if low_is_good else -futures, kind, sweep.calibration)
