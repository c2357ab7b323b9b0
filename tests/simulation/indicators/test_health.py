"""Catastrophic and impoverishing health spending, household by household."""

import numpy as np
import pytest

from simulation.indicators import health

LINE = 10_000.0


@pytest.mark.parametrize(
    ("income", "consumption", "capacity"),
    [
        (0, 0, 0),
        (2_000, 2_000, 900),  # food takes 35% and 20% of what there is
        (10_000, 10_000, 4_500),
        (20_000, 16_000, 9_300),  # 10,000 + 60% of 10,000; 12,800 - 3,500
        (60_000, 40_000, 28_500),
    ],
)
def test_capacity_to_pay_by_hand(income: float, consumption: float, capacity: float) -> None:
    have, line = np.array([income], float), np.array([LINE])
    assert health.consumption(have, line)[0] == pytest.approx(consumption)
    assert health.capacity_to_pay(have, line)[0] == pytest.approx(capacity)


@pytest.mark.parametrize(
    ("paid", "income", "catastrophic"),
    [
        (0, 0, False),
        (1, 0, True),
        (1_800, 10_000, True),
        (1_799, 10_000, False),
        (3_719, 20_000, False),
        (3_721, 20_000, True),
    ],
)
def test_from_40_per_cent_of_the_capacity(paid: float, income: float, catastrophic: bool) -> None:
    found = health.is_catastrophic(np.array([paid], float), np.array([income], float), np.array([LINE]))
    assert found.tolist() == [catastrophic]


@pytest.mark.parametrize(
    ("paid", "income", "impoverished"),
    [(0, 10_000, False), (1, 10_000, True), (1, 9_999, False), (2_000, 12_000, False), (2_001, 12_000, True)],
)
def test_who_is_pushed_below_the_line(paid: float, income: float, impoverished: bool) -> None:
    found = health.is_impoverished(np.array([paid], float), np.array([income], float), np.array([LINE]))
    assert found.tolist() == [impoverished]


def test_national_means_of_2022() -> None:
    """Consumption over income: 0.617 in towns, 0.826 in the country (N10, N12), at lines of about 9,000 and 7,000."""
    income, line = np.array([49_283.0, 20_133.0]), np.array([9_000.0, 7_000.0])
    shares = health.consumption(income, line) / income
    assert shares == pytest.approx([30_391 / 49_283, 16_632 / 20_133], abs=0.09)
    food = 1 - health.capacity_to_pay(income, line) / health.consumption(income, line)
    assert food == pytest.approx([0.295, 0.33], abs=0.04)
