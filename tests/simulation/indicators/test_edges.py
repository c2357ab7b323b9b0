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
    "tip_curve": lambda x, w: ind.tip_curve(x, LINE, w)[1][-1],
    "gini": ind.gini,
    "concentration_index": lambda x, w: ind.concentration_index(x, w, [3.0, 1.0, 2.0][: len(x)]),
    "concentration_rank": lambda x, w: ind.concentration_index([3.0, 1.0, 2.0][: len(x)], w, x),
    "share_of_lowest": lambda x, w: ind.share_of_lowest(x, w, 0.3),
    "share_ratio": ind.share_ratio,
    "atkinson": ind.atkinson,
    "atkinson2": lambda x, w: ind.atkinson(x, w, 2.0),
    "mean_log_deviation": ind.mean_log_deviation,
    "kakwani": lambda x, w: ind.kakwani([1.0, 0.0, 2.0][: len(x)], x, w),
    "reynolds_smolensky": lambda x, w: ind.reynolds_smolensky(x, AFTER[: len(x)], w),
    "reranking": lambda x, w: ind.reranking(x, AFTER[: len(x)], w),
    "benefit_incidence": lambda x, w: ind.benefit_incidence(x, w, [0, 1, 1][: len(x)], 2)[0],
    "adequacy": lambda x, w: ind.adequacy(x, AFTER[: len(x)], w),
    "cgh": lambda x, w: ind.cgh(x, w, [True, False, True][: len(x)], 0.5),
    "benefit_cost_ratio": lambda x, w: ind.benefit_cost_ratio(x, AFTER[: len(x)], np.ones(len(x)), LINE, w),
    "spill_over": lambda x, w: ind.spill_over(x, AFTER[: len(x)], np.ones(len(x)), LINE, w),
    "coverage": lambda x, w: ind.coverage(w, x, np.ones(len(x))),
    "exclusion_error": lambda x, w: ind.exclusion_error(w, np.ones(len(x)), x),
    "inclusion_error": lambda x, w: ind.inclusion_error(w, x, np.ones(len(x))),
    "leakage_rate": lambda x, w: ind.leakage_rate(w, np.zeros(len(x)), x),
    "leakage_target": lambda x, w: ind.leakage_rate(w, np.asarray(x) * [1, 0, 0][: len(x)], np.ones(len(x))),
    "leakage_of_money": lambda x, w: ind.leakage_of_money(x, w, [True, False, True][: len(x)]),
    "take_up": lambda x, w: ind.take_up(w, np.ones(len(x)), x),
    "take_up_of_money": lambda x, w: ind.take_up_of_money(w, x, AFTER[: len(x)]),
    "take_up_paid": lambda x, w: ind.take_up_of_money(w, AFTER[: len(x)], x),
}  # fmt: skip
SUMS: dict[str, Index] = {
    "gap_money": lambda x, w: ind.gap_money(x, np.ones(len(x)), LINE, w),
    "bands_of_change": lambda x, w: ind.bands_of_change(x, AFTER[: len(x)], w).sum(),
    "changed_by": lambda x, w: sum(ind.changed_by(x, AFTER[: len(x)], w)),
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
    assert [index([], []) for index in SUMS.values()] == [0.0, 0.0, 0.0]


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
    assert math.isnan(ind.atkinson([-3.0, 1.0], [1, 1]))
    assert ind.gap_money([-5.0], [2.0], 10.0, [3.0]) == 75.0


def test_a_best_use_of_unknown_gaps_is_unknown() -> None:
    assert math.isnan(ind.best_gap_cut([NAN], [1], LINE, [1], 30.0))
    assert math.isnan(ind.cgh([1.0], [1.0], [True], 0.0))


def test_rates_that_nobody_has_are_in_no_class() -> None:
    assert ind.rate_counts(np.array([NAN, 0.5]), np.array([3, 2]), (0.1, 1.0)).tolist() == [0, 2, 0]
    assert ind.share_on_cliff(np.array([NAN, 0.5, 1.5]), np.array([3, 2, 2])) == 0.5
    assert math.isnan(ind.share_on_cliff(np.array([NAN]), np.array([3])))


def test_spells_of_nobody_and_unknown_spells() -> None:
    assert np.isnan(ind.survival_curve([], [], 2)).all()
    assert np.isnan(ind.survival_curve([1.0, NAN], [True, True], 2)).all()
    assert math.isnan(ind.never_within([], [], 3))
    assert math.isnan(ind.reentry_share([], []))
    assert math.isnan(ind.reentry_share([1.0], [NAN]))
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
