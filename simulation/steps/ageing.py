"""Once a year: deaths, births, ageing and splits, read from the persons into the unit columns."""

import numpy as np

from simulation._numba import compiled
from simulation.draws import Kind, Process, happens, words
from simulation.processes import demography
from simulation.steps.place import Luck, Place, Policy
from simulation.world.summary import summarise_unit


@compiled
def die(place: Place, policy: Policy, luck: Luck, month: int, i: int) -> None:
    """Deaths of the coming year among the persons of the household whose first unit is row i."""
    units, persons = place.units, place.persons
    first, root = np.int64(units.first_person[i]), np.int64(units.id[i])
    for k in range(units.household_persons[i]):
        j = first + k
        if persons.birth[j] > month or persons.death[j] <= month:
            continue
        w0, w1, _, _ = words(
            luck.seed, luck.replication, Kind.PERSON, root * 16 + min(k, 15), month, Process.BIRTH_DEATH
        )
        age = (month - persons.birth[j]) // 12
        if happens(w0, demography.death_probability(age, policy.processes.demography)):
            persons.death[j] = demography.month_of_death(month, w1)


@compiled
def renew(place: Place, month: int, i: int) -> None:
    """Members and their ages of unit i as of this month; earnings follow when workers leave."""
    units = place.units
    workers = units.workers[i]
    counts = summarise_unit(
        place.persons, units.first_person[i], units.household_persons[i], units.position[i], month
    )
    units.persons[i], units.minors[i], units.elders[i] = counts[0], counts[1], counts[2]
    units.severe[i], units.ill[i], units.able[i], units.workers[i] = counts[3], counts[4], counts[5], counts[6]
    if units.workers[i] < workers:
        units.wage[i] = units.wage[i] * units.workers[i] // workers
        units.business[i] = units.business[i] * units.workers[i] // workers


@compiled
def age(place: Place, policy: Policy, luck: Luck, month: int) -> None:
    """The yearly step of a county; keyed by person and year, so it is the same in every scenario."""
    units = place.units
    for i in range(units.id.size):
        if units.position[i] == 0:
            die(place, policy, luck, month, i)
    for i in range(units.id.size):
        renew(place, month, i)
