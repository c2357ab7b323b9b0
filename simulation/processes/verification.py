"""What the office sees and how long it takes."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import happens
from simulation.parameters.processes import Verification
from simulation.units import WORKING_DAYS


@inlined
def survey_minutes(p: Verification) -> int:
    """Minutes of township work on a new case: intake, survey, file."""
    return int(p.intake_minutes + p.survey_minutes + p.filing_minutes)


@inlined
def hidden_seen(word: np.uint32, p: Verification) -> bool:
    """Whether survey or data match finds the hidden earnings of a unit."""
    return happens(word, p.detection)


@inlined
def refused_by_mistake(word: np.uint32, p: Verification) -> bool:
    """Clerical error against an entitled case (fixed per filing)."""
    return happens(word, p.refusal_error)


@inlined
def granted_by_mistake(word: np.uint32, p: Verification) -> bool:
    """Clerical error in favour of a case which the facts on file refuse (fixed per filing)."""
    return happens(word, p.grant_error)


@inlined
def day_of(minute: int, minutes_month: int, month: int) -> int:
    """Working day on which the given minute of a month's work falls."""
    if minutes_month <= 0:
        return month * WORKING_DAYS
    return month * WORKING_DAYS + minute * WORKING_DAYS // minutes_month


@inlined
def minute_of(day: int, minutes_month: int, month: int) -> int:
    """First minute of the month's work that falls on a working day (0 for days before the month)."""
    return max(day - month * WORKING_DAYS, 0) * minutes_month // WORKING_DAYS
