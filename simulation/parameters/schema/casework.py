"""Parameters of a case from filing to payment and upkeep: one flat NamedTuple per process group.

Values, sources and labels live in `scenarios/national/`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Verification(NamedTuple):
    """From filing to decision: minutes of work, legal waiting times, errors."""

    intake_minutes: Annotated[float, Field("minutes", 0, 600, "policy", "township desk, per new case")]
    survey_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "home survey, two people, travel")]
    filing_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "file and data check")]
    review_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "county confirmation")]
    start_days: Annotated[float, Field("working days", 0, 30, "policy", "from filing to survey at the earliest")]
    notice_days: Annotated[float, Field("working days", 0, 30, "policy", "public notice (7 days = 5 working days)")]
    delay_days: Annotated[float, Field("working days", 0, 120, "policy", "added to every decision")]
    hiding_share: Annotated[
        float, Field("1", 0, 1, "structural", "units which keep earnings from the office", read="start")
    ]
    hidden_part: Annotated[
        float, Field("1", 0, 1, "structural", "of their unverifiable earnings", switch="hiding_share", read="start")
    ]
    business_part: Annotated[
        float, Field("1", 0, 1, "policy", "of net farm and business income that local standards count")
    ]
    detection: Annotated[
        float, Field("1", 0, 1, "policy", "hidden earnings found by survey or data match", switch="hiding_share")
    ]
    refusal_error: Annotated[float, Field("1", 0, 1, "policy", "an entitled case is refused by mistake")]
    grant_error: Annotated[float, Field("1", 0, 1, "policy", "a case just over the line is granted by mistake")]
    retry_months: Annotated[float, Field("months", 1, 60, "policy", "before a refused unit files again")]
    limit_days: Annotated[
        float,
        Field(
            "working days",
            5,
            60,
            "policy",
            "legal limit from filing to decision, after it overdue",
            switch="uses_limit | process_cv",
        ),
    ]
    uses_limit: Annotated[float, Field("1", 0, 1, "policy", "share of what is left of the limit that offices let pass")]
    delegated_share: Annotated[float, Field("1", 0, 1, "policy", "counties whose townships decide themselves")]
    delegated_minutes: Annotated[
        float, Field("minutes", 0, 600, "policy", "of a township's own confirmation", switch="delegated_share")
    ]
    steps: Annotated[float, Field("steps", 1, 3, "policy", "levels that a claim passes")]
    step_days: Annotated[float, Field("working days", 0, 15, "policy", "handed on per level", switch="steps != 2")]
    township_error: Annotated[
        float, Field("x", 0, 3, "policy", "errors in counties that delegated", switch="delegated_share")
    ]
    process_cv: Annotated[float, Field("1", 0, 1, "policy", "spread of handling days over the limit")]
    standard_days: Annotated[float, Field("working days", 0, 45, "policy", "between survey and confirmation")]
    turnaround_days: Annotated[float, Field("working days", 0, 20, "policy", "waiting for the data check")]
    bank_lag_days: Annotated[float, Field("working days", 0, 15, "policy", "waiting for banks")]
    false_match: Annotated[float, Field("1", 0, 0.05, "policy", "an entitled case is refused for a wrong match")]
    objection_prob: Annotated[
        float,
        Field("1", 0, 0.5, "policy", "a case that should be refused is reported during notice", switch="notice_days"),
    ]
    appraisal_enabled: Annotated[float, Field("1", 0, 1, "policy", "1 = democratic appraisal before notice")]
    appraisal_days: Annotated[
        float, Field("working days", 0, 15, "policy", "of the appraisal", switch="appraisal_enabled")
    ]
    appraisal_bias: Annotated[
        float, Field("1", 0, 0.2, "policy", "an entitled mover is voted out", switch="appraisal_enabled")
    ]
    fast_track_enabled: Annotated[float, Field("1", 0, 1, "policy", "1 = honest declarers are decided without survey")]
    fast_track_conditions: Annotated[
        float, Field("conditions", 0, 4, "policy", "that a claim must meet", switch="fast_track_enabled")
    ]
    fast_track_days: Annotated[
        float, Field("working days", 0, 20, "policy", "to the decision", switch="fast_track_enabled")
    ]
    entry_check_share: Annotated[
        float, Field("1", 0, 1, "policy", "entries that are checked against data", switch="check_in_process")
    ]
    check_in_process: Annotated[float, Field("1", 0, 1, "policy", "0 = no data check of a claim")]
    check_after: Annotated[float, Field("1", 0, 1, "policy", "0 = no data check after enrolment")]
    outsourced_share: Annotated[float, Field("1", 0, 1, "policy", "surveys by contracted workers: no desk time")]
    survey_accuracy: Annotated[
        float, Field("1", 0.5, 1, "policy", "contracted surveys that classify rightly", switch="outsourced_share")
    ]
    relative_check: Annotated[float, Field("1", 0, 1, "policy", "cases of staff relatives checked by the county")]
    favouritism: Annotated[
        float,
        Field(
            "1",
            0,
            0.3,
            "policy",
            "an unchecked staff relative without entitlement is granted",
            switch="relative_check < 1",
        ),
    ]
    capacity: Annotated[float, Field("cases/worker-month", 0, 200, "policy", "claims a post can work off; 0 = no cap")]
    identity_online_share: Annotated[float, Field("1", 0, 1, "policy", "applicants identified online: a trip less")]
    identity_fraud: Annotated[
        float, Field("1", 0, 0.1, "policy", "of online identities", switch="identity_online_share")
    ]
    appeal_share: Annotated[float, Field("1", 0, 1, "policy", "wrongly refused units that appeal at once")]


class Review(NamedTuple):
    """Upkeep of enrolled cases."""

    stable_months: Annotated[
        float, Field("months", 1, 60, "policy", "review interval of a stable unit", switch="enabled")
    ]
    unstable_months: Annotated[float, Field("months", 1, 60, "policy", "with a member able to work", switch="enabled")]
    minutes: Annotated[float, Field("minutes", 0, 600, "policy", "of one review", switch="enabled")]
    report_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "an honest unit reports a change")]
    match_prob_month: Annotated[
        float, Field("1/month", 0, 1, "policy", "data matching notices a change", switch="verification.check_after")
    ]
    deceased_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "a death is matched and payment ends")]
    recovery_share: Annotated[float, Field("1", 0, 1, "policy", "of detected overpayment that is recovered")]
    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = no periodic review")]
    home_visit_share: Annotated[
        float, Field("1", 0, 1, "policy", "reviews with a home visit; the others see half and take half the time")
    ]
    adjustment_lag_months: Annotated[float, Field("months", 0, 12, "policy", "from a noticed change to its effect")]
    freeze_months: Annotated[
        float, Field("months", 0, 60, "policy", "after the policy date in which the former poor lose nothing")
    ]


class Temporary(NamedTuple):
    """Temporary assistance after a shock."""

    seek_prob: Annotated[float, Field("1", 0, 1, "policy", "a unit in full need turns to the desk")]
    assist_first_share: Annotated[
        float, Field("1", 0, 1, "policy", "helped in the same month, paper later", switch="seek_prob")
    ]
    minutes: Annotated[float, Field("minutes", 0, 600, "policy", "of one temporary case", switch="seek_prob")]
    cap_yuan_person_year: Annotated[
        float,
        Field("yuan/person/year", 0, 1000, "policy", "county's yearly budget per resident; 0 = uncapped", read="year"),
    ]
    host_share: Annotated[
        float, Field("1", 0, 1, "policy", "of temporary aid to people registered elsewhere", switch="seek_prob")
    ]
    waiting_days: Annotated[float, Field("working days", 0, 60, "policy", "to payment", switch="seek_prob")]
    emergency_days: Annotated[
        float, Field("working days", 0, 60, "policy", "to payment where help comes first", switch="seek_prob")
    ]
    wrong_share: Annotated[
        float, Field("1", 0, 0.5, "policy", "assist-first payments that turn out not due", switch="assist_first_share")
    ]
    recovery: Annotated[float, Field("1", 0, 1, "policy", "of assist-first payments not due", switch="wrong_share")]


class Control(NamedTuple):
    """Matches, audits and checks of enrolled cases beyond the ordinary review; each is off unless it is named."""

    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = none of the controls of this group")]
    recheck_interval_months: Annotated[
        float, Field("months", 0, 24, "policy", "all holders are matched again; 0 = never", switch="enabled")
    ]
    recheck_detection: Annotated[
        float, Field("1", 0, 1, "policy", "a changed case is found in such a match", switch="recheck_interval_months")
    ]
    wrongful_exit: Annotated[
        float, Field("1", 0, 0.05, "policy", "a rightful case ends in such a match", switch="recheck_interval_months")
    ]
    fraud_match_interval_months: Annotated[
        float, Field("months", 0, 12, "policy", "entrants of the last year are matched; 0 = never", switch="enabled")
    ]
    fraud_match_detection: Annotated[
        float, Field("1", 0, 1, "policy", "an entry without entitlement is found", switch="fraud_match_interval_months")
    ]
    external_data: Annotated[
        float,
        Field(
            "1", 0, 1, "policy", "1 = oversight data join the match of entrants", switch="fraud_match_interval_months"
        ),
    ]
    external_gain: Annotated[
        float, Field("1", 0, 1, "policy", "added to detection among entrants", switch="external_data")
    ]
    death_match_interval_months: Annotated[
        float, Field("months", 0, 12, "policy", "deaths are matched; 0 = by `deceased_prob_month`", switch="enabled")
    ]
    death_notice_lag_months: Annotated[
        float, Field("months", 0, 12, "policy", "from the match to the end of payment", switch="enabled")
    ]
    duplicate_rate: Annotated[
        float, Field("1/year", 0, 0.1, "policy", "holders who come to be paid twice", switch="enabled")
    ]
    duplicate_match_interval_months: Annotated[
        float, Field("months", 1, 12, "policy", "months until a double payment is found", switch="duplicate_rate")
    ]
    followup_share: Annotated[
        float, Field("1", 0, 1, "policy", "flags of matches followed up on the spot", switch="enabled")
    ]
    audit_sample_share: Annotated[float, Field("1/year", 0, 1, "policy", "cases audited", switch="enabled")]
    audit_correct_share: Annotated[float, Field("1", 0, 1, "policy", "of audit findings", switch="audit_sample_share")]
    audit_entry_share: Annotated[
        float, Field("1", 0, 1, "policy", "entries that the audit office tests", switch="enabled")
    ]
    audit_detection: Annotated[
        float, Field("1", 0, 1, "policy", "an entry without entitlement is found", switch="audit_entry_share")
    ]
    anomaly_days: Annotated[
        float, Field("days", 0, 60, "policy", "working days from a finding to action", switch="enabled")
    ]
    anomaly_false: Annotated[
        float, Field("1", 0, 0.5, "policy", "of monthly matches that hit a rightful case and end it", switch="enabled")
    ]
    supervision_share: Annotated[
        float, Field("1", 0, 1, "policy", "decisions re-checked by the county", switch="enabled")
    ]
    supervision_detection: Annotated[
        float, Field("1", 0, 1, "policy", "a wrong decision is set right", switch="supervision_share")
    ]
    fund_supervision_share: Annotated[
        float, Field("1", 0, 1, "policy", "payments checked; what is lost falls by as much", switch="enabled")
    ]
    missed_audit_share: Annotated[
        float, Field("1/year", 0, 1, "policy", "units without benefit looked at", switch="enabled")
    ]


class Payment(NamedTuple):
    """From the decision to the account: who checks, how long it takes, and what is lost on the way."""

    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = every payment arrives")]
    parties: Annotated[float, Field("parties", 1, 3, "policy", "that check each payment", switch="enabled")]
    mismatch: Annotated[
        float, Field("1", 0, 0.05, "policy", "payments with a wrong name or account under one party", switch="enabled")
    ]
    check_days: Annotated[float, Field("working days", 0, 5, "policy", "per further party", switch="parties > 1")]
    channel: Annotated[float, Field("variant", 0, 2, "policy", "0 cash, 1 card, 2 one card", switch="enabled")]
    delay_days: Annotated[float, Field("working days", 0, 30, "policy", "from decision to payment", switch="enabled")]
    leakage: Annotated[
        float, Field("1", 0, 0.05, "policy", "lost in cash; half on cards, a tenth on the one card", switch="enabled")
    ]
    card_held_share: Annotated[float, Field("1", 0, 0.2, "policy", "cards held by others", switch="enabled")]
    card_misuse: Annotated[float, Field("1/year", 0, 1, "policy", "of held cards", switch="card_held_share")]
    cards_registered: Annotated[
        float, Field("1", 0, 1, "policy", "held cards that are filed with the county", switch="card_held_share")
    ]
    registration_effect: Annotated[
        float, Field("1", 0, 1, "policy", "of misuse that filing a held card prevents", switch="cards_registered")
    ]
    ledger_mismatch: Annotated[
        float, Field("1", 0, 0.02, "policy", "cases on which the four ledgers disagree", switch="enabled")
    ]


class Credit(NamedTuple):
    """Breaches found in a look at a case bar the unit for a time (general or serious)."""

    enabled: Annotated[float, Field("1", 0, 1, "policy", "1 = breaches are recorded and punished")]
    general_months: Annotated[
        float, Field("months", 0, 12, "policy", "barred after a general breach", switch="enabled")
    ]
    serious_months: Annotated[
        float, Field("months", 0, 60, "policy", "barred after a serious breach", switch="enabled")
    ]
    serious_part: Annotated[float, Field("1", 0, 1, "policy", "serious: more of its earnings hidden", switch="enabled")]
    honest_gain: Annotated[
        float, Field("x", 1, 1.5, "policy", "on changes reported by holders themselves", switch="enabled")
    ]


class Budget(NamedTuple):
    """What a county may commit to; grants beyond it are rationed."""

    cap_yuan_person_month: Annotated[
        float,
        Field(
            "yuan/person/month",
            0,
            1000,
            "policy",
            "commitments per resident beyond which grants wait; 0 = none",
        ),
    ]
