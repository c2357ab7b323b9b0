"""Disabilities: risks added member by member."""

import pytest
from drawing import drawn, lowest
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.shocks import Disability
from simulation.processes import disability

pytestmark = pytest.mark.usefixtures("plain")


@given(st.lists(st.booleans(), min_size=1, max_size=9), drawn("disability"))
def test_every_member_not_yet_disabled_adds_its_risk(severe: list[bool], p: Disability) -> None:
    risks = [p.onset_prob_month for each in severe if not each]
    assert disability.onset_probability(len(severe), sum(severe), p) == pytest.approx(min(sum(risks), 1.0))


def test_disability_by_hand() -> None:
    p = lowest("disability", onset_prob_month=0.25)
    assert [disability.onset_probability(4, severe, p) for severe in (0, 1, 4)] == [1.0, 0.75, 0.0]
    assert disability.onset_probability(9, 0, p) == 1.0
