"""What the census says of each county, as whole numbers on the base date."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.schema.population import PopulationParameters

BANDS = ("share_age_0_14", "share_age_15_59", "share_age_60_64", "share_age_65_79", "share_age_80_plus")


class Targets(NamedTuple):
    """Whole numbers per county (C counties) and the raking table; nan = the census cell is missing."""

    households: npt.NDArray[np.int64]  # family households
    household_persons: npt.NDArray[np.int64]  # persons in them
    collective: npt.NDArray[np.int64]  # residents of collective households
    table: pd.DataFrame  # counts per county, columns as in `MARGINALS`

    @property
    def residents(self) -> npt.NDArray[np.int64]:
        """All residents per county."""
        return self.household_persons + self.collective


MARGINALS = (
    "households",
    "household_persons",
    "one_person",
    "one_generation",
    "two_generations",
    "one_65plus",
    "two_or_more_65plus",
    "age_0_14",
    "age_15_59",
    "age_60_64",
    "age_65_79",
    "age_80_plus",
    "urban",
)


def whole_numbers(values: npt.NDArray[np.float64], total: int) -> npt.NDArray[np.int64]:
    """Largest-remainder rounding of non-negative values to whole numbers that sum to `total`."""
    scaled = values * (total / values.sum()) if values.sum() > 0 else values
    down = np.floor(scaled).astype(np.int64)
    order = np.argsort(down - scaled, kind="stable")
    down[order[: total - int(down.sum())]] += 1
    return down


def target_counts(counties: pd.DataFrame, population: PopulationParameters) -> Targets:
    """Targets of every county; census counts carried to the residents of 2022 when `reweight` is 1.

    Every count of a county moves by the province's ratio (the county's own change is not published here);
    shares stay those of the census.
    """
    census = counties["population"].to_numpy(np.float64)
    total = round(population.residents_2022) if population.reweight > 0 else int(census.sum())
    ratio = total / census.sum()
    residents = whole_numbers(census, total)
    persons = counties["household_population"].to_numpy(np.float64) * ratio
    persons = np.minimum(whole_numbers(persons, round(persons.sum())), residents)
    homes = counties["households"].to_numpy(np.float64) * ratio
    households = np.minimum(whole_numbers(homes, round(homes.sum())), persons)
    names = [str(name) for name in counties.columns if str(name).startswith("share_")]
    shares = {name: counties[name].to_numpy(np.float64) for name in names}
    table = pd.DataFrame(
        {
            "households": households,
            "household_persons": persons,
            "one_person": shares["share_one_person_households"] * households,
            "one_generation": shares["share_one_generation_households"] * households,
            "two_generations": shares["share_two_generation_households"] * households,
            "one_65plus": shares["share_households_with_one_65plus"] * households,
            "two_or_more_65plus": shares["share_households_with_two_or_more_65plus"] * households,
            **{name.removeprefix("share_"): shares[name] * residents for name in BANDS},
            "urban": shares["share_urban"] * residents,
        }
    )
    return Targets(households, persons, residents - persons, table[list(MARGINALS)].astype(np.float64))
