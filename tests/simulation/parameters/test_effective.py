"""Levers of governance change the fields they name, and nothing at their neutral values."""

import numpy as np
import pytest

from simulation.parameters.bundle import PROCESSES, Processes, processes_of
from simulation.parameters.effective import saturating
from simulation.parameters.scenario import Scenario

# what leaves the month as it is; the nation has assumed levels of its own
NEUTRAL = {
    **dict.fromkeys(
        (
            "governance.leadership_attention", "governance.leading_group", "governance.supervision_visits",
            "governance.local_accountability", "governance.appraisal_weight", "governance.appraisal_growth_weight",
            "governance.appraisal_coverage_weight", "governance.accountability_strictness", "governance.error_immunity",
            "governance.drive_target", "governance.training_hours", "governance.performance_pay",
            "governance.circular_interval_months", "governance.fund_evaluation", "plan.target_gap",
            "plan.coordination_delay_days", "capacity.frontline_staff", "capacity.volunteer_share",
            "capacity.volunteer_members", "capacity.cadre_hours", "capacity.social_workers",
            "capacity.assistant_budget_yuan", "capacity.assistant_turnover", "platform.integration",
            "platform.duplicate_entry_hours", "platform.in_process_supervision", "burden.self_declaration",
            "burden.proofs_waived", "burden.service_points", "burden.guide", "burden.process_reform",
            "burden.stigma_cost", "statement.simple_media_reach", "statement.payment_transparency",
        ),
        0.0,
    ),
    **dict.fromkeys(
        (
            "governance.officer_strictness", "governance.drive_strictness", "governance.recognition_strictness",
            "governance.skill_gain", "governance.discovery_duty", "governance.rectification",
            "capacity.local_knowledge", "platform.bank_coverage", "statement.enabled", "statement.awareness_gain",
            "statement.offline_share", "statement.brand_gain",
        ),
        1.0,
    ),
    "platform.verification_departments": 14.0, "platform.data_classes": 28.0,
    "burden.document_hours": 2.0, "burden.distance_hours": 2.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Scenario:
    return Scenario.load("hubei", practice="national").change(NEUTRAL)


def test_neutral_levers_leave_every_field_as_it_was(base: Scenario) -> None:
    record = processes_of(base, 0)
    for name in Processes._fields:
        group = base.group(f"staff.{name}" if name in ("assistant", "desk", "bureau") else name, 0)
        assert tuple(record[name][0]) == pytest.approx(tuple(group), rel=0, abs=0), name
    assert record.dtype == PROCESSES


@pytest.mark.parametrize(
    ("lever", "value", "group", "field", "ratio"),
    [
        ("governance.leadership_attention", 1.0, "desk", "hours_month", 1.3),
        ("governance.leading_group", 1.0, "bureau", "hours_month", 1.3),
        ("governance.drive_target", 10.0, "visit", "visits_per_grid_month", 1.3),
        ("governance.officer_strictness", 1.3, "verification", "refusal_error", 1.3),
        ("governance.error_immunity", 1.0, "verification", "refusal_error", 0.5),
        ("governance.error_immunity", 1.0, "verification", "grant_error", 1.5),
        ("governance.local_accountability", 1.0, "verification", "grant_error", 0.7),
        ("governance.skill_gain", 1.3, "visit", "detection", 1.3),
        ("capacity.assistant_turnover", 0.5, "assistant", "hours_month", 0.75),
        ("capacity.volunteer_share", 0.5, "assistant", "hours_month", 1.5),
        ("platform.bank_coverage", 0.5, "verification", "detection", 0.8),
        ("platform.integration", 1.0, "verification", "filing_minutes", 0.5),
        ("burden.proofs_waived", 0.25, "application", "documents", 0.75),
        ("burden.distance_hours", 4.0, "application", "trip_logit", 2.0),
        ("burden.service_points", 15000.0, "application", "trip_logit", 0.5),
        ("statement.brand_gain", 1.5, "information", "campaign_reach_year", 1.5),
        ("statement.offline_share", 0.0, "information", "statement_frequency", 0.7),
    ],
)
def test_a_lever_changes_the_field_it_names(
    base: Scenario, lever: str, value: float, group: str, field: str, ratio: float
) -> None:
    start = base.change({"information.statement_frequency": 4.0})
    before, after = (processes_of(each, 0)[0] for each in (start, start.change({lever: value})))
    assert getattr(getattr(after, group), field) == pytest.approx(ratio * getattr(getattr(before, group), field))


def test_a_roll_out_begins_in_its_month(base: Scenario) -> None:
    scenario = base.change({"platform.integration": 1.0, "platform.rollout_month": 6.0})
    before, after = (processes_of(scenario, month)[0].verification.filing_minutes for month in (5, 6))
    assert after == 0.5 * before


def test_counts_saturate() -> None:
    assert saturating(0.0, 14.0, 3.0) == 0.0
    assert np.all(np.diff([saturating(float(n), 14.0, 3.0) for n in range(20)]) > 0)
