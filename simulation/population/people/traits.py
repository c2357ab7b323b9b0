"""What counties have of their own other than people: remoteness, delegated decisions, key-county subsidies.

Which counties a figure names is not published where only their number is: the most agrarian ones are remote and key
counties; a seeded order says which delegate. All three are assumed.
"""

import functools
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.draws import Kind, Process, words

type Floats = npt.NDArray[np.float64]


FARMING_MEAN: Final = 0.2  # share employed in agriculture around which `Trait.FARMING` lies: that of the six provinces
LEAST_FARMING: Final = 0.01


class Trait(IntEnum):
    """Columns of the table of traits."""

    TRAVEL = 0  # time of a visit relative to elsewhere
    DELEGATED = 1  # 1 = townships decide
    FARMING = 3  # log of the share employed in agriculture over `FARMING_MEAN`
    PEOPLE = 2  # share of the residents of the province: by it a supply of the province is distributed


def agrarian_order(counties: pd.DataFrame) -> npt.NDArray[np.int64]:
    """County rows, the most agrarian first (by share employed in agriculture, ties in table order)."""
    return np.argsort(-counties["share_employed_in_agriculture"].to_numpy(np.float64), kind="stable")


def seeded_order(counties: pd.DataFrame) -> npt.NDArray[np.int64]:
    """County rows in the order of their keyed numbers: the first n have what a figure says that n counties have."""
    return _order_of(tuple(int(code) for code in counties["adcode"]))


@functools.cache
def _order_of(codes: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Rows of counties in the order of the numbers keyed by their codes; drawn once, as every policy asks for it."""
    key = [int(words(0, 0, Kind.COUNTY, code, 0, Process.COUNTY_ORDER)[0]) for code in codes]
    order = np.argsort(np.array(key), kind="stable")
    order.setflags(write=False)
    return order


def county_traits(counties: pd.DataFrame, remote_share: float, travel: float, delegated_share: float) -> Floats:
    """(counties, Trait): `travel` in the most agrarian counties up to a share of residents; who delegates.

    `counties` is the table of counties.csv; shares 0 to 1.
    """
    table = np.zeros((len(counties), len(Trait)))
    table[:, Trait.TRAVEL] = 1.0
    farming = np.maximum(counties["share_employed_in_agriculture"].to_numpy(np.float64), LEAST_FARMING)
    # rounded, so that the last digit of a platform's log enters no result
    table[:, Trait.FARMING] = np.round(np.log(farming / FARMING_MEAN) * 1024) / 1024
    order = agrarian_order(counties)
    people = counties["population"].to_numpy(np.float64)[order]
    before = np.cumsum(people) - people
    table[order[before < remote_share * people.sum()], Trait.TRAVEL] = travel
    table[order, Trait.PEOPLE] = people / people.sum()
    table[seeded_order(counties)[: round(delegated_share * len(counties))], Trait.DELEGATED] = 1.0
    return table


def tilted(
    payers: Floats, counties: pd.DataFrame, national: int, provincial: int, shares: tuple[float, float]
) -> Floats:
    """(counties, 3) shares of central, province, prefecture with the tilt to key counties.

    Of what key counties pay out `shares` (national, provincial key counties) comes from above: the centre keeps its
    part, the province fills up, the prefecture pays nothing (assumed; the paying level is not stated).
    """
    out = payers.copy()
    order = agrarian_order(counties)
    for rows, share in ((order[:national], shares[0]), (order[national : national + provincial], shares[1])):
        central = np.minimum(out[rows, 0], share)
        out[rows, 0], out[rows, 1], out[rows, 2] = central, share - central, 0.0
    return out
