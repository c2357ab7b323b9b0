"""Deciles fixed by the baseline pass, and who gains or loses between two histories of the same households."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, inlined_reader
from simulation.draws import ALWAYS, Process, words
from simulation.draws import Kind as Entity
from simulation.month_steps.case_table import Cases
from simulation.month_steps.county_tables import RandomKey
from simulation.month_steps.shocks.living import trailing_fen_month
from simulation.population.columns import NO_CASE, UnitTable

BIN_FEN = 2_000  # 20 yuan a month
BINS = 2_500  # income per head up to 50,000 yuan a month


class Kind(IntEnum):
    """Type of a household, by the first that fits."""

    HARDSHIP = 0  # a severely disabled or seriously ill member
    ELDERS = 1  # nobody under 60
    CHILDREN = 2  # a minor
    SINGLE = 3  # one person of working age
    OTHER = 4


_KINDS = len(Kind)


class Gain(IntEnum):
    """Last axis of the table of gains (households weighted)."""

    GAINERS = 0
    LOSERS = 1
    UNCHANGED = 2
    CHANGE_FEN = 3  # over all months of the period


_GAINS = len(Gain)


class Tied(IntEnum):
    """Last axis of `households_at`."""

    ROW = 0  # of the household's first unit in its county
    ROWS = 1
    INCOME_FEN = 2  # per head and month before benefits
    PERSONS = 3  # weighted
    KEY = 4  # in this order equal incomes are shared out


_TIED = len(Tied)


@inlined_reader
def household_income(units: UnitTable, i: int, rows: int, month: int, period: int) -> tuple[int, int]:
    """(income fen/month, persons) of the household whose first unit is row i."""
    income, persons = np.int64(0), np.int64(0)
    for j in range(i, i + rows):
        if units[j].persons > 0:
            income += trailing_fen_month(units, j, month, period)
            persons += units[j].persons
    return income, persons


@compiled
def income_histogram(
    units: UnitTable, village: npt.NDArray[np.int64], weight: npt.NDArray[np.int64], month: int, period: int
) -> npt.NDArray[np.int64]:
    """(BINS,) persons of a county by household income per head before benefits."""
    counts = np.zeros(BINS, np.int64)
    for v in range(weight.size):
        for i in range(village[v], village[v + 1]):
            if units[i].position == 0:
                income, persons = household_income(units, i, max(np.int64(units[i].units), 1), month, period)
                if persons > 0:
                    counts[min(income // persons // BIN_FEN, BINS - 1)] += weight[v] * persons
    return counts


@compiled
def set_deciles(units: UnitTable, tops: npt.NDArray[np.int64], month: int, period: int) -> None:
    """Give each unit the decile (1-10) of its household; `tops` (9,) are the last bins of deciles 1 to 9."""
    i = 0
    while i < units.size:
        rows = max(np.int64(units[i].units), 1)
        income, persons = household_income(units, i, rows, month, period)
        bin_ = min(income // max(persons, 1) // BIN_FEN, BINS - 1)
        for j in range(i, i + rows):
            units[j].decile = 1 + np.searchsorted(tops, bin_)
        i += rows


@compiled
def households_at(
    units: UnitTable, village: npt.NDArray[np.int64], weight: npt.NDArray[np.int64], month: int, period: int,
    wanted: npt.NDArray[np.bool_], rng_key: RandomKey,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """(households, Tied) of those whose income per head lies in a bin that is `wanted` (BINS,)."""
    out = np.empty((units.size, _TIED), np.int64)
    found = 0
    for v in range(weight.size):
        for i in range(village[v], village[v + 1]):
            if units[i].position == 0:
                rows = max(np.int64(units[i].units), 1)
                income, persons = household_income(units, i, rows, month, period)
                per_head = income // max(persons, 1)
                if persons > 0 and wanted[min(per_head // BIN_FEN, BINS - 1)]:
                    out[found, Tied.ROW], out[found, Tied.ROWS] = i, rows
                    out[found, Tied.INCOME_FEN], out[found, Tied.PERSONS] = per_head, weight[v] * persons
                    word = words(
                        rng_key.seed, rng_key.replication, Entity.HOUSEHOLD, units[i].id, ALWAYS, Process.TIES_SHARED
                    )
                    out[found, Tied.KEY] = np.int64(word[0])
                    found += 1
    return out[:found].copy()


@inlined_reader
def kind_of(units: UnitTable, i: int, rows: int) -> int:
    """Type of the household whose first unit is row i."""
    persons, minors, elders, hard = 0, 0, 0, 0
    for j in range(i, i + rows):
        persons += units[j].persons
        minors += units[j].minors
        elders += units[j].elders
        hard += units[j].severe + units[j].ill
    if hard > 0:
        return Kind.HARDSHIP
    if elders == persons:
        return Kind.ELDERS
    if minors > 0:
        return Kind.CHILDREN
    return Kind.SINGLE if persons == 1 else Kind.OTHER


@inlined_reader
def paid(units: UnitTable, cases: Cases, i: int) -> int:
    """Fen paid to unit i in the period (see `Cases.paid_total`)."""
    return 0 if units[i].case == NO_CASE else cases[units[i].case].paid_total  # type: ignore[no-any-return]


@compiled
def gains(
    units: UnitTable, cases: Cases, other_units: UnitTable, other_cases: Cases,
    village: npt.NDArray[np.int64], weight: npt.NDArray[np.int64], months: int,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """(10 deciles, household types, Gain) of a county: the second history against the first.

    A household gains or loses if its mean payment changes by a yuan a month or more.
    """
    out = np.zeros((10, _KINDS, _GAINS), np.int64)
    for v in range(weight.size):
        i = village[v]
        while i < village[v + 1]:
            rows = max(np.int64(units[i].units), 1)
            change, persons = np.int64(0), 0
            for j in range(i, i + rows):
                change += paid(other_units, other_cases, j) - paid(units, cases, j)
                persons += units[j].persons
            if persons > 0:
                cell = out[max(units[i].decile, 1) - 1, kind_of(units, i, rows)]
                side = Gain.UNCHANGED
                if abs(change) >= 100 * months:
                    side = Gain.GAINERS if change > 0 else Gain.LOSERS
                cell[side] += weight[v]
                cell[Gain.CHANGE_FEN] += weight[v] * change
            i += rows
    return out
