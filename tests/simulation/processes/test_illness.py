"""Illness: risks added member by member, costs lognormal."""

import math

import numpy as np
import pytest
from drawing import INNER_WORD, at, drawn, lowest, quantile
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.processes import Illness
from simulation.processes import illness

pytestmark = pytest.mark.usefixtures("plain")


@given(st.lists(st.booleans(), max_size=9), drawn("illness"))
def test_every_member_adds_its_risk(elders: list[bool], p: Illness) -> None:
    risks = [p.onset_prob_month * p.elder_factor if old else p.onset_prob_month for old in elders]
    assert illness.onset_probability(len(elders), sum(elders), p) == pytest.approx(min(sum(risks), 1.0))


def test_onset_by_hand() -> None:
    p = lowest("illness", onset_prob_month=0.01, elder_factor=5)
    assert [illness.onset_probability(4, elders, p) for elders in (0, 1, 4)] == pytest.approx([0.04, 0.08, 0.2])
    assert illness.onset_probability(9, 9, p._replace(onset_prob_month=0.1)) == 1.0


@given(INNER_WORD, drawn("illness"))
def test_cost_is_lognormal_about_its_median(word: np.uint32, p: Illness) -> None:
    cost = min(p.cost_yuan_month * math.exp(p.cost_log_sd * quantile(word)), 60_000)
    assert cost * (1 - 1e-3) - 1 < illness.rigid_yuan_month(word, p) < cost * (1 + 1e-3) + 1e-3


def test_cost_by_hand() -> None:
    p = lowest("illness", cost_yuan_month=20_000.9, cost_log_sd=2)
    assert illness.rigid_yuan_month(at(0.5), p) == 20_000
    assert illness.rigid_yuan_month(at(0.99), p) == 60_000
