"""Roots on a line: every shape that an indicator may have over a parameter, on functions worked out by hand."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from simulation.search.roots import EDGE, Line, Stretch, all_roots

GRID = np.linspace(0.0, 1.0, 17).tolist()
TOLERANCE = 1e-4


def roots(
    function: Callable[[float], float], allowed: float = 1e-3, noise: float = math.nan, same: float = 1e-12
) -> tuple[list[Stretch], Line]:
    line = Line(lambda points: [(function(u), noise) for u in points], same=same, allowed=allowed)
    line.at(GRID)
    return all_roots(line, GRID, TOLERANCE), line


def places(function: Callable[[float], float], **more: float) -> list[float]:
    return [each.at for each in roots(function, **more)[0]]


def test_both_values_of_the_parabola_are_found() -> None:
    """4a(1 - a) = 0.75 at 0.25 and 0.75, where a line between the ends shows nothing."""
    assert places(lambda a: 4 * a * (1 - a) - 0.75) == [0.25, 0.75]
    assert places(lambda a: 4 * a * (1 - a) - 0.7) == pytest.approx([0.22614, 0.77386], abs=TOLERANCE)


def test_a_top_that_touches_the_goal_is_one_root() -> None:
    assert places(lambda a: 4 * a * (1 - a) - 1.0) == [0.5]
    assert places(lambda a: -((a - 0.53) ** 2)) == pytest.approx([0.53], abs=0.03)


def test_two_roots_within_one_step_of_the_grid_are_found_where_it_dips() -> None:
    assert places(lambda a: (a - 0.53) ** 2 - 0.0003) == pytest.approx([0.51268, 0.54732], abs=TOLERANCE)


def test_a_dip_that_stays_away_is_no_root() -> None:
    assert places(lambda a: (a - 0.53) ** 2 + 0.05) == []
    assert places(lambda a: 2.0 + a) == []


def test_a_wave_has_all_its_roots() -> None:
    found = places(lambda a: math.sin(6 * math.pi * (a + 0.05)))
    assert found == pytest.approx([1 / 6 * k - 0.05 for k in range(1, 7)], abs=TOLERANCE)


def test_a_level_stretch_is_one_root_with_its_ends() -> None:
    (found,), _ = roots(lambda a: max(0.0, a - 0.7) - max(0.0, 0.4 - a))
    assert (found.low, found.high) == pytest.approx((0.4, 0.7), abs=EDGE)
    assert found.low >= 0.4
    assert found.high <= 0.7
    assert found.at == pytest.approx(0.55, abs=1 / 16)


def test_a_response_that_never_moves_fits_everywhere() -> None:
    (found,), line = roots(lambda a: 0.0)
    assert (found.low, found.at, found.high) == (0.0, 0.5, 1.0)
    assert len(line.seen) == len(GRID)
    assert places(lambda a: 5.0) == []
    (off,), _ = roots(lambda a: 0.0005)  # within what is allowed, everywhere
    assert (off.low, off.high) == (0.0, 1.0)


def test_a_step_on_the_goal_and_a_step_over_it() -> None:
    (on,), _ = roots(lambda a: math.floor(a * 7.5) - 3.0)
    assert (on.low, on.high) == pytest.approx((0.4, 0.53333), abs=EDGE)
    (over,), line = roots(lambda a: math.floor(a * 7.5) - 3.3)
    assert line.seen[over.at] == pytest.approx(-0.3)
    assert over.high == pytest.approx(4 / 7.5, abs=TOLERANCE)


def test_an_end_that_nearly_meets_the_goal_is_a_root() -> None:
    assert places(lambda a: 0.0005 + a) == [0.0]
    assert places(lambda a: 0.0005 + 1.0 - a) == [1.0]
    assert places(lambda a: 0.002 + a) == []


def test_where_it_is_undefined_nothing_is_seen_and_the_rest_is_searched() -> None:
    assert places(lambda a: math.nan if a < 0.1 else a - 0.5) == [0.5]
    assert places(lambda a: math.nan if 0.3 < a < 0.6 else a - 0.5) == []
    assert places(lambda a: math.nan if abs(a - 0.52) < 0.01 else a - 0.52) == []
    assert places(lambda a: math.nan) == []
    (edge,), _ = roots(lambda a: math.nan if a > 0.6 else 0.0)
    assert edge.high == pytest.approx(0.6, abs=EDGE)


def test_a_level_stretch_within_the_noise_of_the_goal_is_no_certain_root() -> None:
    """The flat part misses by 0.01, which the noise may do too: the crossing beside it is no better."""
    (found,), _ = roots(lambda a: 0.01 + max(0.0, a - 0.7) - max(0.0, 0.4 - a), noise=0.02)
    assert (found.low, found.high) == pytest.approx((0.37, 0.71), abs=EDGE)
    (sloped,), _ = roots(lambda a: a - 0.5, noise=0.1)
    assert (sloped.low, sloped.high) == (0.5, 0.5)
    assert sloped.near == (0.4375, 0.5625)
    assert sloped.beyond == (0.375, 0.625)
