"""The state of a province: every column that changes, its month, and the key of its draws.

Draws have no state, so a copy of the columns is a complete saved state.
"""

import dataclasses
import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.ledger import Ledger
from simulation.month_steps.case_table import Cases, new_cases
from simulation.month_steps.county_tables import CountyTables, RandomKey
from simulation.population.build.population import Population
from simulation.population.columns import NO_CASE, Counties, Persons, UnitTable, Villages, unit_records
from simulation.population.network import build_ties
from simulation.population.offices import Staff, build_staff
from simulation.rules.facts import Fact


@dataclass
class State:
    """Everything that changes: one province at the end of `month - 1`, and the key of its draws."""

    month: int
    rng_key: RandomKey
    structural_digest: str
    population_digest: str
    units: UnitTable
    persons: Persons
    villages: Villages
    counties: Counties
    ties: npt.NDArray[np.uint16]
    round_position: npt.NDArray[np.int32]
    cases: list[Cases]
    n_cases: npt.NDArray[np.int64]
    staff: Staff
    backlog: npt.NDArray[np.int64]
    assistance_budget: npt.NDArray[np.int64]
    residents: npt.NDArray[np.int64]
    first_office: npt.NDArray[np.int64]
    trailing: npt.NDArray[np.int32] = dataclasses.field(
        init=False
    )  # see CountyTables; like the next no part of what is kept
    may_qualify: npt.NDArray[np.bool_] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.trailing = np.zeros(self.units.size, np.int32)
        self.may_qualify = np.zeros(self.units.size, np.bool_)

    def copy(self) -> "State":
        """An independent copy; case tables are copied as far as they are used."""
        clone = dataclasses.replace(self)
        clone.persons = Persons(*(a.copy() for a in self.persons))  # type: ignore[arg-type]
        for name in ("units", "staff", "round_position", "n_cases", "backlog", "assistance_budget"):
            setattr(clone, name, getattr(self, name).copy())
        clone.cases = [copy_cases(c, int(n)) for c, n in zip(self.cases, self.n_cases, strict=True)]
        return clone

    def county_tables(self, county: int, ledger: Ledger) -> CountyTables:
        """The tables of one county as views."""
        a, b = int(self.counties.first[county]), int(self.counties.first[county + 1])
        v, w = int(self.counties.first_village[county]), int(self.counties.first_village[county + 1])
        s, t = int(self.first_office[county]), int(self.first_office[county + 1])
        return CountyTables(
            self.units[a:b], self.trailing[a:b], self.may_qualify[a:b], self.persons, self.ties[a:b],
            self.villages.first[v : w + 1] - a, self.villages.weight[v:w], self.round_position[v:w],
            self.cases[county], self.n_cases[county : county + 1],
            self.staff[s:t], self.backlog[county], self.assistance_budget[county],
            np.zeros((3, len(Fact)), np.int64),
            ledger.books(county),
        )  # fmt: skip

    def unit_weights(self) -> npt.NDArray[np.int64]:
        """(units,) how many units of the province each stands for."""
        return np.repeat(self.villages.weight, np.diff(self.villages.first)).astype(np.int64)

    def unit_counties(self) -> npt.NDArray[np.int64]:
        """(units,) row of the county in which each lives."""
        return np.repeat(np.arange(len(self.cases)), np.diff(self.counties.first))

    def case_column(self, column: str, without: float = 0) -> npt.NDArray[Any]:
        """(units,) a column of the case tables by unit, in its unit and dtype; `without` where there is no case."""
        of_case = self.cases[0].dtype[column]
        out = np.full((self.units.size, *of_case.shape), without, of_case.base)
        for county, (first, end) in enumerate(pairwise(self.counties.first.tolist())):
            rows = self.units["case"][first:end]
            has = np.flatnonzero(rows != NO_CASE)
            out[first + has] = self.cases[county][column][rows[has]]
        return out

    def digest(self) -> str:
        """Digest of every column in use."""
        used = [table[: int(n)] for table, n in zip(self.cases, self.n_cases, strict=True)]
        head = np.array([self.month, self.rng_key.seed, self.rng_key.replication])
        return digest_of(
            head, self.units, *self.persons, self.round_position, self.n_cases, self.assistance_budget, *used
        )


def digest_of(*arrays: npt.NDArray[np.generic]) -> str:
    """Digest (16 hex digits) of the bytes of arrays, in order."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()[:16]


def copy_cases(cases: Cases, used: int) -> Cases:
    """A copy of a case table; rows beyond `used` are zeros."""
    fresh = new_cases(cases.size)
    fresh[:used] = cases[:used]
    return fresh


def new_state(population: Population, rng_key: RandomKey, structural_digest: str, month: int) -> State:
    """The world before its first month: no cases yet, offices without plans. Takes the columns as they are."""
    counties, villages = population.counties, population.villages
    units = unit_records(population.units)
    persons = np.array([
        int(units["persons"][a:b].sum(dtype=np.int64))
        for a, b in zip(counties.first[:-1], counties.first[1:], strict=True)
    ])  # fmt: skip
    staff = build_staff(counties, persons)
    n = counties.adcode.size
    return State(
        month=month, rng_key=rng_key, structural_digest=structural_digest,
        population_digest=digest_of(units, *population.persons), units=units,
        persons=population.persons, villages=villages, counties=counties,
        ties=build_ties(villages.first, population.units.id, rng_key.seed),
        round_position=np.zeros(villages.county.size, np.int32),
        cases=[new_cases(int(size)) for size in np.diff(counties.first)],
        n_cases=np.zeros(n, np.int64), staff=staff, backlog=np.zeros((n, 2), np.int64),
        assistance_budget=np.stack([np.full(n, -1), np.zeros(n)], axis=1).astype(np.int64), residents=persons,
        first_office=np.searchsorted(staff["county"], np.arange(n + 1)),
    )  # fmt: skip
