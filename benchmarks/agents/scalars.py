"""The product's scalar functions as the agents call them.

Draws (`words`, `happens`, `normal`, `exp`) and rules (`decide`, `assess`, ...) are called compiled: plain Python
takes 20 to 50 times as long. Process functions that take a group of parameters are called as plain Python
(`py_func`): handing a NamedTuple to a compiled function costs more than the arithmetic (5.5 against 0.8
microseconds for `persistent_next`). Each is the faster way for the agents.
"""

from collections.abc import Callable
from typing import Any

from simulation.processes import (
    application,
    behaviour,
    demography,
    disability,
    disaster,
    earnings,
    illness,
    information,
    job,
    review,
    screening,
    staffing,
    verification,
    visit,
)
from simulation.world import summary


def plain(function: Any) -> Callable[..., Any]:
    """The Python function behind a compiled one."""
    return function.py_func


persistent_next = plain(earnings.persistent_next)
earnings_factor = plain(earnings.earnings_factor)
packed = plain(earnings.packed)
jobless_next, working_share = plain(job.jobless_next), plain(job.working_share)
illness_probability, rigid_yuan_month = plain(illness.onset_probability), plain(illness.rigid_yuan_month)
disability_probability = plain(disability.onset_probability)
is_hit = plain(disaster.hits)
death_probability, month_of_death = plain(demography.death_probability), plain(demography.month_of_death)
is_member, studies = plain(summary.is_member), plain(summary.studies)
earnings_response, assets_next = plain(behaviour.earnings_response), plain(behaviour.assets_next)
campaign_probability = plain(information.campaign_probability)
statement_probability = plain(information.statement_probability)
leaves_trace, may_be_flagged = plain(screening.leaves_trace), plain(screening.may_be_flagged)
visits_possible, door = plain(visit.visits_possible), plain(visit.door)
perceived_factor, taste = plain(application.perceived_factor), plain(application.taste)
claim_logit, files = plain(application.claim_logit), plain(application.files)
survey_minutes, hidden_seen = plain(verification.survey_minutes), plain(verification.hidden_seen)
refused_by_mistake = plain(verification.refused_by_mistake)
granted_by_mistake = plain(verification.granted_by_mistake)
day_of, minute_of = plain(verification.day_of), plain(verification.minute_of)
interval_months, reported, matched = plain(review.interval_months), plain(review.reported), plain(review.matched)
planned_minutes = plain(staffing.planned_minutes)
