"""Controls: the calendar of matches counted out, and chances as what is left after every control has missed."""

import math

import pytest
from drawing import BOOL, SHARE, drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.casework import Control
from simulation.processes import control

pytestmark = pytest.mark.usefixtures("plain")
CONTROL = drawn("control")
MONTH = st.sampled_from([-1, 0, 1, 11, 23, 47])  # several close every interval of a quarter, half a year or a year


def missed_by_all(*chances: float) -> float:
    """Probability that independent events all fail to happen."""
    return math.prod(1.0 - chance for chance in chances)


def closes(month: int, interval: float) -> bool:
    """Whether a month ends an interval of whole months counted from month 0; an interval of 0 never ends."""
    return interval > 0.5 and (month + 1) / max(math.floor(interval), 1) % 1 == 0


@pytest.mark.parametrize("interval", [1, 2, 3, 5, 6, 12, 24])
def test_something_done_every_few_months_falls_on_the_last_of_them(interval: int) -> None:
    done = {month for month in range(-24, 60) if control.on(month, float(interval))}
    assert done == set(range(-24 // interval * interval - 1, 60, interval)) & set(range(-24, 60))


def test_intervals_are_whole_months() -> None:
    assert not any(control.on(month, 0.0) or control.on(month, 0.4) for month in range(24))
    assert all(control.on(month, 0.7) and control.on(month, 1.9) for month in range(24))
    assert [month for month in range(9) if control.on(month, 3.9)] == [2, 5, 8]


@given(SHARE, SHARE)
def test_either_of_two(a: float, b: float) -> None:
    assert control.either(a, b) == pytest.approx(1 - missed_by_all(a, b))


@given(SHARE, MONTH, st.sampled_from([0, 5, 11, 12, 13, 40]), CONTROL)
def test_a_changed_case_is_found_unless_all_miss_it(base: float, month: int, tenure: int, p: Control) -> None:
    matches = [base]
    if closes(month, p.recheck_interval_months):
        matches.append(p.recheck_detection)
    if tenure in range(12) and closes(month, p.fraud_match_interval_months):
        matches.append(min(1.0, p.fraud_match_detection + p.external_gain * is_on(p.external_data)))
    flagged = (1 - missed_by_all(*matches)) * p.followup_share
    found = 1 - missed_by_all(flagged, p.audit_correct_share * p.audit_sample_share / 12)
    assert control.finding_chance(base, month, tenure, p) == pytest.approx(found if is_on(p.enabled) else base)


def test_finding_by_hand() -> None:
    """Of the usual 10%, a re-match in June and December, a match of entrants each quarter, an audit of a year's 12%."""
    p = lowest("control", enabled=1, followup_share=1, recheck_interval_months=6, recheck_detection=0.5)
    p = p._replace(fraud_match_interval_months=3, fraud_match_detection=0.4, external_gain=0.4)
    assert control.finding_chance(0.1, 4, 0, p) == pytest.approx(0.1)
    assert control.finding_chance(0.1, 5, 12, p) == pytest.approx(1 - 0.9 * 0.5)
    assert control.finding_chance(0.1, 2, 11, p) == pytest.approx(1 - 0.9 * 0.6)
    assert control.finding_chance(0.1, 2, 11, p._replace(external_data=1)) == pytest.approx(1 - 0.9 * 0.2)
    assert control.finding_chance(0.1, 5, 11, p) == pytest.approx(1 - 0.9 * 0.5 * 0.6)
    half = p._replace(followup_share=0.5, audit_sample_share=0.12, audit_correct_share=0.5)
    assert control.finding_chance(0.1, 4, 0, half) == pytest.approx(1 - 0.95 * 0.995)
    sure = p._replace(external_data=1, fraud_match_detection=0.8)
    assert control.finding_chance(0.1, 2, 0, sure) == 1.0


@given(SHARE, MONTH, CONTROL)
def test_a_rightful_case_ends_by_a_rematch_or_a_false_hit(base: float, month: int, p: Control) -> None:
    wrong = [base * p.anomaly_false, p.wrongful_exit if closes(month, p.recheck_interval_months) else 0.0]
    expected = (1 - missed_by_all(*wrong)) * p.followup_share if is_on(p.enabled) else 0.0
    assert control.wrongful_chance(base, month, p) == pytest.approx(expected)


@given(SHARE, CONTROL)
def test_entries_are_seen_by_neighbours_auditors_and_the_county(objection: float, p: Control) -> None:
    supervised, audited = p.supervision_share * p.supervision_detection, p.audit_entry_share * p.audit_detection
    working = is_on(p.enabled)
    assert control.supervision(p) == pytest.approx(supervised if working else 0.0)
    seen = 1 - missed_by_all(objection, audited, supervised) if working else objection
    assert control.entry_chance(objection, p) == pytest.approx(seen)


@given(MONTH, BOOL, CONTROL)
def test_deaths_are_found_at_the_match_or_by_chance(month: int, happened: bool, p: Control) -> None:
    by_chance = not is_on(p.enabled) or p.death_match_interval_months < 0.5
    expected = happened if by_chance else closes(month, p.death_match_interval_months)
    assert control.death_found(month, happened, p) == expected


@pytest.mark.parametrize(("tenure", "paid"), [(0, True), (2, True), (3, False), (4, False), (12, True), (15, False)])
def test_double_payments_of_every_year_run_until_the_first_match(tenure: int, paid: bool) -> None:
    p = lowest("control", duplicate_match_interval_months=3, enabled=1)
    assert control.paid_twice(tenure, p) == paid
    assert not control.paid_twice(tenure, p._replace(enabled=0))


@given(CONTROL)
def test_a_drive_looks_at_a_twelfth_a_month(p: Control) -> None:
    assert 12 * control.sampled_chance(p) == pytest.approx(p.missed_audit_share * is_on(p.enabled))


def test_borders_of_switches() -> None:
    p = lowest("control", enabled=1, supervision_share=1, supervision_detection=1, missed_audit_share=1)
    p = p._replace(recheck_interval_months=1, recheck_detection=0.5, fraud_match_interval_months=1, external_gain=0.5)
    p = p._replace(followup_share=1, wrongful_exit=0.05, death_match_interval_months=12)
    audited = lowest("control", audit_entry_share=1, audit_detection=1)
    assert value_on_border(lambda v: control.on(0, v), 0.5) == "below"
    assert value_on_border(lambda v: control.finding_chance(0.1, 0, 0, p._replace(enabled=v)), 0.5) == "above"
    assert value_on_border(lambda v: control.finding_chance(0.1, 0, 0, p._replace(external_data=v)), 0.5) == "below"
    assert value_on_border(lambda v: control.wrongful_chance(0.1, 0, p._replace(enabled=v)), 0.5) == "above"
    assert value_on_border(lambda v: control.supervision(p._replace(enabled=v)), 0.5) == "below"
    assert value_on_border(lambda v: control.entry_chance(0.1, audited._replace(enabled=v)), 0.5) == "above"
    assert value_on_border(lambda v: control.death_found(0, True, p._replace(enabled=v)), 0.5) == "above"
    assert value_on_border(lambda v: control.paid_twice(0, p._replace(enabled=v)), 0.5) == "below"
    assert value_on_border(lambda v: control.sampled_chance(p._replace(enabled=v)), 0.5) == "below"
