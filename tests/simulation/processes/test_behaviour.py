"""What receipt does to earnings by variant, and the household's budget from one month to the next."""

from fractions import Fraction

import pytest
from drawing import drawn, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.processes import Behaviour
from simulation.processes import behaviour

pytestmark = pytest.mark.usefixtures("plain")


@given(st.sampled_from([0, 1, 2, 3]), drawn("behaviour"))
def test_variants_change_earnings_by_none_plus_minus_and_three_times_the_size(variant: int, p: Behaviour) -> None:
    times = [0, 1, -1, -3][variant]
    p = p._replace(response=float(variant))
    earned = 100 + 100 * times * p.response_size
    assert 100 * behaviour.earnings_response(True, p) == pytest.approx(earned if earned > 0 else 0)
    assert behaviour.earnings_response(False, p) == 1.0


@given(st.integers(0, 1_000_000), st.floats(-1e4, 1e4), st.floats(0, 1e4), drawn("behaviour"))
def test_assets_follow_the_budget(assets: int, spare: float, rigid: float, p: Behaviour) -> None:
    kept = assets * (1 - Fraction(p.drawdown_month)) - Fraction(rigid)
    if spare > 0:
        kept += Fraction(p.saving_rate) * Fraction(spare)
    after = behaviour.assets_next(assets, spare, rigid, p)
    assert after == 0 if kept < 0 else -1e-4 < kept - after < 1 + 1e-4


def test_assets_by_hand() -> None:
    p = lowest("behaviour", saving_rate=0.5, drawdown_month=0.25)
    assert behaviour.assets_next(1000, 300.0, 20.0, p) == 1000 + 150 - 250 - 20
    assert behaviour.assets_next(1000, -300.0, 20.0, p) == 730
    assert behaviour.assets_next(1000, 0.5, 0.75, p) == 749  # 749.5: whole yuan, the rest is spent
    assert behaviour.assets_next(100, 0.0, 75.5, p) == 0
    assert behaviour.assets_next(2_000_000_000, 1e5, 0.0, p._replace(drawdown_month=0.0)) == 2_000_000_000
    assert behaviour.assets_next(1000, -5.0, 0.0, p._replace(saving_rate=1.0, drawdown_month=0.0)) == 1000


@pytest.mark.parametrize("border", [0.5, 1.5, 2.5])
def test_borders_of_variants(border: float) -> None:
    p = lowest("behaviour", response_size=0.1)
    side = value_on_border(lambda v: behaviour.earnings_response(True, p._replace(response=v)), border)
    assert side == "above"
