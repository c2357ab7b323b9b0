"""What levers of governance, capacity, systems and burden change in the month: hours, rates, errors, thresholds.

The compiled month reads only the groups of the processes. Each lever of `governance.py` acts here and nowhere else, and
so do the reach of media and the gain of a brand (group `statement`), by multiplying or adding to a field of those
groups. At its neutral value the field is left bit for bit as it was: 0, 1 for a factor, or for a count the number that
the stated levels are for (14 departments and 28 classes in verification, 2 hours a document and a trip). Sizes of
effect are the assumed parameters `hours_gain`, `error_cut`, `caution` and the gains next to each lever.

The nation is not neutral: where the texts of the six provinces are silent, `scenarios/national` assumes a low level of
attention, appraisal, accountability and training. Hours, visits and error rates stated in the other national files hold
before these levels act; the month of the nation reads slightly more hours and slightly fewer errors.

Levers that pull the same way are combined as 1 - (1 - a)(1 - b)...: each adds to the others, none beyond 1, and none is
hidden behind a ceiling that the others have reached.
"""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

YEAR = 12.0
FULL_TRAINING_HOURS = 80.0
FULL_SUPERVISION = 12.0
PLAN_INDICATORS, PLAN_TASKS = 28.0, 7.0  # of Zhejiang's special plan (F016, F017)
JOINT_UNITS = 34.0
STATED_DEPARTMENTS, STATED_CLASSES = 14.0, 28.0  # at which `verification.detection` holds (Zhejiang, F035, F036)
HALF_DEPARTMENTS, HALF_CLASSES = 3.0, 6.0  # saturation: detection without any is nil, half of the limit at these
DOCUMENT_HOURS, TRIP_HOURS = 2.0, 2.0
SOCIAL_HOURS = 160.0  # of a social worker a month; those on the caseload take an hour each
POINTS_HALF = 15000.0  # service points that halve the way
BEGINNINGS = ("platform.rollout_month",)  # levers that say in which month others begin to act


class HasGroups(Protocol):
    """Anything that knows its parameter groups by name and month (a Scenario)."""

    def group(self, name: str, month: int) -> Any:
        """The NamedTuple of one group in one month."""
        ...


def apply_levers(record: npt.NDArray[np.void], scenario: HasGroups, month: int) -> None:
    """Change the (1,) record of process parameters in place by the levers in force in `month`."""
    p = record[0]
    _offices(p, scenario, month)
    _visits(p, scenario, month)
    _errors(p, scenario, month)
    _data(p, scenario, month)
    _burden(p, scenario, month)
    _information(p, scenario, month)


def saturating(count: float, stated: float, half: float) -> float:
    """Share of the limit reached by `count` sources over the share reached by `stated` ones.

    >>> saturating(14.0, 14.0, 3.0)
    1.0
    """
    return (count / (count + half)) / (stated / (stated + half))


def together(*weights: float) -> float:
    """Weights in [0, 1] that pull the same way, as one: 1 - (1 - a)(1 - b)...

    >>> together(0.5, 0.5), together(0.25, 0.0)
    (0.75, 0.25)
    """
    left = 1.0
    for weight in weights:
        left *= 1.0 - min(max(weight, 0.0), 1.0)
    return 1.0 - left


def immunity_of_clauses(exemptions: float, mitigations: float, part: float, half: float) -> float:
    """Share of good-faith errors that a list of clauses forgives: the commonest come first, so it saturates.

    A mitigation counts as `part` of an exemption; `half` exemptions forgive half of the errors.

    >>> immunity_of_clauses(10.0, 0.0, 0.5, 10.0)
    0.5
    """
    counted = exemptions + part * mitigations
    return counted / (counted + half)


def _at_most_one(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _offices(p: Any, scenario: HasGroups, month: int) -> None:
    """Hours of desks and bureaus, and days of coordination."""
    g, plan = scenario.group("governance", month), scenario.group("plan", month)
    more = 1.0 + g.hours_gain * (g.leadership_attention + g.leading_group)
    p.desk.hours_month *= more
    p.bureau.hours_month *= more
    left = 1.0 - min(plan.coordination_units / JOINT_UNITS, 1.0)
    p.verification.start_days += plan.mixed_share * plan.coordination_delay_days * left


def _visits(p: Any, scenario: HasGroups, month: int) -> None:
    """Assistants' hours, the visits they aim at, and what they see."""
    g, c = scenario.group("governance", month), scenario.group("capacity", month)
    population = scenario.group("population", month)
    grids = population.residents_2022 / (c.persons_per_household * population.grid_households)
    staff = c.frontline_staff if c.frontline_staff > 0 else c.staff_per_10000 * population.residents_2022 / 10000.0
    each = p.assistant.hours_month  # of an assistant; none at all: nobody is sent, whatever else is stated
    hours = 0.0
    if each > 0.0:
        townships = population.residents_2022 / population.persons_per_township
        social = c.social_workers * max(SOCIAL_HOURS - c.social_caseload, 0.0) * townships / grids
        hours = staff * each / grids * (1.0 - _hours_lost(c, p.assistant, staff)) * (1.0 + c.volunteer_share)
        hours += c.volunteer_members * c.member_hours / grids + c.cadre_hours + social
    p.assistant.hours_month = hours  # of a grid from here on
    effort = _discovery_effort(g, scenario.group("plan", month))
    p.visit.visits_per_grid_month *= effort
    p.assistant.hours_month *= effort
    p.visit.detection = _at_most_one(p.visit.detection * c.local_knowledge * g.skill_gain)


def _hours_lost(c: Any, assistant: Any, staff: float) -> float:
    """Share of assistants' hours lost as posts change hands: half a year each, none of those whose hours are paid."""
    full = staff * assistant.hours_month * YEAR * assistant.cost_yuan_hour
    paid = min(c.assistant_budget_yuan / full, 1.0) if full > 0.0 else 0.0
    return float(0.5 * c.assistant_turnover * (1.0 - paid))


def _discovery_effort(g: Any, plan: Any) -> float:
    """Visits over the visits without pressure: drives, appraisal, plans and the duty to look."""
    followed = 1.0 + plan.indicators / PLAN_INDICATORS + plan.tasks / PLAN_TASKS
    measured = plan.target_gap * followed / plan.horizon_years
    looks = 1.0 / g.dispatch_interval_months if g.dispatch_interval_months > 0 else 0.0
    pressure = g.drive_effort + g.appraisal_coverage_weight + g.performance_pay + measured
    pressure += g.appraisal_weight if g.appraisal_target in (0.0, 1.0) else 0.0
    pressure += plan.target_gap * looks
    return float((1.0 + g.hours_gain * pressure) * g.discovery_duty * g.rectification)


def _errors(p: Any, scenario: HasGroups, month: int) -> None:
    """Wrongful refusals and grants: care lowers both, fear moves them from one to the other."""
    g, platform = scenario.group("governance", month), scenario.group("platform", month)
    begun = month >= platform.rollout_month
    care = together(
        g.local_accountability,
        g.supervision_visits / FULL_SUPERVISION,
        platform.in_process_supervision if begun else 0.0,
        g.appraisal_weight if g.appraisal_target == 2.0 else 0.0,
        g.accountability_strictness if g.accountability_direction == 2.0 else 0.0,
    )
    trained = g.training_error_reduction * g.training_hours / FULL_TRAINING_HOURS
    kept = (1.0 - g.error_cut * care) * (1.0 - trained)
    fear = _fear_of_granting(g)
    strict = g.officer_strictness * g.drive_strictness
    v = p.verification
    v.refusal_error = _at_most_one(
        v.refusal_error * kept * (1.0 + g.caution * fear) * strict * g.recognition_strictness
    )
    v.grant_error = _at_most_one(v.grant_error * kept * (1.0 - g.caution * fear) / strict)


def _fear_of_granting(g: Any) -> float:
    """From -1 (errors only by granting) to 1 (only by refusing): what appraisal and accountability punish."""
    clauses = immunity_of_clauses(g.exemption_clauses, g.mitigation_clauses, g.mitigation_part, g.clauses_half)
    bold = together(
        g.appraisal_growth_weight,
        g.error_immunity,
        clauses,
        g.appraisal_weight if g.appraisal_target in (0.0, 1.0) else 0.0,
        g.accountability_strictness if g.accountability_direction == 0.0 else 0.0,
    )
    afraid = together(
        g.appraisal_weight if g.appraisal_target == 3.0 else 0.0,
        g.accountability_strictness if g.accountability_direction == 1.0 else 0.0,
    )
    return afraid - bold


def _data(p: Any, scenario: HasGroups, month: int) -> None:
    """Data of verification, minutes of files, and changes noticed among holders."""
    g, platform = scenario.group("governance", month), scenario.group("platform", month)
    seen = saturating(platform.verification_departments, STATED_DEPARTMENTS, HALF_DEPARTMENTS)
    seen *= saturating(platform.data_classes, STATED_CLASSES, HALF_CLASSES)
    seen *= 1.0 - platform.bank_part * (1.0 - platform.bank_coverage)
    p.verification.detection = _at_most_one(p.verification.detection * seen)
    joined = platform.integration if month >= platform.rollout_month else 0.0
    p.verification.filing_minutes += 60.0 * platform.duplicate_entry_hours * (1.0 - joined)
    p.verification.filing_minutes *= 1.0 - 0.5 * joined
    noticed = g.evaluation_gain if g.fund_evaluation > 0.5 else 1.0
    if g.circular_interval_months > 0:
        noticed *= 1.0 + (g.naming_effect - 1.0) / g.circular_interval_months
    p.review.match_prob_month = _at_most_one(p.review.match_prob_month * noticed)


def _burden(p: Any, scenario: HasGroups, month: int) -> None:
    """Documents, ways and stigma; what self-declaration saves and what it does not see."""
    b = scenario.group("burden", month)
    replaced = b.declaration_scope if b.self_declaration > 0.5 else 0.0
    p.application.documents *= (1.0 - replaced) * (1.0 - b.proofs_waived)
    p.application.document_logit *= b.document_hours / DOCUMENT_HOURS * (1.0 - b.guide_gain * b.guide)
    p.application.trip_logit *= b.distance_hours / TRIP_HOURS * POINTS_HALF / (POINTS_HALF + b.service_points)
    if p.verification.notice_days > 0:
        p.application.stigma_logit += 4.0 * b.stigma_cost  # a logit of 4 s at even odds is a share s of claims
    p.verification.detection *= 1.0 - b.declaration_loss * replaced * b.liability_notice_effect
    p.verification.filing_minutes *= 1.0 - b.reform_gain * b.process_reform


def _information(p: Any, scenario: HasGroups, month: int) -> None:
    """Reach of campaigns."""
    s = scenario.group("statement", month)
    reach = p.information.campaign_reach_year * s.brand_gain
    p.information.campaign_reach_year = _at_most_one(reach + s.simple_media_reach)
