"""Levers of governance, capacity, information technology and burden: one flat NamedTuple per group.

None of them is read by the month. `parameters.schema.effective` says which hours, rates, errors and thresholds each
one changes, and at which neutral value it changes nothing. The nation is not neutral: where the texts of the six
provinces are silent it has a low assumed level. Values and labels live in `scenarios/national/governance.toml`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Governance(NamedTuple):
    """Attention, appraisal, accountability and training of those who decide and of those who look for people."""

    leadership_attention: Annotated[float, Field("1", 0, 1, "policy", "the first leader's attention: office hours")]
    leading_group: Annotated[float, Field("1", 0, 1, "policy", "leading groups: office hours")]
    supervision_visits: Annotated[float, Field("visits/county-year", 0, 12, "policy", "on the spot: fewer errors")]
    local_accountability: Annotated[float, Field("1", 0, 1, "policy", "of city and county: fewer errors")]
    appraisal_weight: Annotated[float, Field("1", 0, 1, "policy", "of effort that follows the appraisal")]
    appraisal_target: Annotated[
        float, Field("variant", 0, 3, "policy", "0 growth, 1 coverage, 2 accuracy, 3 cost", switch="appraisal_weight")
    ]
    appraisal_growth_weight: Annotated[float, Field("1", 0, 1, "policy", "of growth of dibao and tekun: leniency")]
    appraisal_coverage_weight: Annotated[float, Field("1", 0, 1, "policy", "of the share enrolled: visits")]
    accountability_strictness: Annotated[float, Field("1", 0, 1, "policy", "of the ladder of accountability")]
    accountability_direction: Annotated[
        float,
        Field(
            "variant",
            0,
            2,
            "policy",
            "0 for missed cases, 1 for wrong grants, 2 for both",
            switch="accountability_strictness",
        ),
    ]
    error_immunity: Annotated[float, Field("1", 0, 1, "policy", "good-faith errors forgiven: less defensive refusal")]
    exemption_clauses: Annotated[float, Field("clauses", 0, 50, "policy", "errors that the list exempts")]
    mitigation_clauses: Annotated[float, Field("clauses", 0, 50, "policy", "errors that the list mitigates")]
    mitigation_part: Annotated[
        float,
        Field("1", 0, 1, "policy", "of an exemption that a mitigation is worth", switch="mitigation_clauses"),
    ]
    clauses_half: Annotated[
        float,
        Field(
            "clauses",
            1,
            100,
            "policy",
            "exemptions that forgive half of good-faith errors",
            switch="exemption_clauses | mitigation_clauses",
        ),
    ]
    officer_strictness: Annotated[float, Field("x", 0.7, 1.3, "policy", "wrongful refusals; grants inversely")]
    drive_effort: Annotated[float, Field("1", 0, 1, "policy", "of a drive to widen coverage: visits")]
    drive_strictness: Annotated[float, Field("x", 0.7, 1, "policy", "wrongful refusals during a drive")]
    training_hours: Annotated[float, Field("hours/year", 0, 80, "policy", "per worker")]
    training_error_reduction: Annotated[
        float, Field("1", 0, 0.5, "policy", "of errors, at 80 hours a year", switch="training_hours")
    ]
    skill_gain: Annotated[float, Field("x", 1, 1.3, "policy", "detection on visits")]
    performance_pay: Annotated[float, Field("1", 0, 0.3, "policy", "of assistants' pay: visits")]
    circular_interval_months: Annotated[float, Field("months", 0, 12, "policy", "of match results; 0 = none")]
    naming_effect: Annotated[
        float,
        Field("x", 1, 1.5, "policy", "changes corrected after a monthly circular", switch="circular_interval_months"),
    ]
    dispatch_interval_months: Annotated[float, Field("months", 0, 12, "policy", "progress is looked at; 0 = never")]
    discovery_duty: Annotated[float, Field("1", 0, 1, "policy", "villages that act on their duty to look")]
    rectification: Annotated[float, Field("x", 1, 2, "policy", "visits during a drive for missed cases")]
    fund_evaluation: Annotated[float, Field("1", 0, 1, "policy", "1 = an outside body evaluates the use of funds")]
    evaluation_gain: Annotated[
        float, Field("x", 1, 1.5, "policy", "changes noticed under such an evaluation", switch="fund_evaluation")
    ]
    recognition_strictness: Annotated[float, Field("x", 0.5, 1, "policy", "wrongful refusals under relaxed conditions")]
    hours_gain: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "more hours or visits under full pressure",
            switch="leadership_attention | leading_group | drive_effort | appraisal_weight | appraisal_coverage_weight"
            " | performance_pay | plan.target_gap",
        ),
    ]
    error_cut: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "fewer errors under full care",
            switch="local_accountability | supervision_visits | appraisal_weight | accountability_strictness"
            " | platform.in_process_supervision",
        ),
    ]
    caution: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "errors moved between refusal and grant by full fear",
            switch="appraisal_growth_weight | error_immunity | exemption_clauses | mitigation_clauses"
            " | appraisal_weight | accountability_strictness",
        ),
    ]


class Plan(NamedTuple):
    """Targets of plans, and coordination among units."""

    target_gap: Annotated[float, Field("1", 0, 1, "policy", "distance to the planned coverage, relative")]
    horizon_years: Annotated[float, Field("years", 1, 10, "policy", "in which the plan closes it", switch="target_gap")]
    indicators: Annotated[
        float, Field("indicators", 0, 28, "policy", "of the plan; at 28 all work is measured", switch="target_gap")
    ]
    tasks: Annotated[
        float,
        Field("tasks", 0, 20, "policy", "key tasks of the plan, each with a unit that answers", switch="target_gap"),
    ]
    coordination_units: Annotated[float, Field("units", 0, 40, "policy", "in the joint mechanism; at 34 no delay")]
    coordination_delay_days: Annotated[float, Field("working days", 0, 60, "policy", "of mixed cases without it")]
    mixed_share: Annotated[
        float,
        Field("1", 0, 1, "policy", "of claims that several departments share", switch="coordination_delay_days"),
    ]


class Capacity(NamedTuple):
    """People who look for households in addition to the hours that `staff` states."""

    frontline_staff: Annotated[
        float,
        Field("persons", 0, 100000, "policy", "0 = as `staff_per_10000` says", switch="staff.assistant.hours_month"),
    ]
    staff_per_10000: Annotated[
        float, Field("persons/10000 residents", 0, 50, "policy", "assistants", switch="frontline_staff = 0")
    ]
    persons_per_household: Annotated[
        float,
        Field(
            "persons",
            1.5,
            4,
            "policy",
            "residents per household, to count grids of the province",
            switch="staff.assistant.hours_month",
        ),
    ]
    volunteer_share: Annotated[
        float,
        Field("1", 0, 1, "policy", "volunteers' hours over assistants' hours", switch="staff.assistant.hours_month"),
    ]
    local_knowledge: Annotated[float, Field("x", 1, 1.5, "policy", "detection on visits")]
    volunteer_members: Annotated[
        float, Field("persons", 0, 200000, "policy", "party members in grids", switch="staff.assistant.hours_month")
    ]
    member_hours: Annotated[float, Field("hours/month", 0, 20, "policy", "of a member", switch="volunteer_members")]
    cadre_hours: Annotated[
        float,
        Field(
            "hours/village-month", 0, 80, "policy", "of cadres and village teams", switch="staff.assistant.hours_month"
        ),
    ]
    social_workers: Annotated[
        float, Field("persons/township", 0, 10, "policy", "at township stations", switch="staff.assistant.hours_month")
    ]
    social_caseload: Annotated[
        float, Field("persons", 20, 100, "policy", "of a social worker; an hour each a month", switch="social_workers")
    ]
    assistant_budget_yuan: Annotated[
        float, Field("yuan/year", 0, 1000000000, "policy", "that keeps assistants in post", switch="assistant_turnover")
    ]
    assistant_turnover: Annotated[
        float,
        Field(
            "1/year",
            0,
            0.5,
            "policy",
            "unpaid assistants who leave: half a year lost",
            switch="staff.assistant.hours_month",
        ),
    ]


class Platform(NamedTuple):
    """Systems and data of verification."""

    verification_departments: Annotated[float, Field("departments", 0, 20, "policy", "that answer verification")]
    data_classes: Annotated[float, Field("classes", 0, 40, "policy", "of data in verification")]
    bank_coverage: Annotated[float, Field("1", 0, 1, "policy", "of deposits that verification sees")]
    integration: Annotated[float, Field("1", 0, 1, "policy", "departments connected to one system")]
    duplicate_entry_hours: Annotated[float, Field("hours/case", 0, 5, "policy", "typed twice without integration")]
    rollout_month: Annotated[
        float,
        Field(
            "month",
            0,
            60,
            "policy",
            "in which integration and supervision begin",
            switch="integration | in_process_supervision",
        ),
    ]
    in_process_supervision: Annotated[float, Field("1", 0, 1, "policy", "cases watched live: fewer errors")]
    bank_part: Annotated[
        float, Field("1", 0, 1, "policy", "of detection that rests on banks", switch="bank_coverage < 1")
    ]


class Burden(NamedTuple):
    """What a claim asks of a household."""

    self_declaration: Annotated[float, Field("1", 0, 1, "policy", "1 = a signed statement replaces proofs")]
    declaration_scope: Annotated[float, Field("1", 0, 1, "policy", "of proofs replaced", switch="self_declaration")]
    liability_notice_effect: Annotated[
        float, Field("x", 0.5, 1, "policy", "false declarations after a written notice", switch="declaration_scope")
    ]
    declaration_loss: Annotated[
        float, Field("1", 0, 1, "policy", "of detection lost where nothing is proved", switch="declaration_scope")
    ]
    proofs_waived: Annotated[float, Field("1", 0, 1, "policy", "of proofs that platforms hold")]
    document_hours: Annotated[float, Field("hours/document", 0.5, 8, "policy", "2 = as `application.document_logit`")]
    service_points: Annotated[float, Field("points", 0, 30000, "policy", "in villages and communities")]
    distance_hours: Annotated[float, Field("hours/trip", 0, 8, "policy", "2 = as `application.trip_logit`")]
    guide: Annotated[float, Field("1", 0, 1, "policy", "1 = a written guide")]
    guide_gain: Annotated[float, Field("1", 0, 1, "policy", "of the burden of documents it saves", switch="guide")]
    process_reform: Annotated[float, Field("1", 0, 1, "policy", "1 = duties and process made lean")]
    reform_gain: Annotated[
        float, Field("1", 0, 1, "policy", "of the desk's minutes for files it saves", switch="process_reform")
    ]
    stigma_cost: Annotated[
        float,
        Field(
            "1",
            0,
            0.3,
            "policy",
            "eligible who do not apply because names are posted",
            switch="verification.notice_days",
        ),
    ]
