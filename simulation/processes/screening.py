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
def may_be_flagged(word: np.uint32, entitled_months: int, p: Screening) -> bool:
    """Whether this month's match would flag a unit that leaves a trace; true hardship only after the lag."""
    if entitled_months < 0:
        return happens(word, p.false_alarm_month)
    return entitled_months >= p.lag_months and happens(word, p.sensitivity_month)
