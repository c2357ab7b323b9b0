"""Two null models of the register: whatever they meet as well says nothing about the model.

*Random places*: as many persons as the model enrols, in random households of the province, paid the mean.
*Perfect means test*: every unit whose true income per head is below its dibao line, topped up to the line.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from calibration.observers.holders import Holders, holders_of, with_members
from calibration.observers.homes import trailing_yuan_year
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.rules.facts import Line
from simulation.state import State
from simulation.units import FEN, MONTHS_PER_YEAR

# Persons enrolled alone are a part of dibao in every published stock.
PLACES: Final = (("dibao", "single"), ("tekun",), ("marginal",))

type Ints = npt.NDArray[np.int64]


class Nulls:
    """The two registers of one replication, month by month; give `look` to `Province.read`."""

    def __init__(self, seed: int, replication: int) -> None:
        self.random: dict[int, Holders] = {}
        self.perfect: dict[int, Holders] = {}
        self._generator = np.random.default_rng((seed, replication))
        self._order: Ints | None = None  # units in the order in which they get places: the same in every month

    def look(self, state: State, scenario: Scenario, members: bool) -> None:
        """Take both registers at the end of the month just simulated."""
        month = state.month - 1
        weight, county = state.unit_weights(), state.unit_counties()
        if self._order is None:
            self._order = self._generator.permutation(state.units.size)
        names = scenario.rule_book().names
        columns = random_places(state, holders_of(state, False), names, self._order, weight, county)
        self.random[month] = with_members(state, columns, members)
        columns = below_line(state, scenario.lines(month), names.index("dibao"), weight, county)
        self.perfect[month] = with_members(state, columns, members)


def random_places(
    state: State, register: Holders, names: tuple[str, ...], order: Ints, weight: Ints, county: Ints
) -> Ints:
    """(6, cases) rows as `holders.with_members` takes them: places given to units in a random order."""
    persons = state.units["persons"].astype(np.int64)
    free = order[persons[order] > 0]
    parts: list[Ints] = []
    for programmes in PLACES:
        held = np.isin(register.programme, [names.index(name) for name in programmes if name in names])
        heads = int((register.covered * register.weight)[held].sum())
        if heads == 0:
            continue
        mean = float((register.paid * register.weight)[held].sum()) / heads
        taken = int(np.searchsorted(np.cumsum((persons * weight)[free]), heads, side="right"))
        chosen, free = free[:taken], free[taken:]
        programme = np.full(taken, names.index(programmes[0]))
        paid = np.rint(mean * persons[chosen]).astype(np.int64)
        parts.append(np.stack([county[chosen], programme, chosen, weight[chosen], persons[chosen], paid]))
    return np.concatenate(parts, axis=1) if parts else np.zeros((6, 0), np.int64)


def below_line(state: State, lines: Ints, dibao: int, weight: Ints, county: Ints) -> Ints:
    """(6, cases) rows: units below the line of their registration and area, paid what they lack."""
    units = state.units
    persons = units["persons"].astype(np.int64)
    area = ((units["flags"] & Flag.LINE_URBAN) != 0).astype(int)
    lack = lines[units["registration"], area, Line.DIBAO] * persons - np.rint(
        trailing_yuan_year(state) * (FEN / MONTHS_PER_YEAR)
    ).astype(np.int64)
    chosen = np.flatnonzero((lack > 0) & (persons > 0))
    programme = np.full(chosen.size, dibao)
    return np.stack([county[chosen], programme, chosen, weight[chosen], persons[chosen], lack[chosen]])
