"""Deciles of persons by the baseline's household income per head, each a tenth of all persons."""

from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.ledger import Ledger
from simulation.month_steps.books import gains
from simulation.month_steps.books.gains import Tied
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

DECILES: Final = 10


def fix_deciles(state: State, scenario: Scenario, programmes: tuple[str, ...]) -> None:
    """Give every unit its baseline decile: household income per head before benefits, person weighted.

    A bin of the histogram of incomes in which a decile ends is sorted; households of one income (many have none) are
    shared out in the order of a draw, so that every decile contains a tenth of the persons, to a household.
    """
    period = int(scenario.group("earnings", state.month).assessment_months)
    unused = Ledger.empty(state.counties.share, state.month, 1, programmes)
    places = [state.county_tables(c, unused) for c in range(state.counties.adcode.size)]
    month = state.month - 1
    counts: npt.NDArray[np.int64] = sum(
        (gains.income_histogram(p.units, p.village, p.weight, month, period) for p in places),
        np.zeros(gains.BINS, np.int64),
    )
    cumulated = np.cumsum(counts)
    total = int(cumulated[-1])
    ends = total * np.arange(1, DECILES) // DECILES
    tops = np.searchsorted(cumulated, ends).astype(np.int64)
    for place in places:
        gains.set_deciles(place.units, tops, month, period)
    shared = np.zeros(gains.BINS, np.bool_)
    shared[tops] = cumulated[tops] > ends
    if shared.any():
        found = [
            gains.households_at(p.units, p.village, p.weight, month, period, shared, state.rng_key) for p in places
        ]
        for place, rows, deciles in zip(places, found, _shared_out(found, cumulated - counts, total), strict=True):
            _set(place.units, rows, deciles)


def _shared_out(
    found: list[npt.NDArray[np.int64]], below: npt.NDArray[np.int64], total: int
) -> list[npt.NDArray[np.int64]]:
    """Decile (1 to 10) of each household of each county; `below` (BINS,): persons in all lower bins.

    A household that lies across the end of a decile belongs to the one that contains its middle.
    """
    rows = np.concatenate(found)
    place = np.minimum(rows[:, Tied.INCOME_FEN] // gains.BIN_FEN, gains.BINS - 1)
    order = np.lexsort((rows[:, Tied.KEY], rows[:, Tied.INCOME_FEN], place))
    persons, place = rows[order, Tied.PERSONS], place[order]
    before = np.cumsum(persons) - persons
    first = np.flatnonzero(np.diff(place, prepend=-1))
    before -= np.repeat(before[first], np.diff(np.append(first, place.size)))  # persons before in the same bin
    deciles = np.empty(place.size, np.int64)
    middle = 2 * (below[place] + before) + persons
    deciles[order] = 1 + np.minimum(DECILES * middle // (2 * max(total, 1)), DECILES - 1)
    return np.split(deciles, np.cumsum([len(each) for each in found])[:-1])


def _set(units: npt.NDArray[np.void], rows: npt.NDArray[np.int64], deciles: npt.NDArray[np.int64]) -> None:
    """Give the units of each household its decile."""
    sizes = rows[:, Tied.ROWS]
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    units["decile"][np.repeat(rows[:, Tied.ROW], sizes) + within] = np.repeat(deciles, sizes)
