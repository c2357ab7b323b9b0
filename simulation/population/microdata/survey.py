"""A survey of a built population, in the schema of own microdata: what a researcher could have measured of it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.draws import Kind, Process, uniform, words
from simulation.population.build.population import Population
from simulation.population.census.templates import CHILD
from simulation.population.columns import Flag, Health, Work
from simulation.units import FIRST_MONTH

type Integers = npt.NDArray[np.int64]

_SOURCES = ("wage", "business", "pension", "other")


def survey_of(
    population: Population, households: int, *, seed: int = 1, county: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(households, persons) of about so many family households, drawn evenly along the population, with weights.

    Columns as in `parameters.microdata.microdata`; `county` False leaves the county out. Incomes of a unit are with
    its first worker, pensioner or member, since the population keeps them by unit. Births to come are left out.
    """
    units, first = population.units, population.units.position == 0
    rows = np.flatnonzero(first & ((units.flags & int(Flag.COLLECTIVE)) == 0))
    edges = np.linspace(0, len(rows), min(households, len(rows)) + 1).astype(np.int64)
    uniforms = np.array(
        [uniform(words(seed, 0, Kind.HOUSEHOLD, k, 0, Process.SAMPLE)[0]) for k in range(len(edges) - 1)]
    )
    chosen = rows[edges[:-1] + (uniforms * np.diff(edges)).astype(np.int64)]
    stands_for = _weights(population, rows)
    weight = np.add.reduceat(stands_for, edges[:-1])
    homes = _homes(population, chosen, weight)
    return homes if county else homes.drop(columns="county"), _people(population, chosen)


def _weights(population: Population, rows: Integers) -> npt.NDArray[np.float64]:
    villages = population.villages
    village = np.searchsorted(villages.first, rows, side="right") - 1
    return villages.weight[village].astype(np.float64)


def _homes(population: Population, rows: Integers, weight: npt.NDArray[np.float64]) -> pd.DataFrame:
    units, counties = population.units, population.counties
    flags = units.flags[rows]
    place = np.searchsorted(counties.first, rows, side="right") - 1
    moved = np.where(flags & int(Flag.OTHER_PROVINCE), "other_province", "here")
    elsewhere = (flags & int(Flag.OTHER_COUNTY)) > 0
    return pd.DataFrame({
        "household": [f"h{k + 1}" for k in range(len(rows))],
        "weight": weight,
        "county": counties.adcode[place],
        "residence": np.where(flags & int(Flag.URBAN), "urban", "rural"),
        "assets": [int(units.assets[row : row + units.units[row]].sum()) for row in rows],
        "car": (flags & int(Flag.CAR) > 0).astype(int),
        "second_home": (flags & int(Flag.SECOND_HOME) > 0).astype(int),
        "renting": (flags & int(Flag.RENTING) > 0).astype(int),
        "registration": np.where(elsewhere, "other_county", moved),
        "line_area": np.where(flags & int(Flag.LINE_URBAN), "urban", "rural"),
    })  # fmt: skip


def _people(population: Population, rows: Integers) -> pd.DataFrame:
    units, persons = population.units, population.persons
    first, count = units.first_person[rows].astype(np.int64), units.household_persons[rows].astype(np.int64)
    home = np.repeat(np.arange(len(rows)), count)
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    living = persons.birth[at] <= FIRST_MONTH
    home, at = home[living], at[living]
    age, work, health = -persons.birth[at].astype(np.int64) // 12, persons.work[at], persons.health[at]
    frame = pd.DataFrame({
        "household": [f"h{k + 1}" for k in home],
        "age": np.maximum(age, CHILD[0]),
        "sex": np.where(work & int(Work.FEMALE), "female", "male"),
        "unit": persons.unit[at].astype(np.int64) & 15,
        "generation": (work & int(Work.GENERATION)) >> int(Work.GENERATION_BIT),
        "works": ((work & int(Work.WORKER) > 0) & (age >= 18)).astype(int),
        "student": ((work & int(Work.STUDENT) > 0) & (age < 23)).astype(int),
        "disability": np.select([health & int(Health.SEVERE) > 0, health & int(Health.DISABLED) > 0],
                                ["severe", "other"], "none"),
        "ill": (health & int(Health.ILL) > 0).astype(int),
    })  # fmt: skip
    return frame.assign(**_incomes(population, frame, home, rows[home]))


def _incomes(
    population: Population, frame: pd.DataFrame, home: Integers, rows: Integers
) -> dict[str, npt.NDArray[np.int64]]:
    """Incomes by person: those of a unit with its first worker, else its eldest member."""
    order = frame.assign(home=home, row=np.arange(len(frame)))
    order = order.sort_values(["home", "unit", "works", "age"], ascending=[True, True, False, False], kind="stable")
    bearer = np.zeros(len(frame), bool)
    bearer[order.drop_duplicates(["home", "unit"])["row"]] = True
    unit = rows + frame["unit"].to_numpy(np.int64)
    made = {name: np.where(bearer, getattr(population.units, name)[unit], 0).astype(np.int64) for name in _SOURCES}
    idle = frame["works"].to_numpy() == 0
    made["other"] += np.where(idle, made["wage"], 0)
    made["wage"] = np.where(idle, 0, made["wage"])
    return made
