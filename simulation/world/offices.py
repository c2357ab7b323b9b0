"""Offices and their staff: one row per county bureau, township desk and village assistant."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled
from simulation.world.columns import Counties, Villages


class Office(IntEnum):
    """Kind of a staff row."""

    BUREAU = 0  # county: confirmation
    DESK = 1  # township: intake, survey, file, reviews
    ASSISTANT = 2  # village or grid: visits


class Staff(NamedTuple):
    """The staff table: one row per office; minutes of this month. Mesa agents are handles on its rows."""

    office: npt.NDArray[np.uint8]  # see Office
    county: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]  # township index of a desk, village row of an assistant
    persons: npt.NDArray[np.int64]  # persons it serves in the sample
    available: npt.NDArray[np.int64]  # minutes of this month
    queue: npt.NDArray[np.int64]  # planned for cases
    visits: npt.NDArray[np.int64]  # planned for visits
    reserve: npt.NDArray[np.int64]  # kept for emergencies
    booked: npt.NDArray[np.int64]  # minutes worked this month


def build_staff(counties: Counties, villages: Villages, persons: npt.NDArray[np.int64]) -> Staff:
    """Offices of all counties, sorted by county: bureau, desks of its townships, assistants of its villages.

    `persons`: (counties,) persons of the sample; the desks of a county share them equally.
    """
    rows: list[tuple[int, int, int, int]] = []
    for county, people in enumerate(persons):
        townships = int(counties.townships[county])
        rows.append((Office.BUREAU, county, 0, int(people)))
        rows += [(Office.DESK, county, t, int(people) // townships) for t in range(townships)]
        first, end = int(counties.first_village[county]), int(counties.first_village[county + 1])
        rows += [(Office.ASSISTANT, county, v, 0) for v in range(end - first)]
    table = np.array(rows, np.int64).reshape(-1, 4)
    zeros = (np.zeros(len(table), np.int64) for _ in range(5))
    return Staff(
        table[:, 0].astype(np.uint8), table[:, 1].astype(np.int32), table[:, 2].astype(np.int32),
        table[:, 3].copy(), *zeros,
    )  # fmt: skip


@compiled
def set_available(staff: Staff, assistant_minutes: float, desk_minutes: float, bureau_minutes: float) -> None:
    """Minutes of a month: per assistant, and per person served for desks and bureaus (scales with the sample)."""
    for row in range(staff.office.size):
        if staff.office[row] == Office.ASSISTANT:
            staff.available[row] = int(assistant_minutes)
        elif staff.office[row] == Office.DESK:
            staff.available[row] = int(desk_minutes * staff.persons[row])
        else:
            staff.available[row] = int(bureau_minutes * staff.persons[row])
