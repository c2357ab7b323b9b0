"""Build the population of a province: counties.csv and parameters in, column tables out."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Condition
from typing import Any, NamedTuple, get_type_hints

import numpy as np
import numpy.typing as npt
import pandas as pd
from cachetools import LRUCache, cached

from simulation.cores import cores
from simulation.parameters.schema.population import IncomeParameters, PopulationParameters
from simulation.population.build.tables import income_tables, registration_tables
from simulation.population.census.compositions import households
from simulation.population.census.integerise import integerise
from simulation.population.census.layout import Sites, Strata, check_ids, choose_villages, lay_strata
from simulation.population.census.raking import rake
from simulation.population.census.targets import target_counts
from simulation.population.census.templates import for_kernels, tabulate
from simulation.population.columns import Counties, Persons, Units, Villages, new_units
from simulation.population.people.households import Plan, count_rows, fill_villages
from simulation.population.people.people import people_tables
from simulation.population.people.roster import new_roster

type Integers = npt.NDArray[np.int64]

VILLAGES_PER_PIECE = 50  # handed to a thread at a time


class Population(NamedTuple):
    """The column tables of one world."""

    units: Units
    persons: Persons
    villages: Villages
    counties: Counties


def townships_of(counties: pd.DataFrame, population: PopulationParameters) -> Integers:
    """Townships and streets per county; where the row gives none, estimated from its residents.

    `fit_report` shows an estimate as a row without a census value.
    """
    given = counties["townships"].to_numpy(np.float64)
    residents = counties["population"].to_numpy(np.float64)
    estimate = np.maximum(1, np.rint(residents / population.persons_per_township))
    return np.where(np.isfinite(given), given, estimate).astype(np.int64)


def new_persons(rows: int) -> Persons:
    """An empty person table of `rows` rows."""
    hints = get_type_hints(Persons, include_extras=True)
    return Persons(**{name: np.empty(rows, hint.__metadata__[0]) for name, hint in hints.items()})


def plan_population(
    counties: pd.DataFrame,
    population: PopulationParameters,
    income: IncomeParameters,
    *,
    scale: float,
    seed: int,
    replication: int,
) -> Plan:
    """Everything that is settled before the first household: template lists, tables, the drawn villages.

    Raises ValueError for a scale outside (0, 1] and when the province is too large for 28-bit ids.
    """
    if not 0 < scale <= 1:
        raise ValueError(f"scale {scale} is not in (0, 1]")
    province = _province(Inputs(counties, population, income), seed)
    towns = townships_of(counties, population)
    sites = choose_villages(province.strata, towns, scale=scale, seed=seed, replication=replication)
    return province._replace(sites=sites)


class Inputs:
    """Counties and parameters, hashed by content: replications and reforms share one raked province."""

    def __init__(self, counties: pd.DataFrame, population: PopulationParameters, income: IncomeParameters) -> None:
        """Keep the inputs; the key is their content."""
        self.counties, self.population, self.income = counties, population, income
        self.key = (counties.to_csv(index=False), tuple(population), tuple(income))

    def __hash__(self) -> int:
        """Hash of the content."""
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        """Equal when every county cell and every parameter is."""
        return isinstance(other, Inputs) and self.key == other.key


@cached(LRUCache(8), condition=Condition())  # others who ask meanwhile wait for it
def _province(inputs: Inputs, seed: int) -> Plan:
    """Raked and integerised province with all tables; no village is drawn yet."""
    counties, population, income = inputs.counties, inputs.population, inputs.income
    homes = households()
    templates, targets = tabulate(homes), target_counts(counties, population)
    counts = integerise(rake(homes, templates, targets, population), templates, targets)
    strata, people = lay_strata(counts, templates, population, seed), people_tables(population)
    none = np.zeros(0, np.int64)
    return Plan(
        strata=strata,
        sites=Sites(none, none, none, none, none),
        templates=for_kernels(templates),
        people=people,
        registration=registration_tables(counties, counts, templates, population, income),
        incomes=income_tables(counties, counts, templates, people, income),
        id_width=check_ids(strata, templates),
        seed=seed,
    )


def _pieces(villages: int) -> list[tuple[int, int]]:
    """Stretches of villages handed to the threads."""
    number = int(np.clip(villages // VILLAGES_PER_PIECE, 1, 64))
    edges = np.arange(number + 1) * villages // number
    return [(int(a), int(b)) for a, b in pairwise(edges)]


def _running(rows: Integers) -> Integers:
    return np.concatenate([[0], np.cumsum(rows)])


def build_population(
    counties: pd.DataFrame,
    population: PopulationParameters,
    income: IncomeParameters,
    *,
    scale: float,
    seed: int,
    replication: int,
    threads: int | None = None,
) -> Population:
    """Population of a province from its county table (columns of `counties.csv`) and parameters.

    `scale` 1 is one to one; below 1 whole villages are drawn inside county strata, keyed by `replication`,
    and the households in them are those of scale 1, with the same ids. The result does not depend on
    `threads` (None: one per core). Raises ValueError for impossible input.
    """
    plan = plan_population(counties, population, income, scale=scale, seed=seed, replication=replication)
    towns = townships_of(counties, population)
    return laid_out(plan, plan.strata, plan.sites, count_rows, fill_villages, counties, towns, threads)


def laid_out(
    plan: Any, strata: Strata, sites: Sites, count: Any, fill: Any, counties: pd.DataFrame, townships: Integers,
    threads: int | None,
) -> Population:  # fmt: skip
    """The tables of the villages in `sites`, filled from `plan` in parallel pieces: `count` rows first, then `fill`."""
    pieces = _pieces(len(sites.stratum))
    rows = np.zeros((2, len(sites.stratum)), np.int64)
    with ThreadPoolExecutor(threads or cores()) as pool:

        def count_piece(part: tuple[int, int]) -> None:
            count(plan, part[0], part[1], new_roster(strata), rows[0], rows[1])

        list(pool.map(count_piece, pieces))
        unit_first, person_first = _running(rows[0]), _running(rows[1])
        units, persons = new_units(int(unit_first[-1])), new_persons(int(person_first[-1]))

        def fill_piece(part: tuple[int, int]) -> None:
            fill(plan, part[0], part[1], new_roster(strata), unit_first, person_first, units, persons)

        list(pool.map(fill_piece, pieces))
    places = _counties(counties, townships, strata, sites, unit_first)
    return Population(units, persons, _villages(sites, unit_first), places)


def _villages(sites: Sites, unit_first: Integers) -> Villages:
    return Villages(
        first=unit_first,
        county=sites.county.astype(np.int32),
        township=sites.township.astype(np.int32),
        weight=sites.weight,
    )


def _counties(
    counties: pd.DataFrame, townships: Integers, strata: Strata, sites: Sites, unit_first: Integers
) -> Counties:  # fmt: skip
    """County rows; `share` counts family households in the drawn villages (1 in a county without any)."""
    rows = len(counties)
    first_village = np.searchsorted(sites.county, np.arange(rows + 1))
    total, of = strata.households[sites.stratum], strata.villages[sites.stratum]
    drawn = (sites.number + 1) * total // of - sites.number * total // of
    homes = strata.households.reshape(-1, 2).sum(axis=1)
    share = np.where(homes > 0, np.bincount(sites.county, drawn, rows) / np.maximum(homes, 1), 1.0)
    return Counties(
        first=unit_first[first_village],
        first_village=first_village.astype(np.int64),
        adcode=counties["adcode"].to_numpy(np.int64),
        townships=townships,
        share=share,
    )
