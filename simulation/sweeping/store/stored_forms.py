"""The form of what a store contains: a store from elsewhere is read only where it has it."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.simulate.errors import ExperimentError

MOST_REPLICATIONS: Final = 1_000_000  # more are no plan of ours


def is_design(design: Any) -> bool:
    """Whether a note says which points, draws and replications are asked for, as a plan writes it."""
    if not isinstance(design, dict) or not {"points", "draws", "replications"} <= design.keys():
        return False
    points, draws, replications = design["points"], design["draws"], design["replications"]
    whole = isinstance(replications, int) and 0 < replications <= MOST_REPLICATIONS
    return whole and all(isinstance(each, list) and each and all(map(_is_point, each)) for each in (points, draws))


def _is_point(record: Any) -> bool:
    if not isinstance(record, dict) or not isinstance(record.get("reform"), str):
        return False
    values = record.get("values")
    return isinstance(values, dict) and all(isinstance(value, int | float) for value in values.values())


def stored_table(held: Any, folder: Path) -> pd.DataFrame:
    """A table from its columns and rows. Raises ExperimentError, naming the store, for anything else."""
    try:
        return pd.DataFrame(data=held["data"], columns=held["columns"])
    except (KeyError, TypeError, ValueError) as error:
        raise ExperimentError(f"{folder}: its table of assumptions is damaged ({error})") from error


def is_spending(money: npt.NDArray[np.generic], programmes: Any, payers: int) -> bool:
    """Whether an array is (months, programmes, payers) of money, of the programmes named."""
    named = isinstance(programmes, list) and all(isinstance(name, str) for name in programmes)
    shaped = money.ndim == 3 and money.dtype.kind in "iuf" and money.shape[2] == payers
    return named and shaped and money.shape[1] <= len(programmes)
