"""Rows of the ledger and functions of arrays at their borders: windows, looks, prices and classes, by hand."""

import math

import numpy as np
import pytest
from test_indicators import TERMS, ledger_of, value

from simulation import indicators as ind
from simulation.indicators.decomposition import budget_steps
from simulation.indicators.dynamics import dynamics_rows, first_paid
from simulation.indicators.fiscal import cash_fen, fiscal_rows, hours_available_year
from simulation.indicators.funnel import funnel_table, last_look, mean_funnel
from simulation.indicators.impact import flow_rows, impact_rows
from simulation.indicators.poverty import poverty_rows
from simulation.indicators.rows import grossed
from simulation.indicators.targeting import targeting_rows
from simulation.ledger import WAIT_DAYS, Event, Flow, Ledger, Measure, TakeUpStage
from simulation.processes.information import Knowledge
from simulation.units import WORKING_DAYS


def four_programmes(months: int = 24) -> Ledger:
    """Two counties, of which one in two and one in four households is simulated."""
    return Ledger.empty(np.array([0.5, 0.25]), 0, months, ("dibao", "grant", "tekun", "bundle"))


def test_cascade_shares_are_of_the_residents_of_the_last_month() -> None:
    ledger = ledger_of(9)
    ledger.measures[0, :, Measure.PERSONS] = 100 * np.arange(1, 10)
    ledger.measures[0, [2, 5, 8], Measure.CASCADE_LOW] = [9, 18, 90]
    table = ind.cascade_table(ledger).set_index("step")
    assert table.loc["low", ["persons", "share"]].tolist() == [90.0, 0.1]
    assert set(table["month"]) == {"2023-09"}
    assert table.loc["assets", ["label_en", "label_zh"]].tolist() == ["assets, car or second home", "财产超标"]
    never = ledger_of(3, persons=100)
    never.measures[0, 0, Measure.CASCADE_ENROLLED] = 7  # without a look the first month is shown
    assert ind.cascade_table(never).set_index("step").loc["enrolled", "persons"] == 7


def test_each_set_of_programmes_is_calculated_once() -> None:
    asked: list[frozenset[str]] = []
    ind.shapley_shares(("a", "b"), lambda s: asked.append(s) or 0.0)  # type: ignore[func-returns-value]
    assert len(asked) == len(set(asked)) == 4


def test_budget_steps_are_of_a_year() -> None:
    """Two years: half of what the books hold. A programme that ends, one person, staff in both."""
    before, after = four_programmes(), four_programmes()
    for ledger, (persons, fen) in ((before, (1, 400)), (after, (1, 800))):
        ledger.flows[0, 0, 0, [Flow.ENTITLED_PERSONS, Flow.PAID_PERSONS]] = [2, persons]
        ledger.money[0, 0, 0, 0] = fen
    before.flows[0, 0, 2, [Flow.ENTITLED_PERSONS, Flow.PAID_PERSONS]] = 1
    before.money[0, 0, 2, 0] = 600
    after.flows[0, 0, 2, Flow.ENTITLED_PERSONS] = 1
    after.money[0, 1, 2, 0] = 100  # without a person paid it is no rate: apart
    for ledger, minutes in ((before, 120), (after, 360)):
        ledger.measures[0, 0, Measure.MINUTES_ASSISTANT] = minutes
    steps = budget_steps(before, after, (TERMS, TERMS), ("grant",))
    assert steps["amount"] == pytest.approx(2.0)
    assert steps["begun_or_ended"] == pytest.approx(-2.5)
    assert steps["outreach"] == pytest.approx(30.0 * (6 - 2) / 2)


def test_waits_by_months_and_their_quantiles() -> None:
    ledger = ledger_of(12)
    ledger.waits[0, [0, WORKING_DAYS - 1, WORKING_DAYS]] = [1, 2, 4]
    assert first_paid(ledger)[:3].tolist() == [3, 4, 0]
    ledger.waits[0, :] = 0
    ledger.waits[0, [5, 50, WAIT_DAYS - 2]] = [60, 35, 5]
    rows = dynamics_rows(ledger)
    assert value(rows, "ledger", "all", "wait_days_median") == 5
    assert value(rows, "ledger", "all", "wait_days_p90") == 50
    ledger.waits[0, [50, WAIT_DAYS - 2]] = [0, 40]
    assert value(dynamics_rows(ledger), "ledger", "all", "wait_days_p90") == WAIT_DAYS - 2


def test_events_and_cliffs_by_year_and_quarter() -> None:
    """Quarters end in months 2, 5, 8 ...; the share is of the last four looks, the units of the last."""
    ledger = Ledger.empty(np.array([1.0]), 1, 36, ("dibao", "bundle"))  # its first month is the second of a year
    months = np.arange(36) + 1
    ledger.measures[0, :, Measure.VISITS] = 3
    ledger.measures[0, :, Measure.HOLDERS] = 100
    ledger.measures[0, :, Measure.NOTCH_UNITS] = np.where(months % 3 == 2, months, 1000)
    rows = dynamics_rows(ledger)
    assert value(rows, "ledger", "all", "visits_year") == 36
    assert value(rows, "rule", "all", "notch_units") == 35
    assert value(rows, "rule", "all", "notch_share") == pytest.approx((26 + 29 + 32 + 35) / 400)
    short = dynamics_rows(Ledger.empty(np.array([1.0]), 0, 1, ("dibao", "bundle")))
    assert math.isnan(value(short, "rule", "all", "notch_units"))


def test_cash_is_of_every_monthly_programme() -> None:
    ledger = four_programmes()
    ledger.money[0, -1, :, 0] = [1, 10, 100, 1000]
    ledger.money[0, 11, :, 0] = 7
    assert cash_fen(ledger, ("grant",)) == 101 + 2 * 7  # in every month of the ledger, which is cut to a period first
    status = {row.group: row.status for row in fiscal_rows(ledger, TERMS) if row.indicator == "benefits_yuan_year"}
    assert status["programme:bundle"] == "assumed"
    assert status["programme:tekun"] == "simulated"


def test_hours_available_are_grossed_up_and_of_a_year() -> None:
    ledger = four_programmes()
    ledger.measures[:, 0, Measure.AVAILABLE_ASSISTANT] = [60, 120]
    ledger.measures[:, 0, Measure.AVAILABLE_DESK] = [60, 60]
    ledger.measures[:, 5, Measure.AVAILABLE_BUREAU] = [30, 15]
    assert grossed(ledger, Measure.AVAILABLE_DESK).tolist() == [360.0] + [0.0] * 23
    assert hours_available_year(ledger) == (3 + 6 + 2) / 2
    ledger.money[0, 1, 2, 0] = 5
    assert ind.budget_months(ledger).shape[0] == 24
    assert ind.budget_months(ledger)[1, 2, 0] == 5


def test_funnel_looks_cost_and_means() -> None:
    ledger = four_programmes(3)
    ledger.funnel[0, 0, Knowledge.NONE, TakeUpStage.PAID] = 0
    assert last_look(ledger).sum() == 0
    ledger.funnel[0, 1, Knowledge.NONE, TakeUpStage.PAID] = 4
    ledger.channels[0, 0, Knowledge.VISIT, Event.LEARNED] = 2
    ledger.measures[0, 0, [Measure.VISITS, Measure.VISITS_LISTED, Measure.VISITS_CARE]] = [10, 4, 1]
    ledger.measures[0, 0, Measure.MINUTES_ASSISTANT] = 600
    table = funnel_table(ledger, TERMS, ["A", "B"])
    assert table.index.is_unique
    rounds = table.set_index("group").loc["visit", "cost_per_found_yuan"]
    assert rounds == pytest.approx(10 * 30 * (10 - 4 - 1) / 10 / 2)
    ledger.measures[0, 0, Measure.VISITS_CARE] = 6  # lists and care alone: no hours on rounds
    assert funnel_table(ledger, TERMS, ["A", "B"]).set_index("group").loc["visit", "cost_per_found_yuan"] == 0
    other = table.assign(entitled=table["entitled"] + 2)
    assert mean_funnel([table, other])["entitled"].tolist() == (table["entitled"] + 1).tolist()
    assert mean_funnel([table])["group"].tolist() == table["group"].tolist()


def test_an_empty_funnel_shows_its_first_month() -> None:
    ledger = four_programmes(3)
    ledger.funnel[0, 0, 0, 0], ledger.funnel[1, 0, 0, 0] = 3, -3
    assert last_look(ledger)[:, 0, 0].tolist() == [3, -3]


def test_turnover_of_every_programme_and_reached_in_a_short_run() -> None:
    ledger = four_programmes(6)
    for k, stock in ((0, 100), (2, 1)):
        ledger.flows[0, :, k, Flow.STOCK_PERSONS] = stock
    ledger.flows[0, 0, [0, 1, 2], Flow.ENTRY_PERSONS] = [10, 5, 1]
    churned = {row.group: row.value for row in flow_rows(ledger) if row.indicator == "churn_share_year"}
    assert list(churned) == ["programme:dibao", "programme:grant", "programme:tekun"]
    assert churned["programme:dibao"] == pytest.approx(10 / 200 / 0.5)
    assert math.isnan(churned["programme:grant"])
    assert churned["programme:tekun"] == pytest.approx(1 / 2 / 0.5)
    ledger.measures[0, :, Measure.POOR_PAID] = 3
    ledger.measures[0, :, [Measure.GAP_BEFORE_FEN, Measure.GAP_AFTER_FEN]] = [[500] * 6, [200] * 6]
    rows = impact_rows(ledger, 36.0, ())
    assert value(rows, "truth", "all", "cost_per_poor_reached_yuan_year") == 12.0
    assert value(rows, "truth", "with_staff", "benefit_cost_ratio") == pytest.approx(3 * 12 / 36)


@pytest.mark.parametrize("months", [5, 12, 13, 30])
def test_the_gap_in_money_is_of_a_year(months: int) -> None:
    ledger = ledger_of(months, gap_after_fen=700)
    assert value(poverty_rows(ledger), "truth", "line:z", "poverty_gap_yuan_year") == pytest.approx(84.0)


def test_programmes_behind_the_bundle_and_grants_have_their_rows() -> None:
    ledger = Ledger.empty(np.array([1.0]), 0, 24, ("bundle", "grant", "dibao"))
    ledger.flows[0, :, 2, Flow.STOCK_UNITS] = 7
    ledger.flows[0, :, 2, Flow.ENTRY_PERSONS] = 2
    rows = targeting_rows(ledger, TERMS, ("grant",))
    assert value(rows, "ledger", "programme:dibao", "recipients_units") == 7
    assert value(rows, "ledger", "programme:dibao", "entries_persons_year") == 24


def test_rates_at_their_borders() -> None:
    assert ind.participation_tax_rate(np.array([3.0]), np.array([2.5]), np.array([1.0])).tolist() == [0.5]
    assert ind.rate_counts(np.array([0.05]), np.array([2.0]), (0.1, 1.0)).tolist() == [2, 0, 0]
    shares = ind.share_of_counts(np.array([[[1.0, 3.0], [0.0, 0.0], [0.25, 0.75]]]))
    assert shares[0, [0, 2]].tolist() == [[0.25, 0.75], [0.25, 0.75]]
    assert np.isnan(shares[0, 1]).all()


def test_households_of_several_persons() -> None:
    """Two persons at a line of 10 need 20: 12 and 6 paid close 6 of the 8 missing; 24 and 6 spill over whole."""
    assert ind.gap_money([12.0], [2.0], 10.0, [3.0]) == 24.0
    before, after = (ind.gap_money(y, [2.0, 2.0], 10.0, [1.0, 1.0]) for y in ([12.0, 24.0], [18.0, 30.0]))
    assert ind.spill_over(before - after, 12.0) == 0.5
    assert ind.benefit_cost_ratio(before - after, 24.0) == 0.25
    assert ind.adequacy([0.5, 0.0], [2.0, 9.0], [1.0, 1.0]) == 0.25


def test_on_the_line_nobody_is_poor_and_a_line_of_0_has_no_gaps() -> None:
    assert ind.fgt([10.0, 5.0], 10.0, [1, 1], 0) == 0.5
    assert math.isnan(ind.fgt([5.0, 5.0], [10.0, 0.0], [1, 1], 1))


def test_inequality_at_its_borders() -> None:
    assert np.isnan(ind.lorenz([-1.0, 0.0, 1.0], [1, 1, 1])).tolist() == [[True, True]] * 2
    people, money = ind.lorenz([0.0, 0.0, 0.0], [1, 2, 1], [1, 2, 3])
    assert people.tolist() == money.tolist() == [0, 0.25, 0.75, 1]


def test_spells_at_their_borders() -> None:
    assert ind.still_waiting([0, 1, 0, 9], [4, 1, 0, 9]).tolist() == [1, 0, 0]


def test_bands_and_errors_are_over_replications() -> None:
    _, low, high = ind.band([[0.0, 10.0], [4.0, 20.0], [8.0, 30.0]], 0.0, 100.0)
    assert low.tolist() == [0, 10]
    assert high.tolist() == [8, 30]
    with np.errstate(all="raise"):
        assert np.isnan(ind.paired_standard_error(np.ones((1, 2)))).tolist() == [True, True]


@pytest.mark.parametrize("half", [0.2, 0.3, 0.45, 0.7, 1.5, 4.0, 13.0])
def test_the_smallest_number_of_replications(half: float) -> None:
    """Against a count upwards from two."""
    spread = [-1.0, 1.0]
    counted = next(r for r in range(2, 1000) if ind.student_t(r) * math.sqrt(2) / math.sqrt(r) <= half)
    assert ind.replications_needed(spread, half) == counted


@pytest.mark.parametrize("replications", [2, 3, 4, 5, 9])
def test_a_half_width_met_to_the_last_digit_is_reached(replications: int) -> None:
    spread = [-1.0, 1.0]
    half = ind.student_t(replications) * float(np.std(spread, ddof=1)) / math.sqrt(replications)
    assert ind.replications_needed(spread, half) == replications
