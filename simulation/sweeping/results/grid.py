"""A sweep over two levers as a grid."""

import pandas as pd

from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.sweep_results import Sweep


def grid_table(sweep: Sweep, indicator: str) -> pd.DataFrame:
    """A row per cell: the values of the two levers (by path), mean, paired difference from the baseline, `low`, `high`.

    Raises ExperimentError unless the points are a full grid of two levers under one reform or none.
    """
    summary = sweep.summary([indicator]).iloc[1:]  # point 0 is the baseline
    design = sweep.points().drop(columns=["point", "label", "reform"])
    moving = [str(path) for path in design if design[path].nunique() > 1]
    if len(moving) != 2 or summary["reform"].nunique() > 1:
        raise ExperimentError(f"expected a sweep of two levers, got {', '.join(moving) or 'none'}")
    first, second = moving
    if len(summary) != summary[first].nunique() * summary[second].nunique() or summary.duplicated(moving).any():
        raise ExperimentError(f"expected a full grid of {first} and {second}")
    return summary[[*moving, "mean", "difference", "low", "high"]].reset_index(drop=True)
