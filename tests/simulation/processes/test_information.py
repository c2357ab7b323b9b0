"""Information: yearly rates by the month, ties that pass things on, calls that lines can take."""

import pytest
from drawing import drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.discovery import Information
from simulation.processes import information

pytestmark = pytest.mark.usefixtures("plain")


@given(drawn("information"))
def test_a_year_of_publicity_adds_up(p: Information) -> None:
    assert sum(information.campaign_probability(p) for _ in range(12)) == pytest.approx(p.campaign_reach_year)
    assert sum(information.statement_probability(p) for _ in range(12)) == pytest.approx(p.statement_frequency)


@given(drawn("information"))
def test_only_ties_that_pass_things_on_tell_and_report(p: Information) -> None:
    silent = p._replace(link_density=0.0)
    assert information.telling_probability(silent) == information.report_probability(silent) == 0.0
    open_ties = p._replace(link_density=1.0)
    assert information.telling_probability(open_ties) == p.tell_prob_month
    assert information.report_probability(open_ties) == p.neighbour_report_prob
    half = p._replace(link_density=0.5)
    assert 2 * information.telling_probability(half) == p.tell_prob_month
    assert 2 * information.report_probability(half) == p.neighbour_report_prob


@given(drawn("information"), st.integers(1, 6))
def test_complex_contagion_needs_several(p: Information, ties: int) -> None:
    p = p._replace(tellers_needed=float(ties))
    assert information.tellers_needed(p) == (ties if is_on(p.contagion) else 1)


@given(st.integers(0, 10**7), drawn("information"))
def test_lines_take_calls_by_residents(residents: int, p: Information) -> None:
    calls = p.hotline_calls_capacity * (p.hotline_lines * (residents / 10**5)) if is_on(p.hotline_enabled) else 0
    assert abs(information.hotline_capacity(residents, p) - calls) <= 0.5 + 1e-6


def test_lines_by_hand() -> None:
    """Three lines for 100,000 persons, 100 calls each."""
    p = lowest("information", hotline_enabled=1, hotline_lines=3, hotline_calls_capacity=100)
    assert [information.hotline_capacity(n, p) for n in (0, 166, 167, 50_000, 100_000)] == [0, 0, 1, 150, 300]
    assert information.hotline_capacity(100_000, p._replace(hotline_enabled=0)) == 0


def test_borders_of_switches() -> None:
    p = lowest("information", tellers_needed=3, hotline_lines=50, hotline_calls_capacity=100)
    assert value_on_border(lambda v: information.tellers_needed(p._replace(contagion=v)), 0.5) == "below"
    assert value_on_border(lambda v: information.hotline_capacity(10**5, p._replace(hotline_enabled=v)), 0.5) == "above"
