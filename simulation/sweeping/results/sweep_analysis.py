"""What analyzers recorded in the runs of a sweep, from the arrays that these kept."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy.typing as npt
import pandas as pd

from simulation.extensions.analyzers import analysis_table
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.running.watched import analysed_of
from simulation.sweeping.store.index import Result


def sweep_analysis(runs: Iterable[tuple[Result, dict[str, npt.NDArray[Any]]]], folder: Path) -> pd.DataFrame:
    """A row per draw, point, replication, analyzer, name and month (see `Sweep.analysis`).

    Raises ExperimentError, which names the store `folder`, where arrays of a run have another form.
    """
    keys, frames = ["draw", "point", "replication"], []
    for run, arrays in runs:
        try:
            frame = analysis_table(analysed_of(arrays, run.replication))
        except ValueError as error:
            raise ExperimentError(f"{folder}: run {run.id}: {error}") from error
        if len(frame):
            frames.append(frame.assign(draw=run.draw, point=run.point))
    if not frames:
        return analysis_table(()).assign(draw=[], point=[])[[*keys, "analyzer", "name", "month", "label", "value"]]
    found = pd.concat(frames, ignore_index=True)
    found = found[[*keys, *found.columns.drop(keys)]]
    return found.sort_values(keys, kind="stable", ignore_index=True)
