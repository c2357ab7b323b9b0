"""Verification: minutes and days as sums over a claim's way, errors as chances, and the clock of working days."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from drawing import BOOL, INNER_WORD, SHARE, at, chance_of, drawn, is_on, lowest, quantile, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.casework import Verification
from simulation.processes import verification

pytestmark = pytest.mark.usefixtures("plain")
VERIFICATION = drawn("verification")
WHOLE = st.integers(0, 600)


@pytest.mark.parametrize(
    ("conditions", "fast"),
    [(0, (True, True, True, True)), (2, (True, True, True, True)), (3, (False, False, True, True)),
     (4, (False, False, False, True))],
)  # fmt: skip
def test_all_conditions_ask_for_honesty_and_clean_data(conditions: int, fast: tuple[bool, ...]) -> None:
    """Claims that are neither, due, honest, both: the third condition is honesty, the fourth that the claim is due."""
    p = lowest("verification", fast_track_enabled=1, fast_track_conditions=conditions)
    claims = list(itertools.product((False, True), repeat=2))
    assert tuple(verification.fast_tracked(honest, due, p) for honest, due in claims) == fast
    assert not any(verification.fast_tracked(*claim, p._replace(fast_track_enabled=0)) for claim in claims)


@given(WHOLE, WHOLE, WHOLE, WHOLE, VERIFICATION)
def test_minutes_of_a_claim(intake: int, survey: int, filing: int, own: int, p: Verification) -> None:
    p = p._replace(intake_minutes=float(intake), survey_minutes=float(survey), filing_minutes=float(filing))
    p = p._replace(delegated_minutes=float(own), capacity=0.0)
    for no_survey, delegated in itertools.product((False, True), repeat=2):
        work = {"intake": intake, "file": filing}
        work |= {} if no_survey else {"survey": survey}
        work |= {"confirmation": own} if delegated else {}
        assert verification.survey_minutes(no_survey, delegated, 100.0, p) == sum(work.values())


@given(BOOL, BOOL, st.integers(1, 300), st.integers(1, 200), VERIFICATION)
def test_a_post_works_off_no_more_than_its_capacity(
    no_survey: bool, delegated: bool, hours: int, capacity: int, p: Verification
) -> None:
    free = verification.survey_minutes(no_survey, delegated, float(hours), p._replace(capacity=0.0))
    least = hours * 60 // capacity
    capped = verification.survey_minutes(no_survey, delegated, float(hours), p._replace(capacity=float(capacity)))
    assert capped == (free if free > least else least)


@given(BOOL, st.integers(0, 60), VERIFICATION)
def test_days_before_the_survey_add_up(fast: bool, coordination: int, p: Verification) -> None:
    levels = (Fraction(p.steps) - 2) * Fraction(p.step_days)
    parts = [p.start_days, p.delay_days, p.turnaround_days, p.bank_lag_days, coordination]
    days = max(sum(map(Fraction, parts)) + levels, Fraction(0))
    if fast:
        days = Fraction(p.fast_track_days)
    assert 0 <= float(days - verification.days_to_survey(fast, float(coordination), p)) < 1 + 1e-9


@given(INNER_WORD, VERIFICATION)
def test_handling_days_spread_by_a_part_of_the_limit(word: np.uint32, p: Verification) -> None:
    p = p._replace(notice_days=30.0, standard_days=120.0)
    mean = verification.days_to_confirmation(at(0.5), p)
    expected = p.process_cv * p.limit_days * quantile(word)
    assert abs(verification.days_to_confirmation(word, p) - mean - expected) < 1.1


def test_days_by_hand() -> None:
    """3 days, 4 of delay, one level more at 2, 5 for the data, 6 for banks, 7 of coordination."""
    p = lowest("verification", start_days=3, delay_days=4, steps=3, step_days=2, turnaround_days=5, bank_lag_days=6)
    assert verification.days_to_survey(False, 7.0, p) == 27
    assert verification.days_to_survey(False, 7.0, p._replace(steps=2)) == 25
    assert verification.days_to_survey(False, 7.0, p._replace(steps=1)) == 23
    assert verification.days_to_survey(True, 7.0, p._replace(fast_track_days=9.9)) == 9
    assert verification.days_to_survey(False, 0.0, lowest("verification", step_days=2)) == 0
    # five of notice, 22 of handling, whose standard deviation is ten days
    spread = lowest("verification", notice_days=5, standard_days=22, process_cv=0.5, limit_days=20)
    assert verification.days_to_confirmation(at(0.8413448), spread) in (36, 37)
    assert verification.days_to_confirmation(at(0.5), spread) == 27
    assert verification.days_to_confirmation(at(0.0), spread._replace(limit_days=60)) == 0


@given(st.integers(0, 30), st.integers(0, 45), st.integers(0, 15), VERIFICATION)
def test_days_to_confirmation_add_up(notice: int, standard: int, appraisal: int, p: Verification) -> None:
    p = p._replace(notice_days=float(notice), standard_days=float(standard), appraisal_days=float(appraisal))
    p = p._replace(process_cv=0.0)
    days = notice + standard + (appraisal if is_on(p.appraisal_enabled) else 0)
    assert verification.days_to_confirmation(at(0.5), p) == days


@given(st.integers(-600, 6000), st.integers(0, 90), st.integers(0, 4), st.integers(5, 60))
def test_offices_that_wait_for_the_limit(filed: int, handled: int, quarters: int, limit: int) -> None:
    p = lowest("verification", uses_limit=quarters / 4, limit_days=limit)
    days_left = max(limit - handled, 0)
    assert verification.earliest_decision(filed, filed + handled, p) == filed + handled + quarters * days_left // 4


def test_a_shorter_limit_and_a_longer_wait_both_count() -> None:
    """A limit of 20 in place of 30: ready on day 14, decided on day 17 instead of 22; a day more counts half."""
    p = lowest("verification", uses_limit=0.5, limit_days=30)
    assert [verification.earliest_decision(0, day, p) for day in (14, 16, 30, 41)] == [22, 23, 30, 41]
    assert verification.earliest_decision(0, 14, p._replace(limit_days=20.0)) == 17


@given(VERIFICATION)
def test_what_an_office_sees(p: Verification) -> None:
    assert chance_of(lambda word: verification.hidden_seen(word, p)) == pytest.approx(p.detection, abs=1e-9)
    checks = p.entry_check_share if is_on(p.check_in_process) else 0.0
    assert chance_of(lambda word: verification.checked(word, p)) == pytest.approx(checks, abs=1e-9)


@given(BOOL, BOOL, SHARE, VERIFICATION)
def test_wrongful_refusals(delegated: bool, outsourced: bool, found: float, p: Verification) -> None:
    chance = 1 - (1 - p.refusal_error) * (1 - p.false_match)
    chance += 1 - p.survey_accuracy if outsourced else 0
    left = chance * p.township_error ** int(delegated) * (1 - found)
    assert verification.refusal_chance(delegated, outsourced, found, p) == pytest.approx(left, abs=1e-12)


@given(BOOL, BOOL, SHARE, VERIFICATION)
def test_wrongful_grants(delegated: bool, outsourced: bool, found: float, p: Verification) -> None:
    errors = [p.grant_error, p.identity_fraud * p.identity_online_share]
    errors += [1 - p.survey_accuracy] if outsourced else []
    left = sum(errors) * (p.township_error if delegated else 1) * (1 - found)
    assert verification.grant_chance(delegated, outsourced, found, p) == pytest.approx(left, abs=1e-12)


def test_errors_by_hand() -> None:
    p = lowest("verification", refusal_error=0.1, false_match=0.05, survey_accuracy=0.9, township_error=2)
    assert verification.refusal_chance(False, False, 0.0, p) == pytest.approx(0.145)
    assert verification.refusal_chance(False, True, 0.5, p) == pytest.approx(0.1225)
    assert verification.refusal_chance(True, True, 0.5, p) == pytest.approx(0.245)
    p = p._replace(grant_error=0.02, identity_online_share=0.5, identity_fraud=0.1, favouritism=0.3, relative_check=0.5)
    assert verification.grant_chance(False, False, 0.0, p) == pytest.approx(0.07)
    assert verification.grant_chance(False, True, 0.0, p) == pytest.approx(0.17)
    assert verification.grant_chance(True, True, 0.5, p) == pytest.approx(0.17)
    assert verification.favour_chance(False, 0.0, p) == 0.0
    assert verification.favour_chance(True, 0.0, p) == pytest.approx(0.15)
    assert verification.favour_chance(True, 0.4, p) == pytest.approx(0.09)


@pytest.mark.parametrize(("days", "chance"), [(0, 0.0), (1, 0.04), (2.5, 0.1), (5, 0.2), (6, 0.2), (30, 0.2)])
def test_objections_grow_with_the_notice_up_to_five_days(days: float, chance: float) -> None:
    p = lowest("verification", objection_prob=0.2, notice_days=days)
    assert verification.objection_chance(p) == pytest.approx(chance)


@given(st.integers(1, 5000), st.integers(1, 300))
def test_a_post_by_itself_is_done_on_the_day_of_the_last_minute(minutes: int, hours: int) -> None:
    """A day holds a 21st of the month's minutes; count the days that end before the last minute."""
    ends = (Fraction(hours * 60 * day, 21) for day in itertools.count(1))
    passed = sum(1 for _ in itertools.takewhile(lambda end: end <= minutes - 1, ends))
    assert verification.service_days(minutes, float(hours)) == passed


def test_the_clock_by_hand() -> None:
    """A month of 2,100 minutes has 100 a day."""
    assert [verification.service_days(m, 35.0) for m in (0, 1, 100, 101, 200, 2101)] == [0, 0, 0, 1, 1, 21]
    assert verification.service_days(500, 0.0) == verification.service_days(-1, 35.0) == 0
    assert verification.service_days(0, 0.1) == 0
    assert verification.service_days(500, 0.5) == 499 * 21 // 30
    assert [verification.day_of(m, 2100, 2) for m in (0, 99, 100, 2099)] == [42, 42, 43, 62]
    assert verification.day_of(500, 0, 2) == 42
    assert [verification.day_of(m, 1, -1) for m in (0, 1)] == [-21, 0]
    assert [verification.minute_of(day, 2100, 2) for day in (0, 41, 42, 43, 62)] == [0, 0, 0, 100, 2000]


@given(st.integers(0, 20), st.integers(0, 500_000), st.integers(-24, 240))
def test_a_day_begins_within_its_minute(day: int, minutes: int, month: int) -> None:
    begins = Fraction(day * minutes, 21)
    assert verification.minute_of(21 * month + day, minutes, month) == math.floor(begins)


@given(st.integers(0, 500_000), st.integers(1, 500_000), st.integers(-24, 240))
def test_a_minute_falls_on_the_day_that_has_begun(minute: int, minutes: int, month: int) -> None:
    begun = math.floor(Fraction(minute * 21, minutes))
    assert verification.day_of(minute, minutes, month) == 21 * month + begun


def test_borders_of_switches_and_conditions() -> None:
    p = lowest("verification", fast_track_enabled=1, appraisal_days=3, entry_check_share=1)

    def fast(honest: bool, due: bool, **changed: float) -> bool:
        return verification.fast_tracked(honest, due, p._replace(**changed))

    assert value_on_border(lambda v: fast(True, True, fast_track_enabled=v), 0.5) == "above"
    assert value_on_border(lambda v: fast(False, True, fast_track_conditions=v), 2.5) == "above"
    assert value_on_border(lambda v: fast(True, False, fast_track_conditions=v), 3.5) == "above"
    assert (
        value_on_border(lambda v: verification.days_to_confirmation(at(0.5), p._replace(appraisal_enabled=v)), 0.5)
        == "below"
    )
    assert value_on_border(lambda v: verification.checked(at(0.0), p._replace(check_in_process=v)), 0.5) == "below"
