"""Visits: minutes as a mix of visits and calls, doors and care visits by counting, tiers by their shares."""

import math
from fractions import Fraction

import numpy as np
import pytest
from drawing import BOOL, WORD, WORDS, at, chance_of, drawn, is_on, lowest, value_on_border
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.discovery import Visit
from simulation.processes import visit

pytestmark = pytest.mark.usefixtures("plain")
VISIT = drawn("visit")
TRAVEL = st.floats(0.5, 4)


def minutes_of(travel: float, p: Visit) -> float:
    """Mean minutes of ten thousand contacts of which the stated share are calls."""
    return float(np.average([p.minutes, p.remote_minutes], weights=[1 - p.remote_share, p.remote_share])) * travel


@given(TRAVEL, VISIT)
def test_minutes_of_a_contact(travel: float, p: Visit) -> None:
    assert visit.minutes_each(travel, p) == pytest.approx(minutes_of(travel, p))
    whole = visit.whole_minutes(travel, p)
    assert whole == 1 or whole - 1e-9 <= minutes_of(travel, p) < whole + 1 + 1e-9
    assert whole >= 1


@given(TRAVEL, VISIT)
def test_minutes_of_a_check(travel: float, p: Visit) -> None:
    own = max(math.floor(p.field_check_minutes * travel), 1)
    assert visit.check_minutes(travel, p) == (own if p.field_check_minutes > 0 else visit.whole_minutes(travel, p))


def test_minutes_by_hand() -> None:
    p = lowest("visit", minutes=60, remote_minutes=10, remote_share=0.5)
    assert [visit.minutes_each(travel, p) for travel in (1.0, 2.0)] == [35, 70]
    assert [visit.whole_minutes(travel, p) for travel in (0.01, 1.0, 1.01, 2.0)] == [1, 35, 35, 70]
    assert [visit.check_minutes(travel, p) for travel in (1.0, 2.0)] == [35, 70]
    p = p._replace(field_check_minutes=20.5)
    assert [visit.check_minutes(travel, p) for travel in (0.01, 1.0, 2.0)] == [1, 20, 41]
    assert visit.check_minutes(1.0, p._replace(field_check_minutes=0.5)) == 1
    assert visit.check_minutes(2.0, p._replace(field_check_minutes=0.9)) == 1


@given(st.integers(0, 100_000), TRAVEL, VISIT)
def test_contacts_within_what_is_aimed_at_and_what_there_is_time_for(minutes: int, travel: float, p: Visit) -> None:
    """The aim is a time, that of so many plain visits."""
    aimed = p.visits_per_grid_month * p.minutes
    contacts = visit.visits_possible(minutes, travel, p)
    assert contacts * minutes_of(travel, p) == pytest.approx(min(minutes, aimed))


@given(st.floats(0, 400))
def test_a_part_of_a_contact_falls_into_as_many_months(visits: float) -> None:
    least = math.floor(visits)
    more = 1 - chance_of(lambda word: visit.visits_of_month(visits, word) <= least)
    assert more == pytest.approx(visits - least, abs=1e-8)
    assert {visit.visits_of_month(visits, at(share)) for share in (0, 0.3, 0.6, 1)} <= {least, least + 1}


@given(VISIT)
def test_recognition(p: Visit) -> None:
    visits, calls = 1 - p.remote_share, p.remote_share
    mean = visits * p.detection + calls * p.detection * p.remote_detection_ratio
    assert visit.recognition(p) == pytest.approx(mean)
    passing = p.contact_rate_year / 12 * p.contact_detection if is_on(p.grid_enabled) else 0.0
    assert visit.contact_chance(p) == pytest.approx(passing)


@given(st.integers(0, 100_000), VISIT)
def test_lists_take_a_part_of_the_time(minutes: int, p: Visit) -> None:
    part = Fraction(p.alert_guided_share) * minutes
    assert visit.list_minutes(minutes, p) == pytest.approx(float(part), abs=1)
    assert visit.list_minutes(minutes, p) <= part + Fraction(1, 1000)


@given(st.integers(-24, 240), st.integers(0, 10**6), VISIT)
def test_the_register_is_gone_round_twice_a_year(month: int, identity: int, p: Visit) -> None:
    due = sum(visit.canvass_due(month + ahead, identity, p) for ahead in range(12))
    assert due == (2 if p.targeting > 1.5 else 0)
    assert visit.canvass_due(5, 1, p._replace(targeting=2.0))
    assert not visit.canvass_due(1, 1, p._replace(targeting=2.0))


def test_alerts_of_desks_by_hand() -> None:
    """20 alerts a post: 30,000 residents at 20,000 a post have 30; 1,010 have one, and another in one month of 100."""
    assert (
        visit.desk_checks(30_000, 20_000.0, 20.0, at(0.0)) == visit.desk_checks(30_000, 20_000.0, 20.0, at(0.9)) == 30
    )
    assert [visit.desk_checks(1_010, 20_000.0, 20.0, at(share)) for share in (0.0, 0.98, 0.995)] == [1, 1, 2]


def test_care_visits_take_their_own_time() -> None:
    p = lowest("visit", care_minutes=25)
    assert [visit.care_minutes(travel, p) for travel in (0.01, 1.0, 1.5)] == [1, 25, 37]


@given(st.integers(0, 100_000), st.integers(1, 2000), st.integers(0, 2**31))
def test_the_walk_goes_on_by_one_stride(step: int, units: int, offset: int) -> None:
    assert visit.unit_on_round(0, units, offset) == offset % units
    assert (visit.unit_on_round(step + 1, units, offset) - visit.unit_on_round(step, units, offset) - 7919) % units == 0
    assert 0 <= visit.unit_on_round(step, units, offset) < units


@given(WORD, st.integers(1, 2000))
def test_a_random_unit_is_as_likely_as_any_other(word: np.uint32, units: int) -> None:
    assert visit.random_unit(word, units) == math.floor(Fraction(int(word), WORDS) * units)


@given(BOOL, VISIT)
def test_care_by_tier(frail: bool, p: Visit) -> None:
    """Of the frail the upper tiers hold twice the share."""
    p = p._replace(
        interval_high_days=7.0, interval_key_days=30.0, interval_general_days=90.0, enrolled_interval_days=0.0
    )
    ends = np.minimum(np.cumsum([p.tier_high_share, p.tier_key_share]) * (2 if frail else 1), 1.0)
    upper = [chance_of(lambda word, days=days: visit.care_interval(word, frail, p) <= days) for days in (7, 30)]
    assert upper == pytest.approx(list(ends), abs=1e-8)
    assert {visit.care_interval(at(share), frail, p) for share in (0, 0.3, 0.6, 1)} <= {7, 30, 90}


@given(st.integers(0, 90), st.integers(0, 90), st.sampled_from([0.1, 0.4, 0.9]))
def test_the_tour_of_all_comes_on_top(tier: int, tour: int, share: float) -> None:
    p = lowest("visit", tier_high_share=0.2, tier_key_share=0.3, enrolled_interval_days=tour)
    at_tier = {0.1: "interval_high_days", 0.4: "interval_key_days", 0.9: "interval_general_days"}[share]
    p = p._replace(**{at_tier: tier + 0.5 if tier else 0.0})
    assert visit.care_interval(at(share), False, p) == min((days for days in (tier, tour) if days), default=0)


def test_the_tour_by_hand() -> None:
    """High risk, key risk, the others, and the tour of all: the shorter interval, 0 for none."""
    p = lowest("visit", interval_high_days=7.5, interval_key_days=1, tier_high_share=0.2, tier_key_share=0.3)
    people = (at(0.1), at(0.4), at(0.9))
    assert [visit.care_interval(word, False, p) for word in people] == [7, 1, 0]
    tours = {days: p._replace(enrolled_interval_days=days) for days in (1.0, 5.0, 30.0)}
    assert [visit.care_interval(word, False, tours[30.0]) for word in people] == [7, 1, 30]
    assert [visit.care_interval(word, False, tours[5.0]) for word in people] == [5, 1, 5]
    assert [visit.care_interval(word, False, tours[1.0]) for word in people] == [1, 1, 1]
    frail = p._replace(tier_high_share=0.4, tier_key_share=0.05)
    assert [visit.care_interval(at(share), True, frail) for share in (0.0, 0.79, 0.81, 0.89, 0.91)] == [7, 7, 1, 1, 0]
    assert [visit.care_interval(at(share), False, frail) for share in (0.39, 0.41, 0.46)] == [7, 1, 0]


def test_care_visits_by_hand() -> None:
    """Every 90 days from 22 days before: on day 90, in the third month; twice in a month of 15 days each."""
    assert [visit.care_visits_due(month, 90, at(0.25)) for month in (-1, 0, 1, 2, 3, 4)] == [1, 0, 0, 1, 0, 0]
    assert [visit.care_visits_due(month, 15, at(0.5)) for month in (0, 1)] == [2, 2]
    assert [visit.care_visits_due(5, interval, at(0.5)) for interval in (0, 1, 2, 30)] == [0, 30, 15, 1]


@given(st.integers(-24, 240), st.one_of(st.integers(0, 31), st.integers(0, 365)), WORD)
def test_care_visits_counted_out(month: int, interval: int, word: np.uint32) -> None:
    """Every so many days on a line of days that starts at a part of an interval before the policy month."""
    before = math.floor(Fraction(int(word), WORDS) * interval)
    days = range(month * 30 + before + 1, month * 30 + before + 31)
    due = sum(1 for day in days if day % interval == 0) if interval else 0
    assert visit.care_visits_due(month, interval, word) == due


@pytest.mark.parametrize(
    ("visits", "units", "chance"), [(0, 9, 0), (3, 12, 0.25), (9, 9, 1), (20, 9, 1), (0.5, 1, 0.5), (0.25, 0, 0.25)]
)
def test_a_walk_stops_at_a_given_door(visits: float, units: int, chance: float) -> None:
    assert visit.passing_probability(visits, units) == chance


def test_borders_of_the_switch_and_the_variant() -> None:
    p = lowest("visit", contact_rate_year=6, contact_detection=1, alert_guided_share=1)
    assert value_on_border(lambda v: visit.contact_chance(p._replace(grid_enabled=v)), 0.5) == "below"
    assert value_on_border(lambda v: visit.canvass_due(0, 0, p._replace(targeting=v)), 1.5) == "below"
