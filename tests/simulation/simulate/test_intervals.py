"""Which rows have an interval, how wide the kept ones are, and that they hold a known truth."""

import numpy as np
import pytest

from simulation.indicators import Row, stratified_half_width
from simulation.ledger import WAIT_DAYS, Flow, Ledger, Measure
from simulation.simulate.intervals import TOO_FEW, Intervals, difference_intervals, value_intervals
from simulation.units import FEN

COUNTIES = 40
MONEY = Row("ledger", "programme:dibao", "benefits_yuan_year", "yuan/year", 0.0)
REFUSALS = Row("ledger", "all", "refusals_year", "count", 0.0)
REFUSED = Row("truth", "cause:refused", "exclusion_error_poor_share", "share", 0.0)
MEDIAN = Row("ledger", "all", "wait_days_median", "days", 0.0)


def ledger_of(**counts: np.ndarray) -> Ledger:
    """A ledger of one month with `refused` units, `poor` persons, `fen` of dibao and `waits` by county."""
    ledger = Ledger.empty(np.full(COUNTIES, 0.1), 0, 1, ("dibao", "bundle"))
    ledger.measures[:, 0, Measure.REFUSED] = counts.get("refused", 0)
    ledger.measures[:, 0, Measure.POOR_REFUSED] = counts.get("refused", 0)
    ledger.measures[:, 0, Measure.POOR_BEFORE] = counts.get("poor", 1000)
    ledger.money[:, 0, 0, 0] = counts.get("fen", 0)
    ledger.flows[:, 0, 0, Flow.STOCK_UNITS] = 100
    ledger.waits[:, 100] = counts.get("waits", 0)
    return ledger


def rows_of(ledgers: list[Ledger]) -> list[list[Row]]:
    """The four rows, worked out by hand from what `ledger_of` wrote."""
    out = []
    for ledger in ledgers:
        refused, poor = ledger.measure(Measure.REFUSED).sum(), ledger.measure(Measure.POOR_BEFORE).sum()
        values = (ledger.money.sum() / FEN * 12.0, refused * 12.0, refused / poor, 100.0)
        out.append(
            [row._replace(value=float(v)) for row, v in zip((MONEY, REFUSALS, REFUSED, MEDIAN), values, strict=True)]
        )
    return out


def differences(before: list[Ledger], after: list[Ledger]) -> Intervals:
    return difference_intervals(rows_of(before), rows_of(after), before, after)


def scattered(rng: np.random.Generator, mean: float) -> np.ndarray:
    """Ten units of the province per case, cases by chance."""
    return 10 * rng.poisson(mean, COUNTIES)


def test_rare_rows_have_no_interval_and_say_so() -> None:
    """3 refusals in 4 replications of 40 counties are too few, 300 are enough; money has an interval in any case."""
    for cases, note in ((1, TOO_FEW), (60, "")):
        ledgers = []
        for r in range(4):
            refused = np.zeros(COUNTIES, np.int64)
            refused[: max(cases * r // 2, 0) % COUNTIES + (cases > 1)] = 10
            ledgers.append(ledger_of(refused=refused, fen=refused * 100))
        found = value_intervals(rows_of(ledgers), ledgers)
        assert found.notes[1:3] == [note, note]
        assert np.isnan(found.low[1:3]).all() == bool(note)
        assert found.notes[0] == ""
        assert np.isfinite(found.low[0])


def test_a_difference_in_one_case_is_too_few_however_many_cases_there_are() -> None:
    rng = np.random.default_rng(1)
    before = [ledger_of(refused=scattered(rng, 5.0)) for _ in range(4)]
    after = [ledger_of(refused=b.measures[:, 0, Measure.REFUSED].copy()) for b in before]
    after[2].measures[3, 0, [Measure.REFUSED, Measure.POOR_REFUSED]] += 10
    found = differences(before, after)
    assert found.notes[1:3] == [TOO_FEW, TOO_FEW]
    assert np.isnan(found.high[1:3]).all()


def test_no_change_of_many_cases_is_zero_and_of_few_is_unknown() -> None:
    """No change among n cases leaves 3 in n: 0 with its interval for hundreds, a note for a handful."""
    rng = np.random.default_rng(2)
    many = [ledger_of(refused=scattered(rng, 5.0)) for _ in range(4)]
    found = differences(many, many)
    assert found.low[:3].tolist() == found.high[:3].tolist() == [0.0, 0.0, 0.0]
    assert found.notes[:3] == ["", "", ""]
    few, dearer = (
        [ledger_of(refused=10 * (np.arange(COUNTIES) == r), fen=np.full(COUNTIES, fen)) for r in range(4)]
        for fen in (100, 200)
    )
    assert differences(few, dearer).notes[:3] == ["", TOO_FEW, TOO_FEW]


def test_a_null_reform_is_zero_in_every_row() -> None:
    """Where no row differs at all the difference is 0, however few cases stand behind a row."""
    few = [ledger_of(refused=10 * (np.arange(COUNTIES) == r)) for r in range(4)]
    found = differences(few, few)
    assert found.notes == [""] * 4
    assert found.low.tolist() == found.high.tolist() == [0.0] * 4


def test_a_median_needs_cases_on_both_sides_in_every_replication() -> None:
    """40 counties x 10 sampled waits in each of 4 replications leave 200 beyond the median; a tenth of that is few."""
    for waits, note in ((100, ""), (10, TOO_FEW)):
        ledgers = [ledger_of(waits=np.full(COUNTIES, waits)) for _ in range(4)]
        assert value_intervals(rows_of(ledgers), ledgers).notes[3] == note
    assert WAIT_DAYS > 100


def test_one_replication_has_neither_intervals_nor_notes() -> None:
    ledgers = [ledger_of(refused=np.zeros(COUNTIES, np.int64))]
    found = value_intervals(rows_of(ledgers), ledgers)
    assert found.notes == [""] * 4
    assert np.isnan(found.low).all()


@pytest.mark.parametrize("mean", [0.05, 0.2, 2.0])
def test_kept_differences_hold_the_truth_even_of_rare_money(mean: float) -> None:
    """400 fixed experiments of 4 replications: new cases by chance in 40 counties, of exponential size.

    8, 32 or 320 cases in all, and a truth known by construction; nominal 95%, at least 92% must hold it (400 draws
    at 95% have a standard error of 1.1 points). The plain Student interval of the rarest holds it in 91%.
    """
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        before = [ledger_of(fen=np.full(COUNTIES, 10**6)) for _ in range(4)]
        after = []
        for _ in range(4):
            cases = rng.poisson(mean, COUNTIES)
            fen = 10 * 10_000 * rng.standard_gamma(cases)
            after.append(ledger_of(fen=10**6 + fen.round().astype(np.int64)))
        found = differences(before, after)
        truth = 12.0 * COUNTIES * mean * 1000.0
        held += bool(found.low[0] <= truth <= found.high[0])
    assert held / 400 >= 0.92


def test_ends_of_values_stay_in_their_range() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        ledgers = [ledger_of(refused=scattered(rng, 0.3), fen=scattered(rng, 0.3) * 1000) for _ in range(3)]
        found = value_intervals(rows_of(ledgers), ledgers)
        assert (np.nan_to_num(found.low[:3]) >= 0.0).all()
        assert np.nan_to_num(found.high[2]) <= 1.0


def test_hours_that_come_in_whole_offices_are_as_uncertain_as_their_counties() -> None:
    """Offices of two replications swap counties: the province's hours are the same, yet nobody knows them so well."""
    hours = Row("ledger", "all", "staff_hours_available_year", "hours/year", 0.0)
    ledgers, rows = [], []
    for r in range(2):
        ledger = ledger_of(fen=np.zeros(COUNTIES, np.int64))
        ledger.measures[:, 0, Measure.AVAILABLE_DESK] = np.where(np.arange(COUNTIES) % 2 == r, 600, 0)
        ledgers.append(ledger)
        rows.append([hours._replace(value=20 * 10.0 * 12 / 0.1)])
    found = value_intervals(rows, ledgers)
    cells = np.stack([ledger.measures[:, 0, Measure.AVAILABLE_DESK] / 60 * 12 / 0.1 for ledger in ledgers])
    assert found.high[0] - found.low[0] > 0
    assert found.high[0] - rows[0][0].value >= 0.9 * stratified_half_width(cells)
    one = value_intervals(rows[:1], ledgers[:1])
    assert np.isnan(one.low[0])
    assert one.notes == [""]
