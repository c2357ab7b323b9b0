"""How knowledge reaches a unit; the loops over social links are in `simulation.month_steps.outreach.outreach`."""

from enum import IntEnum

from simulation.compile.kernel import inlined
from simulation.parameters.schema.discovery import Information
from simulation.parameters.schema.statements import Statement


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
def statement_probability(handed_out: float, p: Information, s: Statement) -> float:
    """Monthly probability that a holder of a status gets a statement.

    On paper, online where that reaches it, or as one of the copies `handed_out` once (per holder and month).
    """
    delivered = s.offline_share + (1.0 - s.offline_share) * s.online_reach
    return min(s.enabled * (p.statement_frequency / 12.0 * delivered + handed_out), 1.0)


@inlined
def claims_rest_probability(copies: float, s: Statement) -> float:
    """Monthly probability that a holder paid too little claims the rest.

    By a statement it reads, or by what it sees of the payment itself; `copies` is the probability of a statement.
    """
    return min(copies * s.awareness_gain + s.payment_transparency * s.transparency_gain / 12.0, 1.0)


@inlined
def telling_probability(p: Information) -> float:
    """Monthly probability that a recipient informs one of its social links."""
    return p.tell_prob_month * p.link_density


@inlined
def tellers_needed(p: Information) -> int:
    """Paid links a unit needs before a word counts: 1 in simple contagion (Centola and Macy 2007 on complex ones)."""
    return int(p.tellers_needed) if p.contagion > 0.5 else 1


@inlined
def report_probability(p: Information) -> float:
    """Monthly probability that a neighbour reports a hardship."""
    return p.neighbour_report_prob * p.link_density


@inlined
def hotline_answered(p: Information) -> float:
    """Probability that a call is answered: lines taken by other callers first come first served; 0 without a hotline.

    Calls of households in need are so few compared with the others that they do not lengthen the queue.
    """
    if p.hotline_enabled < 0.5:
        return 0.0
    taken = p.hotline_lines * p.hotline_calls_capacity  # calls per 100,000 residents and month, as the other calls
    return p.hotline_answer_prob * min(taken / max(p.hotline_other_calls, 1.0), 1.0)
