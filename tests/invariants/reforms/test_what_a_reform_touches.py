"""What a reform may touch and what it may not."""

import numpy as np
import pytest
from worlds import EXOGENOUS, IDLE, always, case_column, onward, same_books, warmed

import simulation as sim
from simulation.indicators import all_rows
from simulation.ledger import Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.terms import one_off_of, terms_of
from simulation.state import State

# the small province has no county above 1.5, so marginal_line_1_5x changes nothing there
SHIPPED = ["dibao_line_plus_10", "marginal_line_2x", "gradual_exit_12_months", "double_grid_visits"]
POVERTY = ("POOR_BEFORE", "POOR_AFTER", "POOR_AFTER_150", "GAP_BEFORE_FEN", "GAP_AFTER_FEN", "LINE_TOTAL_FEN")
EXCLUSION = [name for name in Measure.__members__ if name.startswith("POOR_") and name not in POVERTY]


def test_none_changes_nothing(base: Scenario) -> None:
    """Through the front door: every difference of every table is exactly zero."""
    change = sim.compare(base, "none", scale=0.0003, months=6, replications=2, warm_up=12, threads=1)
    table = change.table()
    assert (table["difference"].dropna() == 0).all()
    assert (table["low"].dropna() == 0).all()
    assert (table["high"].dropna() == 0).all()
    assert table["baseline"].equals(table["reform"])
    budget = change.budget_by_month().drop(columns="scenario")
    half = len(budget) // 2
    assert budget.iloc[:half].reset_index(drop=True).equals(budget.iloc[half:].reset_index(drop=True))
    flips = change.flips()
    assert not flips[["gainers", "losers", "mean_change_yuan_month"]].to_numpy().any()


@pytest.fixture(scope="module")
def worlds_after(base: Scenario, warm: State) -> dict[str, tuple[State, Ledger]]:
    """A year and a half later under the practice that ships and each reform of it."""
    after = {"baseline": onward(warm, base, 18)}
    for name in SHIPPED:
        after[name] = onward(warm, base.with_reform(name), 18, base)
    return after


@pytest.mark.parametrize("name", SHIPPED)
def test_reform_leaves_every_exogenous_column(name: str, worlds_after: dict[str, tuple[State, Ledger]]) -> None:
    base, books = worlds_after["baseline"]
    reform, reformed = worlds_after[name]
    for column in EXOGENOUS:
        assert np.array_equal(base.units[column], reform.units[column]), column
    for field in base.persons._fields:
        assert np.array_equal(getattr(base.persons, field), getattr(reform.persons, field)), field
    assert same_books(books, reformed), "the reform did nothing"


@pytest.mark.parametrize("name", SHIPPED)
def test_reform_leaves_poverty_before_benefits(name: str, worlds_after: dict[str, tuple[State, Ledger]]) -> None:
    """z is the baseline's line in every scenario, so the poor are the same people."""
    books, reformed = worlds_after["baseline"][1], worlds_after[name][1]
    for measure in ("PERSONS", "HOUSEHOLDS", "POOR_BEFORE", "GAP_BEFORE_FEN", "LINE_TOTAL_FEN"):
        column = Measure[measure]
        assert np.array_equal(books.measures[:, :, column], reformed.measures[:, :, column]), measure
    assert np.array_equal(books.before, reformed.before)


def test_higher_line_reaches_and_pays_more(worlds_after: dict[str, tuple[State, Ledger]]) -> None:
    books, reformed = worlds_after["baseline"][1], worlds_after["dibao_line_plus_10"][1]
    assert reformed.money.sum() > books.money.sum()
    assert (reformed.measure(Measure.ENTITLED) >= books.measure(Measure.ENTITLED)).all()
    assert reformed.measure(Measure.GAP_AFTER_FEN)[-1] < books.measure(Measure.GAP_AFTER_FEN)[-1]


def test_line_without_staff_data_and_claims_changes_no_poverty(base: Scenario) -> None:
    """Nobody is on the register and nobody can enter: a higher line stays on paper."""
    empty = always(base, IDLE | {"information.base_awareness": 0.0})
    state, _ = warmed(empty)
    reform = empty.with_reform("dibao_line_plus_10")
    books, reformed = onward(state, empty, 12)[1], onward(state, reform, 12, empty)[1]
    for name in (*POVERTY, *(n for n in EXCLUSION if n != "POOR_NOT_COVERED" and n != "POOR_NOT_KNOWN")):
        column = Measure[name]
        assert np.array_equal(books.measures[:, :, column], reformed.measures[:, :, column]), name
    assert not books.money.any()
    assert not reformed.money.any()
    rows = [
        {(r.observer, r.group, r.indicator): r.value for r in all_rows(ledger, terms_of(s), one_off_of(s))}
        for ledger, s in ((books, empty), (reformed, reform))
    ]
    key = ("truth", "all", "exclusion_error_poor_share")
    assert rows[0][key] == rows[1][key] == pytest.approx(1.0)
    assert reformed.measure(Measure.ENTITLED).sum() > books.measure(Measure.ENTITLED).sum()


def test_line_with_a_register_but_nobody_at_work_reaches_nobody_new(base: Scenario, warm: State) -> None:
    """From the policy month on nobody works, looks or claims: holders get more, nobody enters the register."""
    idle = base.change(IDLE)
    books = onward(warm, idle, 12)[1]
    reformed = onward(warm, idle.with_reform("dibao_line_plus_10"), 12, idle)[1]
    assert reformed.money.sum() > books.money.sum()
    assert not reformed.measure(Measure.FILED).any()
    # where townships decide, what they had worked off before is announced in the first month
    assert not reformed.measure(Measure.GRANTED)[1:].any()
    units = [ledger.flows[:, :, :, Flow.STOCK_UNITS].sum(axis=(0, 2)) for ledger in (books, reformed)]
    assert (np.diff(units[1]) <= 0).all()
    assert (units[1] >= units[0]).all()
    assert (reformed.measure(Measure.POOR_PAID) >= books.measure(Measure.POOR_PAID)).all()


def test_a_change_of_prices_in_summer_touches_no_case(base: Scenario, warm: State) -> None:
    """A dated change of a value that decides nothing may not look at the standing cases again."""
    dearer = base.change({"staff.desk.cost_yuan_hour": 90.0}, start="2023-06")
    one, other = onward(warm, base, 10), onward(warm, dearer, 10, base)
    assert same_books(one[1], other[1]) == []
    assert one[0].digest() == other[0].digest()


def test_a_dated_reform_does_nothing_before_its_date(base: Scenario, warm: State) -> None:
    later = base.change({"dibao.withdraw_rate": 0.8}, start="2023-07")
    books, reformed = onward(warm, base, 12)[1], onward(warm, later, 12, base)[1]
    assert np.array_equal(books.money[:, :6], reformed.money[:, :6])
    assert np.array_equal(books.flows[:, :6], reformed.flows[:, :6])
    assert reformed.money[:, 7:].sum() > books.money[:, 7:].sum()


def test_help_once_given_does_not_wait_for_years(base: Scenario, warm: State) -> None:
    """Whoever was helped decides in that month; nobody goes about with an offer of help."""
    assert not case_column(onward(warm, base, 4)[0], "assisted").any()
