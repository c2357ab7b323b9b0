"""Information: yearly rates by the month, ties that pass things on, lines shared with others, statements."""

import pytest
from drawing import drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.discovery import Information
from simulation.parameters.schema.statements import Statement
from simulation.processes import information

pytestmark = pytest.mark.usefixtures("plain")


@given(drawn("information"))
def test_a_year_of_publicity_adds_up(p: Information) -> None:
    assert sum(information.campaign_probability(p) for _ in range(12)) == pytest.approx(p.campaign_reach_year)


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


@given(drawn("information"))
def test_lines_are_shared_with_other_callers(p: Information) -> None:
    taken, asked = p.hotline_calls_capacity * p.hotline_lines, max(p.hotline_other_calls, 1.0)
    served = taken / asked if taken < asked else 1.0
    expected = p.hotline_answer_prob * served if is_on(p.hotline_enabled) else 0.0
    assert information.hotline_answered(p) == pytest.approx(expected)


def test_lines_by_hand() -> None:
    """Three lines for 100,000 persons, 100 calls each, of 600 others who call: one call in two gets through."""
    p = lowest("information", hotline_enabled=1, hotline_lines=3, hotline_calls_capacity=100, hotline_answer_prob=0.8)
    served = [information.hotline_answered(p._replace(hotline_other_calls=calls)) for calls in (0, 1, 300, 400, 600)]
    assert served == pytest.approx([0.8, 0.8, 0.8, 0.6, 0.4])
    one_call = p._replace(hotline_lines=0.01, hotline_calls_capacity=50, hotline_other_calls=0.5)
    assert information.hotline_answered(one_call) == pytest.approx(0.4)
    assert information.hotline_answered(p._replace(hotline_enabled=0)) == 0.0


@given(st.floats(0, 0.05), drawn("information"), drawn("statement"))
def test_statements_that_reach_a_holder(handed_out: float, p: Information, s: Statement) -> None:
    on_paper, online = s.offline_share, (1 - s.offline_share) * s.online_reach
    copies = s.enabled * (p.statement_frequency * (on_paper + online) / 12 + handed_out)
    assert information.statement_probability(handed_out, p, s) == pytest.approx(min(copies, 1.0))


@given(st.floats(0, 1), drawn("statement"))
def test_who_is_paid_too_little_claims_the_rest(copies: float, s: Statement) -> None:
    expected = copies * s.awareness_gain + s.payment_transparency * s.transparency_gain / 12
    assert information.claims_rest_probability(copies, s) == pytest.approx(min(expected, 1.0))


def test_statements_by_hand() -> None:
    """Quarterly on paper; half on paper and half of the rest reached online; copies handed out on top."""
    p, s = lowest("information", statement_frequency=4), lowest("statement", enabled=1, offline_share=1)
    assert information.statement_probability(0.0, p, s) == pytest.approx(1 / 3)
    assert information.statement_probability(0.1, p, s) == pytest.approx(1 / 3 + 0.1)
    assert information.statement_probability(2.0, p, s) == 1.0
    half = s._replace(offline_share=0.5, online_reach=0.5)
    assert information.statement_probability(0.0, p, half) == pytest.approx(0.25)
    assert information.statement_probability(0.1, p, s._replace(enabled=0)) == 0.0
    seen = s._replace(awareness_gain=0.3, payment_transparency=1, transparency_gain=6)
    assert information.claims_rest_probability(0.5, seen) == pytest.approx(0.65)
    assert information.claims_rest_probability(1.0, seen._replace(transparency_gain=12)) == 1.0


def test_borders_of_switches() -> None:
    p = lowest("information", tellers_needed=3, hotline_lines=50, hotline_calls_capacity=100, hotline_answer_prob=1)
    assert value_on_border(lambda v: information.tellers_needed(p._replace(contagion=v)), 0.5) == "below"
    assert value_on_border(lambda v: information.hotline_answered(p._replace(hotline_enabled=v)), 0.5) == "above"
