"""The loop over villages of own microdata: every household of a village is a copy of one of the file.

A copy has an id of its own, hence its own draws. What the file does not state is drawn as for synthetic households:
months of birth, births to come, which standard applies, relatives among staff, the county a mover is registered in.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import lean
from simulation.draws import happens, uniform
from simulation.population.census.layout import Sites, Strata
from simulation.population.columns import NEVER, Flag, Persons, Units
from simulation.population.keys import AGES, REGISTRATION, ZERO, household_words
from simulation.population.people.people import draw_births, fill_unborn
from simulation.population.people.registration import has_urban_line, origin_of
from simulation.population.people.roster import Roster, fill_roster
from simulation.population.people.summary import summarise_unit
from simulation.units import FIRST_MONTH

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

# columns of `Copies.frame`, `.member` and `.money`
SIZE, UNITS, MOTHER, CHILDREN, FLAGS, REGISTERED, LINE = range(7)
AGE, UNIT, HEALTH, WORK = range(4)
WAGE, BUSINESS, PENSION, OTHER, ASSETS = range(5)
HERE, DRAWN = -1, -2  # in REGISTERED: the county of residence; another one, drawn. DRAWN in LINE: by the shares

_OWNED = int(Flag.CAR) | int(Flag.SECOND_HOME)
_MOVED = int(Flag.OTHER_COUNTY) | int(Flag.OTHER_PROVINCE)
_LINE_URBAN, _STAFF = int(Flag.LINE_URBAN), int(Flag.STAFF_RELATIVE)
_YEAR = 12


class Copies(NamedTuple):
    """The H households of a file, and the shares of what it leaves open."""

    strata: Strata
    sites: Sites
    frame: Integers  # (H, 7)
    member: Integers  # (H, persons, 4)
    money: Integers  # (H, units, 5) yuan a month, and yuan of assets
    birth: Floats  # (25,) a year, by age of the mother from 20
    birth_after: Floats  # (3,)
    origin: Floats  # (C + 1,) running shares of counties as origins of movers
    score: Floats  # (H,) income normal, from the rank of what the file states
    line_urban: Floats  # (C, 3) as `registration.RegistrationTables.line_urban`
    line_income: Floats  # (2,) the weights that go with it
    staff: float
    id_width: int
    seed: int


@lean
def births_to_come(copies: Copies, t: int, entity: int) -> tuple[int, int]:
    """Months after the base date in which children will be born into household `t` (NEVER = none)."""
    mother = copies.frame[t, MOTHER]
    if mother < 0:
        return NEVER, NEVER
    age, had = copies.member[t, mother, AGE], copies.frame[t, CHILDREN]
    first, second = draw_births(entity, copies.seed, age, had, copies.birth, copies.birth_after)
    # those born before the base date are in the file
    return first if first > 0 else NEVER, second if second > 0 else NEVER


@lean
def count_copies(
    copies: Copies, first: int, last: int, roster: Roster, unit_rows: Integers, person_rows: Integers
) -> None:  # fmt: skip
    """Unit and person rows of the villages first .. last - 1."""
    for v in range(first, last):
        n = fill_roster(copies.strata, copies.sites.stratum[v], copies.sites.number[v], copies.id_width, roster)
        units = persons = 0
        for h in range(n):
            t = roster.template[h]
            one, two = births_to_come(copies, t, roster.entity[h])
            units += copies.frame[t, UNITS]
            persons += copies.frame[t, SIZE] + (one != NEVER) + (two != NEVER)
        unit_rows[v], person_rows[v] = units, persons


@lean
def fill_copies(
    copies: Copies, first: int, last: int, roster: Roster, unit_first: Integers, person_first: Integers,
    units: Units, persons: Persons,
) -> None:  # fmt: skip
    """Write all rows of the villages first .. last - 1 into the tables."""
    for v in range(first, last):
        stratum = copies.sites.stratum[v]
        n = fill_roster(copies.strata, stratum, copies.sites.number[v], copies.id_width, roster)
        row, at = unit_first[v], person_first[v]
        for h in range(n):
            t, entity = roster.template[h], roster.entity[h]
            count = fill_members(copies, t, entity, at, persons)
            flags, registered = flags_of(copies, t, entity, stratum)
            for u in range(copies.frame[t, UNITS]):
                units.id[row], units.flags[row] = roster.id[h] + u, flags if u == 0 else flags & ~_OWNED
                units.registration[row] = registered
                fill_unit(copies, t, u, row, at, count, units, persons)
                row += 1
            at += count


@lean
def fill_members(copies: Copies, t: int, entity: int, row: int, persons: Persons) -> int:
    """Write the persons of one copy of household `t`, the children to come last; returns how many."""
    size = copies.frame[t, SIZE]
    for i in range(size):
        age = copies.member[t, i, AGE]
        born = -_YEAR * age - int(uniform(household_words(copies.seed, entity, i, AGES, ZERO)[3]) * _YEAR)
        persons.birth[row + i] = min(born, FIRST_MONTH)  # the household of the file lives together from the start
        persons.death[row + i], persons.split[row + i] = NEVER, NEVER
        persons.unit[row + i] = copies.member[t, i, UNIT]
        persons.health[row + i], persons.work[row + i] = copies.member[t, i, HEALTH], copies.member[t, i, WORK]
    for month in births_to_come(copies, t, entity):
        if month != NEVER:
            fill_unborn(row + size, month, copies.member[t, copies.frame[t, MOTHER], UNIT], persons)
            size += 1
    return size  # type: ignore[no-any-return]


@lean
def flags_of(copies: Copies, t: int, entity: int, stratum: int) -> tuple[int, int]:
    """(flags, county of registration) of one copy of household `t`."""
    county, registered = stratum >> 1, copies.frame[t, REGISTERED]
    flags, line = copies.frame[t, FLAGS], copies.frame[t, LINE]
    w = household_words(copies.seed, entity, ZERO, REGISTRATION, ZERO)
    if registered == HERE:
        registered = county
    elif registered == DRAWN:
        registered = origin_of(uniform(w[1]), county, copies.origin)
    place = 2 if flags & _MOVED else stratum & 1
    drawn = has_urban_line(w[2], copies.score[t], copies.line_urban[county, place], copies.line_income)
    if line == 1 or (line == DRAWN and drawn):
        flags |= _LINE_URBAN
    if happens(w[3], copies.staff):
        flags |= _STAFF
    return flags, registered


@lean
def fill_unit(
    copies: Copies, t: int, u: int, row: int, first: int, count: int, units: Units, persons: Persons
) -> None:  # fmt: skip
    """Write members, incomes and assets of unit `u` of a copy of household `t` into unit row `row`."""
    counts = summarise_unit(persons, first, count, u, FIRST_MONTH)
    units.first_person[row], units.household_persons[row] = first, count
    units.position[row], units.units[row] = u, copies.frame[t, UNITS]
    units.persons[row], units.minors[row], units.elders[row] = counts[0], counts[1], counts[2]
    units.severe[row], units.ill[row] = counts[3], counts[4]
    units.able[row], units.workers[row] = counts[5], counts[6]
    money = copies.money[t, u]
    wage, business = money[WAGE], money[BUSINESS]
    # incomes are those of the base date: who comes of working age until then adds the share that is left out here
    workers = summarise_unit(persons, first, count, u, ZERO)[6]
    if 0 < counts[6] < workers:
        wage, business = wage * counts[6] // workers, business * counts[6] // workers
    units.wage[row], units.business[row] = wage, business
    units.pension[row], units.other[row], units.assets[row] = money[PENSION], money[OTHER], money[ASSETS]
