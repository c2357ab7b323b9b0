"""Indicators by hand, on ledgers small enough to read, and against a published example."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.indicators import Terms, all_rows, cascade_table
from simulation.indicators.dynamics import quantile_of
from simulation.indicators.fiscal import benefits_yuan, fiscal_rows
from simulation.indicators.poverty import poverty_rows
from simulation.indicators.rows import Row, ratio
from simulation.indicators.targeting import CAUSES, observer_rows, poor_rows, targeting_rows
from simulation.ledger import PAYERS, Flow, Ledger, Measure

TERMS = Terms(30.0, 40.0, 50.0, 0.5, 0.25, 0.8)
# World Bank, Revisiting Targeting: ten persons, their incomes, poverty line 20, budget 30
INCOMES = (6, 8, 11, 15, 21, 25, 30, 40, 50, 100)
LINE = 20
# who is paid: exclusion and inclusion error of the poor, share of the gap closed, headcount after
PUBLISHED = {(0, 1): (0.5, 0.0, 0.65, 0.2), (1, 2): (0.5, 0.0, 0.525, 0.2), (2, 3): (0.5, 0.0, 0.35, 0.2),
             tuple(range(10)): (0.0, 0.6, 0.30, 0.4)}  # fmt: skip


def ledger_of(months: int = 12, **measures: int) -> Ledger:
    """One county with the same measures every month."""
    ledger = Ledger.empty(np.array([0.5]), 0, months, ("dibao", "grant", "bundle"))
    for name, value in measures.items():
        ledger.measures[0, :, Measure[name.upper()]] = value
    return ledger


def value(rows: list[Row], observer: str, group: str, indicator: str) -> float:
    """The value of the one row of that name."""
    found = [row.value for row in rows if (row.observer, row.group, row.indicator) == (observer, group, indicator)]
    assert len(found) == 1
    return found[0]


def world_bank(paid: tuple[int, ...]) -> Ledger:
    """The books of the ten persons when 30 are shared equally among `paid`."""
    before = np.array(INCOMES, float)
    after = before.copy()
    after[list(paid)] += 30 / len(paid)
    poor = before < LINE
    given_to = np.isin(np.arange(10), paid)
    return ledger_of(
        persons=10, households=10, units=10, line_total_fen=10 * LINE * 100,
        poor_before=int(poor.sum()), poor_after=int((after < LINE).sum()),
        gap_before_fen=int(100 * np.maximum(LINE - before, 0).sum()),
        gap_after_fen=int(100 * np.maximum(LINE - after, 0).sum()),
        poor_paid=int((poor & given_to).sum()), paid=len(paid), paid_poor=int((poor & given_to).sum()),
        poor_not_known=int((poor & ~given_to).sum()),
    )  # fmt: skip


@pytest.mark.parametrize("paid", PUBLISHED)
def test_world_banks_ten_persons(paid: tuple[int, ...]) -> None:
    exclusion, inclusion, cut, headcount = PUBLISHED[paid]
    ledger = world_bank(paid)
    targeting, poverty = targeting_rows(ledger, TERMS, ("grant",)), poverty_rows(ledger)
    assert value(targeting, "truth", "all", "exclusion_error_poor_share") == pytest.approx(exclusion)
    assert value(targeting, "truth", "all", "poor_not_paid_share") == pytest.approx(exclusion)
    assert value(targeting, "truth", "all", "inclusion_error_share") == pytest.approx(inclusion)
    before = value(poverty, "truth", "before", "poverty_gap_share")
    after = value(poverty, "truth", "line:z", "poverty_gap_share")
    assert before == pytest.approx(0.2)
    assert 1 - after / before == pytest.approx(cut)
    assert value(poverty, "truth", "line:z", "poverty_headcount_share") == pytest.approx(headcount)
    assert value(poverty, "truth", "line:z", "poverty_gap_yuan_year") == pytest.approx(40 * (1 - cut) * 12)


@given(st.lists(st.integers(0, 10**6), min_size=len(CAUSES), max_size=len(CAUSES)), st.integers(1, 10**6))
def test_causes_sum_to_the_exclusion_error(parts: list[int], paid: int) -> None:
    causes = {f"poor_{cause}": n for cause, n in zip(CAUSES, parts, strict=True)}
    ledger = ledger_of(poor_before=sum(parts) + paid, poor_paid=paid, **causes)
    rows = poor_rows(ledger)
    whole = value(rows, "truth", "all", "exclusion_error_poor_share")
    assert whole == pytest.approx(sum(r.value for r in rows if r.group.startswith("cause:")))
    assert whole == pytest.approx(sum(parts) / (sum(parts) + paid))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.floats(0.01, 1))
def test_quantile_of_is_the_order_statistic(counts: list[int], level: float) -> None:
    histogram = np.array(counts)
    values = np.repeat(np.arange(histogram.size), histogram)
    found = quantile_of(histogram, level)
    if not values.size:
        assert math.isnan(found)
        return
    below = (values <= found).mean()
    assert below >= level - 1e-9
    assert found == 0 or (values < found).mean() < level + 1e-9


def test_quantiles_by_hand() -> None:
    assert quantile_of(np.array([0, 0, 5]), 0.5) == 2
    assert quantile_of(np.array([5, 0, 5]), 0.5) == 0
    assert quantile_of(np.array([5, 0, 6]), 0.5) == 2
    assert quantile_of(np.array([9, 1]), 0.9) == 0
    assert math.isnan(quantile_of(np.zeros(4, np.int64), 0.5))


def test_ratio_over_nothing_is_nan() -> None:
    assert math.isnan(ratio(3, 0))
    assert ratio(0, 3) == 0.0
    assert ratio(3, 4) == 0.75


def test_audit_grosses_its_samples_up() -> None:
    """10 listed entitled at a sampling share of 0.5 are 20; 10 unlisted at 0.25 are 40: 40 of 60 are left out."""
    ledger = ledger_of(audit_listed=12, audit_listed_entitled=10, audit_listed_not_entitled=3,
                       audit_unlisted_entitled=10)  # fmt: skip
    rows = observer_rows(ledger, TERMS, ())
    assert value(rows, "audit", "all", "exclusion_error_entitled_share") == pytest.approx(2 / 3)
    assert value(rows, "audit", "all", "inclusion_error_share") == pytest.approx(0.25)


def test_survey_and_rule_view_by_hand() -> None:
    ledger = ledger_of(entitled=200, entitled_paid=150, paid_covered=160, paid_not_entitled=16, survey_poor=100,
                       survey_poor_paid=30, survey_paid=90, survey_paid_poor=30)  # fmt: skip
    rows = observer_rows(ledger, TERMS, ())
    assert value(rows, "rule", "all", "coverage_entitled_share") == pytest.approx(0.75)
    assert value(rows, "rule", "all", "exclusion_error_entitled_share") == pytest.approx(0.25)
    assert value(rows, "rule", "all", "inclusion_error_share") == pytest.approx(0.1)
    assert value(rows, "survey", "all", "exclusion_error_poor_share") == pytest.approx(0.7)
    assert value(rows, "survey", "all", "inclusion_error_share") == pytest.approx(2 / 3)


def test_money_by_hand() -> None:
    """Two years of 2,400 yuan of dibao, 600 of grants (3:1 by two payers) and 240 of charity; hours at their prices."""
    ledger = ledger_of(24, minutes_assistant=60, minutes_desk=60, minutes_bureau=30, recovered_fen=100)
    ledger.money[0, 0, 0, PAYERS.index("central")] = 180_000
    ledger.money[0, 23, 0, PAYERS.index("county")] = 60_000
    ledger.money[0, 5, 1, PAYERS.index("county")] = 60_000
    ledger.money[0, 7, 1, PAYERS.index("charity")] = 24_000
    rows = fiscal_rows(ledger, TERMS)
    name = "benefits_yuan_year"
    assert value(rows, "ledger", "all", name) == 1620
    assert value(rows, "ledger", "programme:dibao", name) == 1200
    assert value(rows, "ledger", "programme:grant", name) == 420
    assert value(rows, "ledger", "payer:central", name) == 900
    assert value(rows, "ledger", "payer:county", name) == 600
    assert benefits_yuan(ledger, "dibao", "county") == 600
    # desks and bureaus are of the sample (half of the county), assistants are weighted already
    assert value(rows, "ledger", "staff:assistant", "staff_hours_year") == 12
    assert value(rows, "ledger", "staff:desk", "staff_hours_year") == 24
    assert value(rows, "ledger", "staff:bureau", "staff_hours_year") == 12
    assert value(rows, "ledger", "all", "outreach_cost_yuan_year") == 12 * 30
    assert value(rows, "ledger", "all", "staff_cost_yuan_year") == 24 * 40 + 12 * 50
    assert value(rows, "ledger", "all", "recoveries_yuan_year") == -12
    assert value(rows, "ledger", "all", "total_cost_yuan_year") == 1620 - 12 + 360 + 1560
    assert value(rows, "ledger", "all", "civil_affairs_cost_yuan_year") == 1500 - 12 + 360 + 1560


def test_stocks_are_of_the_last_month_and_grants_of_a_year() -> None:
    ledger = ledger_of(24)
    ledger.flows[0, :, 0, Flow.STOCK_PERSONS] = np.arange(24)
    ledger.flows[0, :, 1, Flow.PAID_PERSONS] = 5
    rows = targeting_rows(ledger, TERMS, ("grant",))
    assert value(rows, "ledger", "programme:dibao", "recipients_persons") == 23
    assert value(rows, "ledger", "programme:grant", "recipients_persons_year") == 60
    assert not [row for row in rows if row.group == "programme:bundle"]


def test_cascade_is_of_the_last_look() -> None:
    ledger = ledger_of(6, persons=1000)
    for month, low in ((2, 90), (5, 100)):
        ledger.measures[0, month, Measure.CASCADE_LOW] = low
        ledger.measures[0, month, Measure.CASCADE_ENROLLED] = 40
        ledger.measures[0, month, Measure.CASCADE_ASSETS] = low - 40
    table = cascade_table(ledger).set_index("step")
    assert table.loc["low", "persons"] == 100
    assert table.loc["assets", "share"] == pytest.approx(0.06)
    assert table["persons"].iloc[1:].sum() == table["persons"].iloc[0]


def test_every_row_has_a_distinct_name_and_a_unit() -> None:
    rows = all_rows(ledger_of(persons=10), TERMS, ("grant",))
    names = [(row.observer, row.group, row.indicator) for row in rows]
    assert len(set(names)) == len(names)
    assert all(row.unit for row in rows)
    assert {row.status for row in rows} == {"simulated", "assumed"}
