"""Payment: days by the number of parties, what is lost on the way by table, bars by the part hidden."""

import pytest
from drawing import SHARE, drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.casework import Control, Credit, Payment
from simulation.processes import payment

pytestmark = pytest.mark.usefixtures("plain")
NAMES_WRONG = {1: 1.0, 2: 0.5, 3: 0.1}  # by parties that check
LEAKS = {0: 1.0, 1: 0.5, 2: 0.1}  # cash, card, one card


@given(st.integers(1, 3), st.integers(0, 30), st.integers(0, 5), drawn("payment"))
def test_every_further_party_adds_its_days(parties: int, delay: int, check: int, p: Payment) -> None:
    p = p._replace(parties=float(parties), delay_days=float(delay), check_days=float(check))
    days = [delay] + [check] * (parties - 1)
    assert payment.delay_days(p) == (sum(days) if is_on(p.enabled) else 0)


def test_days_by_hand() -> None:
    p = lowest("payment", enabled=1, delay_days=4.5, check_days=1.2, parties=3)
    assert payment.delay_days(p) == 6  # 6.9: whole days that have passed
    assert payment.delay_days(p._replace(enabled=0)) == 0


@given(st.sampled_from([1, 2, 3]), st.sampled_from([0, 1, 2]), drawn("payment"), drawn("control"))
def test_losses_add_up_and_supervised_payments_are_set_right(
    parties: int, channel: int, p: Payment, control: Control
) -> None:
    p = p._replace(parties=float(parties), channel=float(channel))
    a_year = 12 * (NAMES_WRONG[parties] * p.mismatch + LEAKS[channel] * p.leakage)
    a_year += p.card_held_share * p.card_misuse * (1 - p.cards_registered * p.registration_effect)
    unsupervised = 1 - control.fund_supervision_share * is_on(control.enabled)
    expected = a_year * unsupervised / 12 if is_on(p.enabled) else 0.0
    assert payment.lost_chance(p, control) == pytest.approx(expected, abs=1e-12)


@given(drawn("payment"))
def test_four_ledgers_disagree_on_the_stated_share(p: Payment) -> None:
    agree = (1.0 - payment.record_error(p)) ** 4
    assert 1.0 - agree == pytest.approx(p.ledger_mismatch if is_on(p.enabled) else 0.0, abs=2e-6)


def test_ledgers_that_disagree_lose_no_money_and_filed_cards_are_misused_less() -> None:
    p, off = lowest("payment", enabled=1, ledger_mismatch=0.02), lowest("control")
    assert payment.lost_chance(p, off) == 0.0
    held = p._replace(card_held_share=0.2, card_misuse=0.6, registration_effect=0.75)
    lost = [payment.lost_chance(held._replace(cards_registered=share), off) for share in (0.0, 1.0)]
    assert lost == pytest.approx([0.01, 0.0025], abs=1e-12)


@given(SHARE, drawn("credit"))
def test_who_hides_more_is_barred_longer(hidden: float, p: Credit) -> None:
    p = p._replace(general_months=3.0, serious_months=24.0)
    bar = 24 if hidden - p.serious_part > 0 else 3
    assert payment.barred_months(hidden, p) == (bar if is_on(p.enabled) else 0)


def test_bars_by_hand() -> None:
    p = lowest("credit", enabled=1, general_months=6.9, serious_months=36.5, serious_part=0.5)
    assert [payment.barred_months(hidden, p) for hidden in (0.0, 0.5, 0.51, 1.0)] == [6, 6, 36, 36]


def test_borders_of_switches_and_variants() -> None:
    p = lowest("payment", enabled=1, delay_days=3, mismatch=0.05, leakage=0.04)
    off, supervised = lowest("control"), lowest("control", fund_supervision_share=1)
    assert value_on_border(lambda v: payment.delay_days(p._replace(enabled=v)), 0.5) == "below"
    assert value_on_border(lambda v: payment.lost_chance(p._replace(enabled=v), off), 0.5) == "above"
    for border in (1.5, 2.5):
        assert value_on_border(lambda v: payment.lost_chance(p._replace(parties=v), off), border) == "above"
    for border in (0.5, 1.5):
        assert value_on_border(lambda v: payment.lost_chance(p._replace(channel=v), off), border) == "above"
    assert value_on_border(lambda v: payment.lost_chance(p, supervised._replace(enabled=v)), 0.5) == "below"
    wrong = p._replace(ledger_mismatch=0.01)
    assert value_on_border(lambda v: payment.record_error(wrong._replace(enabled=v)), 0.5) == "below"
    barred = lowest("credit", general_months=3)
    assert value_on_border(lambda v: payment.barred_months(0.0, barred._replace(enabled=v)), 0.5) == "above"
