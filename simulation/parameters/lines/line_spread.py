"""Where only a mean of lines is published: how prefectures, and counties inside a prefecture, lie around it."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from simulation.parameters.files.decimals import exact

type Floats = npt.NDArray[np.float64]


class Spreads:
    """Places of prefectures in the province and of counties in their prefecture, between -1 and 1.

    The rank of the urban share says which: the least urban lies at -1, the most urban at 1, one alone at 0. Places
    are taken from their mean over residents, so that a spread moves no mean: neither the province's nor, within a
    prefecture, the prefecture's.
    """

    def __init__(self, prefectures: Sequence[str], residents: Floats, own: npt.NDArray[np.bool_]) -> None:
        """`residents` (counties, areas: rural, urban) together with the prefecture of each county.

        `own` (counties, areas) are the cells with a line of their own: the mean is that of the others.
        """
        names = sorted(set(prefectures))
        self.member = np.array([names.index(name) for name in prefectures])
        by_prefecture = np.column_stack([np.bincount(self.member, column) for column in residents.T])
        between = places_by_urban_share(by_prefecture)
        self.between = [between[m] for m in self.member]
        self.within = [Decimal(0)] * len(self.member)
        for group in range(len(names)):
            rows = np.flatnonzero(self.member == group)
            for row, place in zip(rows, places_by_urban_share(residents[rows]), strict=True):
                self.within[row] = place
        residents = np.where(own, 0.0, residents)
        by_area = {"*": residents.sum(axis=1), "rural": residents[:, 0], "urban": residents[:, 1]}
        self.centre = {area: centre(self.between, weight) for area, weight in by_area.items()}
        self.centres_within = {
            area: [self._centre_of(group, weight) for group in range(len(names))] for area, weight in by_area.items()
        }

    def _centre_of(self, group: int, weight: Floats) -> Decimal:
        rows = np.flatnonzero(self.member == group)
        return centre([self.within[row] for row in rows], weight[rows])

    def factor(self, county: int, area: str, between: Decimal, within: Decimal) -> Decimal:
        """A county's line over the province's mean, by the half-widths of the two spreads; area "*" = both."""
        prefecture: Decimal = 1 + between * (self.between[county] - self.centre[area])
        if not within:
            return prefecture
        inside = self.within[county] - self.centres_within[area][self.member[county]]
        spread: Decimal = prefecture * (1 + within * inside)
        return spread


def places_by_urban_share(residents: Floats) -> list[Decimal]:
    """Place between -1 (least urban) and 1 (most) by rank of the urban share of `residents` (n, areas); 0 for one."""
    n = len(residents)
    share = residents[:, 1] / np.maximum(residents.sum(axis=1), 1.0)
    rank = np.empty(n, np.int64)
    rank[np.lexsort((np.arange(n), share))] = np.arange(n)
    return [Decimal(2 * int(each)) / (n - 1) - 1 if n > 1 else Decimal(0) for each in rank]


def centre(places: Sequence[Decimal], weight: Floats) -> Decimal:
    """Mean of the places by weight; 0 where nobody lives."""
    weights = [exact(each) for each in weight]
    products = (place * each for place, each in zip(places, weights, strict=True))
    return sum(products, Decimal(0)) / sum(weights) if any(weights) else Decimal(0)
