"""Quintile shapes, ranks, sources of income."""

import numpy as np
import pytest
from province_inputs import few_counties, read_inputs

from simulation.population.build.population import plan_population
from simulation.population.build.tables import level
from simulation.population.census.compositions import households
from simulation.population.census.templates import tabulate
from simulation.population.incomes.incomes import MOST, split_by_source
from simulation.population.incomes.quantiles import (
    HIGHEST,
    LOWEST,
    NODES,
    fifth_means,
    fit_curve,
    published_fifths,
    rank_of_score,
)


@pytest.mark.parametrize("residence", ["urban", "rural"])
def test_the_curve_reproduces_the_five_fifths_and_rises(residence: str) -> None:
    shape = published_fifths(read_inputs("hubei")[2], residence)
    curve = fit_curve(shape)
    np.testing.assert_allclose(fifth_means(curve), shape, rtol=2e-3)
    assert (np.diff(curve.relative(np.linspace(-3.8, 3.8, 400))) > 0).all()
    assert curve.relative(np.array([-3.0]))[0] > 0.01


@pytest.mark.parametrize("residence", ["urban", "rural"])
def test_the_lowest_fifth_is_moved_by_its_parameter_and_the_second_by_its_root(residence: str) -> None:
    """At 0.64 by a hand: 0.64 of the first fifth and 0.8 of the second, relative to those above; the mean stays 1."""
    plain, low = (
        published_fifths(read_inputs("hubei", **{f"low_{residence}": value})[2], residence) for value in (1.0, 0.64)
    )
    assert plain.mean() == pytest.approx(1.0)
    assert low.mean() == pytest.approx(1.0)
    np.testing.assert_allclose(low / low[2] / (plain / plain[2]), [0.64, 0.8, 1, 1, 1])
    curve = fit_curve(low)
    np.testing.assert_allclose(fifth_means(curve), low, rtol=2e-3)


@pytest.mark.parametrize("value", [0.7, 1.6])
@pytest.mark.parametrize("residence", ["urban", "rural"])
def test_a_curve_fits_at_the_ends_of_the_range(residence: str, value: float) -> None:
    shape = published_fifths(read_inputs("yunnan", **{f"low_{residence}": value})[2], residence)
    assert (np.diff(shape) > 0).all()
    curve = fit_curve(shape)
    np.testing.assert_allclose(fifth_means(curve), shape, rtol=5e-3)
    assert (np.diff(curve.relative(np.linspace(-3.8, 3.8, 400))) > 0).all()


def test_ranks_are_shares_of_persons() -> None:
    rng = np.random.default_rng(2)
    shifts, persons = np.array([-0.6, 0.0, 0.4]), np.array([1.0, 5.0, 2.0])
    ranks = rank_of_score(shifts, persons)
    draws = np.repeat(shifts, (persons * 50_000).astype(int)) + rng.standard_normal(400_000)
    grid = np.linspace(LOWEST, HIGHEST, NODES)
    for q in (0.05, 0.5, 0.95):
        assert np.interp(np.quantile(draws, q), grid, ranks) == pytest.approx(q, abs=0.003)


def test_sources_add_up_and_fit_their_columns() -> None:
    plan = plan_population(*few_counties("hubei", 1), scale=0.1, seed=1, replication=0)
    for yuan in (0.0, 180.4, 3000.0, 70_000.0, 150_000.0):
        for elders, earning in ((0, True), (2, True), (2, False), (0, False)):
            for business in (False, True):
                parts = split_by_source(yuan, elders, earning, business, False, 1, 1, plan.incomes)
                most = 3 * MOST if earning else MOST + parts[2]  # one column holds what is not earned
                assert sum(parts) == pytest.approx(min(yuan, most), abs=2)
                assert max(parts) <= MOST
                assert earning or parts[:2] == (0, 0)


def test_shares_are_solved_exactly_below_the_ceiling() -> None:
    weights = np.array([[10.0, 30.0, 60.0], [5.0, 5.0, 0.0]])
    chances = level(weights, np.array([0.1, 1.0, 3.0]), np.array([0.4, 0.9]))
    np.testing.assert_allclose((weights * chances).sum(axis=1) / weights.sum(axis=1), [0.4, 0.9], atol=1e-9)
    assert level(weights, np.ones(3), np.array([np.nan, 0.5]))[0].max() == pytest.approx(0, abs=1e-9)


def test_old_households_rank_lower_in_the_country() -> None:
    plan = plan_population(*few_counties("hubei", 2), scale=0.1, seed=1, replication=0)
    templates = tabulate(households())
    old = templates.low.min(axis=1, where=templates.low >= 0, initial=99) >= 60
    score = plan.incomes.score
    assert score[1, old].mean() < score[1, ~old].mean()
    assert score[1, old].mean() < score[0, old].mean()
