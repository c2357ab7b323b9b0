"""Illness: risks added member by member, costs lognormal, what insurance pays and what income adds."""

import math

import numpy as np
import pytest
from drawing import INNER_WORD, SHARE, at, drawn, lowest, quantile
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.shocks import Illness
from simulation.processes import illness

pytestmark = pytest.mark.usefixtures("plain")

# a healthy person of mean income pays 400 of a median bill of 1,000; each of the old, disabled or ill three times that
ORDINARY = lowest(
    "illness", reimbursed_share=0.6, ordinary_yuan_year=1000, ordinary_factor=3, ordinary_income_yuan=40_000,
    ordinary_income_part=0.75,
)  # fmt: skip


@given(st.lists(st.booleans(), max_size=9), drawn("illness"))
def test_every_member_adds_its_risk(elders: list[bool], p: Illness) -> None:
    risks = [p.onset_prob_month * p.elder_factor if old else p.onset_prob_month for old in elders]
    assert illness.onset_probability(len(elders), sum(elders), p) == pytest.approx(min(sum(risks), 1.0))


def test_onset_by_hand() -> None:
    p = lowest("illness", onset_prob_month=0.01, elder_factor=5)
    assert [illness.onset_probability(4, elders, p) for elders in (0, 1, 4)] == pytest.approx([0.04, 0.08, 0.2])
    assert illness.onset_probability(9, 9, p._replace(onset_prob_month=0.1)) == 1.0


@given(INNER_WORD, drawn("illness"))
def test_cost_is_lognormal_about_what_insurance_leaves_of_its_median(word: np.uint32, p: Illness) -> None:
    left = p.cost_yuan_month * (1 - p.reimbursed_share)
    cost = min(left * math.exp(p.cost_log_sd * quantile(word)), 60_000)
    assert cost * (1 - 1e-3) - 1 < illness.rigid_yuan_month(word, p) < cost * (1 + 1e-3) + 1e-3


def test_cost_by_hand() -> None:
    p = lowest("illness", cost_yuan_month=20_000.9, cost_log_sd=2)
    assert illness.rigid_yuan_month(at(0.5), p) == 20_000
    assert illness.rigid_yuan_month(at(0.99), p) == 60_000
    assert illness.rigid_yuan_month(at(0.5), p._replace(reimbursed_share=0.75)) == 5_000
    assert illness.rigid_yuan_month(at(0.5), p._replace(reimbursed_share=1.0)) == 0


def test_earnings_are_lost_while_a_spell_lasts() -> None:
    p = lowest("illness", income_loss=0.06)
    assert [illness.earnings_left(sick, p) for sick in (0, 1, 9)] == [1.0, 0.94, 0.94]


@pytest.mark.parametrize(
    ("persons", "frail", "income", "index", "expected"),
    [
        (1, 0, 40_000, 1.0, 400),  # of mean income
        (3, 0, 40_000, 1.0, 1200),
        (3, 2, 40_000, 1.0, 2800),  # 1 + 2 x 3 persons
        (1, 0, 20_000, 1.0, 250),  # 1 - 0.75 + 0.75 / 2
        (1, 0, 0, 1.0, 100),
        (1, 0, 200_000, 1.0, 1600),  # 5 incomes
        (1, 0, 900_000, 1.0, 1600),  # no more beyond
        (1, 0, 40_000, 1.1, 440),
    ],
)
def test_ordinary_spending_by_hand(persons: int, frail: int, income: float, index: float, expected: float) -> None:
    found = illness.ordinary_yuan_year(at(0.5), at(0.5), persons, frail, income, index, ORDINARY)
    assert found == pytest.approx(expected, rel=1e-4)


def test_ordinary_spending_is_capped_and_can_be_nothing() -> None:
    dear = ORDINARY._replace(ordinary_yuan_year=20_000, ordinary_log_sd=2)
    assert illness.ordinary_yuan_year(at(0.999), at(0.999), 9, 9, 200_000, 1.0, dear) == 600_000
    for p in (ORDINARY._replace(ordinary_yuan_year=0), ORDINARY._replace(reimbursed_share=1)):
        assert illness.ordinary_yuan_year(at(0.999), at(0.999), 9, 9, 200_000, 1.0, p) == 0


@given(INNER_WORD, INNER_WORD, drawn("illness", ordinary_yuan_year=100.0, ordinary_factor=1.0, reimbursed_share=0.5))
def test_ordinary_spending_is_lognormal_with_a_lasting_part(lasting: np.uint32, fresh: np.uint32, p: Illness) -> None:
    r = p.ordinary_lasting
    z = math.sqrt(r) * quantile(lasting) + math.sqrt(1 - r) * quantile(fresh)
    found = illness.ordinary_yuan_year(lasting, fresh, 2, 1, p.ordinary_income_yuan, 1.0, p)
    assert found == pytest.approx(min(100 * math.exp(p.ordinary_log_sd * z), 600_000), rel=1e-3)


@given(SHARE)
def test_lasting_is_the_correlation_of_two_years(lasting: float) -> None:
    """Of unit normals a and b, sqrt(r) a + sqrt(1 - r) b and the same with another b correlate by r."""
    p = ORDINARY._replace(ordinary_log_sd=1.0, ordinary_lasting=lasting)
    low, middle, high = at(0.25), at(0.5), at(0.75)

    def log_cost(first: np.uint32, second: np.uint32) -> float:
        return math.log(illness.ordinary_yuan_year(first, second, 1, 0, 40_000, 1.0, p))

    own = (log_cost(high, middle) - log_cost(low, middle)) / (quantile(high) - quantile(low))
    new = (log_cost(middle, high) - log_cost(middle, low)) / (quantile(high) - quantile(low))
    assert own**2 == pytest.approx(lasting, abs=1e-3)
    assert own**2 + new**2 == pytest.approx(1.0, abs=1e-3)
