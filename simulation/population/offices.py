"""Offices and their staff: one row per county bureau, township desk and village assistant."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled
from simulation.population.columns import Counties


class Office(IntEnum):
    """Kind of a staff row."""

    BUREAU = 0  # county: confirmation
    DESK = 1  # township: intake, survey, file, reviews
    ASSISTANT = 2  # village or grid: visits


type Staff = npt.NDArray[np.void]  # of STAFF records: one row per office; Mesa agents are handles on its rows

STAFF: np.dtype[np.void] = np.dtype((np.record, [
    ("office", np.uint8),  # see Office
    ("county", np.int32),
    ("place", np.int32),  # township of a desk, village (inside the county) of an assistant
    ("persons", np.int64),  # persons it serves in the sample
    ("available", np.int64),  # minutes of this month
    ("queue", np.int64),  # planned for cases
    ("visits", np.int64),  # planned for visits
    ("reserve", np.int64),  # kept for emergencies
    ("booked", np.int64),  # minutes worked this month
]))  # fmt: skip


def build_staff(counties: Counties, persons: npt.NDArray[np.int64]) -> Staff:
    """Offices of all counties, sorted by county: bureau, desks of its townships, assistants of its villages.

    `persons`: (counties,) persons of the sample; the desks of a county share them equally.
    """
    rows: list[tuple[int, int, int, int]] = []
    for county, people in enumerate(persons):
        townships = int(counties.townships[county])
        rows.append((Office.BUREAU, county, 0, int(people)))
        edges = [int(people) * t // townships for t in range(townships + 1)]
        rows += [(Office.DESK, county, t, edges[t + 1] - edges[t]) for t in range(townships)]
        first, end = int(counties.first_village[county]), int(counties.first_village[county + 1])
        rows += [(Office.ASSISTANT, county, v, 0) for v in range(end - first)]
    table = np.array(rows, np.int64).reshape(-1, 4)
    staff = np.zeros(len(table), STAFF)
    for column, name in enumerate(("office", "county", "place", "persons")):
        staff[name] = table[:, column]
    return staff


@compiled
def set_available(staff: Staff, assistant_minutes: float, desk_minutes: float, bureau_minutes: float) -> None:
    """Minutes of a month: per assistant, and per person served for desks and bureaus (scales with the sample)."""
    served = 0
    for row in range(staff.size):
        persons = staff[row].persons
        if staff[row].office == Office.ASSISTANT:
            staff[row].available = int(assistant_minutes)
        elif staff[row].office == Office.DESK:
            # whole minutes of the county's desks together, so that small samples lose nothing to rounding
            staff[row].available = int(desk_minutes * (served + persons)) - int(desk_minutes * served)
            served += persons
        else:
            staff[row].available = int(bureau_minutes * persons)
            served = 0
