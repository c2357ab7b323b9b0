"""Earnings: the autoregression by its moments, the factor by quadrature, the packed shock by exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from drawing import drawn, lowest
from hypothesis import given
from hypothesis import strategies as st
from numpy.polynomial.hermite_e import hermegauss

from simulation.parameters.schema.processes import Earnings
from simulation.processes import earnings

pytestmark = pytest.mark.usefixtures("plain")
EARNINGS = drawn("earnings")
Z = st.floats(-4, 4)
NODES, WEIGHTS = hermegauss(16)


@given(EARNINGS, Z, Z)
def test_persistent_shock_is_an_autoregression_of_stationary_variance(
    p: Earnings, shock: float, innovation: float
) -> None:
    """x' = rho x + e with Var x' = Var x: the part that is new has what is left of the variance."""
    kept, new = earnings.persistent_next(1.0, 0.0, p), earnings.persistent_next(0.0, 1.0, p)
    assert kept == pytest.approx(p.persistence)
    assert (kept * p.persistent_sd) ** 2 + new**2 == pytest.approx(p.persistent_sd**2, abs=1e-12)
    assert new >= 0
    assert earnings.persistent_next(shock, innovation, p) == pytest.approx(kept * shock + new * innovation, abs=1e-12)
    assert earnings.persistent_at_start(innovation, p) == pytest.approx(p.persistent_sd * innovation)


@given(EARNINGS)
def test_mean_factor_is_one(p: Earnings) -> None:
    """Gauss-Hermite quadrature over both shocks."""
    mean = sum(
        v * w * earnings.earnings_factor(earnings.persistent_at_start(x, p), y, p)
        for x, v in zip(NODES, WEIGHTS, strict=True)
        for y, w in zip(NODES, WEIGHTS, strict=True)
    ) / (2 * math.pi)
    assert mean == pytest.approx(1.0, rel=1e-6)


@given(EARNINGS, Z, Z)
def test_shocks_act_on_the_log(p: Earnings, shock: float, innovation: float) -> None:
    ratio = earnings.earnings_factor(shock, innovation, p) / earnings.earnings_factor(0.0, 0.0, p)
    assert math.log(ratio) == pytest.approx(shock + innovation * p.transitory_sd, abs=1e-6)


def test_factor_by_hand() -> None:
    """exp(-(0.36 + 0.64) / 2) without a shock."""
    p = lowest("earnings", persistent_sd=0.6, transitory_sd=0.8)
    assert earnings.earnings_factor(0.0, 0.0, p) == pytest.approx(0.6065306597)


@given(st.floats(-10, 10))
def test_packed_is_the_nearest_step_within_bounds(shock: float) -> None:
    nearest = math.floor(Fraction(shock) * 4096 + Fraction(1, 2))
    assert earnings.packed(shock) == int(np.clip(nearest, -32358, 32358))


def test_packed_by_hand() -> None:
    assert [earnings.packed(shock) for shock in (-9, -1, 0, 0.5 / 4096, 2, 9)] == [-32358, -4096, 0, 1, 8192, 32358]
    assert [earnings.unpacked(stored) for stored in (-4096, 0, 1, 8192)] == [-1, 0, 1 / 4096, 2]
