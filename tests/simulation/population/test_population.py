"""The built population: census marginals recomputed independently, keys, samples, rows."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from province_inputs import PROVINCES, few_counties, read_inputs
from recount import SHARES, census_shares, fifth_means, household_rows, recount, recount_by_county

from simulation.population.build.population import Population, build_population
from simulation.population.columns import NEVER, Flag, Work, line_rows, unit_records
from simulation.population.people.summary import summarise_unit

POINT = 0.01  # one percentage point


def digest(population: Population) -> str:
    """One digest of all columns."""
    total = hashlib.sha256()
    for table in population:
        for column in table:
            total.update(np.ascontiguousarray(column).tobytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def small() -> tuple[pd.DataFrame, Population]:
    """Six counties of Inner Mongolia, one to one, at census counts."""
    inputs = few_counties("inner_mongolia", 6)
    return inputs[0], build_population(*inputs, scale=1.0, seed=7, replication=0)


@pytest.fixture(scope="module")
def small_rows(small: tuple[pd.DataFrame, Population]) -> pd.DataFrame:
    return household_rows(small[1])


@pytest.fixture(scope="module")
def sample() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Jiangxi at scale 0.02."""
    inputs = read_inputs("jiangxi")
    return inputs[0], household_rows(build_population(*inputs, scale=0.02, seed=3, replication=0))


def check_marginals(counties: pd.DataFrame, table: pd.DataFrame, places: list[int]) -> None:
    census = census_shares(counties)
    for name in SHARES:
        difference = (table[name] - census[name]).abs().loc[places].dropna()
        assert (difference < POINT).all(), f"{name}: {difference.max():.4f}"
    assert ((table["mean_size"] - census["mean_size"]).abs().loc[places] < 0.02).all()


def test_counts_are_exact_in_every_county(small: tuple[pd.DataFrame, Population], small_rows: pd.DataFrame) -> None:
    counties, table = small[0], recount(small_rows).drop(index=-1)
    assert table["households"].tolist() == counties["households"].tolist()
    assert table["household_persons"].tolist() == counties["household_population"].tolist()
    assert table["residents"].tolist() == counties["population"].tolist()


def test_marginals_of_large_counties_at_scale_1(
    small: tuple[pd.DataFrame, Population], small_rows: pd.DataFrame
) -> None:
    large = [-1, *small[0].index[small[0]["households"] > 50_000]]
    check_marginals(small[0], recount(small_rows), large)


def test_marginals_of_a_province_at_scale_0_02(sample: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    check_marginals(sample[0], recount(sample[1]), [-1])


def test_income_means_and_fifths() -> None:
    counties, population, income = read_inputs("inner_mongolia")
    built = build_population(counties, population, income, scale=0.05, seed=3, replication=0)
    rows = household_rows(built)
    for residence, urban in (("urban", True), ("rural", False)):
        mean, fifths = fifth_means(rows, urban)
        published = np.array([getattr(income, f"q{q}_{residence}") for q in range(1, 6)])
        low = getattr(income, f"low_{residence}")  # what the fit does to the lowest fifth, its root to the second
        published[:2] *= low, low**0.5
        goal = getattr(income, f"mean_{residence}")
        assert mean == pytest.approx(goal, rel=0.02)
        np.testing.assert_allclose(fifths, published / published.mean() * goal, rtol=0.05)


def test_threads_do_not_matter_but_the_seed_does() -> None:
    inputs = few_counties("jiangxi", 4)
    built = [build_population(*inputs, scale=0.1, seed=7, replication=0, threads=n) for n in (1, 2, 5)]
    assert len({digest(population) for population in built}) == 1
    assert digest(build_population(*inputs, scale=0.1, seed=8, replication=0)) != digest(built[0])


def test_a_sample_holds_the_very_same_households(small: tuple[pd.DataFrame, Population]) -> None:
    full = small[1]
    part = build_population(*few_counties("inner_mongolia", 6), scale=0.05, seed=7, replication=2)
    where = np.searchsorted(full.units.id[order := np.argsort(full.units.id)], part.units.id)
    row = order[where]
    for name, column in zip(part.units._fields, part.units, strict=True):
        if name != "first_person":
            np.testing.assert_array_equal(column, getattr(full.units, name)[row], err_msg=name)
    first = np.flatnonzero(part.units.position == 0)
    for mine in first[:: len(first) // 200]:
        a, n = int(part.units.first_person[mine]), int(part.units.household_persons[mine])
        b = int(full.units.first_person[row[mine]])
        for name, column in zip(part.persons._fields, part.persons, strict=True):
            np.testing.assert_array_equal(column[a : a + n], getattr(full.persons, name)[b : b + n])


def test_replications_draw_other_villages(small: tuple[pd.DataFrame, Population]) -> None:
    inputs = few_counties("inner_mongolia", 6)
    ids = [set(build_population(*inputs, scale=0.05, seed=7, replication=r).units.id.tolist()) for r in (0, 1)]
    assert ids[0] != ids[1]


@pytest.mark.parametrize("scale", [1.0, 0.3, 0.02, 0.0005])
def test_weights_sum_to_the_villages_of_the_county(small: tuple[pd.DataFrame, Population], scale: float) -> None:
    inputs = few_counties("inner_mongolia", 6)
    built = build_population(*inputs, scale=scale, seed=7, replication=1)
    villages = np.bincount(small[1].villages.county)
    assert np.bincount(built.villages.county, built.villages.weight).astype(int).tolist() == villages.tolist()
    assert (built.villages.weight >= 1).all()
    assert (np.bincount(built.villages.county) >= 1).all()
    homes = household_rows(built)
    drawn = homes[~homes["collective"]].groupby("county").size().to_numpy()
    np.testing.assert_allclose(built.counties.share, drawn / inputs[0]["households"])


def test_rows_are_sorted_and_tables_fit_together(small: tuple[pd.DataFrame, Population]) -> None:
    units, persons, villages, counties = small[1]
    assert len(np.unique(units.id)) == len(units.id)
    assert int(units.id.max()) < 1 << 28
    place = villages.county.astype(int) * 1000 + villages.township
    assert (np.diff(place) >= 0).all()
    assert villages.first[-1] == counties.first[-1] == len(units.id)
    assert counties.first_village[-1] == len(villages.county)
    np.testing.assert_array_equal(counties.first, villages.first[counties.first_village])
    assert (villages.township < counties.townships[villages.county]).all()
    homes = units.position == 0
    starts = np.cumsum(units.household_persons[homes].astype(int)) - units.household_persons[homes]
    np.testing.assert_array_equal(units.first_person[homes], starts)
    assert units.household_persons[homes].astype(int).sum() == len(persons.birth)
    size = np.bincount(np.searchsorted(villages.first, np.flatnonzero(homes & (units.flags & 4 == 0)), "right") - 1)
    assert ((size >= 300) & (size <= 500)).all()


def test_unit_summaries_agree_with_the_persons(small: tuple[pd.DataFrame, Population]) -> None:
    units, persons = small[1].units, small[1].persons
    for row in range(0, len(units.id), 4999):
        counts = summarise_unit(
            persons,
            int(units.first_person[row]),
            int(units.household_persons[row]),
            int(units.position[row]),
            -24,
        )
        names = ("persons", "minors", "elders", "severe", "ill", "able", "workers")
        assert counts == tuple(int(getattr(units, name)[row]) for name in names)


def test_spare_units_wait_for_the_child_that_leaves(small: tuple[pd.DataFrame, Population]) -> None:
    units, persons = small[1].units, small[1].persons
    empty = np.flatnonzero(units.persons == 0)
    leavers = np.flatnonzero(persons.split < NEVER)
    assert len(empty) == len(leavers) > 1000
    assert (units.assets[empty] == 0).all()
    assert (units.wage[empty].astype(int) + units.business[empty] > 0).mean() > 0.99
    row = int(empty[17])
    first, count, position = (int(x[row]) for x in (units.first_person, units.household_persons, units.position))
    month = int(persons.split[first])
    assert summarise_unit(persons, first, count, position, month - 1)[0] == 0
    assert summarise_unit(persons, first, count, position, month)[0] == 1
    age = month - int(persons.birth[first])
    assert 18 * 12 <= age <= 23 * 12 or month == -23


def test_births_come_within_the_horizon(small: tuple[pd.DataFrame, Population]) -> None:
    persons = small[1].persons
    unborn = persons.birth[persons.birth > -24]
    assert unborn.min() >= -23
    assert unborn.max() <= 72
    per_thousand = len(unborn) / 8 / (persons.birth <= -24).sum() * 1000
    assert 3 < per_thousand < 10


def test_generations_are_a_generation_apart(small: tuple[pd.DataFrame, Population]) -> None:
    units, persons = small[1].units, small[1].persons
    home = np.repeat(np.arange((units.position == 0).sum()), units.household_persons[units.position == 0])
    living = persons.birth <= -24
    generation = (persons.work & Work.GENERATION) >> Work.GENERATION_BIT
    frame = pd.DataFrame({"home": home, "g": generation, "birth": persons.birth})[living]
    eldest = frame.groupby(["home", "g"])["birth"].min().unstack()
    for older in (1, 2, 3):
        gap = (eldest[older - 1] - eldest[older]).dropna() / 12
        assert gap.min() > 14, (older, gap.min())
        assert 20 < gap.mean() < 40


def test_what_the_engine_sets_is_left_alone(small: tuple[pd.DataFrame, Population]) -> None:
    units = small[1].units
    for name in ("persistent", "jobless", "sick", "rigid", "quarter", "knows", "decile"):
        assert not getattr(units, name).any()
    assert (units.case == -1).all()
    assert (small[1].persons.death == NEVER).all()


def test_registration_names_another_county_only_for_movers(small: tuple[pd.DataFrame, Population]) -> None:
    units, villages = small[1].units, small[1].villages
    county = np.repeat(villages.county, np.diff(villages.first))
    moved = (units.flags & Flag.OTHER_COUNTY) != 0
    assert (units.registration[~moved] == county[~moved]).all()
    assert (units.registration[moved] != county[moved]).all()
    assert units.registration.max() < 6


def test_disability_and_care_homes(small: tuple[pd.DataFrame, Population]) -> None:
    units, persons = small[1].units, small[1].persons
    living = persons.birth <= -24
    assert 0.04 < ((persons.health[living] & 2) != 0).mean() < 0.09
    institution = (units.flags & Flag.INSTITUTION) != 0
    assert institution.any()
    assert (units.flags[institution] & Flag.COLLECTIVE != 0).all()
    assert (units.persons[(units.flags & Flag.COLLECTIVE) != 0] == 1).all()


def test_reweighting_reaches_the_residents_of_2022() -> None:
    inputs = read_inputs("fujian")  # one county of it lacks a census cell
    built = build_population(*inputs, scale=0.02, seed=1, replication=0)
    residents = (household_rows(built).eval("weight * size")).sum()
    assert residents == pytest.approx(inputs[1].residents_2022, rel=0.01)


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.5, float("nan")])
def test_an_impossible_scale_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        build_population(*few_counties("jiangxi", 1), scale=scale, seed=1, replication=0)


@pytest.mark.full
@pytest.mark.parametrize("province", PROVINCES)
def test_province_one_to_one(province: str) -> None:
    counties, population, income = read_inputs(province)
    built = build_population(counties, population, income, scale=1.0, seed=1, replication=0)
    table, rows = recount_by_county(built)
    assert table.loc[-1, "residents"] == population.residents_2022
    check_marginals(counties, table, [-1, *counties.index[counties["households"] > 50_000]])
    for residence, urban in (("urban", True), ("rural", False)):
        mean, fifths = fifth_means(rows, urban)
        published = np.array([getattr(income, f"q{q}_{residence}") for q in range(1, 6)])
        low = getattr(income, f"low_{residence}")  # what the fit does to the lowest fifth, its root to the second
        published[:2] *= low, low**0.5
        assert mean == pytest.approx(getattr(income, f"mean_{residence}"), rel=0.01)
        np.testing.assert_allclose(fifths, published / published.mean() * mean, rtol=0.02)


@pytest.mark.full
@pytest.mark.parametrize("province", PROVINCES)
def test_census_counts_are_exact_one_to_one(province: str) -> None:
    counties, population, income = read_inputs(province, reweight=0)
    built = build_population(counties, population, income, scale=1.0, seed=2, replication=0)
    table = recount_by_county(built)[0]
    for name, column in (
        ("households", "households"),
        ("household_persons", "household_population"),
        ("residents", "population"),
    ):
        assert table.drop(index=-1)[name].tolist() == counties[column].tolist()


@pytest.mark.full
@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("replication", range(3))
def test_province_at_scale_0_02(province: str, replication: int) -> None:
    inputs = read_inputs(province)
    built = build_population(*inputs, scale=0.02, seed=5, replication=replication)
    check_marginals(inputs[0], recount(household_rows(built)), [-1])


def test_units_of_a_household_come_under_one_line(small: tuple[pd.DataFrame, Population]) -> None:
    """So that the line of a household is that of any of its units."""
    table = unit_records(small[1].units)
    household = np.cumsum(table["position"] == 0) - 1
    rows = line_rows(table)
    assert (np.bincount(household) > 1).any()
    assert np.array_equal(rows, rows[table["position"] == 0][household])
