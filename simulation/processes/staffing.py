"""The monthly decision of one office: how its minutes go to the queue, to visits and into reserve."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined, lean
from simulation.population.offices import Office, Staff


@inlined
def planned_minutes(office: int, available: int, backlog: int, reserve_share: float) -> tuple[int, int, int]:
    """(queue, visits, reserve) minutes: a desk serves the queue as it is, spare time goes to visits."""
    if office == Office.ASSISTANT:
        return 0, available, 0
    if office == Office.BUREAU:
        return available, 0, 0
    reserve = int(available * reserve_share)
    queue = min(available - reserve, backlog)
    return queue, available - reserve - queue, reserve


@lean
def plan_office(staff: Staff, row: int, backlog: npt.NDArray[np.int64], reserve_share: float) -> None:
    """Plan one office of a county; `backlog[0]` contains the minutes of work which no desk has taken yet."""
    queue, visits, reserve = planned_minutes(int(staff[row].office), staff[row].available, backlog[0], reserve_share)
    staff[row].queue, staff[row].visits, staff[row].reserve = queue, visits, reserve
    if staff[row].office == Office.DESK:
        backlog[0] -= queue


@lean
def book(staff: Staff, office: int, minutes: int) -> None:
    """Book worked minutes on the offices of a kind, in row order, none beyond what it has."""
    left = minutes
    for row in range(staff.size):
        if staff[row].office == office:
            taken = min(left, staff[row].available - staff[row].booked)
            staff[row].booked += taken
            left -= taken
