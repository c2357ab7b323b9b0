"""What each county pays and whom it helps."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from simulation.ledger import Flow, Ledger, Measure
from simulation.place_names import english_name
from simulation.units import FEN, MONTHS_PER_YEAR

COMPARED: Final = ("benefits_yuan_year", "recipients_persons", "enrolment_share", "benefits_yuan_resident_year")


def county_rows(
    counties: pd.DataFrame, programme: str, sides: Mapping[str, Sequence[Ledger]], period: str
) -> pd.DataFrame:  # fmt: skip
    """A row per county: benefits a year over the months of the ledgers, persons on `programme` in the last of them.

    Both also over residents; means of replications. Persons of all counties sum to the row of the indicator table.

    Places go by their Chinese name, `prefecture_en` and `county_en` are for readers of English.

    `sides`: ledgers by the suffix of their columns (`baseline`, `reform`); with both, `*_difference` follows.
    """
    frame = counties[["adcode", "prefecture", "county"]].copy()
    for kind in ("prefecture", "county"):
        frame[f"{kind}_en"] = [english_name(name).full for name in frame[kind]]
    for side, ledgers in sides.items():
        years = ledgers[0].money.shape[1] / MONTHS_PER_YEAR
        money = np.mean([ledger.money.sum(axis=(1, 2, 3)) for ledger in ledgers], axis=0)
        frame[f"benefits_yuan_year_{side}"] = (money / FEN / years).round(2)
        place = ledgers[0].programmes.index(programme)
        stock = [ledger.flows[:, -1, place, Flow.STOCK_PERSONS] for ledger in ledgers]
        frame[f"recipients_persons_{side}"] = np.mean(stock, axis=0).round(1)
        persons = np.mean([ledger.measures[:, :, Measure.PERSONS] for ledger in ledgers], axis=0)
        residents = np.maximum(persons.mean(axis=1), 1.0)
        frame[f"enrolment_share_{side}"] = (np.mean(stock, axis=0) / np.maximum(persons[:, -1], 1.0)).round(6)
        frame[f"benefits_yuan_resident_year_{side}"] = (money / FEN / years / residents).round(2)
    if len(sides) == 2:
        for name in COMPARED:
            frame[f"{name}_difference"] = (frame[f"{name}_reform"] - frame[f"{name}_baseline"]).round(6)
    frame["recipients_programme"], frame["period"] = programme, period
    return frame.reset_index(drop=True)
