"""The period of the headline figures, by hand; its figures against sums over months and runs cut by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import simulation as sim
from simulation.comparison.comparison_result import Comparison
from simulation.ledger import Flow, Ledger, Measure
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.reforms import END, Change
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.simulate.distributions import Held
from simulation.simulate.errors import ExperimentError
from simulation.simulate.period import Period, headline_period, period_of, years_of
from simulation.simulate.terms import one_off_of

SMALL = {"scale": 0.0003, "months": 24, "warm_up": 12, "threads": 1}
JULY = 6  # 2023


def change(start: int, end: int = END, path: str = "lines.dibao") -> Change:
    return Change(path, "scale", 1.1, start, end)


@pytest.mark.parametrize(
    ("reforms", "months", "expected"),
    [
        ([], 36, Period(0, 12)),
        ([], 12, Period(0, 12)),
        ([], 6, Period(0, 6, "run")),
        ([], 18, Period(0, 12)),
        ([[change(0)]], 36, Period(0, 12)),
        ([[change(-(10**6))]], 36, Period(0, 12)),  # structural: from the warm-up on
        ([[change(JULY)]], 36, Period(12, 12)),
        ([[change(JULY)]], 24, Period(12, 12)),
        ([[change(JULY)]], 23, Period(6, 17, "in_force")),
        ([[change(JULY)]], 12, Period(6, 6, "in_force")),
        ([[change(11)]], 12, Period(11, 1, "in_force")),
        ([[change(JULY), change(0, path="dibao.withdraw_rate")]], 36, Period(12, 12)),
        ([[change(0, 12)]], 36, Period(0, 12)),
        ([[change(0, 9)]], 36, Period(0, 9, "in_force")),
        ([[change(JULY, 18)]], 36, Period(6, 12, "in_force")),  # twelve months, but of no calendar year
        ([[change(JULY)], [change(2)]], 36, Period(12, 12)),
        ([[change(JULY)], [change(13)]], 36, Period(24, 12)),
        ([[change(JULY)], [change(13)]], 30, Period(13, 17, "in_force")),
        ([[change(0, 12), change(12, 24), change(24)]], 36, Period(0, 12)),  # stages: the path is always changed
        ([[change(JULY, 18), change(18)]], 36, Period(12, 12)),
        ([[change(0, 6)], [change(12, 18)]], 36, Period(0, 18, "apart")),
        ([[Edit("remove", "dibao", "supplement", "x", None, JULY, END)]], 36, Period(12, 12)),
    ],
)
def test_the_period_by_hand(reforms: list[list[Change | Edit]], months: int, expected: Period) -> None:
    assert period_of(reforms, months) == expected


def test_years_and_names() -> None:
    assert years_of(30) == [(2023, 0, 12), (2024, 12, 24), (2025, 24, 30)]
    assert (Period(12, 12).name, Period(6, 12).name) == ("2024", "2023-07/2024-06")
    for period in (Period(12, 12), Period(6, 6, "in_force")):
        assert Period.from_id(period.id) == period
    assert Period(6, 6, "in_force").record() == {
        "first": "2023-07", "last": "2023-12", "months": 6, "basis": "in_force"}  # fmt: skip


def test_what_scenarios_share_counts_for_nothing(base: Scenario) -> None:
    """Only in what they differ, from whichever side."""
    later = base.change({"lines.dibao*": 1.1}, start="2024-03")
    both = later.change({"dibao.withdraw_rate": 0.9}, start="2023-02")
    assert headline_period(later, [both], 36) == Period(12, 12)
    assert headline_period(both, [later], 36) == Period(12, 12)
    assert headline_period(base, [both], 36) == Period(24, 12)
    assert headline_period(base, [base], 36) == Period(0, 12)


@pytest.fixture(scope="module")
def july(base: Scenario) -> Comparison:
    """A line higher by 15% from July 2023, over two years; at the values as stated, as a sweep has them."""
    reform = base.change({"lines.dibao*": 1.15}, start="2023-07")
    return sim.compare(base, reform, replications=2, draws=0, **SMALL)  # type: ignore[arg-type]


def parts_of(budget: pd.DataFrame) -> pd.DataFrame:
    """Spending in yuan by month and scenario, summed over programmes and payers."""
    parts = budget[(budget["programme"] != "all") & (budget["payer"] != "all")]
    return parts.pivot_table(index="month", columns="scenario", values="mean_yuan", aggfunc="sum")


def row(change: Comparison, indicator: str, group: str = "all") -> pd.Series:
    table = change.table()
    return table[(table["indicator"] == indicator) & (table["group"] == group)].iloc[0]


def test_spending_is_that_of_the_year_in_force(july: Comparison) -> None:
    """Recomputed from budget_by_month: 2024, not the mean of both years, of which 2023 has six months without it."""
    money = parts_of(july.budget_by_month())
    year, both = money.loc[12:23].sum(), money.sum() / 2
    headline = row(july, "benefits_yuan_year")
    assert july.period == Period(12, 12)
    assert july.run_record["period"]["first"] == "2024-01"
    assert (july.table()["period"] == "2024-01/2024-12").all()
    for side in ("baseline", "reform"):
        assert headline[side] == pytest.approx(year[side], abs=1.0)
    assert headline["difference"] > 1.2 * (both["reform"] - both["baseline"]) > 0
    assert money.loc[:5, "reform"].tolist() == money.loc[:5, "baseline"].tolist()


def test_the_years_are_the_months_summed(july: Comparison) -> None:
    money = parts_of(july.budget_by_month())
    years = july.by_year(total=True)
    assert years["year"].tolist() == [2023, 2024]
    assert years["months"].tolist() == [12, 12]
    sums = money.groupby(money.index // 12).sum()
    for side in ("baseline", "reform"):
        assert years[side].to_numpy() == pytest.approx(sums[side].to_numpy(), abs=1.0)
    assert years["difference"].to_numpy() == pytest.approx((sums["reform"] - sums["baseline"]).to_numpy(), abs=2.0)
    assert ((years["low"] <= years["difference"]) & (years["difference"] <= years["high"])).all()
    parts = july.by_year()
    spent = parts[parts["indicator"] == "benefits_yuan"]
    assert spent.groupby("year")["reform"].sum().to_numpy() == pytest.approx(years["reform"].to_numpy())
    for year, month in ((2023, 11), (2024, 23)):
        dibao = parts[(parts["year"] == year) & (parts["programme"] == "dibao") & (parts["unit"] == "persons")].iloc[0]
        stocks = [ledger.flow("dibao", Flow.STOCK_PERSONS)[month] for ledger in july.reform_ledgers]
        assert dibao["reform"] == pytest.approx(np.mean(stocks))


def test_every_row_is_of_the_period(july: Comparison) -> None:
    """Persons, steps, counties, gainers, incidence and waits hold 2024 alone."""
    persons = row(july, "recipients_persons", "programme:dibao")
    stocks = [ledger.flow("dibao", Flow.STOCK_PERSONS)[23] for ledger in july.reform_ledgers]
    assert persons["reform"] == pytest.approx(np.mean(stocks))
    assert july.by_county()["recipients_persons_reform"].sum() == pytest.approx(np.mean(stocks), abs=10)
    headline = row(july, "benefits_yuan_year")
    assert july.by_county()["benefits_yuan_year_reform"].sum() == pytest.approx(headline["reform"], rel=1e-6)
    steps = july.budget_steps().set_index("step")["yuan_year"]
    cost = row(july, "total_cost_yuan_year")
    assert (steps["baseline"], steps["reform"]) == pytest.approx((cost["baseline"], cost["reform"]))
    one_off = one_off_of(july.base)
    monthly = [name not in (*one_off, "bundle") for name in july.base_ledgers[0].programmes]
    cash = [[float(each.money[:, 12:, monthly].sum() - _not_received(each)) for each in side]
            for side in (july.base_ledgers, july.reform_ledgers)]  # fmt: skip
    for side, wanted in zip(july.paid, cash, strict=True):
        assert [float(counts[:, Held.PAID_FEN].sum()) for counts in side] == wanted
    gained = july.flips().query("group_kind == 'all'").iloc[0]
    households = gained[["gainers", "losers", "unchanged"]].sum()
    change = (np.mean(cash[1]) - np.mean(cash[0])) / 100 / 12
    assert gained["mean_change_yuan_month"] * households == pytest.approx(change, rel=0.02)  # some moved away or died
    poor = sum(int(ledger.measure(Measure.POOR_AFTER)[12:].sum()) for ledger in july.reform_ledgers)
    persons_all = sum(int(ledger.measure(Measure.PERSONS)[12:].sum()) for ledger in july.reform_ledgers)
    share = july.table().query("indicator == 'poverty_headcount_share' and group == 'line:z'").iloc[0]
    assert share["reform"] == pytest.approx(poor / persons_all, rel=0.05)


def _not_received(ledger: Ledger) -> int:
    """Fen of 2024 lost on the way or paid a second time."""
    return int(sum(ledger.measure(each)[12:].sum() for each in (Measure.LOST_FEN, Measure.DUPLICATE_FEN)))


def test_waits_are_those_that_ended_in_the_period(july: Comparison) -> None:
    """The books keep waits by length alone: those of the first year, from a run that stops there, are taken off."""
    settings = Settings(SMALL["scale"], 12, 1, 1, 12, threads=1)  # type: ignore[arg-type]
    state, _ = one_replication.warmed_up(july.base, settings, 0, books=False)
    first = one_replication.continued(state, july.base, settings)
    whole, cut = july.base_ledgers[0], july.in_period[0][0]
    assert first.waits.sum() > 0
    assert np.array_equal(cut.waits, whole.waits - first.waits)
    assert np.array_equal(cut.unpaid, whole.unpaid - first.unpaid)
    assert np.array_equal(cut.money, whole.money[:, 12:])


def test_several_reforms_share_one_period(base: Scenario) -> None:
    reforms = [base.change({"lines.dibao*": 1.1}, start=start, name=start) for start in ("2023-03", "2023-07")]
    found = sim.compare_all(base, reforms, replications=2, **SMALL)  # type: ignore[arg-type]
    assert {each.period for each in found.comparisons} == {found.period} == {Period(12, 12)}
    assert set(found.by_year(total=True)["scenario"]) == {"2023-03", "2023-07"}
    assert set(found.pairwise()["period"]) == {"2024-01/2024-12"}


def test_a_short_run_takes_the_months_in_force(base: Scenario) -> None:
    reform = base.change({"lines.dibao*": 1.15}, start="2023-07")
    short = sim.compare(base, reform, replications=1, **{**SMALL, "months": 9})  # type: ignore[arg-type]
    assert short.period == Period(6, 3, "in_force")
    money = parts_of(short.budget_by_month())
    assert row(short, "benefits_yuan_year")["reform"] == pytest.approx(4 * money.loc[6:8, "reform"].sum(), abs=1.0)
    alone = sim.run(base, **{**SMALL, "months": 9})  # type: ignore[arg-type]
    assert alone.period == Period(0, 9, "run")


def test_sweeps_and_searches_measure_the_same_period(base: Scenario, july: Comparison, tmp_path: Path) -> None:
    """The point of the reform in a sweep is the comparison; a later date in the same store would be another period."""
    file = tmp_path / "july.toml"
    file.write_text(
        'id = "july"\nlabel = { zh = "七月", en = "July" }\n[[change]]\npath = "lines.dibao"\nop = "scale"\nvalue = '
        "1.15\nfrom = 2023-07-01\n"
    )
    small = {"scale": 0.0003, "months": 24, "warm_up": 12, "replications": 2}
    found = sim.sweep(base, [{"reform": str(file)}], store=tmp_path / "store", **small)  # type: ignore[arg-type]
    assert found.period == july.period
    spent = found.values("budget")[0].mean(axis=1)
    headline = row(july, "benefits_yuan_year")
    assert spent == pytest.approx([headline["baseline"], headline["reform"]], rel=1e-9)
    years, wanted = found.by_year(total=True), july.by_year(total=True)
    assert years[years["point"] == 1]["difference_yuan"].tolist() == pytest.approx(wanted["difference"].tolist())
    assert years[years["point"] == 1]["low_yuan"].tolist() == pytest.approx(wanted["low"].tolist())
    later = tmp_path / "later.toml"
    later.write_text(file.read_text().replace("2023-07-01", "2024-02-01").replace('"july"', '"later"'))
    with pytest.raises(ExperimentError, match="period"):
        sim.sweep(base, [{"reform": str(later)}], store=tmp_path / "store", extend=True, **small)  # type: ignore[arg-type]
