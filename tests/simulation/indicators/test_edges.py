"""What every indicator of arrays says of nobody, of a NaN, of weights of 0 or below, and of incomes below 0."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from test_indicators import ledger_of

from simulation import indicators as ind

NAN = math.nan
FLAGS, MONEY, PERSONS = [1.0, 0.0, 1.0], [5.0, 20.0, 8.0], [1.0, 2.0, 1.0]
AFTER, LINE = [9.0, 20.0, 12.0], 10.0
type Index = Callable[[list[float], list[float]], object]

# (values, weights) -> the index; everything else is fixed, so that values can be made NaN one at a time
INDICES: dict[str, Index] = {
    "fgt0": lambda x, w: ind.fgt(x, LINE, w, 0),
    "fgt1": lambda x, w: ind.fgt(x, LINE, w, 1),
    "fgt2": lambda x, w: ind.fgt(x, LINE, w, 2),
    "gini": ind.gini,
    "concentration_index": lambda x, w: ind.concentration_index(x, w, [3.0, 1.0, 2.0][: len(x)]),
    "concentration_rank": lambda x, w: ind.concentration_index([3.0, 1.0, 2.0][: len(x)], w, x),
    "share_of_lowest": lambda x, w: ind.share_of_lowest(x, w, 0.3),
    "share_ratio": ind.share_ratio,
    "kakwani": lambda x, w: ind.kakwani([1.0, 0.0, 2.0][: len(x)], x, w),
    "reynolds_smolensky": lambda x, w: ind.reynolds_smolensky(x, AFTER[: len(x)], w),
    "reranking": lambda x, w: ind.reranking(x, AFTER[: len(x)], w),
    "benefit_incidence": lambda x, w: ind.benefit_incidence(x, w, [0, 1, 1][: len(x)], 2)[0],
    "adequacy": lambda x, w: ind.adequacy(x, AFTER[: len(x)], w),
    "cgh": lambda x, w: ind.cgh(x, w, [True, False, True][: len(x)], 0.5),
    "coverage": lambda x, w: ind.counted(w, np.ones(len(x)), x).coverage,
    "exclusion_error": lambda x, w: ind.counted(w, np.ones(len(x)), x).exclusion_error,
    "inclusion_error": lambda x, w: ind.counted(w, x, np.ones(len(x))).inclusion_error,
    "leakage_rate": lambda x, w: ind.counted(w, np.zeros(len(x)), x).leakage_rate,
    "leakage_target": lambda x, w: ind.counted(w, np.asarray(x) * [1, 0, 0][: len(x)], np.ones(len(x))).leakage_rate,
}  # fmt: skip
SUMS: dict[str, Index] = {
    "gap_money": lambda x, w: ind.gap_money(x, np.ones(len(x)), LINE, w),
}


@pytest.mark.parametrize("name", {**INDICES, **SUMS})
def test_a_nan_is_never_somebody_who_is_not_poor(name: str) -> None:
    index = (INDICES | SUMS)[name]
    assert not math.isnan(index(MONEY, PERSONS))  # type: ignore[arg-type]
    for place in range(3):
        values = MONEY.copy()
        values[place] = NAN
        assert math.isnan(index(values, PERSONS)), place  # type: ignore[arg-type]


@pytest.mark.parametrize("name", {**INDICES, **SUMS})
def test_a_row_of_weight_0_counts_for_nothing(name: str) -> None:
    index = (INDICES | SUMS)[name]
    for odd in (NAN, 0.0, -7.0, 1e9):
        without = index(MONEY[:2], PERSONS[:2])
        assert index([*MONEY[:2], odd], [*PERSONS[:2], 0.0]) == pytest.approx(without, rel=1e-12)


@pytest.mark.parametrize("name", INDICES)
def test_of_nobody_nothing_can_be_said(name: str) -> None:
    assert math.isnan(INDICES[name]([], []))  # type: ignore[arg-type]
    assert math.isnan(INDICES[name](MONEY, [0.0, 0.0, 0.0]))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", {**INDICES, **SUMS})
@pytest.mark.parametrize("weight", [-1.0, NAN])
def test_weights_below_0_are_refused(name: str, weight: float) -> None:
    with pytest.raises(ValueError, match="weights: expected numbers of at least 0"):
        (INDICES | SUMS)[name](MONEY, [1.0, weight, 1.0])


def test_sums_of_nobody_are_0() -> None:
    assert [index([], []) for index in SUMS.values()] == [0.0]


def test_equal_incomes_have_no_minus_zero() -> None:
    for value in (ind.gini([7], [1]), ind.gini([0, 0], [1, 1]), ind.gini([5, 5], [1, 2])):
        assert value == 0.0
        assert math.copysign(1.0, value) == 1.0


def test_negative_incomes_by_hand() -> None:
    assert ind.fgt([-5.0, 15.0], 10.0, [1, 1], 1) == pytest.approx(0.75)  # 1.5 times the line below it
    assert ind.fgt([-5.0], 0.0, [1], 0) == 1.0
    assert math.isnan(ind.fgt([-5.0], 0.0, [1], 1))
    assert ind.gini([-1.0, 3.0], [1, 1]) == pytest.approx(1.0)
    assert math.isnan(ind.gini([-1.0, 1.0], [1, 1]))
    assert math.isnan(ind.gini([-3.0, 1.0], [1, 1]))
    assert ind.gap_money([-5.0], [2.0], 10.0, [3.0]) == 75.0


def test_a_target_of_nobody_and_results_without_cost() -> None:
    assert math.isnan(ind.cgh([1.0], [1.0], [True], 0.0))
    assert math.isnan(ind.benefit_cost_ratio(5.0, 0.0))
    assert math.isnan(ind.spill_over(5.0, 0.0))


def test_rates_that_nobody_has_are_in_no_class() -> None:
    assert ind.rate_counts(np.array([NAN, 0.5]), np.array([3, 2]), (0.1, 1.0)).tolist() == [0, 2, 0]


def test_a_register_of_nobody_has_no_turnover() -> None:
    assert math.isnan(ind.churn(1.0, 1.0, 0.0))


def test_replications_that_are_not_finite_end_at_once() -> None:
    for bad in ([1.0, NAN], [1.0, math.inf]):
        with pytest.raises(ValueError, match="all of them finite"):
            ind.replications_needed(bad, 0.5)
    with pytest.raises(ValueError, match="above 0"):
        ind.replications_needed([1.0, 2.0], NAN)


def test_a_province_without_persons_has_no_shares() -> None:
    table = ind.cascade_table(ledger_of(3))
    assert table["share"].isna().all()
    assert (table["persons"] == 0).all()
