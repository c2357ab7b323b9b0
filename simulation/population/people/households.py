"""The loop over villages: households are made, one by one, straight into the column tables.

A household is a pure function of (seed, its number in the province): nothing is carried from one household
to the next, so any split into threads and any sample gives the same rows.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import Words, normal, uniform
from simulation.population.census.layout import Sites, Strata
from simulation.population.census.templates import (
    CARE_HOME,
    CHILDREN,
    FAMILY,
    KIND,
    MOTHER,
    SIZE,
    UNITS,
    KernelTemplates,
)
from simulation.population.columns import NEVER, Flag, Persons, Units
from simulation.population.incomes.incomes import (
    IncomeTables,
    assets_yuan,
    at_score,
    split_by_source,
    unit_weight,
    village_normal,
)
from simulation.population.keys import ASSETS, INCOMES, ONE, ZERO, household_words
from simulation.population.people.people import PeopleTables, draw_ages, draw_births, fill_people
from simulation.population.people.registration import MOVED, RegistrationTables, draw_registration, draw_wealth
from simulation.population.people.roster import Roster, fill_roster
from simulation.population.people.summary import summarise_unit
from simulation.units import FIRST_MONTH

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

_URBAN, _COLLECTIVE, _INSTITUTION = int(Flag.URBAN), int(Flag.COLLECTIVE), int(Flag.INSTITUTION)
_OWNED = int(Flag.CAR) | int(Flag.SECOND_HOME)


class Plan(NamedTuple):
    """Everything the loops read."""

    strata: Strata
    sites: Sites
    templates: KernelTemplates
    people: PeopleTables
    registration: RegistrationTables
    incomes: IncomeTables
    id_width: int
    seed: int


@lean
def count_rows(plan: Plan, first: int, last: int, roster: Roster, unit_rows: Integers, person_rows: Integers) -> None:
    """Unit and person rows of the villages first .. last - 1."""
    for v in range(first, last):
        n = fill_roster(plan.strata, plan.sites.stratum[v], plan.sites.number[v], plan.id_width, roster)
        unit_rows[v], person_rows[v] = count_village(n, plan.seed, roster, plan.templates, plan.people)


@lean
def count_village(
    households: int, seed: int, roster: Roster, templates: KernelTemplates, people: PeopleTables
) -> tuple[int, int]:
    """(unit rows, person rows) of the households in the roster."""
    frame, slot, rates, after = templates.frame, templates.slot, people.birth, people.birth_after
    units = persons = 0
    for h in range(households):
        t, entity = roster.template[h], roster.entity[h]
        units += frame[t, UNITS]
        persons += frame[t, SIZE]
        mother = frame[t, MOTHER]
        if mother >= 0:
            draw_ages(entity, seed, mother + 1, slot[t], roster.ages)
            births = draw_births(entity, seed, roster.ages[mother], frame[t, CHILDREN], rates, after)
            for month in births:
                persons += month != NEVER
    return units, persons


@lean
def fill_villages(
    plan: Plan,
    first: int,
    last: int,
    roster: Roster,
    unit_first: Integers,
    person_first: Integers,
    units: Units,
    persons: Persons,
) -> None:
    """Write all rows of the villages first .. last - 1 into the tables."""
    for v in range(first, last):
        stratum, number = plan.sites.stratum[v], plan.sites.number[v]
        n = fill_roster(plan.strata, stratum, number, plan.id_width, roster)
        place = (plan.strata.first_village[stratum] + number) | (stratum >> 1) << 14
        draw_income_normals(n, plan.seed, village_normal(place, plan.seed), plan.incomes, roster)
        fill_people(
            n,
            roster.template,
            roster.entity,
            roster.income_normal,
            (stratum & 1) == 0,
            plan.seed,
            person_first[v],
            plan.templates,
            plan.people,
            persons,
            roster.first,
            roster.found,
            roster.ages,
        )
        fill_members(n, plan.seed, stratum, unit_first[v], roster, plan.templates, plan.registration, units, persons)
        fill_incomes(n, plan.seed, stratum, unit_first[v], roster, plan.templates, plan.incomes, units, persons)


@lean
def draw_income_normals(households: int, seed: int, shared: float, incomes: IncomeTables, roster: Roster) -> None:
    """Income normals of the households of a village: a part in common, a part of their own."""
    village = incomes.village_part * shared
    for h in range(households):
        w = household_words(seed, roster.entity[h], ZERO, INCOMES, ZERO)
        roster.own[h] = normal(w[0])
        roster.income_normal[h] = village + incomes.household_part * roster.own[h]


@inlined_reader
def household_flags(
    stratum: int, template: int, entity: int, seed: int, kind: int, own: float, tables: RegistrationTables
) -> tuple[int, int]:
    """(flags, county of registration) of one household or collective resident."""
    flags, registered = draw_registration(stratum, template, entity, seed, own, tables)
    if stratum & 1 == 0:
        flags |= _URBAN
    if kind == FAMILY:
        flags |= draw_wealth(stratum, template, entity, seed, own, (flags & MOVED) != 0, tables)
    else:
        flags |= _COLLECTIVE
    return flags | _INSTITUTION if kind == CARE_HOME else flags, registered


@lean
def fill_members(
    households: int,
    seed: int,
    stratum: int,
    row: int,
    roster: Roster,
    templates: KernelTemplates,
    tables: RegistrationTables,
    units: Units,
    persons: Persons,
) -> None:
    """Write ids, members, flags and registration of the units of one village from unit row `row`."""
    frame = templates.frame
    for h in range(households):
        t, first = roster.template[h], roster.first[h]
        count, number = roster.first[h + 1] - first, frame[t, UNITS]
        flags, registered = household_flags(stratum, t, roster.entity[h], seed, frame[t, KIND], roster.own[h], tables)
        for u in range(number):
            counts = summarise_unit(persons, first, count, u, FIRST_MONTH)
            units.id[row], units.first_person[row] = roster.id[h] + u, first
            units.household_persons[row], units.position[row], units.units[row] = count, u, number
            units.persons[row], units.minors[row], units.elders[row] = counts[0], counts[1], counts[2]
            units.severe[row], units.ill[row] = counts[3], counts[4]
            units.able[row], units.workers[row] = counts[5], counts[6]
            units.flags[row] = flags if u == 0 else flags & ~_OWNED
            units.registration[row] = registered
            row += 1


@inlined_reader
def only_old_workers(persons: Persons, first: int, count: int, position: int) -> bool:
    """No worker of the unit is under 60 at the first month."""
    for p in range(first, first + count):
        young = FIRST_MONTH - persons.birth[p] < 720
        if young and (persons.work[p] & 4) != 0 and (persons.unit[p] & 15) == position:
            return False
    return True


@lean
def fill_incomes(
    households: int,
    seed: int,
    stratum: int,
    row: int,
    roster: Roster,
    templates: KernelTemplates,
    tables: IncomeTables,
    units: Units,
    persons: Persons,
) -> None:
    """Write incomes by source and assets of the units of one village from unit row `row`.

    The household's income per head follows from its rank and is shared among its units; a spare unit (no
    member yet) gets what its future member would earn alone, and no assets.
    """
    shares, frame, residence = roster.shares, templates.frame, stratum & 1
    for h in range(households):
        t, entity, found = roster.template[h], roster.entity[h], roster.found[h]
        number, first = frame[t, UNITS], roster.first[h]
        count, total = roster.first[h + 1] - first, 0.0
        score = tables.score[stratum, t] + roster.income_normal[h]
        score += tables.severe * (found & 1) + tables.ill * (found >> 1)
        for u in range(number):
            z = normal(household_words(seed, entity, ONE + u, INCOMES, ZERO)[0])
            at = row + u
            members, minors, elders = int(units.persons[at]), int(units.minors[at]), int(units.elders[at])
            shares[u] = unit_weight(members, minors, elders, u, residence, z, tables)
            total += shares[u] if members > 0 else 0.0
        yuan = at_score(tables.table, residence, 0, score) * frame[t, SIZE] / total
        rank = at_score(tables.table, residence, 1, score)
        for u in range(number):
            w = household_words(seed, entity, ONE + u, ASSETS, ZERO)
            old = units.workers[row] > 0 and only_old_workers(persons, first, count, u)
            fill_sources(row, stratum, w, yuan * shares[u], rank, old, tables, units)
            row += 1


@inlined_reader
def fill_sources(
    row: int,
    stratum: int,
    w: Words,
    yuan: float,
    rank: float,
    old_workers_only: bool,
    tables: IncomeTables,
    units: Units,
) -> None:
    """Write incomes by source and assets of unit row `row`, which has `yuan` a month."""
    residence, waiting = stratum & 1, units.persons[row] == 0
    earning = waiting or units.workers[row] > 0
    main = uniform(w[1]) < tables.business[stratum]
    pensioner = 0 if uniform(w[2]) < tables.employee[residence] else 1
    sources = split_by_source(
        yuan, int(units.elders[row]), earning, main, old_workers_only, residence, pensioner, tables
    )
    units.wage[row], units.business[row], units.pension[row], units.other[row] = sources
    assets = assets_yuan(yuan, rank, normal(w[0]), tables)
    units.assets[row] = 0 if waiting else assets
