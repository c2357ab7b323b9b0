"""Plans, bookings, visits, and the working-day clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parameter_groups import Groups

from simulation.population.offices import STAFF, Office
from simulation.processes import application, screening, staffing, verification, visit
from simulation.units import WORKING_DAYS


def office_rows(minutes: list[int], office: int = Office.DESK) -> np.ndarray:
    """A staff table of one kind of office."""
    staff = np.zeros(len(minutes), STAFF)
    staff["office"], staff["available"] = office, minutes
    return staff


@given(st.sampled_from(list(Office)), st.integers(0, 100_000), st.integers(0, 200_000), st.floats(0, 1))
def test_plan_is_within_what_is_available(office: Office, available: int, backlog: int, share: float) -> None:
    queue, visits, reserve = staffing.planned_minutes(int(office), available, backlog, share)
    assert min(queue, visits, reserve) >= 0
    assert queue + visits + reserve == available
    if office == Office.DESK:
        assert queue <= backlog
        assert visits == 0 or queue == backlog


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.integers(0, 100_000), st.floats(0, 1))
def test_desks_share_one_backlog(minutes: list[int], backlog: int, share: float) -> None:
    staff, work = office_rows(minutes), np.array([backlog, 0])
    for row in range(len(minutes)):
        staffing.plan_office(staff, row, work, share)
    assert staff["queue"].sum() + work[0] == backlog
    assert work[0] >= 0
    assert (staff["queue"] + staff["visits"] + staff["reserve"] == staff["available"]).all()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.floats(0, 1))
def test_booking_never_exceeds_what_an_office_has(minutes: list[int], part: float) -> None:
    staff = office_rows(minutes)
    worked = int(sum(minutes) * part)
    staffing.book(staff, Office.DESK, worked)
    assert staff["booked"].sum() == worked
    assert (staff["booked"] <= staff["available"]).all()
    others = office_rows(minutes, Office.ASSISTANT)
    staffing.book(others, Office.DESK, worked)
    assert not others["booked"].any()


@given(st.integers(0, 500_000), st.integers(1, 500_000), st.integers(-24, 240))
def test_clock_runs_through_the_month(minute: int, minutes: int, month: int) -> None:
    day = verification.day_of(min(minute, minutes - 1), minutes, month)
    assert month * WORKING_DAYS <= day < (month + 1) * WORKING_DAYS
    assert verification.minute_of(day, minutes, month) <= min(minute, minutes - 1)
    assert verification.minute_of(day + 1, minutes, month) >= min(minute, minutes - 1)


def test_clock_without_minutes_stands_still() -> None:
    assert verification.day_of(5, 0, 3) == 3 * WORKING_DAYS


def test_a_post_takes_its_time_over_a_case_at_any_scale() -> None:
    """100 hours a month are 285 minutes a working day."""
    assert verification.service_days(285, 100.0) == 0
    assert verification.service_days(600, 100.0) == 2
    assert verification.service_days(600, 200.0) == 1
    assert verification.service_days(0, 100.0) == 0
    assert verification.service_days(600, 0.0) == 0


@given(st.integers(1, 2500), st.integers(0, 2**31), st.integers(0, 10**6))
def test_the_walk_meets_every_door_once_a_round(units: int, offset: int, step: int) -> None:
    doors = {visit.unit_on_round(step + k, units, offset) for k in range(units)}
    assert doors == set(range(units))


def test_visits_by_hand(groups: Groups) -> None:
    p = groups.visit._replace(visits_per_grid_month=6.0, minutes=45.0, remote_share=0.0)
    assert [visit.visits_possible(m, 1.0, p) for m in (0, 45, 108, 135, 100_000)] == [0, 1, 2.4, 3, 6]


def test_a_part_of_a_visit_is_made_in_as_large_a_part_of_the_months() -> None:
    """2.4 visits a month: two in six months of ten, three in four; whole numbers stay as they are."""
    tenths = [np.uint32((2 * k + 1) * 2**32 // 20) for k in range(10)]
    assert [visit.visits_of_month(2.4, word) for word in tenths] == [2] * 6 + [3] * 4
    assert {visit.visits_of_month(2.0, np.uint32(word)) for word in (0, 2**31, 2**32 - 1)} == {2}
    assert {visit.visits_of_month(0.0, np.uint32(word)) for word in (0, 2**31, 2**32 - 1)} == {0}


def test_screening_waits_for_the_data(groups: Groups) -> None:
    p = groups.screening._replace(sensitivity_month=1.0, lag_months=2.0, false_alarm_month=0.0)
    word = np.uint32(1)
    p = p._replace(data_lag_months=0.0)
    seen = [screening.may_be_flagged(word, months, 0.0, 1.0, p) for months in (-1, 0, 1, 2, 3)]
    assert seen == [False] * 3 + [True] * 2
    assert screening.may_be_flagged(word, -1, 1.0, 1.0, p)


@pytest.mark.parametrize("field", ["documents", "trips", "stigma_logit", "document_logit", "trip_logit"])
def test_burden_deters(groups: Groups, field: str) -> None:
    p = groups.application
    heavier = p._replace(**{field: getattr(p, field) + 1.0})
    assert application.claim_logit(0.5, False, heavier) < application.claim_logit(0.5, False, p)


def test_nobody_files_when_applications_are_closed(groups: Groups) -> None:
    closed = groups.application._replace(enabled=0.0)
    assert not application.files(5.0, True, 100.0, closed)
    assert application.files(5.0, True, 100.0, groups.application)


def test_who_files_for_a_unit_takes_documents_and_trips_off_it(groups: Groups) -> None:
    p = groups.application
    gain = application.claim_logit(0.5, True, p) - application.claim_logit(0.5, False, p)
    burden = p.document_logit * p.documents + p.trip_logit * p.trips
    assert gain == pytest.approx(p.assisted_logit + burden)
