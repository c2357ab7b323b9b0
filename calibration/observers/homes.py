"""What households live on at the end of a month: one row per household."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.population.columns import Flag
from simulation.state import State
from simulation.units import FEN, MONTHS_PER_YEAR

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
QUARTER = 3


@dataclass(frozen=True)
class Homes:
    """Households of families that are alive; all arrays are (households,). Money in yuan a year."""

    county: Ints
    weight: Ints
    persons: Ints
    urban: npt.NDArray[np.bool_]  # lives in a city or town
    income: Floats  # own income and the cash benefits of all members


def trailing_yuan_year(state: State) -> Floats:
    """(units,) own income of the last ten to twelve months as a yearly sum: the running quarter and three past ones."""
    months = (state.month - 1) % QUARTER + 1 + 3 * QUARTER
    fen = state.units["quarter"].sum(axis=1, dtype=np.int64).astype(np.float64)
    return fen * (MONTHS_PER_YEAR / months / FEN)


def benefits_yuan_year(state: State) -> Floats:
    """(units,) cash benefits of this month, times twelve."""
    return np.asarray(state.case_column("paid") * (MONTHS_PER_YEAR / FEN))


def homes_of(state: State) -> Homes:
    """Households at the end of month `state.month - 1`.

    Persons in dormitories, barracks and homes belong to no family and are left out, as surveys leave them out.
    """
    units = state.units
    heads = np.flatnonzero(units["position"] == 0)

    def total(column: npt.NDArray[np.generic]) -> Floats:
        return np.add.reduceat(column.astype(np.float64), heads)

    head = units[heads]
    persons = total(units["persons"])
    family = (persons > 0) & ((head["flags"] & Flag.COLLECTIVE) == 0)
    income = total(trailing_yuan_year(state) + benefits_yuan_year(state))
    return Homes(
        state.unit_counties()[heads][family], state.unit_weights()[heads][family], persons[family].astype(np.int64),
        ((head["flags"] & Flag.URBAN) != 0)[family], income[family],
    )  # fmt: skip
