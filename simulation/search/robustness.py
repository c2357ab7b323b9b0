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
    """One indicator of every point in every future; made by `robustness`.

    A future is a parameter draw, replications averaged; or a replication, where there are no draws.

    Attributes:
        indicator: Its name.
        labels: What each point changes, in words.
        values: (futures, points) of the indicator in its unit; with the sign changed where high is good.
        kind: "draw" or "replication".
        calibration: As `Sweep.calibration`.
    """

    indicator: str
    labels: list[str]
    values: npt.NDArray[np.float64]
    kind: str
    calibration: Mapping[str, str] = field(default_factory=dict, repr=False)

    def regret(self) -> npt.NDArray[np.float64]:
        """How much worse a point is than the best one of the same future (Savage 1951).

        Returns:
            (futures, points), in the unit of the indicator; 0 for the best.
        """
        return self.values - self.values.min(axis=1, keepdims=True)

    def regret_table(self) -> pd.DataFrame:
        """`regret` as a table.

        Returns:
            A row per future: its number, and a column per point, named by its label.
        """
        frame = pd.DataFrame(self.regret(), columns=self.labels)
        frame.insert(0, self.kind, np.arange(len(frame)))
        return frame

    def table(self) -> pd.DataFrame:
        """How points rank over the futures.

        Returns:
            A row per point, the one that is first most often on top: in how many futures it ranks `first` (ties count
            for each), `first_share` of all, `mean_rank`, `mean_regret` and `max_regret` in the indicator's unit.
        """
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
    """Rank the points of a finished sweep in every future.

    Args:
        sweep: The sweep; its first point is the baseline.
        indicator: As `Sweep.values` takes it.
        low_is_good: Whether a low value ranks first.

    Returns:
        Ranks and regrets.

    Raises:
        ExperimentError: For an unknown indicator, and where runs are missing.
    """
    values = sweep.values(indicator)
    if np.isnan(values).any():
        raise ExperimentError(f"{sweep.folder}: {indicator} is missing in some runs; finish the sweep first")
    drawn = len(values) > 1
    futures = values.mean(axis=2) if drawn else values[0].T
    labels = sweep.points()["label"].tolist()
    kind = "draw" if drawn else "replication"
    return Robustness(indicator, labels, futures if low_is_good else -futures, kind, sweep.calibration)
