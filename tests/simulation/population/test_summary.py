"""Who counts as what in a unit: small households written by hand."""

import numpy as np

from simulation.population.columns import NEVER, Health, Persons, Work
from simulation.population.people.summary import summarise_unit


def people(*rows: tuple[int, int, int, int, int, int]) -> Persons:
    """Rows of (birth, death, unit, split, health, work)."""
    columns = np.array(rows).T
    types = (np.int16, np.int16, np.uint8, np.int16, np.uint8, np.uint8)
    return Persons(*(column.astype(dtype) for column, dtype in zip(columns, types, strict=True)))


WORKER, STUDENT = int(Work.WORKER), int(Work.STUDENT)
SEVERE, ILL = int(Health.SEVERE | Health.DISABLED), int(Health.ILL)
FAMILY = people(
    (-40 * 12, NEVER, 0, NEVER, 0, WORKER),
    (-38 * 12, NEVER, 0, NEVER, SEVERE, WORKER | 1),
    (-17 * 12, NEVER, 0 | 1 << 4, 30, 0, STUDENT | WORKER),
    (10, NEVER, 0, NEVER, 0, 0),
    (-70 * 12, 6, 2, NEVER, ILL, 0),
)


def test_a_family_before_birth_and_leaving() -> None:
    assert summarise_unit(FAMILY, 0, 5, 0, 0) == (3, 1, 0, 1, 0, 1, 1)


def test_a_birth_adds_a_minor() -> None:
    assert summarise_unit(FAMILY, 0, 5, 0, 10)[:2] == (4, 2)


def test_the_student_is_of_age_but_neither_able_nor_a_worker_until_leaving() -> None:
    assert summarise_unit(FAMILY, 0, 5, 0, 12)[5:] == (1, 1)
    assert summarise_unit(FAMILY, 0, 5, 1, 29)[0] == 0
    assert summarise_unit(FAMILY, 0, 5, 1, 30) == (1, 0, 0, 0, 0, 1, 1)


def test_the_dead_are_gone() -> None:
    assert summarise_unit(FAMILY, 0, 5, 2, 5) == (1, 0, 1, 0, 1, 0, 0)
    assert summarise_unit(FAMILY, 0, 5, 2, 6)[0] == 0


def test_birthdays_move_people_over_the_limits() -> None:
    one = people((-18 * 12 + 1, NEVER, 0, NEVER, 0, WORKER), (-60 * 12 + 1, NEVER, 0, NEVER, 0, WORKER))
    assert summarise_unit(one, 0, 2, 0, 0) == (2, 1, 0, 0, 0, 1, 1)
    assert summarise_unit(one, 0, 2, 0, 1) == (2, 0, 1, 0, 0, 1, 2)
    assert summarise_unit(one, 0, 2, 0, 15 * 12 + 1)[6] == 1
