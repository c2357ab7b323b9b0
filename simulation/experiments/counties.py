"""What each county pays and whom it helps."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from simulation.ledger import Flow, Ledger
from simulation.units import FEN, MONTHS_PER_YEAR


def county_rows(counties: pd.DataFrame, programme: str, sides: Mapping[str, Sequence[Ledger]]) -> pd.DataFrame:
    """A row per county: benefits (yuan/year) and mean persons on `programme`, of each side; means of replications.

    `sides`: ledgers by the suffix of their columns (`baseline`, `reform`); with both, `*_difference` follows.
    """
    frame = counties[["adcode", "prefecture", "county"]].copy()
    for side, ledgers in sides.items():
        years = ledgers[0].money.shape[1] / MONTHS_PER_YEAR
        money = np.mean([ledger.money.sum(axis=(1, 2, 3)) for ledger in ledgers], axis=0)
        frame[f"benefits_yuan_year_{side}"] = (money / FEN / years).round(2)
        place = ledgers[0].programmes.index(programme)
        stock = [ledger.flows[:, :, place, Flow.STOCK_PERSONS].mean(axis=1) for ledger in ledgers]
        frame[f"recipients_persons_{side}"] = np.mean(stock, axis=0).round(1)
    if len(sides) == 2:
        for name in ("benefits_yuan_year", "recipients_persons"):
            frame[f"{name}_difference"] = (frame[f"{name}_reform"] - frame[f"{name}_baseline"]).round(2)
    return frame.reset_index(drop=True)
