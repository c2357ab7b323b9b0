"""Screening of shared data: which hardship leaves a trace, and when it is flagged."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import happens
from simulation.parameters.processes import Screening


@inlined
def leaves_trace(word: np.uint32, p: Screening) -> bool:
    """Whether the hardship of a unit stands in shared data at all (fixed per unit)."""
    return happens(word, p.coverage)


@inlined
def flagged(word: np.uint32, trace: bool, entitled_months: int, p: Screening) -> bool:
    """Whether a unit is flagged this month; true hardship only after the lag of the data."""
    if entitled_months < 0:
        return happens(word, p.false_alarm_month)
    return trace and entitled_months >= p.lag_months and happens(word, p.sensitivity_month)
