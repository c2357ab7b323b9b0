"""A population from a researcher's own households: weights to whole households of each county, then villages of copies.

With counties in the file its weights are used as they are; without, they are raked to the census of every county, and a
file that cannot reach the census is refused with the reasons.
"""

from threading import Condition
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from cachetools import LRUCache, cached
from scipy.optimize import linprog

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.microdata.microdata import Microdata
from simulation.parameters.schema.population import IncomeParameters, PopulationParameters
from simulation.population.build.population import Inputs, Population, laid_out, townships_of
from simulation.population.build.tables import income_scores, leavers, standard_tables
from simulation.population.census.integerise import rounded
from simulation.population.census.layout import Sites, Strata, check_ids, choose_villages, lay_strata
from simulation.population.census.raking import features, rake_seed
from simulation.population.census.targets import MARGINALS, Targets, target_counts, whole_numbers
from simulation.population.census.templates import BANDS, CARE_HOME, FAMILY, NO_TIE, WORKER_DORM, Templates
from simulation.population.columns import Flag, Health, Work
from simulation.population.incomes.permanent import Shocks, factors_by_unit, permanent_factors, weights_of
from simulation.population.microdata import copies as copying
from simulation.population.microdata.copies import Copies
from simulation.population.people.people import people_tables

type Integers = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

WITHIN: Final = 0.02  # how far a raked share may lie from the census's
EXACT: Final = 1e-6  # largest difference up to which the census counts as met
INSIDE: Final = 0.005
LARGEST_PART: Final = 0.2  # of a county's households that one household of the file may stand for
MOST: Final = 65535  # yuan a month that a source column can hold
_KINDS: Final = {"family": FAMILY, "dormitory": WORKER_DORM, "care_home": CARE_HOME}
_SEVERITY: Final = {"none": 0, "other": int(Health.DISABLED), "severe": int(Health.DISABLED | Health.SEVERE)}
_MOVED: Final = {"here": 0, "other_county": int(Flag.OTHER_COUNTY), "other_province": int(Flag.OTHER_PROVINCE)}


def build_from_microdata(
    microdata: Microdata, counties: pd.DataFrame, population: PopulationParameters, income: IncomeParameters, *,
    scale: float, seed: int, replication: int, threads: int | None = None, shocks: Shocks | None = None,
) -> Population:  # fmt: skip
    """`build_population` with the households of a file in place of synthetic ones.

    `shocks`: the model's own, which are taken out of surveyed incomes; None takes incomes as they are. Raises
    ScenarioError where weights cannot be raked to the census, and ValueError for a scale outside (0, 1].
    """
    if not 0 < scale <= 1:
        raise ValueError(f"scale {scale} is not in (0, 1]")
    plan = _whole(Inputs(counties, population, income), microdata, seed, shocks)
    towns = townships_of(counties, population)
    sites = choose_villages(plan.strata, towns, scale=scale, seed=seed, replication=replication)
    plan = plan._replace(sites=sites)
    return laid_out(plan, plan.strata, sites, copying.count_copies, copying.fill_copies, counties, towns, threads)


@cached(LRUCache(4), condition=Condition())  # others who ask meanwhile wait for it
def _whole(inputs: Inputs, microdata: Microdata, seed: int, shocks: Shocks | None) -> Copies:
    """The province one to one: how many copies of which household each county holds; no village is drawn yet."""
    templates, counts, factor = templates_of(microdata), households_by_county(inputs, microdata), None
    if shocks is not None:
        rows, found = permanent_factors(microdata, weights_of(counts), shocks)
        factor = factors_by_unit(rows, found, int(templates.units.max()))
    strata = lay_strata(counts, templates, inputs.population, seed)
    return _copies(microdata, templates, inputs, strata, seed, factor)


@cached(LRUCache(4), condition=Condition())  # others who ask meanwhile wait for it
def households_by_county(inputs: Inputs, microdata: Microdata) -> Integers:
    """(C, 2H) whole households of each county, urban ones of the file first. Raises ScenarioError as `raked` does."""
    counties, population, templates = inputs.counties, inputs.population, templates_of(microdata)
    if microdata.has_county:
        return counted(microdata, templates, counties)
    return raked(microdata, templates, counties, population)


def templates_of(microdata: Microdata) -> Templates:
    """Every household of the file as a template whose slots are its persons (`age` as its age class)."""
    persons, homes = microdata.persons, len(microdata.households)
    home = persons["home"].to_numpy(np.int64)
    size = np.bincount(home, minlength=homes)
    slot = np.arange(len(home)) - np.repeat(np.cumsum(size) - size, size)
    width = int(size.max())

    def grid(values: npt.ArrayLike) -> Integers:
        table = np.full((homes, width), -1, np.int64)
        table[home, slot] = values
        return table

    age, unit = persons["age"].to_numpy(np.int64), persons["unit"].to_numpy(np.int64)
    minors = (age < 18) & (unit == 0)
    return Templates(
        size=size, units=grid(unit).max(axis=1) + 1, spare=np.zeros(homes, bool), mother=_mothers(persons, slot, homes),
        children=np.bincount(home, minors, homes).astype(np.int64),
        generations=persons.groupby("home")["generation"].nunique().to_numpy().astype(np.int64),
        kind=microdata.households["kind"].map(_KINDS).to_numpy().astype(np.int64),
        low=grid(age), high=grid(age), unit=grid(unit), tie=grid(np.full(len(home), NO_TIE)), to=grid(-1),
        sex=grid(persons["sex"] == "female"), band=grid(np.searchsorted(BANDS, age, side="right") - 1),
        generation=grid(persons["generation"]),
    )  # fmt: skip


def _mothers(persons: pd.DataFrame, slot: Integers, homes: int) -> Integers:
    """(H,) slot of the youngest married woman of 20 to 44 of each household, else -1."""
    able = persons.assign(slot=slot)[
        (persons["married"] == 1) & (persons["sex"] == "female") & persons["age"].between(20, 44)
    ]
    youngest = able.sort_values("age", kind="stable").groupby("home")["slot"].first()
    return youngest.reindex(range(homes), fill_value=-1).to_numpy(np.int64)


def _seed(microdata: Microdata, templates: Templates) -> Floats:
    """(2, H) weights of urban and of rural households, family and collective ones each summing to 1."""
    weight = microdata.households["weight"].to_numpy(np.float64)
    urban = (microdata.households["residence"] == "urban").to_numpy()
    family = templates.kind == FAMILY
    seed = np.stack([weight * urban, weight * ~urban])
    for row in seed:
        for chosen in (family, ~family):
            row[chosen] /= max(row[chosen].sum(), 1e-300)
    return seed


def counted(microdata: Microdata, templates: Templates, counties: pd.DataFrame) -> Integers:
    """(C, 2H) whole households of each county from the weights as they are; a county without rows is empty."""
    households = microdata.households
    codes = {int(code): row for row, code in enumerate(counties["adcode"])}
    county = households["county"].map(codes).to_numpy(np.int64)
    rural = (households["residence"] == "rural").to_numpy(np.int64)
    h = len(households)
    weights = np.zeros((len(counties), 2 * h))
    weights[county, np.arange(h) + h * rural] = households["weight"]
    family = np.tile(templates.kind == FAMILY, 2)
    totals = [
        whole_numbers(part, round(part.sum())) for part in (weights[:, family].sum(1), weights[:, ~family].sum(1))
    ]
    return rounded(weights, templates, totals[0], totals[1])


def raked(
    microdata: Microdata, templates: Templates, counties: pd.DataFrame, population: PopulationParameters
) -> Integers:  # fmt: skip
    """(C, 2H) whole households of each county, nearest to the file's weights among those that meet its census.

    Raises ScenarioError for every marginal that lies more than WITHIN from the census in some county, and where one
    household of the file would stand for more than LARGEST_PART of a county.
    """
    targets = target_counts(counties, population)
    if (templates.kind == FAMILY).all():
        targets = _family_only(targets)
    seed, mistakes, file = _seed(microdata, templates), Mistakes(), f"{microdata.name}/households"
    reachable = _reachable(seed, templates, targets)
    _check_reached(reachable, targets, counties, file, mistakes)
    mistakes.check()
    weights = rake_seed(seed, templates, targets._replace(table=reachable))
    counts = rounded(weights, templates, targets.households, targets.collective)
    _check_reached(pd.DataFrame(counts @ features(templates), columns=MARGINALS), targets, counties, file, mistakes)
    _check_parts(counts, counties, file, mistakes)
    mistakes.check()
    return counts


def _reachable(seed: Floats, templates: Templates, targets: Targets) -> pd.DataFrame:
    """`targets.table` of each county, or the nearest to it (first in the largest difference) that some weights give.

    Found by linear programming: raking alone would creep for ever towards a census it cannot meet. A table that is
    out of reach is moved INSIDE of the way to that of the seed, off the edge at which weights become 0.
    """
    rows, result = seed.ravel() > 0, targets.table.copy()
    table, prior = features(templates)[rows], seed.ravel()[rows]
    own = prior @ table / prior.sum()
    homes = (targets.households + targets.collective).astype(np.float64)
    for c, row in enumerate(targets.table.to_numpy(np.float64)):
        known = np.isfinite(row)
        size = _base(targets)[c, known] / homes[c]
        nearest, apart = _nearest(table[:, known] / size, row[known] / homes[c] / size)
        if apart > EXACT:
            result.loc[c, known] = homes[c] * (size * nearest + INSIDE * (own[known] - size * nearest))
    return result


def _nearest(table: Floats, goal: Floats) -> tuple[Floats, float]:
    """(marginals, largest difference) nearest to `goal` (K,) among the weighted means of `table` (H, K)."""
    h, k = table.shape
    means = np.hstack([table.T, np.eye(k), -np.eye(k), np.zeros((k, 1))])
    whole = np.concatenate([np.ones(h), np.zeros(2 * k + 1)])
    largest = np.hstack([np.zeros((k, h)), np.eye(k), np.eye(k), -np.ones((k, 1))])
    cost = np.concatenate([np.zeros(h), np.full(2 * k, 0.01), [1.0]])
    found = linprog(cost, A_ub=largest, b_ub=np.zeros(k), A_eq=np.vstack([means, whole]), b_eq=np.append(goal, 1.0))
    assert found.x is not None  # every table has a difference, so some solution there is
    return found.x[:h] @ table, float(found.x[-1])


def _base(targets: Targets) -> Floats:
    """(C, K) what a difference of each marginal is a share of: residents for ages and towns, else households."""
    ages = [name.startswith("age_") or name == "urban" for name in MARGINALS]
    return np.maximum(np.where(ages, targets.residents[:, None], targets.households[:, None]), 1).astype(np.float64)


def _family_only(targets: Targets) -> Targets:
    """Targets for a file without dormitories: all collective residents are taken to be of 15 to 59 (assumed)."""
    table = targets.table.copy()
    table["age_15_59"] = np.maximum(table["age_15_59"] - targets.collective, 0.0)
    table["urban"] *= targets.household_persons / np.maximum(targets.residents, 1)
    return targets._replace(collective=np.zeros_like(targets.collective), table=table)


def _check_reached(
    reached: pd.DataFrame, targets: Targets, counties: pd.DataFrame, file: str, mistakes: Mistakes
) -> None:  # fmt: skip
    """One mistake per marginal that lies more than WITHIN from the census somewhere, with the farthest county."""
    names, goal, got = list(counties["county"]), targets.table.to_numpy(np.float64), reached.to_numpy(np.float64)
    for k, name in enumerate(MARGINALS):
        unit, of = "resident" if name.startswith("age_") or name == "urban" else "household", _base(targets)[:, k]
        missed = np.abs(np.nan_to_num((got[:, k] - goal[:, k]) / of))
        if (missed > WITHIN).any():
            c, n = int(missed.argmax()), int((missed > WITHIN).sum())
            place = f"{name}, {names[c]}" + (f" and {n - 1} more counties" if n > 1 else "")
            expected = f"{goal[c, k] / of[c]:.3f} per {unit} (census), within {WITHIN}"
            mistakes.add(file, place, expected, f"{got[c, k] / of[c]:.3f} at the nearest weights of these rows")


def _check_parts(counts: Integers, counties: pd.DataFrame, file: str, mistakes: Mistakes) -> None:
    part = counts.max(axis=1) / np.maximum(counts.sum(axis=1), 1)
    if (part > LARGEST_PART).any():
        c, n = int(part.argmax()), int((part > LARGEST_PART).sum())
        place = str(counties["county"].iloc[c]) + (f" and {n - 1} more counties" if n > 1 else "")
        expected = f"no household to stand for more than {LARGEST_PART:.0%} of a county"
        mistakes.add(file, place, expected, f"{part[c]:.0%}: too few like rows")


def _copies(
    microdata: Microdata, templates: Templates, inputs: Inputs, strata: Strata, seed: int, factor: Floats | None
) -> Copies:  # fmt: skip
    counties, population = inputs.counties, inputs.population
    people = people_tables(population)
    left = leavers(counties)
    line_urban, line_income = standard_tables(counties, population)
    return Copies(
        strata=strata, sites=Sites(*[np.zeros(0, np.int64)] * 5),
        frame=_frame(microdata, templates, counties), member=_members(microdata, templates),
        money=_money(microdata, templates, factor), score=income_scores(microdata), birth=people.birth,
        birth_after=people.birth_after, origin=np.concatenate([[0.0], np.cumsum(left / left.sum())]),
        line_urban=line_urban, line_income=line_income, staff=float(population.staff_relative_share),
        id_width=check_ids(strata, templates), seed=seed,
    )  # fmt: skip


def _frame(microdata: Microdata, templates: Templates, counties: pd.DataFrame) -> Integers:
    """(H, 7) size, units, mother, children, flags, county of registration, standard that applies."""
    households = microdata.households
    codes = {int(code): row for row, code in enumerate(counties["adcode"])}
    registered = households["registration_county"].map(codes).fillna(copying.DRAWN).astype(int)
    registered = registered.where(households["registration"] == "other_county", copying.HERE)
    flags = households["registration"].map(_MOVED)
    for name, flag in (("car", Flag.CAR), ("second_home", Flag.SECOND_HOME), ("renting", Flag.RENTING)):
        flags = flags + households[name] * int(flag)
    flags = flags + (households["residence"] == "urban") * int(Flag.URBAN)
    flags = flags + (households["kind"] != "family") * int(Flag.COLLECTIVE)
    flags = flags + (households["kind"] == "care_home") * int(Flag.INSTITUTION)
    line = households["line_area"].map({"rural": 0, "urban": 1}).fillna(copying.DRAWN).astype(int)
    columns = (templates.size, templates.units, templates.mother, templates.children, flags, registered, line)
    return np.ascontiguousarray(np.stack(columns, axis=1), np.int64)


def _members(microdata: Microdata, templates: Templates) -> Integers:
    """(H, persons, 4) age, unit, health bits, work bits."""
    persons, table = microdata.persons, np.zeros((*templates.low.shape, 4), np.int64)
    health = persons["disability"].map(_SEVERITY) + persons["ill"] * int(Health.ILL)
    work = (persons["sex"] == "female") * int(Work.FEMALE) + persons["student"] * int(Work.STUDENT)
    work = work + persons["works"] * int(Work.WORKER) + persons["generation"] * (1 << int(Work.GENERATION_BIT))
    table[templates.low >= 0] = np.stack([persons["age"], persons["unit"], health, work], axis=1)
    return table


def _money(microdata: Microdata, templates: Templates, factor: Floats | None = None) -> Integers:
    """(H, units, 5) yuan a month by source, earnings times `factor` (H, units), and assets shared out by members.

    As for synthetic units, what a source column cannot hold goes to the next one.
    """
    persons = microdata.persons
    home, unit = persons["home"].to_numpy(), persons["unit"].to_numpy()
    table = np.zeros((len(templates.size), int(templates.units.max()), 5))
    for k, name in enumerate(("wage", "business", "pension", "other")):
        np.add.at(table[:, :, k], (home, unit), persons[name].to_numpy(np.float64))
    each = (microdata.households["assets"].to_numpy(np.float64) / templates.size)[home]
    np.add.at(table[:, :, copying.ASSETS], (home, unit), each)
    if factor is not None:
        table[:, :, copying.WAGE] *= factor
        table[:, :, copying.BUSINESS] *= factor
    for k, following in ((copying.WAGE, copying.BUSINESS), (copying.BUSINESS, copying.OTHER)):
        table[:, :, following] += np.maximum(table[:, :, k] - MOST, 0.0)
    table[:, :, :4] = np.minimum(table[:, :, :4], MOST)
    return np.rint(table).astype(np.int64)
