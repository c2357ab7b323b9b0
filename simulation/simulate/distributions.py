"""Spreads over replications, deciles and time: spending by month, who gets it, how long the wait for it lasts."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.indicators import (
    band,
    beneficiary_incidence,
    benefit_incidence,
    budget_months,
    first_paid,
    unpaid_curve,
)
from simulation.ledger import Ledger
from simulation.population.columns import NO_CASE
from simulation.simulate.deciles import DECILES
from simulation.state import State
from simulation.units import FEN, MONTHS_PER_YEAR, month_label

type Counts = npt.NDArray[np.int64]

LEVELS: Final = (5, 25, 50, 75, 95)  # percentiles over replications
NOBODY: Final[Counts] = np.zeros((DECILES, 3), np.int64)


class Held(IntEnum):
    """Last axis of `paid_by_decile`, weighted."""

    PERSONS = 0
    PAID_PERSONS = 1  # who live in a household that was paid since the policy date
    PAID_FEN = 2  # monthly cash since the policy date, as received


def fan_table(sides: Mapping[str, Sequence[Ledger]]) -> pd.DataFrame:
    """Spending of all programmes by month (yuan) of each side: mean and percentiles over replications.

    With two sides the rows `difference` contain the paired one, second less first.
    """
    money = {
        side: np.stack([budget_months(ledger).sum(axis=(1, 2)) for ledger in ledgers]) / FEN
        for side, ledgers in sides.items()
    }
    if len(money) == 2:
        first, second = money.values()
        money["difference"] = second - first
    frames = []
    for side, values in money.items():
        months = np.arange(values.shape[1])
        frame = pd.DataFrame({"month": months, "label": [month_label(int(m)) for m in months], "scenario": side})
        frame["mean_yuan"] = values.mean(axis=0).round(2)
        for level, row in zip(LEVELS, np.percentile(values, LEVELS, axis=0), strict=True):
            frame[f"p{level}_yuan"] = row.round(2)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def paid_by_decile(state: State) -> Counts:
    """(10, Held) of a history at its end, by the baseline decile of the household."""
    out = np.zeros((DECILES, len(Held)), np.int64)
    for county, cases in enumerate(state.cases):
        first, last = (int(state.counties.first[county + step]) for step in (0, 1))
        if first == last:
            continue
        v, w = (int(state.counties.first_village[county + step]) for step in (0, 1))
        units = state.units[first:last]
        weight = np.repeat(state.villages.weight[v:w], np.diff(state.villages.first[v : w + 1]))
        has_case = units["case"] != NO_CASE
        paid = np.where(has_case, cases["paid_total"][np.where(has_case, units["case"], 0)], 0)
        households = np.cumsum(units["position"] == 0) - 1
        reached = np.bincount(households, paid)[households] > 0
        persons = units["persons"].astype(np.int64) * weight
        place = np.maximum(units["decile"].astype(np.int64), 1) - 1
        for column, values in ((Held.PERSONS, persons), (Held.PAID_PERSONS, persons * reached),
                               (Held.PAID_FEN, paid * weight)):  # fmt: skip
            np.add.at(out[:, column], place, values)
    return out


def incidence_table(sides: Mapping[str, Sequence[Counts]], months: int) -> pd.DataFrame:
    """A row per side and decile, ranked by the baseline's household income per head before benefits.

    `benefits_yuan_year` (monthly cash), `benefit_share` of it with its 5-95% band over replications, `cumulated_share`
    (the concentration curve), `beneficiary_share` of all persons in paid households, `coverage_share` of the decile's
    own persons. No rows where nobody was paid, and after a run whose counties were distributed (`run` with `parts`).
    """
    frames = []
    group = np.arange(DECILES)
    for side, counts in sides.items():
        if not np.any(counts):
            continue
        table = np.stack(list(counts)).astype(float)  # (replications, deciles, Held)
        ones = np.ones(DECILES)
        shares = np.stack([benefit_incidence(run[:, Held.PAID_FEN], ones, group, DECILES) for run in table])
        persons = np.stack([beneficiary_incidence(run[:, Held.PAID_PERSONS], ones, group, DECILES) for run in table])
        mean, low, high = band(shares)
        covered = np.divide(table[:, :, Held.PAID_PERSONS], np.maximum(table[:, :, Held.PERSONS], 1.0)).mean(axis=0)
        yuan = table[:, :, Held.PAID_FEN].mean(axis=0) / FEN / months * MONTHS_PER_YEAR
        frames.append(pd.DataFrame({
            "scenario": side, "decile": group + 1, "benefits_yuan_year": yuan.round(2), "benefit_share": mean,
            "low": low, "high": high, "cumulated_share": np.cumsum(mean), "beneficiary_share": persons.mean(axis=0),
            "coverage_share": covered,
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["scenario", "decile"])


def waits_table(sides: Mapping[str, Sequence[Ledger]]) -> pd.DataFrame:
    """Share of units entitled to cash that are not yet paid after m months, by side and m = 0 ... 34.

    A period life table (`indicators.unpaid_curve`) of the months simulated, so those who lose their entitlement
    unpaid, or still wait at the end, count as long as they waited; mean and 5-95% band over replications. By month
    of the wait and replication, in units of the province: `paid` for the first time, of those `at_risk`.
    """
    frames = []
    for side, ledgers in sides.items():
        paid = np.stack([first_paid(ledger) for ledger in ledgers])
        at_risk = np.stack([ledger.unpaid.sum(axis=0) for ledger in ledgers])
        mean, low, high = band([unpaid_curve(ledger) for ledger in ledgers])
        frames.append(pd.DataFrame({
            "scenario": side, "month": np.arange(mean.size), "waiting_share": mean, "low": low, "high": high,
            "paid": paid.mean(axis=0)[:-1], "at_risk": at_risk.mean(axis=0)[:-1],
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)
