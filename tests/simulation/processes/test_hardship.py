"""Sudden hardship: when bills fall due, which cost is large, what is left for a living, who asks."""

import numpy as np
import pytest
from drawing import BOOL, SHARE, WORD, WORDS, drawn, lowest
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.processes import Hardship
from simulation.processes import hardship

pytestmark = pytest.mark.usefixtures("plain")

# 500 yuan a head and month over ten months
P = lowest("hardship", basic_yuan_month=500, horizon_months=10, large_months=2, unaware_share=0.5,
           schooling_prob_year=0.25, schooling_yuan=9000)  # fmt: skip
MONEY = st.floats(0, 1e5)


@given(st.integers(0, 2**32 - 1), st.integers(-4, 30))
def test_a_bill_falls_due_once_a_year(identity: int, year: int) -> None:
    assert sum(hardship.bill_is_due(identity, 12 * year + month) for month in range(12)) == 1


def test_bills_fall_due_in_months_by_hand() -> None:
    assert [hardship.bill_is_due(3, month) for month in (2, 3, 4)] == [False, True, False]
    assert [month % 12 for month in range(36) if hardship.bill_is_due(3, month)] == [3, 8, 1]  # five months later
    assert hardship.bill_is_due(3, -2)  # 2022: five months before that of 2023, and so on
    assert sum(hardship.bill_is_due(identity, 7) for identity in range(120)) == 10  # every twelfth unit


def test_schooling_begins_in_september() -> None:
    low = np.uint32(0)
    assert [hardship.schooling_yuan(low, 1, month, P) for month in (7, 8, 9, 20, -4)] == [0, 9000, 0, 9000, 9000]


@pytest.mark.parametrize(("minors", "chance"), [(0, 0.0), (1, 0.25), (3, 0.75), (5, 1.0)])
def test_every_minor_may_begin(minors: int, chance: float) -> None:
    border = int(chance * WORDS)
    assert hardship.schooling_yuan(np.uint32(max(border - 1, 0)), minors, 8, P) == (9000 if chance else 0)
    assert hardship.schooling_yuan(np.uint32(min(border, WORDS - 1)), minors, 8, P) == (9000 if chance == 1 else 0)


@pytest.mark.parametrize(
    ("cost", "income", "large"),
    [(2000, 1000, True), (1999, 1000, False), (1, 0, True), (0, 0, False), (5000, 1000, True)],
)
def test_what_is_large(cost: float, income: float, large: bool) -> None:
    assert hardship.is_large(cost, income, P) is large


@pytest.mark.parametrize(
    ("cost", "income", "assets", "persons", "index", "share"),
    [
        (0, 0, 0, 1, 1.0, 1.0),  # nothing at all
        (1000, 500, 0, 1, 1.0, 0.2),  # 5,000 needed, 4,000 left
        (1000, 500, 1000, 1, 1.0, 0.0),  # borne from savings
        (1000, 1000, 0, 1, 1.0, 0.0),  # borne from income
        (5000, 1000, 0, 2, 1.0, 0.5),  # 10,000 needed, 5,000 left
        (9000, 500, 0, 1, 1.0, 1.0),  # more than all
        (1000, 500, 0, 1, 1.25, 0.36),  # 6,250 needed, 4,000 left
    ],
)
def test_need_by_hand(cost: float, income: float, assets: float, persons: int, index: float, share: float) -> None:
    assert hardship.need_share(cost, income, assets, persons, index, P) == pytest.approx(share)


@given(MONEY, MONEY, MONEY, st.integers(1, 12), drawn("hardship"))
def test_need_is_what_is_lacking_of_the_basic_living(
    cost: float, income: float, assets: float, persons: int, p: Hardship
) -> None:
    share = hardship.need_share(cost, income, assets, persons, 1.0, p)
    per_head_month = (assets + p.horizon_months * income - cost) / (persons * p.horizon_months)
    assert share == pytest.approx(min(max(1 - per_head_month / p.basic_yuan_month, 0), 1), abs=1e-6)


@given(SHARE, BOOL, SHARE, drawn("hardship"))
def test_who_asks(seek: float, knows: bool, share: float, p: Hardship) -> None:
    found = hardship.asks_probability(seek, knows, share, p)
    assert found == pytest.approx(seek * share if knows else seek * share * p.unaware_share)


@given(WORD, drawn("hardship"))
def test_nobody_begins_school_without_minors(word: np.uint32, p: Hardship) -> None:
    assert hardship.schooling_yuan(word, 0, 8, p) == 0.0
