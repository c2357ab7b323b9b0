"""Emulators and the noise of replications against formulas that are known."""

import numpy as np
import pytest

from calibration.aims import Aim, alike, mean_distances
from calibration.emulator import fit_emulator
from calibration.measured import measure
from calibration.noise import fit_noise
from calibration.surrogate import fit_surrogate


def surface(points: np.ndarray) -> np.ndarray:
    return 2 * points[:, 0] - points[:, 1] + np.sin(3 * points[:, 2]) * points[:, 0]


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    return np.random.default_rng(1).random((80, 6))


def test_predictions_are_near_and_their_variance_is_right(points: np.ndarray) -> None:
    """Three of six inputs act; the noise is a twentieth of the range."""
    rng = np.random.default_rng(2)
    emulator = fit_emulator(points, surface(points) + 0.05 * rng.standard_normal(80))
    elsewhere = rng.random((2000, 6))
    mean, variance = emulator.predict(elsewhere)
    error = mean - surface(elsewhere)
    assert np.sqrt(np.square(error).mean()) < 0.05
    assert 0.4 < (np.square(error) / variance).mean() < 2.5
    assert emulator.error == pytest.approx(0.06, abs=0.02)


def test_the_left_out_error_is_that_of_leaving_out(points: np.ndarray) -> None:
    """At the lengths that were fitted, against doing it by hand."""
    values = surface(points)
    emulator = fit_emulator(points, values)
    covariance = np.linalg.inv(emulator.inverse)
    scaled = (values - emulator.centre) / emulator.scale
    for i in (0, 17, 79):
        rest = np.arange(80) != i
        mean = covariance[i, rest] @ np.linalg.solve(covariance[np.ix_(rest, rest)], scaled[rest])
        assert emulator.left_out[i] == pytest.approx(emulator.scale * (scaled[i] - mean), abs=1e-6)


def test_what_was_not_varied_is_not_asked_for(points: np.ndarray) -> None:
    held = points.copy()
    held[:, 3:] = 0.5
    emulator = fit_emulator(held, surface(held))
    assert list(emulator.columns) == [0, 1, 2]
    with pytest.raises(ValueError, match="differ"):
        fit_emulator(np.full((9, 2), 0.5), np.arange(9.0))
    with pytest.raises(ValueError, match="at least 4"):
        fit_emulator(points[:9], np.where(np.arange(9) < 3, 1.0, np.nan))


def test_noise_of_counts_falls_with_their_size_and_correlations_are_seen() -> None:
    """Two stocks that share most of their people, and a mean that has nothing to do with them."""
    rng = np.random.default_rng(3)
    found = []
    for size in (100.0, 400.0, 1600.0):
        shared, own = rng.poisson(0.8 * size, 60), rng.poisson(0.2 * size, 60)
        counts = np.stack([shared, shared + own, 50 + rng.standard_normal(60)], axis=1)
        found.append(np.log(counts / [320, 400, 50]))
    noise = fit_noise(found)
    assert noise.slope[0] == pytest.approx(-1.0, abs=0.35)
    assert abs(noise.slope[2]) < 0.5
    assert np.sqrt(noise.variance(np.zeros((1, 3))))[0] == pytest.approx([320**-0.5, 400**-0.5, 0.02], rel=0.2)
    assert noise.correlation[0, 1] == pytest.approx(0.8**0.5, abs=0.12)
    assert abs(noise.correlation[0, 2]) < 0.2
    assert np.linalg.eigvalsh(noise.correlation).min() > 0.0


def test_one_replication_says_nothing_of_the_noise() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        fit_noise([np.zeros((1, 3))])


def test_distances_are_log_ratios_and_nobody_has_one_too() -> None:
    aim = Aim("a", "north", "stock", 200.0, 180.0, 220.0)
    assert aim.distance(np.array([200.0]))[0] == 0.0
    assert aim.distance(np.array([220.0]))[0] == pytest.approx(np.log(1.1), rel=0.02)
    assert np.isfinite(aim.distance(np.array([0.0]))[0])
    assert aim.discrepancy == pytest.approx(np.log(220 / 180) / 2 / 1.96)
    level = Aim("b", "north", "growth", 0.0, -0.5, 0.5)
    assert level.distance(np.array([0.2]))[0] == 0.2
    both = mean_distances([aim, level], np.array([[100.0, np.nan], [300.0, 0.1]]))
    assert both == pytest.approx([0.0, 0.1])


def test_a_figure_that_provinces_share_weighs_as_one() -> None:
    """The precisions of four add up to that of one."""
    one, four = (Aim("a", "north", "share", 0.11, 0.09, 0.13, shared=n) for n in (1, 4))
    assert 4 / four.discrepancy**2 == pytest.approx(1 / one.discrepancy**2)


def test_one_stock_at_many_dates_says_little_more_than_once(points: np.ndarray) -> None:
    """What the model leaves out of a stock it leaves out a year later too."""
    values = 100.0 * np.exp(surface(points))

    def density(kinds: list[str]) -> float:
        aims = [Aim(f"{i}", "north", "stock", 200.0, 180.0, 220.0, kind=kind) for i, kind in enumerate(kinds)]
        simulated = [np.repeat(value * np.array([[0.999], [1.001]]), len(kinds), axis=1) for value in values]
        found = fit_surrogate(
            aims, points, simulated, measure(aims, points[:3], [np.tile(each, (4, 1)) for each in simulated[:3]])
        )
        near, far = (int(np.argmin(np.abs(values - v))) for v in (200.0, 260.0))
        judged = found.judged(points[[near, far]])[1]
        return float(judged[0] - judged[1])

    once, alike_, apart = density(["a"]), density(["a"] * 5), density(list("abcde"))
    assert apart == pytest.approx(5 * once, rel=0.1)
    assert alike_ == pytest.approx(once * 5 / (1 + 0.8 * 4), rel=0.1)
    assert np.array_equal(alike([Aim(c, "n", "s", 1, 0.9, 1.1) for c in "ab"]), np.eye(2))


def test_an_emulator_of_one_replication_is_brought_to_the_level_of_many(points: np.ndarray) -> None:
    """The one replication that all points share is 8% too high; 40 replications at three points show it."""
    aims = [Aim("a", "north", "stock", 200.0, 180.0, 220.0)]
    values = 100.0 * np.exp(surface(points))
    errors = 0.1 * np.random.default_rng(4).standard_normal(40)
    errors[0] = 0.08
    simulated = [np.array([[value * np.exp(errors[0])]]) for value in values]
    many = [(value * np.exp(errors))[:, None] for value in values[:3]]
    found = fit_surrogate(aims, points, simulated, measure(aims, points[:3], many))
    truth = aims[0].distance(values * np.exp(errors).mean())
    mean, variance = found.expected(points)
    assert np.abs(mean[:, 0] - truth).max() < 0.01
    assert np.abs(found.emulators[0].predict(points)[0] - truth).mean() > 0.05
    assert np.sqrt(variance.max()) < 0.02  # nothing differs from point to point
    assert found.replications == 40
