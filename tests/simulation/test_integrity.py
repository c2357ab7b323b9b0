"""The check of the books at the end of every stretch: what is tampered with is named by county, month, programme."""

import dataclasses
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from typer.testing import CliRunner
from worlds import onward, same_books

from simulation import engine
from simulation.cli.main import app
from simulation.integrity import check_amounts, check_books, check_totals
from simulation.ledger import BooksError, Flow, Ledger, Measure
from simulation.month_steps import column_widths
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.state import State
from simulation.units import LARGEST_FEN

COUNTIES = [f"county {k}" for k in range(200)]


@pytest.fixture(scope="module")
def books(base: Scenario, warm: State) -> Ledger:
    return onward(warm, base, 4)[1]


def copied(ledger: Ledger) -> Ledger:
    names = ("money", "flows", "measures", "before", "after")
    return dataclasses.replace(ledger, **{name: getattr(ledger, name).copy() for name in names})


def test_books_as_they_are_pass(books: Ledger) -> None:
    check_books(books, 0, 4, COUNTIES)
    check_totals(books)


def add(name: str, place: tuple[int, ...], by: int) -> Callable[[Ledger], None]:
    def tamper(ledger: Ledger) -> None:
        getattr(ledger, name)[place] += by

    return tamper


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (add("money", (3, 1, 0, 2), -(10**12)), r"county 3, 2023-02, \w+: money below 0"),
        (add("money", (3, 1, 0, 2), 1), "county 3, 2023-02: units were paid another sum than programmes cost"),
        (add("flows", (5, 2, 1, Flow.PAID_UNITS), -(10**9)), r"county 5, 2023-03, \w+: PAID_UNITS below 0"),
        (add("measures", (4, 0, Measure.RECOVERED_FEN), -(10**15)), "county 4, 2023-01: RECOVERED_FEN below 0"),
        (add("measures", (4, 3, Measure.TASK_DESK), 1), "county 4, 2023-04: TASK_DESK is not MINUTES_DESK"),
        (add("measures", (4, 3, Measure.GAP_AFTER_FEN), 10**15), "GAP_AFTER_FEN is more than GAP_BEFORE_FEN"),
        (add("measures", (4, 3, Measure.POOR_BEFORE), 1), "causes of exclusion do not sum"),
        (add("measures", (4, 3, Measure.POOR_AFTER), -1), "POOR_AFTER is not the number below the line"),
        (add("before", (2, 3, 90), 1), "county 2, 2023-04: incomes before benefits are not those of all persons"),
        (add("after", (2, 3, 90), 1), "county 2, 2023-04: incomes after benefits are not those of all persons"),
        (
            add("measures", (4, 3, Measure.POOR_WAITING), 1),
            "causes of exclusion do not sum to the poor who are not paid",
        ),
        (add("measures", (4, 3, Measure.HOLDERS), 1), "HOLDERS is not the stock of units"),
        (add("flows", (5, 3, 1, Flow.ENTRY_PERSONS), 1), r"county 5, 2023-04, \w+: the stock of persons is not that"),
    ],
)
def test_what_does_not_add_up_is_told_with_its_place(
    books: Ledger, tamper: Callable[[Ledger], None], told: str
) -> None:  # fmt: skip
    wrong = copied(books)
    tamper(wrong)
    with pytest.raises(BooksError, match=told):
        check_books(wrong, 0, 4, COUNTIES)


def test_a_sum_that_wraps_is_seen(books: Ledger) -> None:
    """Two halves of 2^64 in one county and month sum to the same bits as nothing, and the total has no room."""
    wrong = copied(books)
    wrong.money[0, 0, 0, 0] += 2**62
    wrong.money[0, 0, 1, :3] += 2**62
    with pytest.raises(BooksError, match="county 0, 2023-01: money beyond 64 bits"):
        check_books(wrong, 0, 4, COUNTIES)
    with pytest.raises(BooksError, match=r"money: a total of 1.84e\+19"):
        check_totals(wrong)


def test_an_amount_beyond_its_column_is_noted_and_refused(base: Scenario, warm: State) -> None:
    place = warm.copy().county_tables(0, one_replication.empty_ledger(warm, base, 1))
    for fen in (0, 1, LARGEST_FEN):
        assert column_widths.kept_fen(place, 3, 1, fen) == fen
    assert not place.scratch[column_widths.NOTE].any()
    assert column_widths.kept_fen(place, 3, 1, 3_000_000_000) == LARGEST_FEN
    assert column_widths.kept_fen(place, 9, 0, -1) == 0
    assert place.scratch[column_widths.NOTE, :4].tolist() == [2, 3, 1, 3_000_000_000]
    with pytest.raises(BooksError, match=r"here, 2023-04, dibao: an amount of 30,000,000.00 yuan .*\(2 such amounts\)"):
        check_amounts(place.scratch, "here", ["tekun", "dibao"])
    assert place.scratch.shape == (3, len(Fact))


def test_the_engine_refuses_what_the_door_let_pass(
    base: Scenario, warm: State, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A line whose payments have no room in 32 bits: the run ends with county, month and programme."""
    monkeypatch.setattr("simulation.parameters.scenario.scenario.check_widths", lambda *_: None)
    high = base.change({"lines.dibao": 1e7}, beyond_range="a line that no column holds")
    with pytest.raises(BooksError, match=r"2023-01, \w+: an amount of [\d,.]+ yuan a month for one unit"):
        onward(warm, high, 1, base)


def test_the_command_says_it_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BooksError("here, 2023-01: money below 0")

    monkeypatch.setattr("simulation.run", refused)
    result = CliRunner().invoke(app, ["run", "zhejiang", "--scale", "0.0005", "--months", "1"])
    assert result.exit_code == 2
    assert "doudi: here, 2023-01: money below 0" in result.output
    assert pickle.loads(pickle.dumps(BooksError("x"))).args == ("x",)  # it comes back from a worker


def test_the_shares_of_payers_never_leave_a_county_less_than_nothing(base: Scenario, warm: State) -> None:
    """Three halves rounded up made more of a fen than there was; the last payer then took -1 fen."""
    thirds = {"funding.central_share": 0.5, "funding.province_share": 0.25, "funding.prefecture_share": 0.25}
    books = onward(warm, base.change(thirds), 6, base)[1]
    assert (books.money >= 0).all()
    whole = onward(warm, base, 6)[1]
    assert np.array_equal(books.money.sum(axis=3), whole.money.sum(axis=3))


SUPPLIED = ("charity_aid", "home_improvement", "project_service", "purchased_service")  # so much a year, however many


def test_national_scale_with_extreme_lines(base: Scenario, warm: State) -> None:
    """500 million households under the highest line: every sum is that of the sample times the weight, to the fen."""
    extreme = base.change(
        {"lines.dibao": 100_000.0 / 3, "lines.minimum_wage": 1.0} | {f"{aid}.enabled": 0.0 for aid in SUPPLIED},
        uprated=False,
        beyond_range="as high as columns hold: marginal lines are up to three times that",
    )
    households = int(onward(warm, base, 1)[1].measures[:, 0, Measure.HOUSEHOLDS].sum())
    times = -(-500_000_000 // households)
    nation = warm.copy()
    nation.villages = nation.villages._replace(weight=nation.villages.weight * times)
    settings = Settings(months=6, threads=1)
    small, large = (one_replication.continued(state.copy(), extreme, settings, None, extreme)
                    for state in (warm, nation))  # fmt: skip
    assert large.measures[:, 0, Measure.HOUSEHOLDS].sum() >= 500_000_000
    ours, theirs = large.money.sum(axis=3), small.money.sum(axis=3)
    assert theirs.sum() > 0
    for k in range(ours.shape[2]):
        exact = [[int(cell) * times for cell in row] for row in theirs[:, :, k].tolist()]  # whole numbers of any length
        assert ours[:, :, k].tolist() == exact, large.programmes[k]
    for measure in (Measure.GAP_BEFORE_FEN, Measure.LINE_TOTAL_FEN, Measure.PAID_UNIT_SUM_FEN, Measure.PERSONS):
        exact = [int(cell) * times for cell in small.measures[..., measure].ravel().tolist()]
        assert large.measures[..., measure].ravel().tolist() == exact, measure.name
    check_totals(large)
    assert int(large.money.sum(dtype=object)) < 2**63
    assert 500_000_000 * 36 * LARGEST_FEN < 2**63  # every household of the nation paid the most there is, for 36 months


def test_checking_changes_no_result(base: Scenario, warm: State, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = onward(warm, base, 3)[1]
    for name in ("check_books", "check_totals", "check_amounts"):
        monkeypatch.setattr(engine, name, lambda *_, **__: None)
    assert not same_books(checked, onward(warm, base, 3)[1])
