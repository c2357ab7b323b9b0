"""Once a year: deaths, births, ageing and splits, read from the persons into the unit columns.

The population is that of month -24. In months before it nobody ages or dies; what deaths and growing children
do to the register, the replacement of units in hardship by like ones does in their place.
"""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inner, lean
from simulation.draws import Kind, Process, happens, words
from simulation.month_steps.case_table import NO_MONTH, Stage
from simulation.month_steps.cases.status_changes import exit_status
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.population.people.summary import summarise_unit
from simulation.processes import demography
from simulation.processes.information import Knowledge


@lean
def die(place: CountyTables, chances: npt.NDArray[np.float64], rng_key: RandomKey, month: int, i: int) -> None:
    """Deaths of the coming year among the persons of the household whose first unit is row i.

    `chances`: yearly death probability by age in years, the last for all older.
    """
    units, persons = place.units, place.persons
    first, root = np.int64(units[i].first_person), np.int64(units[i].id)
    for k in range(units[i].household_persons):
        j = first + k
        if persons.birth[j] > month or persons.death[j] <= month:
            continue
        # an id has room for 16 persons of a household; those beyond share the draw of the last
        w0, w1, _, _ = words(
            rng_key.seed, rng_key.replication, Kind.PERSON, root * 16 + min(k, 15), month, Process.BIRTH_DEATH
        )
        age = min((month - persons.birth[j]) // 12, chances.size - 1)
        if happens(w0, chances[age]):
            persons.death[j] = demography.month_of_death(month, w1)


@lean
def renew(place: CountyTables, month: int, i: int) -> None:
    """Members and their ages of unit i as of this month; earnings follow the workers."""
    units = place.units
    counts = summarise_unit(place.persons, units[i].first_person, units[i].household_persons, units[i].position, month)
    units[i].persons, units[i].minors, units[i].elders = counts[0], counts[1], counts[2]
    units[i].severe, units[i].ill, units[i].able, units[i].workers = counts[3], counts[4], counts[5], counts[6]


@inner
def age(place: CountyTables, policy: Policy, rng_key: RandomKey, month: int) -> None:
    """The yearly step of a county; keyed by person and year, so it is the same in every scenario."""
    units = place.units
    chances = np.empty(demography.OLDEST + 1)
    for years in range(chances.size):
        chances[years] = demography.death_probability(years, policy.processes[0].demography)
    # first the deaths of whole households, through their first unit, then the members of each unit
    for i in range(units.size):
        if units[i].position == 0:
            die(place, chances, rng_key, month, i)
    for i in range(units.size):
        renew(place, month, i)


@lean
def replace_some(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Before month -24: some units in hardship make room for like ones, which nobody has met and who hold nothing."""
    units, cases, p = place.units, place.cases, policy.processes[0].register
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, when.month, Process.BIRTH_DEATH)[0]
        if not happens(word, p.turnover_prob_month):
            continue
        if cases[c].stage == Stage.ENROLLED:
            exit_status(place, when, c)
        cases[c].stage, cases[c].since, cases[c].retry, cases[c].reached = Stage.LATENT, NO_MONTH, NO_MONTH, 0
        cases[c].refused, cases[c].flagged, cases[c].assisted = 0, 0, 0
        cases[c].found, cases[c].visited = 0, NO_MONTH
        if units[i].knows != Knowledge.OWN:
            units[i].knows = Knowledge.NONE
