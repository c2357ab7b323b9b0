"""Disasters strike counties; a part of the households of a struck county is hit."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import Kind, Process, happens, words
from simulation.parameters.processes import Disaster


@inlined
def strikes(seed: int, replication: int, county: int, month: int, p: Disaster) -> bool:
    """Whether the county is struck in this month."""
    word = words(seed, replication, Kind.COUNTY, county, month, Process.DISASTER_COUNTY)[0]
    return happens(word, p.county_prob_month)


@inlined
def hits(word: np.uint32, p: Disaster) -> bool:
    """Whether a unit in a struck county is hit."""
    return happens(word, p.hit_share)
