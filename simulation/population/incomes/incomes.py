"""Incomes of the units of a household: total by rank, shared among units, split by source."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader
from simulation.draws import Kind, Process, exp, normal, words
from simulation.population.incomes.quantiles import HIGHEST, LOWEST, NODES

type Floats = npt.NDArray[np.float64]
type Sources = tuple[int, int, int, int]

MOST: Final = 65535  # yuan a month that a source column can hold
_VILLAGE, _INCOMES = int(Kind.VILLAGE), int(Process.INCOMES)
_STEP = (HIGHEST - LOWEST) / (NODES - 1)


class IncomeTables(NamedTuple):
    """What the kernels read; first index 0 = urban, 1 = rural; S strata, T templates."""

    score: Floats  # (S, T) shift of the score by template and county
    severe: float  # shift for a severely disabled member
    ill: float  # shift for a seriously ill member
    village_part: float  # square roots of the variance parts common to a village and the household's own
    household_part: float
    table: Floats  # (2, NODES, 2) yuan a month per head and normal quantile
    unit_sd: float
    elder_unit: Floats  # (2,)
    grown_unit: float
    pension: Floats  # (2,) yuan a month of an elder: employee, resident pension
    employee: Floats  # (2,) chance of employee pensions, urban and rural residents
    other: Floats  # (2,) share of property and private transfers in units with workers
    business: Floats  # (S,) chance to live mainly from a business
    business_main: float  # part of the business in the earnings of such units, and of other rural ones
    business_side: float
    pension_ceiling: float
    assets_years: float
    assets_slope: float
    assets_sd: float


@inlined_reader
def village_normal(village: int, seed: int) -> float:
    """What the households of a village have in common."""
    return normal(words(seed, 0, _VILLAGE, village, 0, _INCOMES)[0])


@inlined_reader
def at_score(table: Floats, residence: int, column: int, score: float) -> float:
    """Interpolated entry of the income table."""
    place = min(max((score - LOWEST) / _STEP, 0.0), NODES - 1.001)
    cell = int(place)
    part = place - cell
    return table[residence, cell, column] * (1.0 - part) + table[residence, cell + 1, column] * part  # type: ignore[no-any-return]


@inlined_reader
def unit_weight(
    members: int, minors: int, elders: int, position: int, residence: int, z: float, tables: IncomeTables
) -> float:
    """Claim of a unit on the income of its household: members times relative income per head."""
    relative = 1.0
    if position > 0 and members <= 1 and minors == 0 and elders == 0:
        relative = tables.grown_unit
    if members > 0 and elders == members:
        relative = tables.elder_unit[residence]
    return max(members, 1) * relative * exp(tables.unit_sd * z)


@inlined_reader
def fits(yuan: float) -> int:
    """Whole yuan that fit a source column."""
    return int(min(yuan, float(MOST)) + 0.5)


@inlined_reader
def split_by_source(
    yuan: float,
    elders: int,
    earning: bool,
    mainly_business: bool,
    old_workers_only: bool,
    residence: int,
    pensioner: int,
    tables: IncomeTables,
) -> Sources:
    """(wage, business, pension, other) of a unit with `yuan` a month; what does not fit one goes to the next.

    Pensions first (`pensioner` 0 = employee, 1 = resident ones; never all of the income); the rest is earned
    where somebody works, and property and private transfers where nobody does.
    """
    pension = min(tables.pension[pensioner] * elders, tables.pension_ceiling * yuan)
    rest = yuan - pension
    other = tables.other[residence] * rest if earning else rest
    share = tables.business_side if residence == 1 else 0.0
    if mainly_business:
        share = tables.business_main
    if old_workers_only:
        share = 1.0
    business = share * (rest - other)
    wage = rest - other - business
    business += max(wage - MOST, 0.0)
    other += max(business - MOST, 0.0)
    return fits(wage), fits(business), fits(pension), fits(other)


@inlined_reader
def assets_yuan(yuan_month: float, rank_normal: float, z: float, tables: IncomeTables) -> int:
    """Monetary assets: lognormal around some years of income, rising faster than income."""
    factor = exp(tables.assets_slope * rank_normal + tables.assets_sd * z)
    return int(min(12.0 * yuan_month * tables.assets_years * factor, 2e9))
