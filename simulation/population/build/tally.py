"""Weighted counts of a built population, from the unit and person tables alone."""

from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled
from simulation.population.columns import Flag, Persons, Units, Villages, Work
from simulation.units import FIRST_MONTH

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

COUNTS: Final = (
    "households",
    "household_persons",
    "collective",
    "one_person",
    "one_generation",
    "two_generations",
    "three_or_more_generations",
    "one_65plus",
    "two_or_more_65plus",
    "age_0_14",
    "age_15_59",
    "age_60_64",
    "age_65_79",
    "age_80_plus",
    "urban",
    "registered_other_county",
    "registered_other_province",
    "car",
    "renting",
)
BINS: Final = 200_000  # of one yuan a month per head; the last one contains the rest
_URBAN, _COLLECTIVE, _CAR, _RENTING = int(Flag.URBAN), int(Flag.COLLECTIVE), int(Flag.CAR), int(Flag.RENTING)
_COUNTY, _PROVINCE = int(Flag.OTHER_COUNTY), int(Flag.OTHER_PROVINCE)
_GENERATION, _SHIFT = int(Work.GENERATION), int(Work.GENERATION_BIT)
_BIRTHS = np.array([-15 * 12, -60 * 12, -65 * 12, -80 * 12])  # born by then: an older band on the base date


@compiled
def household_counts(
    persons: Persons, first: int, count: int, flags: int, weight: int, row: Integers
) -> tuple[int, int]:
    """Add one household to the counts of its county; returns (members, generations)."""
    old = members = seen = 0
    for p in range(first, first + count):
        birth = int(persons.birth[p])
        if birth > FIRST_MONTH:
            continue
        band = 0
        for limit in _BIRTHS:
            band += birth <= limit
        row[9 + band] += weight
        members += 1
        old += band >= 3
        seen |= 1 << ((int(persons.work[p]) & _GENERATION) >> _SHIFT)
    generations = (seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3 & 1)
    row[14] += members * weight if flags & _URBAN else 0
    row[15] += members * weight if flags & _COUNTY else 0
    row[16] += members * weight if flags & _PROVINCE else 0
    if flags & _COLLECTIVE:
        row[2] += members * weight
        return members, generations
    row[0] += weight
    row[1] += members * weight
    row[3] += weight if members == 1 else 0
    row[3 + min(generations, 3)] += weight
    row[7] += weight if old == 1 else 0
    row[8] += weight if old >= 2 else 0
    return members, generations


@compiled
def tally(units: Units, persons: Persons, villages: Villages, counts: Integers, income: Integers, yuan: Floats) -> None:
    """Add all households to `counts` (counties, COUNTS) and to histograms of income per head.

    `income` (2, BINS) persons and `yuan` (2, BINS) yuan a month, urban and rural, of households by whole
    yuan per head; members at the first month, ages on the base date.
    """
    for v in range(villages.county.size):
        weight, county = villages.weight[v], villages.county[v]
        row, last = villages.first[v], villages.first[v + 1]
        while row < last:
            number, total, car, renting = int(units.units[row]), 0, 0, 0
            for u in range(row, row + number):
                flags = int(units.flags[u])
                car |= flags & _CAR
                renting |= flags & _RENTING
                if units.persons[u] > 0:
                    total += int(units.wage[u]) + int(units.business[u]) + int(units.pension[u]) + int(units.other[u])
            first, count = int(units.first_person[row]), int(units.household_persons[row])
            flags = int(units.flags[row])
            members, _ = household_counts(persons, first, count, flags, weight, counts[county])
            counts[county, 17] += weight if car else 0
            counts[county, 18] += weight if renting else 0
            residence = 0 if flags & _URBAN else 1
            place = min(total // max(members, 1), BINS - 1)
            income[residence, place] += weight * members
            yuan[residence, place] += weight * total
            row += number
