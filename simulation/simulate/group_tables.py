"""Tables of a result by step or group: the cascade to enrolment, the funnel to payment, gainers and losers."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.indicators import cascade_table
from simulation.indicators.funnel import funnel_table, mean_funnel
from simulation.ledger import Ledger
from simulation.month_steps.books.gains import Gain
from simulation.month_steps.books.gains import Kind as UnitKind
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.period import Period
from simulation.simulate.terms import terms_of
from simulation.units import FEN


def mean_cascade(ledgers: list[Ledger], period: Period) -> pd.DataFrame:
    """The cascade at its last count in or before a period, mean over replications."""
    tables = [cascade_table(ledger.within(ledger.first_month, period.end)) for ledger in ledgers]
    frame = tables[0].copy()
    for column in ("persons", "share"):
        frame[column] = np.mean([table[column] for table in tables], axis=0)
    return frame


def funnel_rows(ledgers: list[Ledger], scenario: Scenario, name: str) -> pd.DataFrame:
    """The funnel of a scenario, mean over replications, with its name in the first column."""
    counties = list(scenario.counties["county"])
    frame = mean_funnel([funnel_table(ledger, terms_of(scenario, ledger.first_month), counties) for ledger in ledgers])
    frame.insert(0, "scenario", name)
    return frame


def flips_table(
    gains: npt.NDArray[np.int64], counties: list[str], period: Period, replications: int
) -> pd.DataFrame:  # fmt: skip
    """Gainers and losers by decile, household type and county; `gains` (counties, deciles, kinds, Gain) summed.

    Households of the province, the sample weighted; the change is the mean of the period's months.
    """
    parts = [
        ("decile", [str(d) for d in range(1, 11)], gains.sum(axis=(0, 2))),
        ("type", [kind.name.lower() for kind in UnitKind], gains.sum(axis=(0, 1))),
        ("county", counties, gains.sum(axis=(1, 2))),
        ("all", ["all"], gains.sum(axis=(0, 1, 2))[None]),
    ]
    frames = []
    for kind, groups, table in parts:
        households = np.maximum(table[:, :3].sum(axis=1), 1)
        frames.append(pd.DataFrame({
            "group_kind": kind, "group": groups, "gainers": table[:, Gain.GAINERS] / replications,
            "losers": table[:, Gain.LOSERS] / replications, "unchanged": table[:, Gain.UNCHANGED] / replications,
            "mean_change_yuan_month": table[:, Gain.CHANGE_FEN] / FEN / period.months / households,
            "unit": "households", "period": period.id,
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)
