"""Levers of governance change the fields they name, and nothing at their neutral values; the nation is near those."""

import numpy as np
import pytest

from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import MONTH_GROUPS, PROCESSES, STAFF, processes_of
from simulation.parameters.schema.effective import immunity_of_clauses, saturating, together
from simulation.parameters.schema.groups import GROUPS

NEUTRAL = {
    "governance": {"accountability_direction": 0, "appraisal_target": 0, "circular_interval_months": 0,
                   "dispatch_interval_months": 0, "discovery_duty": 1, "drive_effort": 0, "drive_strictness": 1,
                   "error_immunity": 0, "exemption_clauses": 0, "mitigation_clauses": 0, "leadership_attention": 0,
                   "leading_group": 0, "local_accountability": 0, "appraisal_weight": 0, "appraisal_growth_weight": 0,
                   "appraisal_coverage_weight": 0, "accountability_strictness": 0, "officer_strictness": 1,
                   "performance_pay": 0, "recognition_strictness": 1, "rectification": 1, "fund_evaluation": 0,
                   "skill_gain": 1, "supervision_visits": 0, "training_hours": 0},
    "plan": {"target_gap": 0, "coordination_delay_days": 0},
    "capacity": {"frontline_staff": 0, "volunteer_share": 0, "local_knowledge": 1, "volunteer_members": 0,
                 "cadre_hours": 0, "social_workers": 0, "assistant_budget_yuan": 0, "assistant_turnover": 0},
    "platform": {"verification_departments": 14, "data_classes": 28, "bank_coverage": 1, "integration": 0,
                 "duplicate_entry_hours": 0, "in_process_supervision": 0, "rollout_month": 0},
    "burden": {"self_declaration": 0, "proofs_waived": 0, "document_hours": 2, "service_points": 0,
               "distance_hours": 2, "guide": 0, "process_reform": 0, "stigma_cost": 0},
    "statement": {"enabled": 1, "awareness_gain": 1, "offline_share": 1, "simple_media_reach": 0, "brand_gain": 1,
                  "payment_transparency": 0},
}  # fmt: skip


@pytest.fixture(scope="module")
def nation() -> Scenario:
    return Scenario.load("hubei", practice="national")


@pytest.fixture(scope="module")
def base(nation: Scenario) -> Scenario:
    """The nation with every lever at its neutral value."""
    return nation.change({f"{group}.{name}": value for group, each in NEUTRAL.items() for name, value in each.items()})


def test_neutral_levers_leave_every_field_as_it_was(base: Scenario) -> None:
    """But for the hours of assistants, which the groups state for an assistant and the month takes for a grid."""
    record = processes_of(base, 0)
    for name in MONTH_GROUPS:
        if name == "assistant":
            continue
        group = base.group(name if name in GROUPS else STAFF + name, 0)
        assert tuple(record[name][0]) == pytest.approx(tuple(group), rel=0, abs=0), name
    assert record.dtype == PROCESSES


@pytest.mark.parametrize(
    ("lever", "value", "group", "field", "ratio"),
    [
        ("governance.leadership_attention", 1.0, "desk", "hours_month", 1.3),
        ("governance.leading_group", 1.0, "bureau", "hours_month", 1.3),
        ("governance.drive_effort", 1.0, "visit", "visits_per_grid_month", 1.3),
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
        ("statement.simple_media_reach", 0.2, "information", "campaign_reach_year", 3.0),
        ("governance.discovery_duty", 0.5, "assistant", "hours_month", 0.5),
    ],
)
def test_a_lever_changes_the_field_it_names(
    base: Scenario, lever: str, value: float, group: str, field: str, ratio: float
) -> None:
    base = base.change({"information.campaign_reach_year": 0.1})  # to which the reach of media is added
    before, after = (processes_of(each, 0)[0] for each in (base, base.change({lever: value})))
    assert getattr(getattr(after, group), field) == pytest.approx(ratio * getattr(getattr(before, group), field))


def hours(base: Scenario, **capacity: float) -> float:
    """Hours of a grid of 400 households of 2.5 persons: 1,000 of a million residents, 16 hours an assistant."""
    values = {
        "population.residents_2022": 1e6,
        "capacity.persons_per_household": 2.5,
        "staff.assistant.hours_month": 16.0,
    }
    changed = base.change(values | {f"capacity.{name}": value for name, value in capacity.items()})
    return float(processes_of(changed, 0)[0].assistant.hours_month)


def test_assistants_by_their_number_or_by_residents(base: Scenario) -> None:
    """4 per 10,000 residents are 0.4 a grid; 500 in the province 0.5; where nobody is paid nobody goes."""
    assert hours(base, staff_per_10000=4.0) == pytest.approx(6.4)
    assert hours(base, staff_per_10000=4.0, frontline_staff=500.0) == pytest.approx(8.0)
    assert hours(base, staff_per_10000=4.0, volunteer_members=500.0, member_hours=2.0) == pytest.approx(7.4)
    assert processes_of(base.change({"staff.assistant.hours_month": 0.0}), 0)[0].assistant.hours_month == 0.0


def test_a_budget_keeps_assistants_in_post(base: Scenario) -> None:
    """400 assistants of 16 hours at 15 yuan cost 1,152,000 yuan a year; half of it keeps half of the hours lost."""
    assert hours(base, staff_per_10000=4.0, assistant_turnover=0.5) == pytest.approx(4.8)
    half = hours(base, staff_per_10000=4.0, assistant_turnover=0.5, assistant_budget_yuan=576_000.0)
    assert half == pytest.approx(5.6)
    assert hours(base, staff_per_10000=4.0, assistant_turnover=0.5, assistant_budget_yuan=1e8) == pytest.approx(6.4)


def test_a_reported_workforce_adds_hours() -> None:
    """Fujian, Yunnan and Inner Mongolia report more assistants than the nation is assumed to have."""
    for province in ("fujian", "yunnan", "inner_mongolia"):
        reported = Scenario.load(province)
        neutral = reported.change({"capacity.frontline_staff": 0.0})
        more, less = (processes_of(each, 0)[0].assistant.hours_month for each in (reported, neutral))
        assert more > less, province


def test_a_roll_out_begins_in_its_month(base: Scenario) -> None:
    scenario = base.change({"platform.integration": 1.0, "platform.rollout_month": 6.0})
    before, after = (processes_of(scenario, month)[0].verification.filing_minutes for month in (5, 6))
    assert after == 0.5 * before
    assert 6 in scenario.change_months()  # or the engine would begin it a segment later


def test_weights_combine_without_a_ceiling_that_hides_the_last(base: Scenario) -> None:
    crowded = base.change(dict.fromkeys(("governance.local_accountability", "governance.error_immunity"), 0.9))
    for lever, field in (("supervision_visits", "grant_error"), ("appraisal_growth_weight", "refusal_error")):
        before, after = (
            getattr(processes_of(each, 0)[0].verification, field)
            for each in (crowded, crowded.change({f"governance.{lever}": 0.9}))
        )
        assert after < before, lever
    assert together() == 0.0
    assert together(0.4, 1.0) == 1.0


def test_clauses_forgive_the_commonest_errors_first() -> None:
    ten = immunity_of_clauses(10.0, 0.0, 0.5, 10.0)
    assert immunity_of_clauses(0.0, 0.0, 0.5, 10.0) == 0.0
    assert ten == 0.5
    assert ten < immunity_of_clauses(10.0, 3.0, 0.5, 10.0) < 2 * ten


def test_the_nation_is_at_a_low_level_and_not_at_none(nation: Scenario, base: Scenario) -> None:
    low, none = (processes_of(each, 1)[0] for each in (nation, base))
    assert 1.0 < low.desk.hours_month / none.desk.hours_month < 1.1
    assert 0.8 < low.verification.refusal_error / none.verification.refusal_error < 1.0
    assert low.verification.start_days > none.verification.start_days


def test_a_drive_and_a_plan_begin_and_end() -> None:
    fujian, zhejiang = Scenario.load("fujian"), Scenario.load("zhejiang")
    visits = [processes_of(fujian, month)[0].visit.visits_per_grid_month for month in (-13, -12, 11, 12)]
    assert visits[1] == visits[2] > visits[0] == visits[3]
    assert [zhejiang.value("plan.indicators", month) for month in (-1, 0, 59, 60)] == [5, 28, 28, 5]
    assert [zhejiang.value("plan.tasks", month) for month in (-1, 0, 59, 60)] == [1, 7, 7, 1]


def test_counts_saturate() -> None:
    assert saturating(0.0, 14.0, 3.0) == 0.0
    assert np.all(np.diff([saturating(float(n), 14.0, 3.0) for n in range(20)]) > 0)


def test_coordinators_of_fujian_are_counted_once() -> None:
    """Desk posts are its 2,017 coordinators; those who visit are the 17,106 assistants alone."""
    fujian = Scenario.load("fujian")
    desks = fujian.value("population.residents_2022") / fujian.value("staff.desk.persons_per_desk")
    assert round(desks) == 2017
    assert fujian.value("capacity.frontline_staff") == 17106
