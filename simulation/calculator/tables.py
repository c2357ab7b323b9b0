"""Cliffs as tables, with the range of each over the four assumptions."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from simulation.calculator.cliff_points import Cliff
from simulation.units import FEN

LOSSES: Final = ("drop", "first_year")


def cliff_frame(found: Sequence[Cliff]) -> pd.DataFrame:
    """Cliffs as a table, money in yuan; `dominated_to_yuan` NaN where the loss is not made up for."""
    frame = pd.DataFrame(found, columns=list(Cliff._fields))
    money = {name: name.replace("_fen", "_yuan") for name in frame.columns if name.endswith("_fen")}
    for name in money:
        frame[name] = frame[name].astype(float).where(frame[name] != -1, np.nan) / FEN
    return frame.rename(columns=money | {"end_fen": "dominated_to_yuan", "cross": "cross_programme"})


def ranked(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """With `rank`: the place of each row among those alike in `by`."""
    return frame.assign(rank=frame.groupby(list(by)).cumcount())


def with_bands(frames: Sequence[pd.DataFrame], key: Sequence[str]) -> pd.DataFrame:
    """The first table with `<loss>_low_yuan` and `<loss>_high_yuan` over all, matched by `key` (0 = not there)."""
    first = frames[0]
    for loss in LOSSES:
        each = [frame.set_index(list(key))[f"{loss}_yuan"] for frame in frames]
        wide = pd.concat(each, axis=1, keys=range(len(each))).fillna(0.0).reindex(each[0].index)
        band = {f"{loss}_low_yuan": wide.min(axis=1).to_numpy(), f"{loss}_high_yuan": wide.max(axis=1).to_numpy()}
        first = first.assign(**band)
    return first
