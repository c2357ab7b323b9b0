"""Disasters: months in which a county has one, and the units in it that are affected."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import Kind, Process, happens, words
from simulation.parameters.schema.shocks import Disaster


@inlined
def county_shock(seed: int, replication: int, county: int, month: int, p: Disaster) -> bool:
    """Whether the county has a disaster in this month."""
    word = words(seed, replication, Kind.COUNTY, county, month, Process.DISASTER_COUNTY)[0]
    return happens(word, p.county_prob_month)


@inlined
def unit_shock(word: np.uint32, p: Disaster) -> bool:
    """Whether a unit of a county with a disaster is affected."""
    return happens(word, p.hit_share)
