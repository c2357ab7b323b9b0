"""One province left out: fitted to the others' figures, then predicted from its census, lines and practices alone.

A fit of all provinces has simulated enough points for every such fit: the facts of a province are taken away, the
others are learned from anew (`Waves.without`), and the province lives at draws of what they leave, its own deviations
drawn from their prior, as those of a province that has no figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.aims import Aim, Floats
from calibration.posterior import INTERVAL, sample, table_of
from calibration.store import PointStore
from calibration.tasks import Batch, Task, answered
from calibration.waves import Waves
from simulation.parameters.reforms.posterior import BORROWED


@dataclass(frozen=True)
class Predicted:
    """A published figure of a province, and what the figures of the others make of it."""

    aim: Aim
    low: float  # 5% of the draws
    median: float
    high: float  # 95%

    @property
    def in_band(self) -> bool:
        """Whether the median lies in the band of the published figure."""
        return self.aim.inside(self.median)

    @property
    def held(self) -> bool:
        """Whether the interval of the draws holds the published figure."""
        return self.low <= self.aim.value <= self.high


def predict(
    waves: Waves, province: str, batch: Batch, store: PointStore, *, draws: int, replications: int
) -> tuple[Predicted, ...]:
    """The figures of `province` itself, predicted from those of the other provinces of a fit.

    `waves`: the fit's, with all its points (`Fit.search`). `draws` points of what the others leave are simulated in the
    province, with `replications` each, or found in `store`. What nothing searched moves is left out. Raises ValueError
    where the fit has one province.
    """
    if len(waves.space.provinces) < 2:
        raise ValueError(f"{province}: expected a fit of at least two provinces, found no other")
    posterior = sample(waves.without(province), draws)
    table = table_of(posterior, (province,), waves.design.seed)
    asked = [Task(province, values, replications) for values in values_in(table, province)]
    simulated = answered(asked, batch, store, lambda: None)
    given = {aim.id for aim in waves.unmoved}  # inputs, such as lines
    own = [(i, aim) for i, aim in enumerate(waves.aims[province]) if aim.shared == 1 and aim.id not in given]
    return tuple(_predicted(aim, [each[:, i] for each in simulated]) for i, aim in own)


def values_in(table: pd.DataFrame, province: str) -> list[Mapping[str, float]]:
    """Parameter path -> value of every draw, as the province lives under it."""
    own = {name.partition("@")[0]: name for name in table.columns if name.endswith(f"@{province}")}
    paths = [name for name in table.columns if "@" not in name and name != BORROWED]
    return [{path: float(row[own.get(path, path)]) for path in paths} for _, row in table.iterrows()]


def _predicted(aim: Aim, simulated: Sequence[Floats]) -> Predicted:
    """From the (replications,) values of every draw; what was not observed in any is not a number."""
    means = np.array([each[np.isfinite(each)].mean() for each in simulated if np.isfinite(each).any()])
    if not means.size:
        return Predicted(aim, float("nan"), float("nan"), float("nan"))
    low, median, high = np.quantile(means, (INTERVAL[0], 0.5, INTERVAL[1]))
    return Predicted(aim, float(low), float(median), float(high))
