"""Which standard applies: the shares stated, whatever its correlation with income, in both kinds of population."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from province_inputs import few_counties

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.microdata.microdata_files import read_microdata
from simulation.population.build.population import Population, build_population
from simulation.population.build.tables import income_scores, standard_tables, urban_standard_shares
from simulation.population.columns import Flag
from simulation.population.microdata.microdata import build_from_microdata
from simulation.population.microdata.survey import survey_of

MOVED = int(Flag.OTHER_COUNTY | Flag.OTHER_PROVINCE)
SHARES = {"line_urban_of_urban": 0.6, "line_urban_of_rural": 0.05, "line_urban_of_movers": 0.4}


def stayers(province: str, number: int, **changes: float) -> tuple[pd.DataFrame, Any, Any]:
    """Counties where nobody has moved in from a village of the county: the shares that are stated are those found."""
    counties, *rest = few_counties(province, number, **changes)
    return counties.assign(share_registered_elsewhere_same_county=0.0), *rest


def built(correlation: float, **changes: float) -> Population:
    """The first counties of a province, whole: 300,000 households or more."""
    inputs = stayers("yunnan", 3, line_income_correlation=correlation, **(SHARES | changes))
    return build_population(*inputs, scale=0.1, seed=3, replication=0)


def groups(population: Population) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """(urban resident, rural resident or mover; urban standard; income per head) of first units of families."""
    units = population.units
    family = (units.position == 0) & (units.flags & int(Flag.COLLECTIVE) == 0)
    flags = units.flags[family].astype(np.int64)
    kind = np.where(flags & MOVED > 0, 2, np.where(flags & int(Flag.URBAN) > 0, 0, 1))
    income = sum(getattr(units, name)[family].astype(float) for name in ("wage", "business", "pension", "other"))
    return kind, flags & int(Flag.LINE_URBAN) > 0, income / units.persons[family]


@pytest.mark.parametrize("correlation", [0.0, 0.27, 0.8])
def test_the_share_under_the_urban_standard_is_the_stated_one(correlation: float) -> None:
    kind, urban, _ = groups(built(correlation))
    for k, share in enumerate(SHARES.values()):
        n = int((kind == k).sum())
        assert n > 500
        assert abs(urban[kind == k].mean() - share) < 4.5 * np.sqrt(share * (1 - share) / n), k


def gap(population: Population) -> float:
    """Mean log income of urban residents under the urban standard less that of the others, in standard errors."""
    kind, urban, income = groups(population)
    logs = np.log(np.maximum(income[kind == 0], 1.0))
    one, other = logs[urban[kind == 0]], logs[~urban[kind == 0]]
    return float((one.mean() - other.mean()) / np.sqrt(one.var() / one.size + other.var() / other.size))


def test_the_poorer_in_town_come_under_the_rural_standard_unless_it_is_independent() -> None:
    assert abs(gap(built(0.0))) < 4.5
    some, more = gap(built(0.27)), gap(built(0.8))
    assert 5 < some < more


def test_shares_of_nobody_and_everybody_hold_whatever_the_correlation() -> None:
    kind, urban, _ = groups(built(0.5, line_urban_of_urban=1.0, line_urban_of_rural=0.0))
    assert urban[kind == 0].all()
    assert not urban[kind == 1].any()


def test_weights_make_a_standard_normal() -> None:
    counties, population, *_ = stayers("hubei", 4, line_income_correlation=0.6, line_urban_of_urban=0.5)
    thresholds, weights = standard_tables(counties, population)
    np.testing.assert_allclose(weights, [0.6, 0.8])
    assert (thresholds[:, 0] == 0.0).all()


def test_who_moved_in_from_a_village_of_the_county_stays_under_its_standard() -> None:
    """Half of the urban residents registered here moved within the county, two thirds of them from its villages.

    Of 60% urban residents, 20% are registered elsewhere: of 40% locals, 20% moved. A villager leaves twice as often
    as a townsman, and there are 40 villagers to 60 townsmen: 40 / (40 + 60 / 2) of the movers come from a village.
    """
    counties, population, *_ = few_counties("hubei", 1, **SHARES)
    columns = {"share_urban": 0.6, "share_registered_elsewhere_same_county": 0.2,
               "share_registered_elsewhere_same_province": 0.15, "share_registered_other_province": 0.05}  # fmt: skip
    shares = urban_standard_shares(counties.assign(**columns), population)
    villagers = 0.5 * 40 / 70
    np.testing.assert_allclose(shares, [[0.6 * (1 - villagers) + 0.05 * villagers, 0.05, 0.4]])
    townsmen = urban_standard_shares(counties.assign(**(columns | {"share_urban": 1.0})), population)
    np.testing.assert_allclose(townsmen, [[0.6, 0.05, 0.4]])


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of the first counties that leaves open whose standard applies."""
    folder = tmp_path_factory.mktemp("surveyed")
    homes, persons = survey_of(built(0.27), 900)
    homes.drop(columns="line_area").to_csv(folder / "households.csv", index=False)
    persons.to_csv(folder / "persons.csv", index=False)
    return folder


@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_own_microdata_draw_it_alike(surveyed: Path, correlation: float) -> None:
    inputs = stayers("yunnan", 3, line_income_correlation=correlation, **SHARES)
    mistakes = Mistakes()
    own = read_microdata(surveyed, inputs[0]["adcode"].tolist(), mistakes)
    mistakes.check()
    assert own is not None
    population = build_from_microdata(own, *inputs, scale=0.1, seed=3, replication=0)
    kind, urban, _ = groups(population)
    # by rank among those of like residence, movers among them, whose share may lie off by what movers have more
    assert urban[kind == 0].mean() == pytest.approx(SHARES["line_urban_of_urban"], abs=0.03)
    assert (abs(gap(population)) < 4.5) == (correlation == 0.0)
    scores = income_scores(own)
    weight, town = own.households["weight"].to_numpy(), (own.households["residence"] == "urban").to_numpy()
    for chosen in (town, ~town):
        assert np.average(scores[chosen], weights=weight[chosen]) == pytest.approx(0, abs=0.02)
        # ranks in the middle of each household's weight: a little narrower than the normal itself
        assert 0.9 < np.average(scores[chosen] ** 2, weights=weight[chosen]) <= 1
