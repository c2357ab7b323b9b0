"""How knowledge reaches a unit; the loops over ties are in `simulation.steps.outreach`."""

from enum import IntEnum

from simulation._numba import inlined
from simulation.parameters.processes import Information


class Knowledge(IntEnum):
    """How a unit learned that it may claim (`Units.knows`); 0 = it does not know."""

    NONE = 0
    OWN = 1
    CAMPAIGN = 2
    WORD_OF_MOUTH = 3
    VISIT = 4
    SCREENING = 5
    REFERRAL = 6


@inlined
def campaign_probability(p: Information) -> float:
    """Monthly probability that publicity reaches a unit in need."""
    return p.campaign_reach_year / 12.0


@inlined
def statement_probability(p: Information) -> float:
    """Monthly probability that a holder of a status gets a statement of entitlement."""
    return min(p.statement_frequency / 12.0, 1.0)
