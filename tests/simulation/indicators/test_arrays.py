"""Indicators of arrays: the World Bank's ten persons cell by cell, worked examples, and properties.

World Bank, Revisiting Targeting in Social Assistance (2022), tables 7.3 and 7.4: ten persons, poverty line 20, a
budget of 30 in equal parts. Exclusion and inclusion errors, TD1, the benefit-cost ratio, gap cut and the two Gini
changes are the book's; TD2, the CGH ratio, headcount and the other Gini changes were worked out from the same data.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation import indicators as ind

INCOMES = np.array([6, 8, 11, 15, 21, 25, 30, 40, 50, 100], float)
ONES = np.ones(10)
LINE = 20.0
POOR, POOREST_FIFTH = INCOMES < LINE, np.arange(10) < 2
# paid persons -> against the poor (EE, IE, TD1), against the poorest fifth, TD2, CGH, BCR, gap cut, FGT0, Gini change
TABLE = {
    (0, 1): ((0.5, 0, 0.5), (0, 0, 1), (0.5, 1), (2.5, 5), 0.867, 0.65, 0.2, -0.201),
    (1, 2): ((0.5, 0, 0.5), (0.5, 0.5, 0), (0.5, 0.375), (2.5, 2.5), 0.700, 0.525, 0.2, -0.175),
    (2, 3): ((0.5, 0, 0.5), (1, 1, -1), (0.5, -0.25), (2.5, 0), 0.467, 0.35, 0.2, -0.144),
    tuple(range(10)): ((0, 0.6, 0.4), (0, 0.8, 0.2), (0, 0), (1, 1), 0.400, 0.30, 0.4, -0.089),
}


@pytest.mark.parametrize("paid", TABLE, ids=str)
def test_world_banks_ten_persons_cell_by_cell(paid: tuple[int, ...]) -> None:
    poor, fifth, td2, cgh, bcr, gap, headcount, gini = TABLE[paid]
    receives = np.isin(np.arange(10), paid)
    benefit = np.where(receives, 30.0 / len(paid), 0.0)
    after = INCOMES + benefit
    for target, (ee, ie, td1), second, ratio in ((POOR, poor, td2[0], cgh[0]), (POOREST_FIFTH, fifth, td2[1], cgh[1])):
        found = ind.counted(ONES, target, receives)
        assert found.exclusion_error == pytest.approx(ee)
        assert found.inclusion_error == pytest.approx(ie)
        assert found.targeting_differential_1 == pytest.approx(td1)
        assert found.targeting_differential_2 == pytest.approx(second)
        assert ind.cgh(benefit, ONES, target, float(target.mean())) == pytest.approx(ratio)
    before_gap, after_gap = (ind.gap_money(y, ONES, LINE, ONES) for y in (INCOMES, after))
    assert ind.benefit_cost_ratio(before_gap - after_gap, 30.0) == pytest.approx(bcr, abs=0.0005)
    assert ind.spill_over(before_gap - after_gap, 30.0) == pytest.approx(1 - bcr, abs=0.0005)
    assert ind.reduction(before_gap, after_gap) == pytest.approx(gap)
    assert ind.fgt(after, LINE, ONES, 0) == pytest.approx(headcount)
    before_gini = ind.gini(INCOMES, ONES)
    assert ind.gini(after, ONES) / before_gini - 1 == pytest.approx(gini, abs=0.0005)


def test_world_banks_base() -> None:
    assert ind.gini(INCOMES, ONES) == pytest.approx(0.4359, abs=5e-5)
    assert ind.fgt(INCOMES, LINE, ONES, 1) == pytest.approx(0.200)
    assert ind.fgt(INCOMES, LINE, ONES, 2) == pytest.approx(0.1115)
    assert ind.gap_money(INCOMES, ONES, LINE, ONES) == 40.0


def test_persons_not_households_are_counted() -> None:
    persons = np.array([4.0, 1.0, 1.0])
    target, receives = np.array([True, True, False]), np.array([True, False, True])
    found = ind.counted(persons, target, receives)
    assert found == ind.Reached(5, 4, 5, 6)
    assert found.exclusion_error == pytest.approx(0.2)
    assert found.inclusion_error == pytest.approx(0.2)
    assert found.leakage_rate == 1.0
    assert ind.counted(persons, np.ones(3, bool), receives).coverage == pytest.approx(5 / 6)


def test_where_the_money_goes() -> None:
    assert ind.benefit_incidence([1, 3, 0], [1, 2, 5], [0, 1, 1], 3).tolist() == [1 / 7, 6 / 7, 0]
    assert ind.beneficiary_incidence([2, 3, 5], [True, False, True], [0, 0, 1], 2).tolist() == [2 / 7, 5 / 7]
    assert np.isnan(ind.benefit_incidence([0, 0], [1, 1], [0, 1], 2)).all()
    assert ind.adequacy([0, 20, 10], [500, 100, 50], [1, 1, 2]) == pytest.approx(40 / 200)
    assert ind.cgh([60, 40], [1, 1], [True, False], 0.4) == pytest.approx(1.5)


def test_inequality_by_hand() -> None:
    even, one = np.array([5.0, 5.0]), np.array([0.0, 10.0])
    assert ind.gini(even, [1, 1]) == 0
    assert ind.gini(one, [1, 1]) == 0.5
    assert ind.gini([0, 0], [1, 1]) == 0
    assert ind.gini([1, 3], [1, 1]) == ind.gini([1, 1, 3, 3], [1, 1, 1, 1]) == ind.gini([1, 3], [2, 2]) == 0.25
    assert ind.share_of_lowest(INCOMES, ONES, 0.2) == pytest.approx(14 / 306)
    assert ind.share_ratio(INCOMES, ONES, 0.2) == pytest.approx(150 / 14)
    assert ind.share_ratio(one, [1, 1], 0.5) == math.inf
    assert ind.concentration_index([1, 0], [1, 1], [3, 9]) == -0.5  # all to the poorer
    assert ind.kakwani([1, 0], [3, 9], [1, 1]) == pytest.approx(0.25 + 0.5)


def test_poverty_by_hand() -> None:
    assert ind.fgt([5, 15, 10], 10, [1, 2, 1], 1) == 0.125
    assert math.isnan(ind.reduction(0.0, 0.0))
    counts = np.zeros(128, np.int64)
    counts[8], counts[40] = 3, 1  # at 8/32 and 40/32 of the line
    assert ind.fgt_of_histogram(counts, 32, 0) == 0.75
    assert ind.fgt_of_histogram(counts, 32, 1) == pytest.approx(0.75 * (1 - 8.5 / 32))


def test_incentives_by_hand() -> None:
    rates = ind.marginal_tax_rate(np.array([100.0, 100.0]), np.array([120.0, 50.0]), 100.0)
    assert rates.tolist() == [0.8, 1.5]
    idle = ind.participation_tax_rate(np.array([500.0, 900.0]), np.array([500.0, 500.0]), np.array([0.0, 1000.0]))
    assert math.isnan(idle[0])
    assert idle[1] == pytest.approx(0.6)
    assert ind.rate_counts(np.array([0.0, 0.5, 1.2]), np.array([1, 2, 3]), (0.1, 1.0)).tolist() == [1, 2, 3]
    assert np.isnan(ind.share_of_counts(np.zeros((2, 3)))).all()


def test_cost_per_result_by_hand() -> None:
    assert ind.cost_per_result(100.0, 4.0) == 25.0
    assert math.isnan(ind.cost_per_result(100.0, 0.0))


def test_shapley_shares_by_hand() -> None:
    """Two programmes that overlap by 2: alone 5 and 4, together 7."""
    value = {frozenset(): 0.0, frozenset("a"): 5.0, frozenset("b"): 4.0, frozenset("ab"): 7.0}
    assert ind.shapley_shares("ab", value.__getitem__) == {"a": 4.0, "b": 3.0}


def test_spells_by_hand() -> None:
    assert ind.churn(30, 10, 100) == 0.2


def test_monte_carlo_by_hand() -> None:
    mean, low, high = ind.band([[0.0], [10.0]], 0.0, 100.0)
    assert (mean[0], low[0], high[0]) == (5.0, 0.0, 10.0)
    assert ind.paired_standard_error([[1.0], [3.0]])[0] == 1.0
    assert np.isnan(ind.paired_standard_error([[1.0]])[0])
    spread = [-1.0, 1.0]  # sd = 1.414
    wanted = ind.replications_needed(spread, 0.5)
    assert wanted == 34  # 1.96 x 1.414 / 0.5 squared is 30.7; with t(33) it is 34
    assert ind.student_t(10) == pytest.approx(2.262157, abs=1e-6)  # the tables' t of 9 degrees of freedom
    assert ind.replications_needed([0.0, 0.0], 0.5) == 2
    with pytest.raises(ValueError, match="above 0"):
        ind.replications_needed(spread, 0.0)


# --- properties ---------------------------------------------------------------------------------------------------

SIZE = st.shared(st.integers(2, 12), key="n")
MONEY = SIZE.flatmap(lambda n: arrays(float, n, elements=st.integers(1, 10_000).map(float)))
WEIGHTS = SIZE.flatmap(lambda n: arrays(float, n, elements=st.integers(1, 9).map(float)))
FLAGS = SIZE.flatmap(lambda n: arrays(bool, n))
RELATIVE = (ind.gini, ind.share_ratio)


@given(MONEY, WEIGHTS, st.integers(2, 50))
def test_inequality_knows_neither_currency_nor_size(x: np.ndarray, w: np.ndarray, factor: int) -> None:
    for index in RELATIVE:
        value = index(x, w)
        assert index(x * factor, w) == pytest.approx(value, abs=1e-9)
        assert index(np.tile(x, 2), np.tile(w, 2)) == pytest.approx(value, abs=1e-9)
        assert index(np.repeat(x, w.astype(int)), np.ones(int(w.sum()))) == pytest.approx(value, abs=1e-9)
    assert -1e-12 <= ind.gini(x, w) < 1
    assert ind.share_ratio(x, w) >= 1 - 1e-9


@given(MONEY, WEIGHTS, st.randoms(use_true_random=False))
def test_order_of_rows_never_matters(x: np.ndarray, w: np.ndarray, rng) -> None:
    order = list(range(x.size))
    rng.shuffle(order)
    for index in RELATIVE:
        assert index(x[order], w[order]) == pytest.approx(index(x, w), abs=1e-12)


@given(MONEY, MONEY, WEIGHTS)
def test_redistribution_splits_into_vertical_equity_and_reranking(x: np.ndarray, b: np.ndarray, w: np.ndarray) -> None:
    after = x + b
    change = ind.gini(x, w) - ind.gini(after, w)
    moved = ind.reranking(x, after, w)
    assert change == pytest.approx(ind.reynolds_smolensky(x, after, w) - moved, abs=1e-12)
    assert moved >= -1e-12
    level = b.sum() / after.sum() if np.ptp(w) == 0 else (w * b).sum() / (w * after).sum()
    assert ind.reynolds_smolensky(x, after, w) == pytest.approx(level * ind.kakwani(b, x, w), abs=1e-9)
    assert -1 <= ind.concentration_index(b, w, x) <= 1


@given(MONEY, WEIGHTS, st.integers(1, 9000))
def test_poverty_is_bounded_and_ordered(x: np.ndarray, w: np.ndarray, line: int) -> None:
    zero, one, two = (ind.fgt(x, line, w, alpha) for alpha in (0, 1, 2))
    assert 0 <= two <= one <= zero <= 1
    assert ind.fgt(x * 3, line * 3, w, 1) == pytest.approx(one)
    assert ind.gap_money(x, 1.0, line, w) == pytest.approx(one * line * w.sum())


@given(MONEY, MONEY, WEIGHTS, st.integers(1, 9000))
def test_what_does_not_close_the_gap_spills_over(x: np.ndarray, b: np.ndarray, w: np.ndarray, line: int) -> None:
    """Against the money above the line, household by household."""
    closed, paid = ind.gap_money(x, 1.0, line, w) - ind.gap_money(x + b, 1.0, line, w), float((w * b).sum())
    assert 0 <= ind.benefit_cost_ratio(closed, paid) <= 1 + 1e-9
    above = float((w * (np.maximum(0.0, x + b - line) - np.maximum(0.0, x - line))).sum())
    assert ind.spill_over(closed, paid) == pytest.approx(above / paid, abs=1e-9)


@given(WEIGHTS, FLAGS, FLAGS)
def test_errors_are_shares_and_the_differentials_follow(
    w: np.ndarray, target: np.ndarray, receives: np.ndarray
) -> None:
    found = ind.counted(w, target, receives)
    ee, ie = found.exclusion_error, found.inclusion_error
    for rate in (ee, ie, found.leakage_rate, found.coverage):
        assert math.isnan(rate) or -1e-12 <= rate <= 1 + 1e-12
    if not math.isnan(ee + ie):
        assert found.targeting_differential_1 == pytest.approx(1 - ee - ie)


@given(st.lists(st.integers(0, 1000), min_size=8, max_size=8))
def test_shapley_shares_sum_to_the_whole(values: list[int]) -> None:
    names = ("a", "b", "c")
    table = {frozenset(n for i, n in enumerate(names) if mask >> i & 1): float(values[mask]) for mask in range(8)}
    parts = ind.shapley_shares(names, table.__getitem__)
    assert sum(parts.values()) == pytest.approx(table[frozenset(names)] - table[frozenset()])


@given(arrays(np.int64, 64, elements=st.integers(0, 50)), st.integers(1, 20))
def test_the_histogram_is_as_good_as_its_bins(counts: np.ndarray, seed: int) -> None:
    """Incomes anywhere in their bins: headcount exact, gap within half a bin, severity within one."""
    rng = np.random.default_rng(seed)
    incomes = (np.repeat(np.arange(64), counts) + rng.random(int(counts.sum()))) / 16
    if incomes.size:
        ones = np.ones(incomes.size)
        assert ind.fgt_of_histogram(counts, 16, 0) == pytest.approx(ind.fgt(incomes, 1.0, ones, 0))
        assert abs(ind.fgt_of_histogram(counts, 16, 1) - ind.fgt(incomes, 1.0, ones, 1)) <= 1 / 32
        assert abs(ind.fgt_of_histogram(counts, 16, 2) - ind.fgt(incomes, 1.0, ones, 2)) <= 1 / 16
