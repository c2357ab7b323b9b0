"""Reviews: intervals, the part seen, and the calendar until something noticed takes effect."""

import numpy as np
import pytest
from drawing import WORD, at, chance_of, drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.casework import Credit, Review
from simulation.processes import review

pytestmark = pytest.mark.usefixtures("plain")


@pytest.mark.parametrize(("able", "months"), [(0, 12), (1, 6), (2, 6), (5, 6)])
def test_interval_with_members_able_to_work(able: int, months: int) -> None:
    p = lowest("review", stable_months=12.5, unstable_months=6.5)
    assert review.interval_months(able, p) == months


@given(drawn("review"), drawn("credit"))
def test_more_report_where_honesty_is_rewarded(p: Review, credit: Credit) -> None:
    factor = credit.honest_gain if is_on(credit.enabled) else 1.0
    chance = chance_of(lambda word: review.reported(word, p, credit))
    assert chance == pytest.approx(min(p.report_prob_month * factor, 1.0), abs=1e-9)


@given(drawn("review"))
def test_a_review_without_visit_counts_half(p: Review) -> None:
    visits, others = p.home_visit_share, 1.0 - p.home_visit_share
    assert review.visited_part(p) == pytest.approx(1.0 * visits + 0.5 * others)
    exact = p.minutes * (visits + others / 2)
    assert exact - 1 - 1e-9 < review.minutes_each(p) <= exact + 1e-9


def test_minutes_by_hand() -> None:
    p = lowest("review", minutes=91, home_visit_share=0.5)
    assert [review.minutes_each(p._replace(home_visit_share=share)) for share in (0.0, 0.5, 1.0)] == [45, 68, 91]


@given(WORD, st.integers(0, 60), st.integers(0, 12))
def test_handling_runs_on_from_the_day_of_notice(word: np.uint32, days: int, lag: int) -> None:
    """Count the 21 working days of each month from the day on which something was noticed."""
    p = lowest("review", adjustment_lag_months=lag)
    day = sum(int(word) >= -(-k * 2**32 // 21) for k in range(1, 21))
    months = sum(end <= day + days for end in range(21, 200, 21)) if days else 0
    assert review.months_to_effect(word, float(days), p) == lag + months


def test_effect_by_hand() -> None:
    p = lowest("review", adjustment_lag_months=2.7)
    first, last = np.uint32(0), np.uint32(2**32 - 1)
    assert [review.months_to_effect(first, days, p) for days in (0.0, 0.5, 20.0, 20.9, 21.0, 42.0)] == [
        2,
        2,
        2,
        2,
        3,
        4,
    ]
    assert [review.months_to_effect(last, days, p) for days in (0.0, 0.9, 1.0, 21.0, 22.0)] == [2, 2, 3, 3, 4]


@pytest.mark.parametrize(("month", "frozen"), [(-24, False), (-1, False), (0, True), (11, True), (12, False)])
def test_stable_policy_after_the_policy_date(month: int, frozen: bool) -> None:
    assert review.is_frozen(month, lowest("review", freeze_months=12)) == frozen


def test_border_of_the_switch() -> None:
    p, credit = lowest("review", report_prob_month=0.5), lowest("credit", honest_gain=1.5)
    assert value_on_border(lambda v: review.reported(at(0.6), p, credit._replace(enabled=v)), 0.5) == "below"
