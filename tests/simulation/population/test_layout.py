"""The keyed permutation, villages and samples."""

import numpy as np
import pytest
from province_inputs import few_counties, read_inputs

from simulation.compile.kernel import compiled
from simulation.population.build.population import plan_population
from simulation.population.census.compositions import households
from simulation.population.census.layout import ID_LIMIT, _sample_sizes, check_ids
from simulation.population.census.templates import FAMILY, tabulate
from simulation.population.people.registration import origin_of
from simulation.population.people.roster import permute


@compiled
def permuted(size: int, key: np.ndarray) -> np.ndarray:
    """All places of the permutation."""
    result = np.empty(size, np.int64)
    for i in range(size):
        result[i] = permute(i, size, key)
    return result


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100, 4097, 250_000])
def test_the_permutation_is_one_to_one(size: int) -> None:
    key = np.array([1, 2**31, 77, 4_000_000_000], np.uint32)
    places = permuted(size, key)
    assert np.array_equal(np.sort(places), np.arange(size))
    if size > 1000:
        assert abs(np.corrcoef(np.arange(size), places)[0, 1]) < 4 / np.sqrt(size)
        neighbours = np.abs(np.diff(places)).mean() / size
        assert neighbours == pytest.approx(1 / 3, rel=0.1)


def test_another_key_is_another_permutation() -> None:
    one, two = (permuted(1000, np.full(4, k, np.uint32)) for k in (1, 2))
    assert (one == two).mean() < 0.02


def test_samples_are_proportional_and_hold_both_parts() -> None:
    rng = np.random.default_rng(1)
    villages = rng.integers(0, 400, (90, 2)) + np.array([1, 0])
    for scale in (0.5, 0.02, 0.004):
        drawn = _sample_sizes(villages, scale, rng.random(2))
        total = drawn.sum(axis=1)
        assert (total >= 1).all()
        assert (drawn <= villages).all()
        both = (total >= 2) & (villages > 0).all(axis=1)
        assert (drawn[both] >= 1).all()
        assert (np.abs(total - villages.sum(axis=1) * scale) < 1.5).all()


def test_a_province_too_large_for_the_ids_is_refused() -> None:
    plan = plan_population(*few_counties("hubei", 1), scale=0.1, seed=1, replication=0)
    templates = tabulate(households())
    width = check_ids(plan.strata, templates)
    assert width == templates.units[templates.kind == FAMILY].max()
    many = plan.strata._replace(households=plan.strata.households + ID_LIMIT // width)
    with pytest.raises(ValueError, match="unit ids"):
        check_ids(many, templates)


def test_origins_of_movers_are_other_counties_by_share() -> None:
    origin = np.array([0.0, 0.2, 0.5, 1.0])
    found = np.array([origin_of((u + 0.5) / 1000, 1, origin) for u in range(1000)])
    assert not (found == 1).any()
    assert (found == 0).mean() == pytest.approx(0.2 / 0.7, abs=0.01)


def test_missing_townships_are_estimated() -> None:
    counties, population, income = read_inputs("zhejiang")
    assert counties["townships"].isna().any()
    plan = plan_population(counties, population, income, scale=0.01, seed=1, replication=0)
    assert (plan.sites.township >= 0).all()
