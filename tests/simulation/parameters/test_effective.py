"""Levers of governance change the fields they name, and nothing at their neutral values."""

import numpy as np
import pytest

from simulation.parameters.bundle import PROCESSES, Processes, processes_of
from simulation.parameters.effective import saturating
from simulation.parameters.scenario import Scenario

# the nation states levels of these that are not neutral
NEUTRAL = {
    "governance.discovery_duty": 1.0, "capacity.volunteer_share": 0.0, "capacity.cadre_hours": 0.0,
    "capacity.social_workers": 0.0, "capacity.assistant_turnover": 0.0, "statement.simple_media_reach": 0.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Scenario:
    return Scenario.load("hubei", practice="national").change(NEUTRAL)


def test_neutral_levers_leave_every_field_as_it_was(base: Scenario) -> None:
    """But for the hours of assistants, which the groups state for an assistant and the month takes for a grid."""
    record = processes_of(base, 0)
    for name in Processes._fields:
        if name == "assistant":
            continue
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
        ("statement.simple_media_reach", 0.2, "information", "campaign_reach_year", 3.0),
        ("governance.discovery_duty", 0.5, "assistant", "hours_month", 0.5),
    ],
)
def test_a_lever_changes_the_field_it_names(
    base: Scenario, lever: str, value: float, group: str, field: str, ratio: float
) -> None:
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


def test_counts_saturate() -> None:
    assert saturating(0.0, 14.0, 3.0) == 0.0
    assert np.all(np.diff([saturating(float(n), 14.0, 3.0) for n in range(20)]) > 0)
