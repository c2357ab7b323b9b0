"""Serious illness of a member: rigid expenditure for a spell, sometimes for good."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import exp, normal
from simulation.parameters.processes import Illness


@inlined
def onset_probability(persons: int, elders: int, p: Illness) -> float:
    """Monthly probability that a unit is struck."""
    return min((persons - elders + elders * p.elder_factor) * p.onset_prob_month, 1.0)


@inlined
def rigid_yuan_month(word: np.uint32, p: Illness) -> int:
    """Out-of-pocket cost (yuan per month) of a spell: lognormal, at most 60,000."""
    return int(min(p.cost_yuan_month * exp(p.cost_log_sd * normal(word)), 60000.0))
