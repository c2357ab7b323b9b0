"""The product's scalar functions as the agents call them.

Draws (`words`, `happens`, `normal`, `exp`) and rules (`decide`, `assess`, ...) are called compiled: plain Python
takes 20 to 50 times as long. Process functions that take a group of parameters are called as plain Python
(`py_func`): handing a NamedTuple to a compiled function costs more than the arithmetic (5.5 against 0.8
microseconds for `persistent_next`). Each is the faster way for the agents.
"""

from collections.abc import Callable
from typing import Any

from simulation.month_steps.cases import inspection
from simulation.population.people import summary
from simulation.processes import (
    application,
    behaviour,
    control,
    demography,
    disability,
    disaster,
    earnings,
    hardship,
    illness,
    information,
    job,
    payment,
    review,
    screening,
    staffing,
    verification,
    visit,
)


def plain(function: Any) -> Callable[..., Any]:
    """The Python function behind a compiled one."""
    return function.py_func


persistent_next = plain(earnings.persistent_next)
earnings_factor = plain(earnings.earnings_factor)
packed = plain(earnings.packed)
jobless_next, working_share = plain(job.jobless_next), plain(job.working_share)
illness_probability, rigid_yuan_month = plain(illness.onset_probability), plain(illness.rigid_yuan_month)
earnings_left, ordinary_yuan_year = plain(illness.earnings_left), plain(illness.ordinary_yuan_year)
bill_is_due, schooling_yuan = plain(hardship.bill_is_due), plain(hardship.schooling_yuan)
is_large, need_share = plain(hardship.is_large), plain(hardship.need_share)
asks_probability, job_spell_months = plain(hardship.asks_probability), plain(job.spell_months)
disability_probability = plain(disability.onset_probability)
unit_shock = plain(disaster.unit_shock)
death_probability, month_of_death = plain(demography.death_probability), plain(demography.month_of_death)
is_member, studies = plain(summary.is_member), plain(summary.studies)
earnings_response, assets_next = plain(behaviour.earnings_response), plain(behaviour.assets_next)
campaign_probability = plain(information.campaign_probability)
statement_probability = plain(information.statement_probability)
claims_rest_probability = plain(information.claims_rest_probability)
hotline_answered, report_probability = plain(information.hotline_answered), plain(information.report_probability)
telling_probability, tellers_needed = plain(information.telling_probability), plain(information.tellers_needed)
visibility, matches_in = plain(screening.visibility), plain(screening.matches_in)
register_room, register_shares, passes_score = (
    plain(screening.register_room),
    plain(screening.register_shares),
    plain(screening.passes_score),
)
false_alarm_chance, watched = plain(screening.false_alarm_chance), plain(screening.watched)
listed_chance, followed_chance = plain(screening.listed_chance), plain(screening.followed_chance)
seen_part, list_share = plain(screening.seen_part), plain(screening.list_share)
cross_match_chance = plain(screening.cross_match_chance)
leaves_trace, may_be_flagged = plain(screening.leaves_trace), plain(screening.may_be_flagged)
visits_possible, visits_of_month = plain(visit.visits_possible), plain(visit.visits_of_month)
unit_on_round = plain(visit.unit_on_round)
whole_minutes, check_minutes = plain(visit.whole_minutes), plain(visit.check_minutes)
recognition, contact_chance = plain(visit.recognition), plain(visit.contact_chance)
list_minutes, care_interval = plain(visit.list_minutes), plain(visit.care_interval)
care_visits_due, care_minutes = plain(visit.care_visits_due), plain(visit.care_minutes)
canvass_due, desk_checks = plain(visit.canvass_due), plain(visit.desk_checks)
relief_logit, files_online = plain(application.relief_logit), plain(application.files_online)
turned_away, gives_up_chance = plain(application.turned_away), plain(application.gives_up_chance)
linked_share = plain(application.linked_share)
papers_brought, trips_made = plain(application.papers_brought), plain(application.trips_made)
perceived_factor, taste = plain(application.perceived_factor), plain(application.taste)
thinks_excluded = plain(application.thinks_excluded)
claim_logit, files = plain(application.claim_logit), plain(application.files)
survey_minutes, hidden_seen = plain(verification.survey_minutes), plain(verification.hidden_seen)
fast_tracked, checked = plain(verification.fast_tracked), plain(verification.checked)
days_to_survey, days_to_confirmation = plain(verification.days_to_survey), plain(verification.days_to_confirmation)
earliest_decision, objection_chance = plain(verification.earliest_decision), plain(verification.objection_chance)
refusal_chance, grant_chance = plain(verification.refusal_chance), plain(verification.grant_chance)
favour_chance = plain(verification.favour_chance)
either, finding_chance = plain(control.either), plain(control.finding_chance)
wrongful_chance, supervision = plain(control.wrongful_chance), plain(control.supervision)
entry_chance, death_found = plain(control.entry_chance), plain(control.death_found)
paid_twice, sampled_chance = plain(control.paid_twice), plain(control.sampled_chance)
delay_days, lost_chance = plain(payment.delay_days), plain(payment.lost_chance)
record_error = plain(payment.record_error)
barred_months, is_serious = plain(payment.barred_months), plain(payment.is_serious)
review_minutes, visited_part = plain(review.minutes_each), plain(review.visited_part)
months_to_effect, is_frozen = plain(review.months_to_effect), plain(review.is_frozen)
finds_with_help = plain(job.finds_with_help)
day_of, minute_of = plain(verification.day_of), plain(verification.minute_of)
service_days = plain(verification.service_days)
interval_months, reported = plain(review.interval_months), plain(review.reported)
planned_minutes = plain(staffing.planned_minutes)
shows_cascade = plain(inspection.shows_cascade)
