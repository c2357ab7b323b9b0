"""Earnings, jobs, illness, deaths and disasters follow the laws they state."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parameter_groups import Groups, words_of

from simulation.draws import Process, normal
from simulation.parameters.schema.processes import Behaviour
from simulation.processes import behaviour, demography, disaster, earnings, illness, job

N = 10_000


def normals(call: int) -> list[float]:
    """Standard normals of many units."""
    return [normal(word) for word in words_of(N, 0, call, int(Process.MONTH_SHOCKS))]


def test_persistent_shock_is_stationary(groups: Groups) -> None:
    p = groups.earnings
    shock = [earnings.persistent_at_start(z, p) for z in normals(0)]
    for month in range(1, 13):
        shock = [earnings.persistent_next(s, z, p) for s, z in zip(shock, normals(month), strict=True)]
    assert np.std(shock) == pytest.approx(p.persistent_sd, rel=0.03)
    assert np.mean(shock) == pytest.approx(0, abs=4 * p.persistent_sd / np.sqrt(N))


def test_persistence_is_the_correlation_of_neighbouring_months(groups: Groups) -> None:
    p = groups.earnings
    shock = [earnings.persistent_at_start(z, p) for z in normals(0)]
    later = [earnings.persistent_next(s, z, p) for s, z in zip(shock, normals(1), strict=True)]
    assert np.corrcoef(shock, later)[0, 1] == pytest.approx(p.persistence, abs=0.01)


def test_mean_earnings_factor_is_one(groups: Groups) -> None:
    p = groups.earnings
    factors = [
        earnings.earnings_factor(earnings.persistent_at_start(a, p), b, p)
        for a, b in zip(normals(20), normals(21), strict=True)
    ]
    assert np.mean(factors) == pytest.approx(1.0, abs=4 * np.std(factors) / np.sqrt(N))


@given(st.floats(-7.9, 7.9))
def test_packed_shock_keeps_a_quarter_of_a_permille(shock: float) -> None:
    assert earnings.unpacked(earnings.packed(shock)) == pytest.approx(shock, abs=0.5 / 4096 + 1e-12)


def test_joblessness_is_stationary_from_the_start(groups: Groups) -> None:
    p = groups.job
    draw = [words_of(N, 2, month, int(Process.MONTH_SHOCKS)) for month in range(7)]
    state = [job.jobless_at_start(2, word, p) for word in draw[0]]
    shares = [np.mean(np.array(state) > 0)]
    for month in range(1, 7):
        state = [job.jobless_next(s, 2, word, p) for s, word in zip(state, draw[month], strict=True)]
        shares.append(np.mean(np.array(state) > 0))
    expected = p.loss_prob_month / (p.loss_prob_month + p.find_prob_month)
    assert np.abs(np.array(shares) - expected).max() < 5 * np.sqrt(expected / N)


def test_joblessness_needs_workers_and_counts_months(groups: Groups) -> None:
    certain = groups.job._replace(loss_prob_month=1.0, find_prob_month=0.0)
    assert job.jobless_next(0, 0, np.uint32(0), certain) == 0
    assert job.jobless_next(0, 1, np.uint32(2**32 - 1), certain) == 1
    assert [job.jobless_next(n, 1, np.uint32(7), certain) for n in (1, 2, 239, 240)] == [2, 3, 240, 240]
    assert job.jobless_next(5, 1, np.uint32(7), certain._replace(find_prob_month=1.0)) == 0
    assert job.working_share(3, 1) == 0.0
    assert job.working_share(3, 2) == 0.5
    assert job.working_share(0, 0) == 0.0


def test_illness_cost_has_the_stated_median(groups: Groups) -> None:
    p = groups.illness
    costs = [illness.rigid_yuan_month(word, p) for word in words_of(N, 0, 0, int(Process.ILLNESS_SIZE))]
    assert np.median(costs) == pytest.approx(p.cost_yuan_month * (1 - p.reimbursed_share), rel=0.03)
    assert np.std(np.log(np.array(costs))) == pytest.approx(p.cost_log_sd, rel=0.03)


def test_elders_fall_ill_more_often(groups: Groups) -> None:
    p = groups.illness
    young, old = illness.onset_probability(2, 0, p), illness.onset_probability(2, 2, p)
    assert old == pytest.approx(young * p.elder_factor)


def test_deaths_double(groups: Groups) -> None:
    p = groups.demography._replace(death_doubling_years=8.0)
    assert demography.death_probability(60, p) == pytest.approx(p.death_prob_at_60)
    assert demography.death_probability(76, p) == pytest.approx(4 * p.death_prob_at_60, rel=1e-9)
    assert demography.death_probability(5, p) == demography.death_probability(30, p)


def test_deaths_fall_evenly_on_the_year() -> None:
    months = [demography.month_of_death(24, word) for word in words_of(N, 1, 0, int(Process.BIRTH_DEATH))]
    assert set(months) == set(range(24, 36))
    assert np.bincount(np.array(months) - 24).min() > 0.85 * N / 12


def test_disasters_strike_counties_at_their_rate(groups: Groups) -> None:
    p = groups.disaster
    hits = [disaster.county_shock(1, 0, county, month, p) for county in range(100) for month in range(100)]
    expected = p.county_prob_month
    assert np.mean(hits) == pytest.approx(expected, abs=4 * np.sqrt(expected / 1e4))
    assert disaster.county_shock(1, 0, 3, 4, p._replace(county_prob_month=1.0))
    assert not disaster.county_shock(1, 0, 3, 4, p._replace(county_prob_month=0.0))


@pytest.mark.parametrize(("variant", "expected"), [(0.0, 1.0), (1.0, 1.1), (2.0, 0.9), (3.0, 0.7)])
def test_variants_of_labour_supply(groups: Groups, variant: float, expected: float) -> None:
    p: Behaviour = groups.behaviour._replace(response=variant, response_size=0.1)
    assert behaviour.earnings_response(True, p) == pytest.approx(expected)
    assert behaviour.earnings_response(False, p) == 1.0


def test_saving_by_hand(groups: Groups) -> None:
    p: Behaviour = groups.behaviour._replace(saving_rate=0.5, drawdown_month=0.1)
    assert behaviour.assets_next(1000, 200.0, 50.0, p) == 1000 + 100 - 100 - 50
    assert behaviour.assets_next(1000, -200.0, 50.0, p) == 850
    assert behaviour.assets_next(10, -200.0, 50.0, p) == 0
