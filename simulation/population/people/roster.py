"""Who lives in a village: template, number and id of its households, by a keyed permutation of slots."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.population.census.layout import FEISTEL_ROUNDS, Strata
from simulation.population.census.templates import LARGEST

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

_MIX = np.uint64(0x9E3779B1)
_LOW32 = np.uint64(0xFFFFFFFF)


class Roster(NamedTuple):
    """Scratch of one village: its households, then its collective residents."""

    template: Integers
    entity: Integers  # number in the province
    id: Integers  # first unit id
    found: Integers  # health code, see `fill_people`
    first: Integers  # first person row
    income_normal: Floats  # a part common to the village and
    own: Floats  # the household's own normal
    ages: Integers  # of the persons of one household
    shares: Floats  # of the units of one household in its income


@inlined_reader
def permute(number: int, size: int, key: npt.NDArray[np.uint32]) -> int:
    """Keyed permutation of 0 .. size - 1: an unbalanced Feistel network that walks until it is inside."""
    bits = 2
    while (1 << bits) < size:
        bits += 1
    left_bits = bits >> 1
    right_bits = bits - left_bits
    value = number
    while True:
        a, b = left_bits, right_bits
        for r in range(FEISTEL_ROUNDS):
            low = value & ((1 << b) - 1)
            high = value >> b
            mixed = ((np.uint64(low) ^ np.uint64(key[r])) * _MIX) & _LOW32
            mixed = ((mixed ^ (mixed >> np.uint64(15))) * _MIX) & _LOW32
            high ^= int(mixed >> np.uint64(16)) & ((1 << a) - 1)
            value = (low << a) | high
            a, b = b, a
        if value < size:
            return value


@inlined_reader
def template_of(slot: int, slots: Integers) -> int:
    """Template whose stretch of the running counts holds `slot`."""
    low, high = 0, slots.size - 2
    while low < high:
        middle = (low + high + 1) // 2
        if slots[middle] <= slot:
            low = middle
        else:
            high = middle - 1
    return low


@inlined_reader
def stretch(number: int, villages: int, total: int) -> tuple[int, int]:
    """First and last-plus-one of `total` households in village `number` of `villages`."""
    return number * total // villages, (number + 1) * total // villages


def new_roster(strata: Strata) -> Roster:
    """Scratch for the largest village of the province (each thread needs its own)."""
    everyone = strata.households + strata.collective
    rows = int((everyone // np.maximum(strata.villages, 1)).max()) + 2
    return Roster(
        template=np.zeros(rows, np.int64),
        entity=np.zeros(rows, np.int64),
        id=np.zeros(rows, np.int64),
        found=np.zeros(rows, np.int64),
        first=np.zeros(rows + 1, np.int64),
        income_normal=np.zeros(rows),
        own=np.zeros(rows),
        ages=np.zeros(LARGEST, np.int64),
        shares=np.zeros(LARGEST + 1),
    )


@lean
def fill_roster(strata: Strata, stratum: int, number: int, id_width: int, roster: Roster) -> int:
    """Template, number and id of everyone who lives in village `number` of a stratum; returns how many."""
    villages, slots, key = strata.villages[stratum], strata.slots[stratum], strata.key[stratum]
    homes, alone = strata.households[stratum], strata.collective[stratum]
    everyone, n = strata.first_collective[0], 0
    low, high = stretch(number, villages, homes)
    for h in range(low, high):
        roster.template[n] = template_of(permute(h, homes, key), slots)
        roster.entity[n] = strata.first_household[stratum] + h
        roster.id[n] = roster.entity[n] * id_width
        n += 1
    low, high = stretch(number, villages, alone)
    for h in range(low, high):
        roster.template[n] = template_of(homes + permute(h, alone, key), slots)
        roster.entity[n] = strata.first_collective[stratum] + h
        roster.id[n] = everyone * id_width + roster.entity[n] - everyone
        n += 1
    return n
