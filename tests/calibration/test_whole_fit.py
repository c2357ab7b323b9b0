"""Whole fits of simulators whose answer is known."""

from pathlib import Path

import numpy as np
import pytest
from formula_toys import SMALL, A, B, C, aims_of, fitted, noisy

from calibration.posterior import deviations, pinned, table_of
from calibration.search import Fit
from calibration.waves import Design

TRUTH = {"north": {A.path: 1.8, B.path: 0.5, C.path: 0.5}, "south": {A.path: 1.2, B.path: 0.5, C.path: 0.5}}


def apart(province: str, values: dict[str, float]) -> list[float]:
    """Every parameter has a statistic of its own."""
    return [1000 * values[A.path], 500 / values[B.path], 2e4 / (1 + np.exp(-values[C.path])), 300 * values[A.path] ** 2]


@pytest.fixture(scope="module")
def two_provinces(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    aims = {name: aims_of(name, apart(name, values)) for name, values in TRUTH.items()}
    return fitted(tmp_path_factory.mktemp("fit"), (A, B, C), aims, noisy(apart))


def test_known_values_are_recovered(two_provinces: Fit) -> None:
    found = two_provinces
    assert found.national[B.path] == pytest.approx(0.5, rel=0.05)
    assert found.national[C.path] == pytest.approx(0.5, abs=0.15)
    for name, values in TRUTH.items():
        assert found.provincial[name][A.path] == pytest.approx(values[A.path], rel=0.05)
    assert set(found.provincial["north"]) == {A.path}  # B and C may not deviate
    assert all(line.verdict == "in band" for line in found.lines)
    assert found.simulated <= 2 * (2 * SMALL.points + 6 + 3)


def test_the_posterior_holds_the_truth_and_is_far_narrower_than_the_prior(two_provinces: Fit) -> None:
    for each in pinned(two_provinces.posterior, 1):
        if each.path != A.path:
            assert each.low <= 0.5 <= each.high
            assert each.width < 0.35
            assert not each.open


def test_deviations_are_told_in_spreads(two_provinces: Fit) -> None:
    """The provinces lie 0.405 log points apart, 1.35 spreads; the nation lies between them."""
    north, south = deviations(two_provinces.posterior, two_provinces.centre)
    assert (north.province, south.province, north.path) == ("north", "south", A.path)
    assert north.number - south.number == pytest.approx(np.log(1.8 / 1.2) / 0.3, abs=0.3)
    assert north.value == pytest.approx(north.national * np.exp(0.3 * north.number), rel=0.01)
    assert north.low <= north.number <= north.high


def test_each_wave_rules_out_and_says_what_is_left(two_provinces: Fit) -> None:
    first, second = two_provinces.waves
    assert (first.number, second.number) == (1, 2)
    assert 0.0 < first.left < 0.001
    assert 0.0 < second.left < 0.001
    assert second.bound == 3.0
    assert second.points == 2 * first.points
    assert max(second.errors.values()) < 0.1


def test_a_province_without_facts_borrows_and_says_so(two_provinces: Fit) -> None:
    table = table_of(two_provinces.posterior, ("west",), 1)
    assert len(table) == 200
    assert set(table["borrowed"]) == {"west"}
    names = {A.path, B.path, C.path, *(f"{A.path}@{name}" for name in ("north", "south", "west")), "borrowed"}
    assert set(table.columns) == names
    shift = np.log(table[f"{A.path}@west"] / table[A.path]) / A.spread
    assert abs(shift.mean()) < 0.3
    assert 0.7 < shift.std() < 1.1
    assert np.abs(shift).max() <= 2.01
    assert np.log(table[f"{A.path}@north"]).std() < 0.5 * np.log(table[f"{A.path}@west"]).std()


def test_sets_that_the_facts_do_not_tell_apart_all_stay(tmp_path: Path) -> None:
    """A product is seen, its factors are not; and a square hides the sign."""

    def hidden(province: str, values: dict[str, float]) -> list[float]:
        return [1000 * values[A.path] * values[B.path], 100 * (1 + values[C.path] ** 2)]

    free = type(A)(A.path, A.unit, A.low, A.high, A.centre)
    centred = type(C)(C.path, C.unit, C.low, C.high, 0.0)
    aims = {"north": aims_of("north", hidden("north", {A.path: 2.0, B.path: 0.5, C.path: 2.0}))}
    found = fitted(tmp_path, (free, B, centred), aims, noisy(hidden), Design(2, 48, 2, particles=300))
    table = table_of(found.posterior, (), 1)
    product = table[A.path] * table[B.path]
    assert product.between(0.85, 1.15).mean() > 0.9
    assert table[A.path].min() < 0.5
    assert table[A.path].max() > 2.0
    assert 0.25 < (table[C.path] > 0).mean() < 0.75
    assert table[C.path].abs().between(1.7, 2.3).mean() > 0.9
    assert any(each.open for each in pinned(found.posterior, 1))


def test_facts_out_of_reach_end_at_the_bound_and_say_so(tmp_path: Path) -> None:
    """Nothing is refused: the particles fall as far as they can, and the lines say what is missed."""
    aims = {"north": aims_of("north", [v * 30 for v in apart("north", TRUTH["north"])])}
    found = fitted(tmp_path, (A, B, C), aims, noisy(apart), Design(1, 32, 2, particles=100))
    assert found.waves[0].bound > 3.0
    assert {line.verdict for line in found.lines} >= {"below"}


def test_a_fact_that_is_never_observed_is_named_and_left_out(tmp_path: Path) -> None:
    def blind(province: str, values: dict[str, float]) -> list[float]:
        return [*apart(province, values), np.nan]

    aims = {"north": aims_of("north", [*apart("north", TRUTH["north"]), 7.0])}
    found = fitted(tmp_path, (A, B, C), aims, noisy(blind), Design(1, 32, 2, particles=100))
    assert [line.verdict for line in found.lines][-1] == "not observed"
    assert found.national[B.path] == pytest.approx(0.5, rel=0.1)
