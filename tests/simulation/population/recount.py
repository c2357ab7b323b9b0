"""An independent count of every marginal from the unit and person tables: plain numpy, no code of `fit`."""

import numpy as np
import pandas as pd

from simulation.population.build.population import Population
from simulation.population.columns import Flag

SHARES = {  # name here -> column of counties.csv, denominator
    "one_person": ("share_one_person_households", "households"),
    "one_generation": ("share_one_generation_households", "households"),
    "two_generations": ("share_two_generation_households", "households"),
    "three_generations": ("share_three_plus_generation_households", "households"),
    "one_old": ("share_households_with_one_65plus", "households"),
    "two_old": ("share_households_with_two_or_more_65plus", "households"),
    "age_0": ("share_age_0_14", "residents"),
    "age_15": ("share_age_15_59", "residents"),
    "age_60": ("share_age_60_64", "residents"),
    "age_65": ("share_age_65_79", "residents"),
    "age_80": ("share_age_80_plus", "residents"),
    "urban": ("share_urban", "residents"),
    "same_province": ("share_registered_elsewhere_same_province", "residents"),
    "other_province": ("share_registered_other_province", "residents"),
    "car": ("share_households_owning_car", "households"),
    "renting": ("share_households_renting", "households"),
}
FIRST_MONTH = -24


def household_rows(population: Population) -> pd.DataFrame:
    """One row per household or collective resident: place, flags, members by age, generations, income."""
    units, persons = population.units, population.persons
    first = np.flatnonzero(units.position == 0)
    village = np.searchsorted(population.villages.first, first, side="right") - 1
    home = np.repeat(np.arange(len(first)), units.household_persons[first])
    living = persons.birth <= FIRST_MONTH
    age = (-persons.birth.astype(int)) // 12
    rows = pd.DataFrame(
        {
            "county": population.villages.county[village],
            "weight": population.villages.weight[village],
            "size": np.bincount(home, living, len(first)).astype(int),
            "old": np.bincount(home, living & (age >= 65), len(first)).astype(int),
        }
    )
    flags = np.bitwise_or.reduceat(units.flags, first)
    for name, flag in (
        ("collective", Flag.COLLECTIVE),
        ("urban", Flag.URBAN),
        ("same_province", Flag.OTHER_COUNTY),
        ("other_province", Flag.OTHER_PROVINCE),
        ("car", Flag.CAR),
        ("renting", Flag.RENTING),
    ):
        rows[name] = (flags & flag) != 0
    for band, (low, high) in {
        "0": (0, 15),
        "15": (15, 60),
        "60": (60, 65),
        "65": (65, 80),
        "80": (80, 200),
    }.items():
        rows[f"age_{band}"] = np.bincount(home, living & (age >= low) & (age < high), len(first)).astype(int)
    generation = (persons.work >> 3) & 3
    levels = [np.bincount(home, living & (generation == g), len(first)) > 0 for g in range(4)]
    rows["generations"] = np.sum(levels, axis=0)
    yuan = units.wage.astype(int) + units.business + units.pension + units.other
    rows["yuan_month"] = np.add.reduceat(np.where(units.persons > 0, yuan, 0), first)
    return rows


def county_part(population: Population, county: int) -> Population:
    """The rows of one county as a population of its own (a province one to one does not fit in one frame)."""
    units, persons, villages, counties = population
    a, b = int(counties.first[county]), int(counties.first[county + 1])
    p = int(units.first_person[a])
    q = int(units.first_person[b - 1]) + int(units.household_persons[b - 1])
    v, w = int(counties.first_village[county]), int(counties.first_village[county + 1])
    return Population(
        type(units)(*(column[a:b] for column in units)),
        type(persons)(*(column[p:q] for column in persons)),
        villages._replace(
            first=villages.first[v : w + 1] - a, county=villages.county[v:w], weight=villages.weight[v:w]
        ),
        counties,
    )


def recount_by_county(population: Population) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`recount`, and the income columns of all households, county by county."""
    tables, incomes = [], []
    for county in range(len(population.counties.adcode)):
        rows = household_rows(county_part(population, county))
        tables.append(weigh(rows))
        incomes.append(
            rows[["urban", "yuan_month", "size", "weight"]].astype({"yuan_month": np.int32, "size": np.int8})
        )
    return with_shares(pd.concat(tables)), pd.concat(incomes, ignore_index=True)


def recount(rows: pd.DataFrame) -> pd.DataFrame:
    """Weighted counts and shares per county, and for the province (last row, index -1)."""
    return with_shares(weigh(rows))


def weigh(rows: pd.DataFrame) -> pd.DataFrame:
    """Weighted counts per county."""
    home = ~rows["collective"]
    members = rows["size"]
    columns = {
        "households": home.astype(int),
        "household_persons": members * home,
        "collective": members * rows["collective"],
        "residents": members,
        "one_person": home & (members == 1),
        "one_generation": home & (rows["generations"] == 1),
        "two_generations": home & (rows["generations"] == 2),
        "three_generations": home & (rows["generations"] >= 3),
        "one_old": home & (rows["old"] == 1),
        "two_old": home & (rows["old"] >= 2),
        **{f"age_{band}": rows[f"age_{band}"] for band in ("0", "15", "60", "65", "80")},
        **{name: members * rows[name] for name in ("urban", "same_province", "other_province")},
        "car": home & rows["car"],
        "renting": home & rows["renting"],
    }
    weighted = pd.DataFrame({name: values * rows["weight"] for name, values in columns.items()})
    return weighted.groupby(rows["county"]).sum()


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Add the province (index -1), shares and mean sizes to counts per county."""
    table.loc[-1] = table.sum()
    for name, (_, of) in SHARES.items():
        table[name] = table[name] / table[of]
    table["mean_size"] = table["household_persons"] / table["households"]
    return table


def census_shares(counties: pd.DataFrame) -> pd.DataFrame:
    """The census side, same names and index; the province from the counties that have the cell."""
    base = {"households": counties["households"], "residents": counties["population"]}
    table = pd.DataFrame({name: counties[column] for name, (column, _) in SHARES.items()})
    table["mean_size"] = counties["household_population"] / counties["households"]
    total = {}
    for name, (column, of) in SHARES.items():
        known = counties[column].notna()
        total[name] = (counties[column] * base[of])[known].sum() / base[of][known].sum()
    total["mean_size"] = counties["household_population"].sum() / counties["households"].sum()
    table.loc[-1] = total
    return table


def fifth_means(rows: pd.DataFrame, urban: bool) -> tuple[float, np.ndarray]:
    """Mean income per head and means of the fifths of persons, yuan a year, by sorting households."""
    chosen = rows[rows["urban"] == urban]
    per_head = (chosen["yuan_month"] / chosen["size"]).to_numpy() * 12
    weight = (chosen["weight"] * chosen["size"]).to_numpy().astype(float)
    order = np.argsort(per_head, kind="stable")
    running, money = np.cumsum(weight[order]), np.cumsum((per_head * weight)[order])
    edges = np.interp(np.linspace(0, running[-1], 6), np.append(0, running), np.append(0, money))
    return money[-1] / running[-1], np.diff(edges) / (running[-1] / 5)
