import numpy as np
import pytest
from scipy import stats

from simulation.indicators.single_run import effective_counties, share_difference, total_difference


def test_a_total_by_hand():
    """Four counties of one size that add 1, 3, 1, 3: mean 2, residuals -1, 1, -1, 1."""
    found = total_difference([10.0, 10, 10, 10], [11.0, 13, 11, 13], [5, 5, 5, 5])
    half = stats.t.ppf(0.975, 3) * np.sqrt(4 / 3 * 4)
    assert found.value == 8.0
    assert (found.low, found.high) == pytest.approx((8 - half, 8 + half))


def test_a_share_by_hand():
    """Two counties, shares 4 of 10 and 2 of 10 before, 5 of 10 and 1 of 10 after: in all 0.3 both times."""
    found = share_difference(([4, 2], [10, 10]), ([5, 1], [10, 10]))
    residual = ((5 - 3) - (4 - 3)) / 20
    half = stats.t.ppf(0.975, 1) * np.sqrt(2 / 1 * 2 * residual**2)
    assert found.value == pytest.approx(0.0)
    assert (found.low, found.high) == pytest.approx((max(-half, -0.3), min(half, 0.7)))


def test_the_residuals_of_a_share_by_hand():
    """Ten counties of 10 and 30 by turns; 5 and 9 of them before (0.35), 6 and 8 after (again 0.35).

    Residuals before are 5 - 3.5 and 9 - 10.5, after 6 - 3.5 and 8 - 10.5: a change of 1 and -1, over 200.
    """
    size = np.tile([10.0, 30.0], 5)
    found = share_difference((np.tile([5.0, 9.0], 5), size), (np.tile([6.0, 8.0], 5), size))
    half = stats.t.ppf(0.975, 9) * np.sqrt(10 / 9 * 10) / 200
    assert found.value == pytest.approx(0.0)
    assert (found.low, found.high) == pytest.approx((-half, half))


def test_a_share_whose_denominator_moves_by_hand():
    """1 and 3 of 4 each (0.5), then 2 and 4 of 4 and 8 (0.5): residuals -1, 1 over 8 and 0, 0 over 12; ten such pairs.

    All twenty are the same size, 1 over 80 in all, so that the degrees of freedom are 19.
    """
    before = np.tile([1.0, 3.0], 10), np.tile([4.0, 4.0], 10)
    found = share_difference(before, (np.tile([2.0, 4.0], 10), np.tile([4.0, 8.0], 10)))
    half = stats.t.ppf(0.975, 19) * np.sqrt(20 / 19 * 20) / 80
    assert (found.low, found.high) == pytest.approx((-half, half))


def test_degrees_of_freedom_do_not_depend_on_the_size_of_the_residuals():
    """Four equal counties have three, whatever the unit; of two that carry 3 and 1, 16 / 10 - 1 is below one."""
    for size in (1e-9, 0.25, 1.0, 1e9):
        assert effective_counties(np.full(4, size)) == pytest.approx(3.0)
    assert effective_counties(np.array([[0.03, 0.02], [0.01, 0.02], [0.0, 0.02]])) == pytest.approx([1.0, 2.0])


def test_no_county_differs():
    same = np.arange(12.0).reshape(4, 3)
    for found in (total_difference(same, same, [1, 2, 3, 4]), share_difference((same, same + 1), (same, same + 1))):
        assert not np.any(found)
        assert found.value.shape == found.low.shape == found.high.shape == (3,)


def test_one_county_alone_proves_nothing():
    after = np.array([100.0, 0, 0, 0, 0, 0])
    found = total_difference(np.zeros(6), after, np.ones(6))
    assert found.low <= 0.0 < found.high
    assert effective_counties(np.array([9.0, 0.0, 0.0])) == 1.0


def test_intervals_stay_where_the_quantity_can_be():
    found = total_difference([1.0, 0, 0], [0.0, 5, 0], [1, 1, 1])
    assert found.low >= -1.0
    share = share_difference(([1, 0, 0], [1, 1, 1]), ([0, 1, 1], [1, 1, 1]))
    assert (share.low, share.high) == pytest.approx((-1 / 3, 2 / 3))


def test_without_a_denominator_nothing_is_known():
    assert all(np.isnan(each) for each in share_difference(([1, 1], [0, 0]), ([1, 1], [2, 2])))
    assert np.isnan(total_difference([1.0], [2.0], [1.0]).low)


@pytest.mark.parametrize("affected", [3, 10, 80])
def test_intervals_hold_the_truth(affected):
    """80 counties of unequal size, of which some react to a reform, with an effect that differs from place to place."""
    rng = np.random.default_rng(7)
    size = rng.lognormal(0.0, 0.7, 80)
    effect = np.where(np.arange(80) < affected, size * rng.lognormal(0.0, 0.4, 80), 0.0)
    held = 0
    for _ in range(400):
        before = size * rng.gamma(4.0, 2.5, 80)
        found = total_difference(before, before + effect * rng.exponential(1.0, 80), size)
        held += bool(found.low <= effect.sum() <= found.high)
    assert held / 400 > 0.92
