"""Disasters: by county and household, each at its stated chance."""

import pytest
from drawing import chance_of, drawn
from hypothesis import given
from hypothesis import strategies as st

from simulation.draws import words
from simulation.parameters.schema.shocks import Disaster
from simulation.processes import disaster

pytestmark = pytest.mark.usefixtures("plain")
COUNTY, DISASTER_COUNTY = 5, 19  # numbers of the draw, fixed for ever


@given(st.integers(0, 2000), st.integers(-24, 240), drawn("disaster"))
def test_a_county_is_struck_by_its_own_draw_of_the_month(county: int, month: int, p: Disaster) -> None:
    first = int(words(3, 2, COUNTY, county, month, DISASTER_COUNTY)[0])
    assert disaster.county_shock(3, 2, county, month, p) == (first < p.county_prob_month * 2**32)


@given(drawn("disaster"))
def test_a_share_of_households_is_hit(p: Disaster) -> None:
    assert chance_of(lambda word: disaster.unit_shock(word, p)) == pytest.approx(p.hit_share, abs=1e-9)
