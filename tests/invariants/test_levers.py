"""Every lever of outreach, casework and control moves what it says it moves, in a context in which it can bind."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from worlds import onward, total

from simulation.engine import State
from simulation.ledger import Event, Ledger, Measure
from simulation.parameters.scenario import Scenario
from simulation.processes.information import Knowledge

MONTHS = 9
type Outcome = Measure | Callable[[Ledger], float]


def days(ledger: Ledger) -> float:
    """Mean working days from the start of work on a claim to its decision."""
    return total(ledger, Measure.DECISION_DAYS) / total(ledger, Measure.DECISIONS)


def spread(ledger: Ledger) -> float:
    """Variance of these days."""
    return total(ledger, Measure.DECISION_DAYS_SQUARED) / total(ledger, Measure.DECISIONS) - days(ledger) ** 2


def bundle(ledger: Ledger) -> float:
    """Value in kind."""
    return float(ledger.money[:, :, -1].sum())


def level(number: int) -> Callable[[Ledger], float]:
    """Money paid by one level of government."""
    return lambda ledger: float(ledger.money[:, :, :, number].sum())


def channel(by: Knowledge, event: Event) -> Callable[[Ledger], float]:
    """Events of one channel."""
    return lambda ledger: float(ledger.channels[:, :, by, event].sum())


@dataclass(frozen=True)
class Lever:
    """`path` from `low` to `high` in a context moves `outcome` in the direction of `sign`."""

    path: str
    low: float
    high: float
    outcome: Outcome
    sign: int = 1
    context: dict[str, float] = field(default_factory=dict)


BUSY = {"application.base_logit": 4.0, "information.campaign_reach_year": 1.0}
LAX = BUSY | {"verification.grant_error": 0.5, "verification.hiding_share": 0.15}
ALARMS = {"screening.false_alarm_month": 0.2, "staff.desk.hours_month": 0.0}
CARE = {"visit.enrolled_interval_days": 30.0, "review.match_prob_month": 0.0, "review.report_prob_month": 0.0}
SHY = {"application.documents": 10.0, "application.trips": 6.0, "information.campaign_reach_year": 1.0}
ONLINE = SHY | {"application.online_share": 1.0}
HOTLINE = {"information.hotline_enabled": 1.0, "information.hotline_call_prob": 1.0, "screening.referral": 0.0}
FEW_LINES = HOTLINE | {"information.hotline_lines": 2.0}
REMOTE = {"visit.remote_area_share": 0.4}
MOVERS = {"information.campaign_reach_year": 1.0, "application.away_trips": 10.0, "application.documents_others": 15.0}
M = Measure

LEVERS = [
    Lever("screening.enabled", 0, 1, M.FLAGS),
    Lever("screening.monitored_cap", 0.001, 0.15, M.FLAGS),
    Lever("screening.refresh_interval_months", 0, 12, M.FLAGS, -1),
    Lever("screening.departments", 2, 20, M.FLAGS, context={"screening.false_alarm_month": 0.0}),
    Lever("screening.items", 2, 40, M.FLAGS, context={"screening.false_alarm_month": 0.0}),
    Lever("screening.cover_illness", 0, 1, M.FLAGS),
    Lever("screening.cover_income", 0, 1, M.FLAGS),
    Lever("screening.data_lag_months", 0, 12, M.FLAGS, -1),
    Lever("screening.threshold_percentile", 0, 95, M.FLAGS, -1),
    Lever("screening.score_skill", 0, 3, M.FLAGS, 1, {"screening.threshold_percentile": 90.0}),
    Lever("screening.learning_year", 0, 1, M.FLAGS, 1, {"screening.threshold_percentile": 90.0}),
    Lever("screening.precision", 0.05, 0.6, M.FLAGS, -1),
    Lever("screening.flag_share_year", 0.1, 1, M.FLAGS),
    Lever("screening.cross_match_interval_months", 1, 6, M.REPORTED, -1),
    Lever("screening.anti_return_share", 0, 0.05, M.REPORTED),
    Lever("screening.watch_sudden", 0, 1, M.REPORTED, 1, {"screening.anti_return_share": 0.05}),
    Lever("screening.alert_response_days", 0, 60, M.VISITS_LISTED, -1),
    Lever("screening.alert_capacity", 5, 400, M.ALERTS_UNANSWERED, -1, ALARMS | {"staff.assistant.hours_month": 100.0}),
    Lever("screening.leakage_share", 0, 0.5, M.VISITS_LISTED, -1),
    Lever("visit.grid_enabled", 0, 1, M.VISITS),
    Lever("visit.contact_rate_year", 0, 12, M.RECOGNISED),
    Lever("visit.targeting", 1, 2, M.VISITS_LISTED),
    Lever("visit.targeting", 0, 1, M.RECOGNISED),
    Lever("visit.alert_guided_share", 0, 1, M.VISITS_LISTED, 1, {"staff.desk.hours_month": 0.0}),
    Lever("visit.remote_share", 0, 0.8, M.VISITS),
    Lever("visit.remote_detection_ratio", 0.2, 0.8, M.RECOGNISED, 1, {"visit.remote_share": 0.8}),
    Lever("visit.interval_high_days", 0, 30, M.VISITS_CARE),
    Lever("visit.interval_key_days", 0, 30, M.VISITS_CARE),
    Lever("visit.interval_general_days", 0, 60, M.VISITS_CARE),
    Lever("visit.enrolled_interval_days", 60, 365, M.VISITS_CARE, -1),
    Lever("visit.tier_high_share", 0.02, 0.5, M.VISITS_CARE, 1, {"visit.interval_high_days": 30.0}),
    Lever("visit.care_detection", 0, 1, M.CHANGES_FOUND, 1, CARE),
    Lever("visit.remote_penalty", 1, 4, M.VISITS, -1, REMOTE),
    Lever("visit.remote_station_gain", 1, 2, M.VISITS, 1, REMOTE),
    Lever("visit.informs", 0, 1, M.CASCADE_UNKNOWN, -1),
    Lever("visit.field_check_share", 0.2, 1, M.VISITS_LISTED),
    Lever("visit.field_check_minutes", 0, 240, M.VISITS, -1, ALARMS),
    Lever("information.decay_year", 0, 1, M.CASCADE_UNKNOWN),
    Lever("information.contagion", 0, 1, M.LEARNED_BY_WORD, -1),
    Lever("information.link_density", 0, 1, M.LEARNED_BY_WORD),
    Lever("information.neighbour_report_prob", 0, 0.3, M.REPORTED),
    Lever("information.hotline_enabled", 0, 1, channel(Knowledge.HOTLINE, Event.LEARNED), 1, HOTLINE),
    Lever("information.hotline_calls_capacity", 10, 1000, M.HOTLINE_CALLS, 1, FEW_LINES),
    Lever("information.hotline_answer_prob", 0.1, 1, channel(Knowledge.HOTLINE, Event.LEARNED), 1, HOTLINE),
    Lever("application.online_share", 0, 1, M.FILED, 1, SHY),
    Lever("application.online_hours_saved", 0, 20, M.FILED, 1, ONLINE),
    Lever("application.digital_exclusion_share", 0, 0.6, M.FILED, -1, ONLINE),
    Lever("application.abandon_month", 0, 0.3, M.ABANDONED),
    Lever("application.transparency", 0, 1, M.ABANDONED, -1, BUSY | {"application.abandon_month": 0.3}),
    Lever("application.place_rule", 0, 2, M.FILED, 1, MOVERS),
    Lever("application.accept_anywhere", 0, 1, M.TURNED_AWAY, -1, BUSY | {"application.place_rejection": 0.5}),
    Lever("application.coordination_days", 0, 60, days, 1, BUSY),
    Lever("application.one_id_all", 0, 1, M.FILED, 1, MOVERS),
    Lever("application.prescreen", 0, 1, M.REFUSED, -1, BUSY),
    Lever("application.authorisation_share", 0.5, 1, M.REFUSED, -1, BUSY),
    Lever("application.former_poor_autoenrol", 0, 1, M.FILED, 1, {"application.former_poor_share": 0.4}),
    Lever("application.bundled_items", 0, 15, bundle),
    Lever("application.separate_hours", 1, 12, bundle, -1, {"application.bundled_items": 0.0}),
    Lever("verification.limit_days", 20, 40, days, 1, BUSY | {"verification.uses_limit": 1.0}),
    Lever("verification.limit_days", 5, 40, M.OVERDUE, -1, BUSY),
    Lever("verification.delegated_share", 0, 1, M.MINUTES_BUREAU, -1),
    Lever("verification.steps", 1, 3, days),
    Lever("verification.township_error", 1, 3, M.REFUSED, 1, BUSY | {"verification.delegated_share": 1.0}),
    Lever("verification.process_cv", 0, 1, spread, 1, BUSY),
    Lever("verification.standard_days", 0, 20, days),
    Lever("verification.turnaround_days", 0, 20, days),
    Lever("verification.bank_lag_days", 0, 15, days),
    Lever("verification.false_match", 0, 0.05, M.REFUSED, 1, BUSY),
    Lever("verification.objection_prob", 0, 0.5, M.FOUND_AT_ENTRY, 1, LAX),
    Lever("verification.appraisal_enabled", 0, 1, days),
    Lever("verification.appraisal_bias", 0, 0.2, M.VOTED_OUT, 1, BUSY | {"verification.appraisal_enabled": 1.0}),
    Lever("verification.fast_track_enabled", 0, 1, M.TASK_DESK, -1, BUSY),
    Lever("verification.fast_track_conditions", 0, 4, M.TASK_DESK, 1, BUSY | {"verification.fast_track_enabled": 1.0}),
    Lever("verification.fast_track_days", 3, 20, days, 1, BUSY | {"verification.fast_track_enabled": 1.0}),
    Lever("verification.outsourced_share", 0, 1, M.TASK_DESK, -1, BUSY),
    Lever("verification.survey_accuracy", 0.6, 1, M.REFUSED, -1, BUSY | {"verification.outsourced_share": 1.0}),
    Lever("verification.capacity", 0, 5, M.GRANTED, -1, BUSY),
    Lever("verification.identity_online_share", 0, 1, M.FILED, 1, SHY),
    Lever("verification.appeal_share", 0, 1, M.APPEALS, 1, BUSY | {"verification.refusal_error": 0.5}),
    Lever("review.enabled", 0, 1, M.REVIEWS),
    Lever("review.adjustment_lag_months", 0, 6, M.CHANGES_FOUND, -1, {"review.enabled": 0.0}),
    Lever("control.recheck_interval_months", 1, 6, M.CHANGES_FOUND, -1),
    Lever("control.wrongful_exit", 0, 0.05, M.WRONGFUL_EXITS, 1, {"control.recheck_interval_months": 1.0}),
    Lever("control.anomaly_false", 0, 0.5, M.WRONGFUL_EXITS),
    Lever("control.followup_share", 0, 1, M.CHANGES_FOUND, 1, {"control.recheck_interval_months": 1.0}),
    Lever("control.audit_sample_share", 0, 1, M.CHANGES_FOUND),
    Lever("control.audit_entry_share", 0, 1, M.FOUND_AT_ENTRY, 1, LAX),
    Lever("control.supervision_share", 0, 1, M.REFUSED, -1, BUSY | {"verification.refusal_error": 0.5}),
    Lever("control.missed_audit_share", 0, 1, M.REPORTED),
    Lever("control.duplicate_rate", 0, 0.1, M.DUPLICATE_FEN, 1, BUSY),
    Lever("control.duplicate_match_interval_months", 1, 12, M.DUPLICATE_FEN, 1, BUSY | {"control.duplicate_rate": 0.1}),
    Lever("payment.mismatch", 0, 0.05, M.LOST_FEN, 1, {"payment.parties": 1.0}),
    Lever("payment.parties", 1, 3, M.LOST_FEN, -1, {"payment.mismatch": 0.05}),
    Lever("payment.channel", 0, 2, M.LOST_FEN, -1, {"payment.leakage": 0.05}),
    Lever("payment.ledger_mismatch", 0, 0.02, M.LOST_FEN),
    Lever("payment.card_misuse", 0, 1, M.LOST_FEN, 1, {"payment.card_held_share": 0.2}),
    Lever("control.fund_supervision_share", 0, 1, M.LOST_FEN, -1, {"payment.leakage": 0.05, "payment.channel": 0.0}),
    Lever("temporary.waiting_days", 0, 20, M.TEMPORARY_WAIT_DAYS, 1, {"temporary.seek_prob": 0.9}),
    Lever("temporary.host_share", 0, 1, level(4), -1, {"temporary.seek_prob": 0.9}),
    Lever("budget.cap_yuan_person_month", 1, 1000, M.RATIONED, -1, BUSY),
    Lever("funding.key_national", 0, 30, level(1)),
]  # fmt: skip


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: f"{lever.path}-{lever.low}-{lever.high}")
def test_a_lever_moves_its_outcome(base: Scenario, warm: State, lever: Lever) -> None:
    found = []
    for value in (lever.low, lever.high):
        scenario = base.change(lever.context | {lever.path: float(value)})
        ledger = onward(warm, scenario, MONTHS, base)[1]
        read = lever.outcome
        found.append(total(ledger, read) if isinstance(read, Measure) else read(ledger))
    assert (found[1] - found[0]) * lever.sign > 0, found
