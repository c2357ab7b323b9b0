"""Where households live: strata, villages, townships, and which villages a sample holds.

A stratum is the urban or the rural part of a county. Households of a stratum have numbers; a keyed
permutation puts them into the slots of its template list, so that a full province meets the integerised
counts exactly and a sample contains the very same households.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.draws import Kind, Process, uniform, words
from simulation.parameters.schema.population import PopulationParameters
from simulation.population.census.templates import FAMILY, Templates

type Integers = npt.NDArray[np.int64]

ID_LIMIT = 1 << 28  # pair draws contain ids in 28 bits
FEISTEL_ROUNDS = 4


class Strata(NamedTuple):
    """2C strata (urban and rural part of county 0, of county 1, ...) and their template lists."""

    households: Integers  # (2C,) family households
    collective: Integers  # (2C,) collective residents
    first_household: Integers  # (2C,) number in the province of the first household
    first_collective: Integers  # (2C,) number of the first collective resident, after all households
    villages: Integers  # (2C,) villages at scale 1
    first_village: Integers  # (2C,) number in the county of its first village
    slots: Integers  # (2C, T + 1) running counts over the template list
    key: npt.NDArray[np.uint32]  # (2C, FEISTEL_ROUNDS) keys of the permutation


class Sites(NamedTuple):
    """Villages of the world, in row order."""

    stratum: Integers
    number: Integers  # in its stratum, at scale 1
    county: Integers
    township: Integers
    weight: Integers


def lay_strata(counts: Integers, templates: Templates, population: PopulationParameters, seed: int) -> Strata:
    """Strata from (C, 2T) integerised counts."""
    strata = counts.reshape(-1, templates.size.size)
    family = templates.kind == FAMILY
    households, collective = strata[:, family].sum(axis=1), strata[:, ~family].sum(axis=1)
    wanted = np.rint(households / population.grid_households).astype(np.int64)
    villages = np.where(households + collective > 0, np.maximum(wanted, 1), 0)
    pairs = villages.reshape(-1, 2)
    first_village = np.stack([np.zeros(len(pairs), np.int64), pairs[:, 0]], axis=1).ravel()
    first_household = np.cumsum(households) - households
    first_collective = households.sum() + np.cumsum(collective) - collective
    slots = np.concatenate([np.zeros((len(strata), 1), np.int64), np.cumsum(strata, axis=1)], axis=1)
    key = np.array([words(seed, 0, Kind.COUNTY, s, 0, Process.POPULATION) for s in range(len(strata))], np.uint32)
    return Strata(households, collective, first_household, first_collective, villages, first_village, slots, key)


def check_ids(strata: Strata, templates: Templates) -> int:
    """Unit ids kept for one household; raises ValueError when the province needs more than 28 bits."""
    width = int(templates.units[templates.kind == FAMILY].max())
    needed = int(strata.households.sum()) * width + int(strata.collective.sum())
    if needed >= ID_LIMIT:
        raise ValueError(f"{needed} unit ids are needed and {ID_LIMIT} are possible: build parts of the province")
    return width


def _sample_sizes(villages: Integers, scale: float, uniforms: npt.NDArray[np.float64]) -> Integers:
    """(C, 2) villages to draw per urban and rural part: proportional, one at least per county.

    Rounding carries over from county to county (systematic, from a keyed start), so the province's urban
    and rural shares hold at any scale; a county with two or more draws contains both of its parts.
    """
    total = villages.sum(axis=1)
    wanted = total * scale
    steps = np.floor(np.cumsum(wanted) + uniforms[0]).astype(np.int64)
    drawn = np.clip(np.diff(steps, prepend=int(uniforms[0])), 1, total)
    urban_wanted = np.cumsum(drawn * villages[:, 0] / np.maximum(total, 1))
    urban = np.diff(np.floor(urban_wanted + uniforms[1]).astype(np.int64), prepend=int(uniforms[1]))
    both = (drawn >= 2) & (villages > 0).all(axis=1)
    low = np.maximum(drawn - villages[:, 1], both.astype(np.int64))
    high = np.minimum(villages[:, 0], drawn - both)
    urban = np.clip(urban, low, high)
    return np.stack([urban, drawn - urban], axis=1)


def _choose(size: int, number: int, seed: int, replication: int, stratum: int) -> Integers:
    """`number` of `size` villages, sorted: one from each of `number` equal stretches, keyed."""
    uniforms = np.array(
        [uniform(words(seed, replication, Kind.VILLAGE, stratum, k, Process.SAMPLE)[0]) for k in range(number)]
    )
    edges = np.arange(number + 1) * size // number
    return edges[:-1] + (uniforms * np.diff(edges)).astype(np.int64)


def choose_villages(strata: Strata, townships: Integers, *, scale: float, seed: int, replication: int) -> Sites:
    """Villages of the world: all at scale 1, else whole villages drawn inside county strata.

    Weights are whole numbers which sum, in every county, to the county's number of villages; where a county
    is left with one village, that village stands for all of it.
    """
    villages = strata.villages.reshape(-1, 2)
    words_ = words(seed, replication, Kind.PROVINCE, 0, 0, Process.SAMPLE)
    uniforms = np.array([uniform(words_[0]), uniform(words_[1])])
    drawn = villages if scale >= 1 else _sample_sizes(villages, scale, uniforms)
    columns: list[Integers] = []
    for c, (of, take) in enumerate(zip(villages, drawn, strict=True)):
        for part in (0, 1):
            n, standing = int(take[part]), int(of[part] if take[1 - part] else of.sum())
            if n == 0:
                continue
            number = np.arange(n) if n == of[part] else _choose(int(of[part]), n, seed, replication, 2 * c + part)
            edges = np.arange(n + 1) * standing // n
            place = strata.first_village[2 * c + part] + number
            township = place * townships[c] // of.sum()
            columns.append(np.stack([np.full(n, 2 * c + part), number, np.full(n, c), township, np.diff(edges)]))
    return Sites(*np.concatenate(columns, axis=1))
