"""How knowledge reaches a unit; the loops over ties are in `simulation.steps.outreach`."""

from enum import IntEnum

from simulation._numba import inlined
from simulation.parameters.discovery import Information

PER_LINES = 100_000.0  # residents for whom `hotline_lines` are counted


class Knowledge(IntEnum):
    """How a unit learned that it may claim (`Units.knows`); 0 = it does not know."""

    NONE = 0
    OWN = 1
    CAMPAIGN = 2
    WORD_OF_MOUTH = 3
    VISIT = 4
    SCREENING = 5
    REFERRAL = 6
    HOTLINE = 7


@inlined
def campaign_probability(p: Information) -> float:
    """Monthly probability that publicity reaches a unit in need."""
    return p.campaign_reach_year / 12.0


@inlined
def statement_probability(p: Information) -> float:
    """Monthly probability that a holder of a status gets a statement of entitlement."""
    return min(p.statement_frequency / 12.0, 1.0)


@inlined
def telling_probability(p: Information) -> float:
    """Monthly probability that a recipient tells one tie."""
    return p.tell_prob_month * p.link_density


@inlined
def tellers_needed(p: Information) -> int:
    """Paid ties a unit needs before a word counts: 1 in simple contagion (Centola and Macy 2007 on complex ones)."""
    return int(p.tellers_needed) if p.contagion > 0.5 else 1


@inlined
def report_probability(p: Information) -> float:
    """Monthly probability that a neighbour reports a hardship."""
    return p.neighbour_report_prob * p.link_density


@inlined
def hotline_capacity(residents: int, p: Information) -> int:
    """Calls a month that the lines of so many residents can take; 0 without a hotline."""
    if p.hotline_enabled < 0.5:
        return 0
    return int(p.hotline_lines * p.hotline_calls_capacity * residents / PER_LINES + 0.5)
