"""Who holds a status at the end of a month: the enrolled cases of all counties as plain columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.month_steps.case_table import Stage
from simulation.population.columns import Flag, Health, Work
from simulation.population.people.summary import ELDER
from simulation.state import State
from simulation.units import MONTHS_PER_YEAR

type Ints = npt.NDArray[np.int64]
type Bools = npt.NDArray[np.bool_]
YOUNG = 18 * MONTHS_PER_YEAR
MEMBERS = ("old", "minor", "disabled", "women")


@dataclass(frozen=True)
class Holders:
    """One row per enrolled case; all arrays are (cases,) unless said."""

    county: Ints  # index of the county in which the unit lives
    programme: Ints  # index on the programme axis of the ledger
    unit: Ints  # row of the unit in the province
    weight: Ints  # units of the province it stands for
    covered: Ints  # persons
    paid: Ints  # fen this month
    urban: Bools  # the urban standard applies
    members: Ints | None = None  # (cases, 4) persons covered by MEMBERS; None where nobody asked


def holders_of(state: State, members: bool) -> Holders:
    """The register at the end of month `state.month - 1`; with `members` who the persons covered are."""
    parts = []
    for county in range(state.counties.adcode.size):
        table = state.cases[county][: int(state.n_cases[county])]
        table = table[table["stage"] == Stage.ENROLLED]
        villages = table["village"].astype(np.int64) + int(state.counties.first_village[county])
        parts.append(np.stack([
            np.full(table.size, county), table["programme"], table["unit"] + int(state.counties.first[county]),
            state.villages.weight[villages], table["covered"], table["paid"],
        ]).astype(np.int64))  # fmt: skip
    columns = np.concatenate(parts, axis=1)
    return with_members(state, columns, members)


def with_members(state: State, columns: Ints, members: bool) -> Holders:
    """Holders from (6, cases) rows of county, programme, unit, weight, covered persons and payment."""
    county, programme, unit, weight, covered, paid = columns
    urban = (state.units["flags"][unit] & Flag.LINE_URBAN) != 0
    kinds = members_of(state, unit, covered) if members else None
    return Holders(county, programme, unit, weight, covered, paid, urban, kinds)


def members_of(state: State, unit: Ints, covered: Ints) -> Ints:
    """(units, 4) covered persons who are 60 and over, under 18, disabled (with a certificate), women.

    Where a status covers fewer than all members (a person enrolled alone), those who are severely disabled or
    seriously ill are taken first.
    """
    month = state.month - 1
    counted = month // MONTHS_PER_YEAR * MONTHS_PER_YEAR  # members are those of January, when units are renewed
    rows = state.units[unit]
    counts = rows["household_persons"].astype(np.int64)
    owner = np.repeat(np.arange(unit.size), counts)
    person = np.repeat(rows["first_person"].astype(np.int64), counts) + _within(counts)
    p = state.persons
    position = np.where(counted < p.split[person], p.unit[person] & 15, p.unit[person] >> 4)
    lives = (p.birth[person] <= counted) & (counted < p.death[person]) & (position == rows["position"][owner])
    owner, person = owner[lives], person[lives]
    health = p.health[person]
    sick = (health & (Health.SEVERE | Health.ILL)) != 0
    order = np.lexsort((~sick, owner))
    owner, person, health = owner[order], person[order], health[order]
    kept = _within(np.bincount(owner, minlength=unit.size)) < covered[owner]
    owner, person, health = owner[kept], person[kept], health[kept]
    age = month - p.birth[person].astype(np.int64)
    disabled = (health & (Health.DISABLED | Health.SEVERE)) != 0
    kinds = (age >= ELDER, age < YOUNG, disabled, (p.work[person] & Work.FEMALE) != 0)
    return np.stack([np.bincount(owner[kind], minlength=unit.size) for kind in kinds], axis=1)


def _within(counts: Ints) -> Ints:
    """0 .. n - 1 for each of the groups of `counts` rows, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if ends.size else 0) - np.repeat(ends - counts, counts)
