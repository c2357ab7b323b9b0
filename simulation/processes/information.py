"""How knowledge reaches a unit; the loops over ties are in `simulation.steps.outreach`."""

from enum import IntEnum

import numpy as np

from simulation._numba import inlined
from simulation.draws import happens
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
def known_share(meeting: float, p: Information) -> float:
    """Long-run share of units in need that know by outreach: learned / (learned + forgotten), monthly hazards.

    `meeting` is the hazard of being met by an assistant; word of mouth is left out.
    """
    learned = campaign_probability(p) + meeting
    return learned / (learned + p.lapse_prob_month) if learned > 0.0 else 0.0


@inlined
def forgets(word: np.uint32, p: Information) -> bool:
    """Whether a unit that learned by outreach, and holds no status, has lost what it knew."""
    return happens(word, p.lapse_prob_month)


@inlined
def statement_probability(p: Information) -> float:
    """Monthly probability that a holder of a status gets a statement of entitlement."""
    return min(p.statement_frequency / 12.0, 1.0)
