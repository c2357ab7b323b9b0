"""Persons of a household: ages by tie, sex, disability, illness, study, work, and births to come."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import Words, uniform
from simulation.parameters.schema.population import PopulationParameters
from simulation.population.census.templates import (
    BAND,
    CHILD_OF,
    CHILDREN,
    EITHER,
    GENERATION,
    HIGH,
    LOW,
    MOTHER,
    OLD,
    OLDEST,
    PARENT_OF,
    SEX,
    SIZE,
    SPARE,
    SPOUSE_OF,
    TIE,
    TO,
    UNIT,
    UNITS,
    USUALLY_FEMALE,
    USUALLY_MALE,
    YOUNGER_SIBLING_OF,
    KernelTemplates,
)
from simulation.population.columns import NEVER, Health, Persons, Work
from simulation.population.keys import AGES, DEMOGRAPHY, ONE, ZERO, household_words
from simulation.units import FIRST_MONTH

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

LAST_BIRTH: Final = 72  # births are laid up to this month
FERTILE: Final = 20  # first age of the birth table, which has 25 years
_STUDENT, _WORKER = int(Work.STUDENT), int(Work.WORKER)
_GENERATION = int(Work.GENERATION_BIT)
_SEVERE, _DISABLED, _ILL = int(Health.SEVERE), int(Health.DISABLED), int(Health.ILL)
_YEARS = (LAST_BIRTH - FIRST_MONTH) // 12
_FIRST_OLD, _FIRST_OLDEST = OLD[0], OLDEST[0]


class PeopleTables(NamedTuple):
    """Rates the kernels read, from the parameters."""

    severe: Floats  # (5,) by census age band
    disabled: Floats  # (5,) severe or other
    ill: Floats  # (5,)
    birth: Floats  # (25,) a year, by age of the wife from 20
    birth_after: Floats  # (3,) factor with 0, 1, 2 or more children
    work: Floats  # (4,) of 18-59: wives (1) and others (0); of 60-74: urban, rural
    work_slope: float  # rise of that chance with the household's normal
    study: float  # children who will study to 22


def people_tables(population: PopulationParameters) -> PeopleTables:
    """Rates by age band; disability by band is scaled so that the national age structure gives the total."""
    bands = ("0_14", "15_59", "60_64", "65_79", "80_plus")
    ratio = np.array([getattr(population, f"disability_ratio_{band}") for band in bands])
    nation = np.array([getattr(population, f"national_{band}") for band in bands])
    level = population.disability_any * nation.sum() / np.dot(ratio, nation)
    disabled = np.minimum(ratio * level, 1.0)
    rates = [getattr(population, f"birth_{low}_{low + 4}") for low in range(20, 45, 5)]
    work = [
        population.work_grown,
        population.work_wives,
        population.work_old_urban,
        population.work_old_rural,
    ]
    return PeopleTables(
        severe=disabled * population.disability_severe_part,
        disabled=disabled,
        ill=np.array([getattr(population, f"ill_{band}") for band in bands], np.float64),
        birth=np.repeat(np.array(rates, np.float64), 5),
        birth_after=np.array([1.0, population.birth_after_one, population.birth_after_two]),
        work=np.array(work, np.float64),
        work_slope=float(population.work_slope),
        study=float(population.study_share),
    )


@inlined_reader
def age_in_range(low: int, high: int, u: float) -> int:
    """Age drawn from a class: uniform, except that the old get rarer with age."""
    if low >= _FIRST_OLDEST:
        u = u * u
    elif low >= _FIRST_OLD:
        u = u * (0.5 + 0.5 * u)
    return low + int(u * (high - low + 1))


@inlined_reader
def age_by_tie(tie: int, other: int, u: float) -> int:
    """Age given that of a relative: parents 21 to 34 years more, wives -3 to +2, younger siblings 1 to 5 less."""
    if tie == PARENT_OF:
        return other + 21 + int(u * 14.0)
    if tie == CHILD_OF:
        return other - 21 - int(u * 14.0)
    if tie == SPOUSE_OF:
        return other - 3 + int(u * 6.0)
    if tie == YOUNGER_SIBLING_OF:
        return other - 1 - int(u * 5.0)
    return -1


@inlined_reader
def draw_age(w: Words, low: int, high: int, tie: int, other: int) -> int:
    """Age of a person of class low..high whose relative is `other` years old.

    Where a tie leads out of the age class, husband and wife stay as near as the class allows; others get an
    age from the class that still keeps 18 years between the generations.
    """
    age = age_by_tie(tie, other, uniform(w[0]))
    if low <= age <= high:
        return age
    if tie == SPOUSE_OF:
        return min(max(age, low), high)
    if tie == PARENT_OF:
        low = max(low, other + 18)
    elif tie == CHILD_OF:
        high = min(high, other - 18)
    elif tie == YOUNGER_SIBLING_OF:
        high = min(high, other)
    return age_in_range(low, max(low, high), uniform(w[1]))


@inlined_reader
def draw_sex(w: Words, sex: int) -> int:
    """1 = female. Three of four where it is usual: old people who are left alone, and men who live alone before 60."""
    if sex < EITHER:
        return sex
    share = 0.75 if sex == USUALLY_FEMALE else 0.25 if sex == USUALLY_MALE else 0.5
    return int(uniform(w[2]) < share)


@inlined_reader
def draw_ages(household: int, seed: int, size: int, slot: Integers, ages: Integers) -> None:
    """Fill `ages` (completed years at month 0) of the persons of one template (`slot`: LARGEST by 7)."""
    for i in range(size):
        w = household_words(seed, household, i, AGES, ZERO)
        to = slot[i, TO]
        ages[i] = draw_age(w, slot[i, LOW], slot[i, HIGH], slot[i, TIE], ages[to] if to >= 0 else 0)


@inlined_reader
def year_of_birth(u: float, from_year: int, age: int, factor: float, rates: Floats) -> int:
    """Model year (0 = the first) in which a child is born, or -1, by inversion along the yearly rates."""
    left = 1.0
    for year in range(from_year, _YEARS):
        at = age - 2 + year - FERTILE
        if 0 <= at < 25:
            left *= 1.0 - rates[at] * factor
            if u > left:
                return year
    return -1


@inlined_reader
def draw_births(household: int, seed: int, age: int, children: int, rates: Floats, after: Floats) -> tuple[int, int]:
    """Months of the births to come to a wife of `age` at month 0 with `children` (NEVER = none)."""
    w = household_words(seed, household, ZERO, DEMOGRAPHY, ZERO)
    year = year_of_birth(uniform(w[0]), 0, age, after[min(children, 2)], rates)
    if year < 0:
        return NEVER, NEVER
    first = FIRST_MONTH + 12 * year + 1 + int(uniform(w[1]) * 12.0)
    year = year_of_birth(uniform(w[2]), year + 2, age, after[min(children + 1, 2)], rates)
    if year < 0:
        return first, NEVER
    return first, FIRST_MONTH + 12 * year + 1 + int(uniform(w[3]) * 12.0)


@inlined_reader
def draw_health(w: Words, severe: float, disabled: float, ill: float) -> int:
    """Bits of disability and serious illness of one person."""
    u = uniform(w[0])
    bits = 0
    if u < severe:
        bits = _SEVERE | _DISABLED
    elif u < disabled:
        bits = _DISABLED
    return bits | _ILL if uniform(w[1]) < ill else bits


@inlined_reader
def draw_work(w: Words, age: int, student: bool, health: int, chance: float, study: float) -> int:
    """Bits of work and study; children carry the bits that count once they are grown."""
    bits = 0
    if uniform(w[2]) < chance and (health & (_SEVERE | _ILL)) == 0 and age < 75:
        bits = _WORKER
    if student or (age < 18 and uniform(w[3]) < study):
        bits |= _STUDENT
    return bits


@inlined_reader
def month_of_leaving(birth: int, work: int, u: float) -> int:
    """Month in which the eldest dependent child starts an own unit: at 22 after study, else at 18."""
    months = (22 if work & _STUDENT else 18) * 12 + int(u * 12.0)
    return max(birth + months, FIRST_MONTH + 1)


@lean
def fill_people(
    households: int,
    template: Integers,
    entity: Integers,
    income_normal: Floats,
    urban: bool,
    seed: int,
    row: int,
    templates: KernelTemplates,
    tables: PeopleTables,
    persons: Persons,
    first: Integers,
    found: Integers,
    ages: Integers,
) -> int:
    """Write the persons of households of one village from person row `row`; returns the next free row.

    `first` gets first person rows (one more at the end), `found` 1 for severely disabled + 2 for ill.
    """
    frame, slots = templates.frame, templates.slot
    for h in range(households):
        t, size = template[h], frame[template[h], SIZE]
        first[h] = row
        draw_ages(entity[h], seed, size, slots[t], ages)
        found[h] = fill_living(size, entity[h], seed, row, slots[t], ages, income_normal[h], urban, tables, persons)
        if frame[t, SPARE]:
            u = uniform(household_words(seed, entity[h], ONE, DEMOGRAPHY, ZERO)[0])
            persons.split[row] = month_of_leaving(persons.birth[row], persons.work[row], u)
            persons.unit[row] |= (frame[t, UNITS] - 1) << 4
        row += size
        mother = frame[t, MOTHER]
        if mother >= 0:
            had, unit = frame[t, CHILDREN], slots[t, mother, UNIT]
            for month in draw_births(entity[h], seed, ages[mother], had, tables.birth, tables.birth_after):
                if month != NEVER:
                    fill_unborn(row, month, unit, persons)
                    row += 1
    first[households] = row
    return row


@inlined_reader
def fill_unborn(row: int, month: int, unit: int, persons: Persons) -> None:
    """Write a child that will be born in `month` into the unit of its mother (sex by parity of the month)."""
    persons.birth[row], persons.death[row], persons.split[row] = month, NEVER, NEVER
    persons.unit[row], persons.health[row], persons.work[row] = unit, 0, month & 1


@inlined_reader
def fill_living(
    size: int,
    household: int,
    seed: int,
    row: int,
    slot: Integers,
    ages: Integers,
    income_normal: float,
    urban: bool,
    tables: PeopleTables,
    persons: Persons,
) -> int:
    """Write the living persons of one household; returns its health code (see `fill_people`)."""
    found = 0
    for i in range(size):
        w, v = household_words(seed, household, i, AGES, ZERO), household_words(seed, household, i, AGES, ONE)
        age, band, sex = ages[i], slot[i, BAND], draw_sex(w, slot[i, SEX])
        health = draw_health(v, tables.severe[band], tables.disabled[band], tables.ill[band])
        wife = 1 if slot[i, TIE] == SPOUSE_OF else 0
        chance = tables.work[wife if age < 60 else (2 if urban else 3)] + tables.work_slope * income_normal
        work = draw_work(v, age, slot[i, HIGH] == 22 and slot[i, LOW] == 18, health, chance, tables.study)
        found |= (1 if health & _SEVERE else 0) | (2 if health & _ILL else 0)
        at = row + i
        persons.birth[at] = -12 * age - int(uniform(w[3]) * 12.0)
        persons.death[at], persons.split[at] = NEVER, NEVER
        persons.unit[at], persons.health[at], persons.work[at] = (
            slot[i, UNIT],
            health,
            work | sex | (slot[i, GENERATION] << _GENERATION),
        )
    return found
