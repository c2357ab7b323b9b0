"""Who is in an assessment unit in a month: counted from its persons, at build and in every yearly ageing."""

from typing import Final

from simulation.compile.kernel import inlined_reader
from simulation.population.columns import Health, Persons, Work

type Counts = tuple[int, int, int, int, int, int, int]

YEAR: Final = 12
ADULT: Final = 18 * YEAR
STUDY_ENDS: Final = 23 * YEAR  # a student counts as one until then, or until leaving the unit
ELDER: Final = 60 * YEAR
WORK_ENDS: Final = 75 * YEAR
_SEVERE, _ILL = int(Health.SEVERE), int(Health.ILL)
_STUDENT, _WORKER = int(Work.STUDENT), int(Work.WORKER)


@inlined_reader
def is_member(birth: int, death: int, unit: int, split: int, position: int, month: int) -> bool:
    """A living person belongs to unit `position` of the household in `month`."""
    here = (unit & 15) if month < split else (unit >> 4)
    return birth <= month < death and here == position


@inlined_reader
def studies(work: int, age: int, split: int, month: int) -> bool:
    """Student: still at school or university, and not yet gone to an own unit."""
    return (work & _STUDENT) != 0 and age < STUDY_ENDS and month < split


@inlined_reader
def summarise_unit(persons: Persons, first: int, count: int, position: int, month: int) -> Counts:
    """Members of unit `position` among person rows first .. first + count - 1 in `month`.

    Returns (persons, minors, elders, severe, ill, able, workers): ages in completed months; minors under 18;
    elders of 60 and over; able = 18 to 59, neither severely disabled nor seriously ill nor a student;
    workers = members marked as workers, from 18 to 74, not students, not severely disabled.
    """
    members = minors = elders = severe = ill = able = workers = 0
    for p in range(first, first + count):
        birth, split = int(persons.birth[p]), int(persons.split[p])
        if not is_member(birth, int(persons.death[p]), int(persons.unit[p]), split, position, month):
            continue
        age, health, work = month - birth, int(persons.health[p]), int(persons.work[p])
        fit = (health & (_SEVERE | _ILL)) == 0
        adult_worker = age >= ADULT and not studies(work, age, split, month)
        members += 1
        minors += age < ADULT
        elders += age >= ELDER
        severe += (health & _SEVERE) != 0
        ill += (health & _ILL) != 0
        able += adult_worker and fit and age < ELDER
        workers += adult_worker and (work & _WORKER) != 0 and (health & _SEVERE) == 0 and age < WORK_ENDS
    return members, minors, elders, severe, ill, able, workers
