"""Spending and persons assisted by calendar year, next to the headline figures of one period."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.ledger import Flow, Ledger
from simulation.simulate.period import years_of
from simulation.units import FEN

type Floats = npt.NDArray[np.float64]


def yearly(
    ledgers: Sequence[Ledger], shown: Collection[str], one_off: Collection[str], total: bool = False
) -> tuple[pd.DataFrame, Floats]:  # fmt: skip
    """What each row is, and (replications, rows) its values. Years are not annualised: `months` says how many count.

    By programme: `benefits_yuan`, `recipients_persons` (monthly programmes: in the last month of the year) and
    `recipients_persons_year` (one-off aid: over the year). With `total` only the benefits of all programmes together,
    which those by programme sum to.
    """
    heads: list[tuple[int, int, str, str, str]] = []
    values: list[Floats] = []
    programmes = ledgers[0].programmes
    for year, first, end in years_of(ledgers[0].measures.shape[1]):
        cut = [ledger.within(first, end) for ledger in ledgers]
        money = np.stack([each.money.sum(axis=(0, 1, 3)) for each in cut]) / FEN  # (replications, programmes)
        if total:
            heads.append((year, end - first, "benefits_yuan", "all", "yuan"))
            values.append(money.sum(axis=1))
            continue
        for k, programme in enumerate(programmes):
            if programme in shown:
                heads.append((year, end - first, "benefits_yuan", programme, "yuan"))
                values.append(money[:, k])
        for programme in programmes[:-1]:  # persons are not counted for the bundle
            if programme in shown:
                name = "recipients_persons_year" if programme in one_off else "recipients_persons"
                heads.append((year, end - first, name, programme, "persons"))
                values.append(np.array([_persons(each, programme, one_off) for each in cut]))
    frame = pd.DataFrame(heads, columns=["year", "months", "indicator", "programme", "unit"])
    return frame, np.stack(values, axis=1)


def _persons(ledger: Ledger, programme: str, one_off: Collection[str]) -> float:
    if programme in one_off:
        return float(ledger.flow(programme, Flow.PAID_PERSONS).sum())
    return float(ledger.flow(programme, Flow.STOCK_PERSONS)[-1])
