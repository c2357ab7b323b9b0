"""Screening: what leaves a trace, who fits on the register, and which share of whom is flagged."""

import itertools

import numpy as np
import pytest
from drawing import BOOL, SHARE, WORD, at, chance_of, drawn, is_on, lowest, value_on_border
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from simulation.parameters.schema.monitoring import Screening
from simulation.processes import screening

pytestmark = pytest.mark.usefixtures("plain")
SCREENING = drawn("screening")
COUNT = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("count", "factor"), [(0, 0.0), (1, 0.3), (2, 0.4), (4, 0.6), (7, 0.9), (8, 1.0), (9, 1.1), (10, 1.2), (18, 2.0)]
)
def test_coverage_moves_alike_below_and_above_the_reference(count: float, factor: float) -> None:
    """10% for each source more or less than 8; none leaves nothing."""
    assert screening.against(count, 8.0, 0.1) == pytest.approx(factor)


def test_few_sources_leave_little() -> None:
    assert [screening.against(count, 8.0, 0.2) for count in (2, 3, 4, 7)] == pytest.approx([0, 0, 0.2, 0.8])
    assert [screening.against(count, 5.0, 0.0) for count in (0, 0.5, 1, 2)] == pytest.approx([0, 0.5, 1, 1])


@given(BOOL, BOOL, BOOL, SCREENING)
def test_the_most_visible_hardship_counts(ill: bool, jobless: bool, disabled: bool, p: Screening) -> None:
    hardships = [(ill, p.cover_illness), (jobless, p.cover_job), (disabled, p.cover_disability)]
    seen = max((cover for has, cover in hardships if has), default=p.cover_income)
    departments = np.clip(1 + (p.departments - 5) * p.department_gain, 0, p.departments)
    items = np.clip(1 + (p.items - 8) * p.item_gain, 0, p.items)
    expected = np.clip(p.coverage * seen * departments * items, 0, 1)
    assert screening.visibility(ill, jobless, disabled, p) == pytest.approx(expected)


def test_visibility_by_hand() -> None:
    """Illness 0.8, job 0.6, disability 0.9, low income alone 0.4 of a coverage of a half."""
    p = lowest("screening", coverage=0.5, departments=5, items=8)
    p = p._replace(cover_illness=0.8, cover_job=0.6, cover_disability=0.9, cover_income=0.4)
    seen = [screening.visibility(*each, p) for each in itertools.product((False, True), repeat=3)]
    assert seen == pytest.approx([0.2, 0.45, 0.3, 0.45, 0.4, 0.45, 0.4, 0.45])
    fewer = p._replace(departments=4, items=6, department_gain=0.1, item_gain=0.1)
    assert screening.visibility(True, False, False, fewer) == pytest.approx(0.288)
    assert screening.visibility(True, False, False, p._replace(cover_illness=2, items=9, item_gain=0.2)) == 1.0


@pytest.mark.parametrize("interval", [2, 3, 6, 12])
def test_matches_from_the_policy_month_on(interval: int) -> None:
    for whole_months in (float(interval), interval + 0.5):
        done = [month for month in range(-24, 60) if screening.matches_in(month, whole_months)]
        assert done == list(range(-24, 60, interval))
    assert all(screening.matches_in(month, every) for month in range(-3, 9) for every in (0.0, 1.0, 1.4))


@given(COUNT, COUNT, COUNT, COUNT, SCREENING)
def test_the_register_fills_by_class(residents: int, known: int, traced: int, rest: int, p: Screening) -> None:
    room = screening.register_room(residents, 0, p)
    shares = screening.register_shares(room, known, traced, rest)
    for share, persons in zip(shares, (known, traced, rest), strict=True):
        assert share * persons == pytest.approx(min(room, persons), rel=1e-6, abs=1e-2)
        assert 0 <= share <= 1
        room -= min(room, persons)
    larger = screening.register_shares(float(residents), known, traced, rest)
    assert all(more >= less for more, less in zip(larger, shares, strict=True))


def test_the_register_by_hand() -> None:
    """A tenth of 1,000 residents: whoever once filed first, then traceable hardship, then the rest."""
    p = lowest("screening", monitored_share=0.1)
    counts = [(200, 50, 10), (60, 80, 10), (10, 20, 140), (0, 0, 0)]
    shares = [screening.register_shares(screening.register_room(1000, 0, p), *each) for each in counts]
    assert shares == [(0.5, 0.0, 0.0), (1.0, 0.5, 0.0), (1.0, 1.0, 0.5), (1.0, 1.0, 1.0)]
    assert screening.register_shares(0.5, 1, 1, 1) == (0.5, 0.0, 0.0)
    assert screening.register_shares(2.5, 1, 1, 1) == (1.0, 1.0, 0.5)
    assert [screening.register_room(1000, held, p) for held in (0, 60, 100, 400)] == pytest.approx([100, 40, 0, 0])


@given(BOOL, SCREENING)
def test_who_is_not_on_the_register_is_seen_less(on_register: bool, p: Screening) -> None:
    assert screening.seen_part(on_register, p) == (1.0 if on_register else p.unlisted_ratio)


@pytest.mark.parametrize(("candidates", "share"), [(0, 1.0), (1, 1.0), (20, 1.0), (40, 0.5), (200, 0.1)])
def test_the_anti_return_list_holds_its_persons(candidates: int, share: float) -> None:
    """20 of 1,000 residents."""
    p = lowest("screening", anti_return_share=0.02)
    assert screening.list_share(1000, candidates, p) == pytest.approx(share)
    assert screening.list_share(40, 1, p) == pytest.approx(0.8)


@given(SHARE)
def test_a_share_leaves_a_trace(visible: float) -> None:
    assert chance_of(lambda word: screening.leaves_trace(word, visible)) == pytest.approx(visible, abs=1e-9)


@given(st.integers(-3, 60), SHARE, SHARE, SCREENING)
def test_hardship_is_flagged_once_the_data_have_come(
    months: int, false_alarm: float, part: float, p: Screening
) -> None:  # fmt: skip
    waits = p.lag_months + p.data_lag_months
    true = p.sensitivity_month if months - waits >= 0 else 0.0
    chance = chance_of(lambda word: screening.may_be_flagged(word, months, false_alarm, part, p))
    assert chance == pytest.approx(part * (false_alarm if months < 0 else true), abs=1e-9)


def test_flags_by_hand() -> None:
    """Two months of lag and one of the data; never entitled counts as a false alarm."""
    p = lowest("screening", lag_months=2, data_lag_months=1, sensitivity_month=1)
    assert [screening.may_be_flagged(at(0.5), m, 1.0, 1.0, p) for m in (-1, 0, 2, 3, 4)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    fresh = p._replace(lag_months=0, data_lag_months=0)
    assert [screening.may_be_flagged(at(0.5), m, 0.0, 1.0, fresh) for m in (-1, 0, 1)] == [False, True, True]


@given(BOOL, st.integers(-24, 60), SCREENING)
def test_scores_are_normal_and_cut_at_a_percentile_of_the_others(entitled: bool, month: int, p: Screening) -> None:
    skill = p.score_skill + p.learning_year * (month / 12 if month > 0 else 0.0)
    cut = ndtri(p.threshold_percentile / 100)
    below = ndtr(cut - skill) if entitled else ndtr(cut)
    assert chance_of(lambda word: not screening.passes_score(word, entitled, month, p)) == pytest.approx(
        below, abs=1e-3
    )


def test_scores_by_hand() -> None:
    """The median of the others is the threshold; skill 1 (and 0.5 a year) lets 84% (93%) of the entitled pass."""
    p = lowest("screening", threshold_percentile=50, score_skill=1, learning_year=0.5)

    def passing(entitled: bool, month: int) -> float:
        return 1 - chance_of(lambda word: not screening.passes_score(word, entitled, month, p))

    assert passing(False, 24) == pytest.approx(0.5, abs=1e-6)
    assert passing(True, -24) == passing(True, 0) == pytest.approx(0.8413, abs=1e-4)
    assert passing(True, 12) == pytest.approx(0.9332, abs=1e-4)
    median = 2**31 - 1  # of the words 0 to 2^32 - 1: a score that reaches the threshold passes
    assert [screening.passes_score(np.uint32(median + k), False, 0, p) for k in (-1, 0, 1)] == [False, True, True]
    assert screening.passes_score(at(0.0), False, 0, p._replace(threshold_percentile=0))
    assert not screening.passes_score(at(0.0), False, 0, p._replace(threshold_percentile=0.5))


@given(st.floats(0, 1e5), st.floats(1, 10**6), SCREENING)
def test_precision_is_the_share_of_flags_that_are_right(true: float, others: float, p: Screening) -> None:
    assume(p.precision > 0.0)
    chance = screening.false_alarm_chance(true, others, p)
    if chance < 1.0:
        assert true * (1 - p.precision) == pytest.approx(p.precision * chance * others)
    else:
        assert true <= p.precision * (true + others) + 1e-9 or true / (true + others) >= p.precision - 1e-9
    assert screening.false_alarm_chance(true, others, p._replace(precision=0.0)) == p.false_alarm_month


def test_false_alarms_by_hand() -> None:
    """30 true flags at a precision of 0.6 make 20 false ones."""
    p = lowest("screening", precision=0.6)
    found = [screening.false_alarm_chance(30.0, others, p) for others in (0, 1, 10, 20, 40, 200)]
    assert found == pytest.approx([1, 1, 1, 1, 0.5, 0.1])
    assert screening.false_alarm_chance(0.3, 0.5, p) == screening.false_alarm_chance(0.3, 1.0, p) == pytest.approx(0.2)


@given(SCREENING)
def test_types_of_the_anti_return_list(p: Screening) -> None:
    """Unstable former poor, others at the margin, suddenly hit."""
    for former, low, sudden in itertools.product((False, True), repeat=3):
        types = [former and low, low and not former, sudden]
        taken = [is_on(p.watch_former_poor), is_on(p.watch_marginal), is_on(p.watch_sudden)]
        expected = any(is_type and takes for is_type, takes in zip(types, taken, strict=True))
        assert screening.watched(former, low, sudden, p) == expected


@given(BOOL, st.sampled_from([-12, 0, 1, 5, 12]), SCREENING)
def test_listed_unless_both_miss(on_list: bool, month: int, p: Screening) -> None:
    every = int(p.cross_match_interval_months)
    matched = p.cross_match_interval_months > 0.5 and (every < 2 or month % every == 0)
    assert screening.cross_match_chance(month, p) == (p.cross_match_detection if matched else 0.0)
    missed = (1 - p.cross_match_detection * matched) * (1 - p.watch_detection)
    assert screening.listed_chance(on_list, month, p) == pytest.approx((1 - missed) * on_list)


def test_listed_by_hand() -> None:
    p = lowest("screening", cross_match_interval_months=3, cross_match_detection=0.5, watch_detection=0.4)
    assert [screening.cross_match_chance(month, p) for month in (0, 1, 2, 3)] == [0.5, 0.0, 0.0, 0.5]
    assert [screening.listed_chance(True, month, p) for month in (0, 1)] == pytest.approx([0.7, 0.4])
    assert screening.listed_chance(False, 0, p) == 0.0
    assert screening.cross_match_chance(0, p._replace(cross_match_interval_months=0)) == 0.0
    assert screening.cross_match_chance(7, p._replace(cross_match_interval_months=1)) == 0.5


@given(SHARE, SCREENING)
def test_flags_are_followed_up_unless_they_leak(checked: float, p: Screening) -> None:
    assert screening.followed_chance(checked, p) == pytest.approx(checked - checked * p.leakage_share)


@given(WORD, SCREENING)
def test_the_entitled_pass_at_least_as_often(word: np.uint32, p: Screening) -> None:
    assert screening.passes_score(word, True, 0, p) >= screening.passes_score(word, False, 0, p)


def test_borders_of_switches() -> None:
    p = lowest("screening", cross_match_detection=1)
    kinds = {"watch_former_poor": (True, True, False), "watch_marginal": (False, True, False)}
    for switch, types in {**kinds, "watch_sudden": (False, False, True)}.items():
        assert value_on_border(lambda v: screening.watched(*types, p._replace(**{switch: v})), 0.5) == "below"  # noqa: B023
    matched = value_on_border(lambda v: screening.cross_match_chance(0, p._replace(cross_match_interval_months=v)), 0.5)
    assert matched == "below"


@pytest.mark.parametrize(("former", "marginal"), list(itertools.product((0.0, 1.0), repeat=2)))
def test_former_poverty_is_told_where_the_list_takes_one_kind_alone(former: float, marginal: float) -> None:
    p = lowest("screening", watch_former_poor=former, watch_marginal=marginal)
    assert screening.tells_former_poor(p) == (former != marginal)
    for switch in ("watch_former_poor", "watch_marginal"):
        assert value_on_border(lambda v: screening.tells_former_poor(p._replace(**{switch: v})), 0.5) == "below"  # noqa: B023
