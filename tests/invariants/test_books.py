"""Every month the books balance: money to the fen, people by events, hours by tasks."""

import numpy as np
import pytest
from worlds import IDLE, always, onward, stock, warmed

from simulation.indicators.targeting import CAUSES
from simulation.ledger import Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

TASKS = {
    "ASSISTANT": (Measure.TASK_ASSISTANT, Measure.MINUTES_ASSISTANT, Measure.AVAILABLE_ASSISTANT),
    "DESK": (Measure.TASK_DESK, Measure.MINUTES_DESK, Measure.AVAILABLE_DESK),
    "BUREAU": (Measure.TASK_BUREAU, Measure.MINUTES_BUREAU, Measure.AVAILABLE_BUREAU),
}
UNDER = ["baseline", "dibao_line_plus_10", "marginal_line_2x", "gradual_exit_12_months", "double_grid_visits"]


@pytest.fixture(scope="module", params=UNDER)
def books(request: pytest.FixtureRequest, base: Scenario, warm: State) -> Ledger:
    """Two years under the baseline or under a reform that ships."""
    reform = base if request.param == "baseline" else base.with_reform(request.param)
    return onward(warm, reform, 24, base)[1]


def test_money_of_units_is_money_of_programmes_and_payers(books: Ledger) -> None:
    """Each county and month: what units were paid = what programmes cost = what payers paid."""
    by_county_month = books.money.sum(axis=(2, 3))
    assert by_county_month.sum() > 0
    assert np.array_equal(books.measures[:, :, Measure.PAID_UNIT_SUM_FEN], by_county_month)
    assert (books.money >= 0).all()


def test_stock_is_stock_before_plus_entries_less_exits(books: Ledger) -> None:
    for kind in ("PERSONS", "UNITS"):
        stocks = books.flows[..., Flow[f"STOCK_{kind}"]]
        entries, exits = books.flows[..., Flow[f"ENTRY_{kind}"]], books.flows[..., Flow[f"EXIT_{kind}"]]
        assert entries.sum() > 0
        assert exits.sum() > 0
        assert np.array_equal(stocks[:, 1:], (stocks[:, :-1] + entries[:, 1:] - exits[:, 1:])), kind


@pytest.mark.parametrize("office", TASKS)
def test_hours_booked_are_hours_of_tasks_within_hours_available(books: Ledger, office: str) -> None:
    tasks, booked, available = (books.measures[:, :, measure] for measure in TASKS[office])
    assert tasks.sum() > 0
    assert np.array_equal(tasks, booked)
    assert (booked <= available).all()


def test_causes_of_exclusion_sum_to_the_excluded(books: Ledger) -> None:
    """Poor and not paid = the causes but underpayment (whose households are paid), county by county."""
    m = books.measures
    unpaid = m[:, :, Measure.POOR_BEFORE] - m[:, :, Measure.POOR_PAID]
    parts = sum(m[:, :, measure] for cause, measure in CAUSES.items() if cause != "underpaid")
    assert np.array_equal(unpaid, parts)
    assert (m[:, :, Measure.POOR_UNDERPAID] <= m[:, :, Measure.POOR_PAID]).all()


def test_cascade_sums_to_its_first_step(books: Ledger) -> None:
    m = books.measures
    steps = m[:, :, Measure.CASCADE_ELSEWHERE : Measure.CASCADE_ENROLLED + 1].sum(axis=2)
    assert m[:, 2::3, Measure.CASCADE_LOW].sum() > 0
    assert np.array_equal(steps, m[:, :, Measure.CASCADE_LOW])


def test_histograms_hold_everybody(books: Ledger) -> None:
    persons = books.measures[:, :, Measure.PERSONS]
    for name in ("before", "after"):
        histogram = getattr(books, name)
        assert np.array_equal(histogram.sum(axis=2), persons)
    poor = books.before[:, :, :32].sum(axis=2)
    assert np.array_equal(poor, books.measures[:, :, Measure.POOR_BEFORE])
    assert np.array_equal(books.after[:, :, :32].sum(axis=2), books.measures[:, :, Measure.POOR_AFTER])


def test_payment_lifts_and_never_sinks(books: Ledger) -> None:
    m = books.measures
    assert (m[:, :, Measure.POOR_AFTER] <= m[:, :, Measure.POOR_BEFORE]).all()
    assert (m[:, :, Measure.GAP_AFTER_FEN] <= m[:, :, Measure.GAP_BEFORE_FEN]).all()
    assert (m[:, :, Measure.POOR_AFTER_150] >= m[:, :, Measure.POOR_AFTER]).all()


def test_parts_are_within_the_whole(books: Ledger) -> None:
    m = books.measures
    within = [
        ("ENTITLED_PAID", "ENTITLED"), ("PAID_NOT_ENTITLED", "PAID_COVERED"), ("PAID_POOR", "PAID"),
        ("POOR_PAID", "POOR_BEFORE"), ("PAID", "PERSONS"), ("SURVEY_POOR_PAID", "SURVEY_POOR"),
        ("NOTCH_UNITS", "HOLDERS"),
    ]  # fmt: skip
    for part, whole in within:
        assert (m[:, :, Measure[part]] <= m[:, :, Measure[whole]]).all(), (part, whole)
    assert np.array_equal(m[:, :, Measure.HOLDERS], books.flows[..., Flow.STOCK_UNITS].sum(axis=2))
    assert np.array_equal(m[:, :, Measure.PAID_POOR], m[:, :, Measure.POOR_PAID])


def test_nothing_moves_without_anybody_at_work(base: Scenario) -> None:
    """No desks, no data, no claims: nobody enters, and nothing is booked."""
    idle = always(base, IDLE)
    books = warmed(idle)[1]
    assert not stock(books, Flow.ENTRY_PERSONS)[:, :3].any()
    for measure in (Measure.FILED, Measure.VISITS, Measure.FLAGS, Measure.TASK_DESK, Measure.MINUTES_DESK):
        assert not books.measure(measure).any(), measure.name


def test_temporary_assistance_is_found_in_small_samples(base: Scenario, warm: State) -> None:
    """The reserve of a small desk is less than a case a month, yet somebody is helped."""
    keen = base.change({"temporary.seek_prob": 1.0})
    books = onward(warm, keen, 6, base)[1]
    assert books.measure(Measure.TEMPORARY_CASES).sum() > 0
    assert (books.measures[:, :, Measure.MINUTES_DESK] <= books.measures[:, :, Measure.AVAILABLE_DESK]).all()
