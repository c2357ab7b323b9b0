"""Effect rows of the ledger: the same numbers as the functions of arrays, on the World Bank's ten persons."""

import numpy as np
import pytest
from test_arrays import INCOMES, LINE, ONES, POOR, TABLE
from test_indicators import TERMS, ledger_of, value, world_bank

from simulation import indicators as ind
from simulation.indicators.impact import YEAR_DAYS, impact_rows
from simulation.ledger import BINS_PER_LINE, Flow


@pytest.mark.parametrize("paid", TABLE, ids=str)
def test_ledger_and_arrays_agree(paid: tuple[int, ...]) -> None:
    ledger = world_bank(paid)
    ledger.money[0, :, 0, 0] = 30 * 100
    receives = np.isin(np.arange(10), paid)
    after = INCOMES + np.where(receives, 30 / len(paid), 0.0)
    rows = impact_rows(ledger, 30.0 * 12 * 2, ())
    closed = ind.gap_money(INCOMES, ONES, LINE, ONES) - ind.gap_money(after, ONES, LINE, ONES)
    expected = {
        "poverty_headcount_cut_share": ind.reduction(0.4, ind.fgt(after, LINE, ONES, 0)),
        "poverty_gap_cut_share": TABLE[paid][5],
    }
    for name, wanted in expected.items():
        assert value(rows, "truth", "line:z", name) == pytest.approx(wanted)
    expected = {
        "benefit_cost_ratio": ind.benefit_cost_ratio(closed, 30.0),
        "spill_over_share": ind.spill_over(closed, 30.0),
        "leakage_rate_share": ind.counted(ONES, POOR, receives).leakage_rate,
        "targeting_differential_1": ind.counted(ONES, POOR, receives).targeting_differential_1,
        "targeting_differential_2": ind.counted(ONES, POOR, receives).targeting_differential_2,
    }
    for name, wanted in expected.items():
        assert value(rows, "truth", "all", name) == pytest.approx(wanted)
    # staff and outreach cost as much again: half the ratio
    half = expected["benefit_cost_ratio"] / 2
    assert value(rows, "truth", "with_staff", "benefit_cost_ratio") == pytest.approx(half)
    reached = int((POOR & receives).sum())
    assert value(rows, "truth", "all", "cost_per_poor_reached_yuan_year") == pytest.approx(720 / reached)


def test_severity_comes_from_the_histograms() -> None:
    ledger = ledger_of()
    ledger.before[0, :, 0], ledger.before[0, :, BINS_PER_LINE] = 1, 3
    ledger.after[0, :, BINS_PER_LINE // 2], ledger.after[0, :, BINS_PER_LINE] = 1, 3
    rows = impact_rows(ledger, 1.0, ())
    assert value(rows, "truth", "before", "poverty_severity_share") == pytest.approx((1 - 0.5 / 32) ** 2 / 4)
    assert value(rows, "truth", "line:z", "poverty_severity_share") == pytest.approx((1 - 16.5 / 32) ** 2 / 4)


def test_amount_per_recipient_turnover_and_late_payments() -> None:
    ledger = ledger_of(months=6, paid_covered=4, persons=10, line_total_fen=10 * 1000 * 100)
    ledger.money[0, :, 0, 1] = 4 * 250 * 100
    ledger.money[0, :, 1, 1] = 10**8  # a grant after a shock is no monthly cash, nor is the bundle in kind
    ledger.money[0, :, 2, 1] = 10**9
    dibao = ledger.flows[0, :, 0]
    dibao[:, Flow.STOCK_PERSONS], dibao[:, Flow.ENTRY_PERSONS], dibao[:, Flow.EXIT_PERSONS] = 100, 2, 4
    ledger.waits[0, 10], ledger.waits[0, YEAR_DAYS], ledger.waits[0, YEAR_DAYS + 1] = 2, 1, 1
    rows = impact_rows(ledger, 1.0, ("grant",))
    assert value(rows, "ledger", "all", "benefit_per_recipient_yuan_month") == 250
    assert value(rows, "ledger", "all", "adequacy_share") == 0.25
    assert value(rows, "ledger", "programme:dibao", "churn_share_year") == pytest.approx(36 / 200 / 0.5)
    assert value(rows, "ledger", "all", "wait_over_year_share") == 0.25


def test_costs_and_effects_are_of_the_same_year() -> None:
    """Two years, the first of which paid ten times as much: the ratio is that of the window asked for."""
    ledger = ledger_of(months=24, gap_before_fen=30_000, gap_after_fen=0, poor_paid=1, persons=1)
    ledger.money[0, :12, 0, 0], ledger.money[0, 12:, 0, 0] = 300_000, 30_000
    for window, ratio in ((ledger.since(12), 1.0), (ledger.within(0, 12), 0.1), (ledger, 2 / 11)):
        rows = ind.all_rows(window, TERMS, ("grant",))
        assert value(rows, "truth", "with_staff", "benefit_cost_ratio") == pytest.approx(ratio)


def test_a_run_reports_them() -> None:
    names = {row.indicator for row in ind.all_rows(ledger_of(persons=1), TERMS, ("grant",))}
    assert {"benefit_cost_ratio", "targeting_differential_1", "poverty_severity_share", "adequacy_share"} <= names


def test_a_wait_that_the_books_hold_as_one_class_has_no_quantile() -> None:
    ledger = ledger_of(persons=1)
    ledger.waits[0, 100], ledger.waits[0, -1] = 60, 40
    rows = ind.all_rows(ledger, TERMS, ("grant",))
    assert value(rows, "ledger", "all", "wait_days_median") == 100
    assert np.isnan(value(rows, "ledger", "all", "wait_days_p90"))
