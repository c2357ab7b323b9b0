"""The month of an office: minutes dealt out and booked, one after the other, by hand and by counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.population.offices import STAFF, Office
from simulation.processes import staffing

pytestmark = pytest.mark.usefixtures("plain")


def staff_of(offices: list[int], available: list[int], booked: list[int] | int = 0) -> np.ndarray:
    """A staff table."""
    staff = np.zeros(len(offices), STAFF)
    staff["office"], staff["available"], staff["booked"] = offices, available, booked
    return staff.view(np.recarray)


def assigned(staff: np.ndarray) -> list[tuple[int, int, int]]:
    """(queue, visits, reserve) of every row."""
    return list(zip(*(staff[name].tolist() for name in ("queue", "visits", "reserve")), strict=True))


@given(st.integers(0, 400), st.integers(0, 500), st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0]))
def test_a_desk_deals_out_minute_by_minute(available: int, backlog: int, share: float) -> None:
    """The reserve first, then the queue as long as there is one, what is left to visits."""
    reserve, queue, visits = int(available * share), 0, 0
    for _ in range(available - reserve):
        queue, visits = (queue + 1, visits) if queue < backlog else (queue, visits + 1)
    assert staffing.planned_minutes(Office.DESK, available, backlog, share) == (queue, visits, reserve)


def test_plans_by_hand() -> None:
    assert staffing.planned_minutes(Office.ASSISTANT, 600, 90, 0.5) == (0, 600, 0)
    assert staffing.planned_minutes(Office.BUREAU, 600, 90, 0.5) == (600, 0, 0)
    assert staffing.planned_minutes(Office.DESK, 600, 90, 0.25) == (90, 360, 150)
    assert staffing.planned_minutes(Office.DESK, 600, 500, 0.25) == (450, 0, 150)


def test_desks_take_from_one_backlog_in_order() -> None:
    """800 minutes of work: the bureau and the assistant leave it, two desks take what they can, the third the rest."""
    offices = [Office.BUREAU, Office.DESK, Office.ASSISTANT, Office.DESK, Office.DESK]
    staff, backlog = staff_of(offices, [500, 400, 300, 400, 400]), np.array([800, 7])
    for row in range(5):
        staffing.plan_office(staff, row, backlog, 0.1)
    assert assigned(staff) == [(500, 0, 0), (360, 0, 40), (0, 300, 0), (360, 0, 40), (80, 280, 40)]
    assert backlog.tolist() == [0, 7]


def test_worked_minutes_are_booked_in_row_order() -> None:
    offices = [Office.DESK, Office.BUREAU, Office.DESK, Office.DESK]
    staff = staff_of(offices, [100, 100, 100, 100], [30, 0, 0, 10])
    staffing.book(staff, Office.DESK, 120)
    assert staff["booked"].tolist() == [100, 0, 50, 10]
    staffing.book(staff, Office.DESK, 1000)
    assert staff["booked"].tolist() == [100, 0, 100, 100]
    staffing.book(staff, Office.BUREAU, 0)
    assert staff["booked"].tolist() == [100, 0, 100, 100]
