"""Raking and integerising: marginals met, the seed kept, counts exact."""

import numpy as np
import pytest
from province_inputs import PROVINCES, few_counties, read_inputs

from simulation.population.census.compositions import households
from simulation.population.census.integerise import integerise
from simulation.population.census.raking import features, rake, seed_odds, seed_weights
from simulation.population.census.targets import MARGINALS, Targets, target_counts, whole_numbers
from simulation.population.census.templates import FAMILY, LARGEST, Household, Slot, tabulate

HOMES = households()
TEMPLATES = tabulate(HOMES)
FAMILIES = TEMPLATES.kind == FAMILY


@pytest.mark.parametrize("province", PROVINCES)
def test_weights_meet_every_marginal_of_every_county(province: str) -> None:
    counties, population, _ = read_inputs(province)
    targets = target_counts(counties, population)
    met = rake(HOMES, TEMPLATES, targets, population) @ features(TEMPLATES)
    miss = np.abs(met - targets.table.to_numpy()) / targets.residents[:, None]
    assert np.nanmax(miss) < 2e-4


def test_the_seed_is_kept_but_for_the_marginals() -> None:
    """Maximum entropy: the log ratio of weight to seed is a linear function of the marginals."""
    counties, population, _ = few_counties("jiangxi", 6)
    targets = target_counts(counties, population)
    place = int((targets.table["urban"] < targets.residents).to_numpy().argmax())
    weights = rake(HOMES, TEMPLATES, targets, population)[place]
    urban = targets.table["urban"][place] / targets.residents[place]
    seed = seed_weights(HOMES, TEMPLATES, population) * np.array([[urban], [1 - urban]])
    logs = np.log(weights / seed.ravel())
    table = features(TEMPLATES)
    coefficients = np.linalg.lstsq(np.column_stack([table, np.ones(len(table))]), logs, rcond=None)[0]
    np.testing.assert_allclose(table @ coefficients[:-1] + coefficients[-1], logs, atol=1e-6)


def test_the_seed_has_the_published_household_sizes() -> None:
    _, population, _ = few_counties("hubei", 1)
    seed = seed_weights(HOMES, TEMPLATES, population)
    for row, residence in enumerate(("urban", "rural")):
        shares = np.bincount(np.minimum(TEMPLATES.size, 7)[FAMILIES], seed[row][FAMILIES])[1:]
        published = [getattr(population, f"size_{n}_{residence}") for n in range(1, 8)]
        np.testing.assert_allclose(shares, np.array(published) / sum(published), rtol=1e-9)


def test_contradicting_marginals_leave_a_residual_and_no_error() -> None:
    counties, population, _ = few_counties("hubei", 1)
    counties["share_one_person_households"] = 0.6
    counties["share_one_generation_households"] = 0.3
    targets = target_counts(counties, population)
    weights = rake(HOMES, TEMPLATES, targets, population)
    assert np.isfinite(weights).all()
    whole = integerise(weights, TEMPLATES, targets)
    assert whole[0][np.tile(FAMILIES, 2)].sum() == targets.households[0]


def test_a_missing_cell_is_left_out() -> None:
    counties, population, _ = few_counties("hubei", 1)
    counties["share_households_with_two_or_more_65plus"] = np.nan
    targets = target_counts(counties, population)
    met = (rake(HOMES, TEMPLATES, targets, population) @ features(TEMPLATES))[0]
    place = MARGINALS.index("two_or_more_65plus")
    assert np.isfinite(met).all()
    assert 0 < met[place] < targets.households[0]


@pytest.mark.parametrize("province", ["yunnan", "inner_mongolia"])
def test_whole_households_are_exact(province: str) -> None:
    counties, population, _ = read_inputs(province, reweight=0)
    targets = target_counts(counties, population)
    whole = integerise(rake(HOMES, TEMPLATES, targets, population), TEMPLATES, targets)
    family, size = np.tile(FAMILIES, 2), np.tile(TEMPLATES.size, 2)
    assert (whole >= 0).all()
    assert whole[:, family].sum(axis=1).tolist() == counties["households"].tolist()
    assert (whole * size)[:, family].sum(axis=1).tolist() == counties["household_population"].tolist()
    everyone = whole @ size
    assert everyone.tolist() == counties["population"].tolist()


@pytest.mark.parametrize("persons", [99, 601])
def test_persons_that_cannot_be_housed_are_refused(persons: int) -> None:
    counties, population, _ = few_counties("hubei", 1)
    targets = target_counts(counties, population)
    impossible = Targets(np.array([100]), np.array([persons]), targets.collective, targets.table)
    with pytest.raises(ValueError, match="cannot live"):
        integerise(rake(HOMES, TEMPLATES, targets, population), TEMPLATES, impossible)


@pytest.mark.parametrize("persons", [120, 580])
def test_figures_that_contradict_each_other_end_with_an_error(persons: int) -> None:
    """All weight is on couples of the old, of whom no household can gain or lose a member of working age."""
    counties, population, _ = few_counties("hubei", 1)
    old = FAMILIES & (TEMPLATES.bands[:, :3].sum(axis=1) == 0) & (TEMPLATES.size == 2)
    weights = np.where(np.tile(old, 2), 1.0, 0.0)[None, :]
    targets = Targets(np.array([100]), np.array([persons]), np.array([0]), target_counts(counties, population).table)
    with pytest.raises(ValueError, match="county 0"):
        integerise(weights, TEMPLATES, targets)


def test_every_kind_of_household_has_odds() -> None:
    assert {name for home in HOMES for name in home.odds} <= set(seed_odds())


def test_templates_agree_with_their_generations() -> None:
    assert TEMPLATES.size.max() <= LARGEST
    assert (TEMPLATES.generation.max(axis=1) + 1 == TEMPLATES.generations).all()
    with pytest.raises(ValueError, match="generations"):
        tabulate([Household((Slot(30, 44), Slot(30, 44)), 2)])


def test_units_of_templates_are_numbered_without_gaps() -> None:
    for t, home in enumerate(HOMES):
        assert {slot.unit for slot in home.persons} == set(range(TEMPLATES.units[t] - TEMPLATES.spare[t]))


def test_whole_numbers_keep_the_total() -> None:
    values = np.array([0.2, 3.5, 5.3, 0.0])
    assert whole_numbers(values, 9).tolist() == [0, 4, 5, 0]
    assert whole_numbers(values * 10, 90).sum() == 90
