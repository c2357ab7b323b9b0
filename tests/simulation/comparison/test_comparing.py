"""`run` and `compare`: settings, tables, intervals, pairs."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulation as sim
from simulation.comparison.comparison_result import Comparison, variance_ratio
from simulation.ledger import Measure
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.distributions import Held
from simulation.simulate.results import Result, interval_of
from simulation.simulate.terms import one_off_of
from simulation.units import WORKING_DAYS

COLUMNS = [
    "scenario", "observer", "group", "area", "indicator", "unit", "baseline", "reform", "difference", "low", "high",
    "monte_carlo", "parameters", "draws", "variance_ratio", "value_status", "replications", "period", "note",
]  # fmt: skip
WANTED = {
    ("ledger", "benefits_yuan_year"), ("ledger", "recipients_persons"), ("ledger", "recipients_units"),
    ("rule", "coverage_entitled_share"), ("truth", "exclusion_error_poor_share"),
    ("survey", "exclusion_error_poor_share"), ("rule", "exclusion_error_entitled_share"),
    ("audit", "exclusion_error_entitled_share"), ("rule", "inclusion_error_share"),
    ("survey", "inclusion_error_share"), ("audit", "inclusion_error_share"), ("truth", "poverty_headcount_share"),
    ("truth", "poverty_gap_share"), ("ledger", "unpaid_after_year_share"), ("ledger", "wait_days_median"),
    ("ledger", "wait_days_p90"),
    ("ledger", "staff_hours_year"), ("rule", "notch_units"),
}  # fmt: skip
SMALL = {"scale": 0.0003, "months": 6, "warm_up": 12, "threads": 1}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"scale": 0.0}, ["scale"]),
        ({"scale": 1.5}, ["scale"]),
        ({"scale": float("nan")}, ["scale"]),
        ({"months": 0}, ["months"]),
        ({"months": 1.5}, ["months"]),
        ({"replications": 0, "seed": -1}, ["replications", "seed"]),
        ({"seed": 2**32}, ["seed"]),
        ({"warm_up": 13}, ["warm_up"]),
        ({"block": 0, "scale": -1.0, "months": -3}, ["block", "scale", "months"]),
    ],
)
def test_settings_out_of_range_are_all_named(values: dict[str, float], words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"expected") as caught:
        Settings(**values).check()  # type: ignore[arg-type]
    for word in words:
        assert f"{word}: expected" in str(caught.value)
        assert str(values[word]) in str(caught.value)


def test_settings_in_range_pass() -> None:
    Settings().check()
    Settings(scale=1.0, months=1, replications=1, seed=0, warm_up=0, block=1).check()


@pytest.mark.parametrize("call", [sim.run, lambda name, **k: sim.compare(name, "none", **k)])
def test_unknown_names_are_refused_before_any_work(call: object) -> None:
    with pytest.raises(ScenarioError, match="zhejiang"):
        call("zheijang", **SMALL)  # type: ignore[operator]
    with pytest.raises(ValueError, match="months"):
        call("inner_mongolia", **{**SMALL, "months": 0})  # type: ignore[operator]


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=8))
def test_variance_ratio_by_hand(pairs: list[tuple[float, float]]) -> None:
    a, b = (np.array(side)[:, None] for side in zip(*pairs, strict=True))
    paired = (b - a).var(ddof=1)
    found = variance_ratio(a, b)[0]
    if paired > 0:
        assert found == pytest.approx((a.var(ddof=1) + b.var(ddof=1)) / paired)
    else:
        assert np.isnan(found)


def test_pairing_pays_when_the_two_move_together() -> None:
    noise = np.random.default_rng(1).normal(size=(20, 1))
    assert variance_ratio(noise, 1.1 * noise + 3)[0] > 100
    assert variance_ratio(noise, -noise)[0] == pytest.approx(0.5)
    assert np.isnan(variance_ratio(noise[:1], noise[:1])).all()


def test_interval_covers_the_mean() -> None:
    """Student t by hand: mean 2, sd 1, n 3: 2 +- 4.3027 / sqrt 3; one replication has none."""
    low, high = interval_of(np.array([[1.0], [2.0], [3.0]]))
    assert low[0] == pytest.approx(2 - 4.302653 / np.sqrt(3))
    assert high[0] == pytest.approx(2 + 4.302653 / np.sqrt(3))
    assert np.isnan(interval_of(np.ones((1, 4)))).all()


@pytest.fixture(scope="module")
def change(base: Scenario) -> Comparison:
    """A small comparison of a higher line."""
    return sim.compare(base, "dibao_line_plus_10", replications=3, **SMALL)  # type: ignore[arg-type]


def test_table_has_exactly_the_columns_of_the_issue(change: Comparison) -> None:
    table = change.table()
    assert list(table.columns) == COLUMNS
    assert set(zip(table["observer"], table["indicator"], strict=True)) >= WANTED
    assert not table.duplicated(["observer", "group", "area", "indicator"]).any()
    assert (table["scenario"] == "dibao_line_plus_10").all()
    assert (table["replications"] == 3).all()
    assert set(table["value_status"]) <= {"simulated", "assumed"}


def test_differences_and_intervals_fit_together(change: Comparison) -> None:
    table = change.table().dropna(subset=["difference", "low", "high"])
    assert np.allclose(table["difference"], table["reform"] - table["baseline"], rtol=1e-9, atol=1e-6)
    assert (table["low"] <= table["difference"] + 1e-9).all()
    assert (table["difference"] <= table["high"] + 1e-9).all()
    money = table[(table["indicator"] == "benefits_yuan_year") & (table["group"] == "all")].iloc[0]
    assert money["low"] > 0


def test_variance_ratio_waits_for_ten_replications(change: Comparison) -> None:
    """Three replications have no ratio to print; the same rows ten times over have."""
    assert change.table()["variance_ratio"].isna().all()
    base, reform = ([each[i % 3] for i in range(10)] for each in change.in_period)
    table = dataclasses.replace(change, in_period=(base, reform)).table()
    money = table[(table["indicator"] == "benefits_yuan_year") & (table["group"] == "all")].iloc[0]
    assert money["variance_ratio"] > 1


def test_causes_sum_and_programmes_and_payers_sum(change: Comparison) -> None:
    table = change.table()
    for column in ("baseline", "reform", "difference"):
        error = table[(table["indicator"] == "exclusion_error_poor_share") & (table["observer"] == "truth")]
        causes = error["group"].str.startswith("cause:")
        assert error[column][causes].sum() == pytest.approx(error[column][error["group"] == "all"].item())
        money = table[table["indicator"] == "benefits_yuan_year"]
        whole = money[column][money["group"] == "all"].item()
        for kind in ("programme:", "payer:"):
            assert money[column][money["group"].str.startswith(kind)].sum() == pytest.approx(whole)


def test_budget_by_month_sums_to_the_table(change: Comparison) -> None:
    budget = change.budget_by_month()
    parts = ["month", "label", "programme", "payer", "scenario", "mean_yuan", "low_yuan", "high_yuan"]
    assert list(budget.columns) == parts
    assert set(budget["scenario"]) == {"baseline", "reform"}
    assert list(budget["label"].unique()) == [f"2023-0{month}" for month in range(1, 7)]
    by_scenario = budget.groupby("scenario")["mean_yuan"].sum() * 2  # six months; parts only: a plain sum
    table = change.table()
    row = table[(table["indicator"] == "benefits_yuan_year") & (table["group"] == "all")].iloc[0]
    assert by_scenario["baseline"] == pytest.approx(row["baseline"], abs=1)
    assert by_scenario["reform"] == pytest.approx(row["reform"], abs=1)
    for by in (("programme",), ("payer",), ()):
        sums = change.budget_by_month(by=by)
        assert [name for name in sums if name in parts] == [n for n in parts if n not in {"programme", "payer"} - {*by}]
        of_parts = budget.groupby(["scenario", "month", *by])["mean_yuan"].sum()
        assert sums.groupby(["scenario", "month", *by])["mean_yuan"].sum().to_numpy() == pytest.approx(
            of_parts.to_numpy(), abs=0.5
        )
    with pytest.raises(ValueError, match="county"):
        change.budget_by_month(by=("county",))
    assert (budget["low_yuan"] <= budget["high_yuan"]).all()


def test_flips_count_every_household_once_per_kind(change: Comparison) -> None:
    flips = change.flips()
    households = flips[["gainers", "losers", "unchanged"]].sum(axis=1).groupby(flips["group_kind"]).sum()
    assert set(households.index) == {"decile", "type", "county", "all"}
    assert households.to_numpy() == pytest.approx(households["all"])
    whole = flips[flips["group_kind"] == "all"].iloc[0]
    assert whole["gainers"] > whole["losers"]
    assert whole["mean_change_yuan_month"] > 0
    deciles = flips[flips["group_kind"] == "decile"]
    assert deciles["gainers"].iloc[:3].sum() > deciles["gainers"].iloc[5:].sum()


def test_incidence_is_the_ledgers_monthly_cash(change: Comparison) -> None:
    """To the fen: what deciles get is what the monthly programmes paid and did not lose on the way."""
    one_off = one_off_of(change.base)
    monthly = [name not in (*one_off, "bundle") for name in change.base_ledgers[0].programmes]
    for ledgers, paid in zip((change.base_ledgers, change.reform_ledgers), change.paid, strict=True):
        for ledger, counts in zip(ledgers, paid, strict=True):
            lost = ledger.measure(Measure.LOST_FEN).sum() + ledger.measure(Measure.DUPLICATE_FEN).sum()
            assert counts[:, Held.PAID_FEN].sum() == ledger.money[:, :, monthly].sum() - lost
            assert counts[:, Held.PERSONS].sum() == ledger.measure(Measure.PERSONS)[-1]
    table = change.incidence()
    for _, part in table.groupby("scenario"):
        assert part["benefit_share"].sum() == pytest.approx(1.0)
        assert part["cumulated_share"].iloc[-1] == pytest.approx(1.0)
        assert part["benefit_share"].iloc[0] > 0.1
    assert (table["coverage_share"] <= 1.0).all()


def test_steps_lead_from_cost_to_cost(change: Comparison) -> None:
    steps, table = change.budget_steps().set_index("step"), change.table()
    cost = table[table["indicator"] == "total_cost_yuan_year"].iloc[0]
    assert steps.loc["baseline", "yuan_year"] == pytest.approx(cost["baseline"])
    assert steps.loc["reform", "yuan_year"] == pytest.approx(cost["reform"])
    assert steps["yuan_year"].iloc[1:-1].sum() == pytest.approx(cost["difference"])
    assert steps.loc["entitled", "yuan_year"] > 0.0
    inner = steps.iloc[1:-1]
    assert (inner["low"] <= inner["yuan_year"]).all()
    assert (inner["yuan_year"] <= inner["high"]).all()


def test_the_fan_is_the_budget(change: Comparison) -> None:
    fan, whole = change.fan(), change.budget_by_month(by=())
    for side in ("baseline", "reform"):
        mine = fan[fan["scenario"] == side]
        theirs = whole[whole["scenario"] == side]
        assert mine["mean_yuan"].tolist() == theirs["mean_yuan"].tolist()
        assert mine["p5_yuan"].tolist() == theirs["low_yuan"].tolist()
        assert mine["p95_yuan"].tolist() == theirs["high_yuan"].tolist()
    sides = fan.pivot(index="month", columns="scenario", values="mean_yuan")
    assert np.allclose(sides["difference"], sides["reform"] - sides["baseline"], atol=0.02)


def test_waits_and_counties_fit_the_ledgers(change: Comparison) -> None:
    waits = change.waits()
    for side, ledgers in (("baseline", change.base_ledgers), ("reform", change.reform_ledgers)):
        part = waits[waits["scenario"] == side]
        assert part["waiting_share"].is_monotonic_decreasing
        shortest = [ledger.waits[:, : WORKING_DAYS * len(part)].sum() for ledger in ledgers]
        assert part["paid"].sum() == pytest.approx(np.mean(shortest))
        assert (part["at_risk"] >= part["paid"]).all()
        first = [1.0 - each.waits[:, :WORKING_DAYS].sum() / each.unpaid[:, 0].sum() for each in ledgers]
        assert part["waiting_share"].iloc[0] == pytest.approx(np.mean(first))
    counties, table = change.by_county(), change.table()
    paid = table[(table["indicator"] == "benefits_yuan_year") & (table["group"] == "all")].iloc[0]
    assert counties["benefits_yuan_year_difference"].sum() == pytest.approx(paid["difference"], rel=1e-6)
    assert counties["enrolment_share_baseline"].between(0.0, 1.0).all()


def test_results_offer_their_plots(change: Comparison) -> None:
    assert {"fan", "waterfall", "winners", "counties"} <= set(dir(change.plot))
    assert len(change.plot.waterfall().axes) == 1
    assert change.base.label_zh in change.plot("fan", lang="zh").get_suptitle()


def test_run_record_says_how_to_run_it_again(change: Comparison, base: Scenario) -> None:
    record = change.run_record
    assert record["scenario_digest"] == base.with_reform("dibao_line_plus_10").digest != base.digest
    assert record["baseline_digest"] == base.digest
    for key in ("population_digest", "code_digest", "packages", "household_months_per_second", "results_digest",
                "seed", "scale", "months", "replications"):  # fmt: skip
        assert record[key], key
    again = sim.compare(base, "dibao_line_plus_10", replications=3, **SMALL)  # type: ignore[arg-type]
    assert again.results_digest == change.results_digest
    assert sim.compare(base, "dibao_line_plus_10", replications=3, **{**SMALL, "seed": 2}).results_digest != (
        change.results_digest
    )  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def single(base: Scenario) -> Result:
    """The baseline alone, two replications."""
    return sim.run(base, replications=2, **SMALL)  # type: ignore[arg-type]


def test_baseline_is_the_same_through_run_and_compare(single: Result, change: Comparison) -> None:
    for one, other in zip(single.ledgers, change.base_ledgers, strict=False):
        assert np.array_equal(one.measures, other.measures)
        assert np.array_equal(one.money, other.money)


def test_table_of_a_run(single: Result) -> None:
    table = single.table()
    assert list(table.columns) == [
        "scenario", "observer", "group", "area", "indicator", "unit", "value", "low", "high", "monte_carlo",
        "parameters", "value_status", "replications", "period", "note",
    ]  # fmt: skip
    assert len(single.incidence()) == 10
    assert set(single.fan()["scenario"]) == set(single.waits()["scenario"]) == {"baseline"}
    assert "waterfall" not in dir(single.plot)
    cascade = single.cascade()
    assert list(cascade.columns) == ["step", "label_en", "label_zh", "persons", "share", "month"]
    assert cascade["persons"].iloc[1:].sum() == pytest.approx(cascade["persons"].iloc[0])


def test_replications_have_their_own_sample_and_draws(single: Result) -> None:
    assert not np.array_equal(single.ledgers[0].measures, single.ledgers[1].measures)


def test_structural_reform_runs_its_own_warm_up(base: Scenario) -> None:
    reform = base.change({"job.loss_prob_month": 0.02})
    table = sim.compare(base, reform, replications=1, **SMALL).table()  # type: ignore[arg-type]
    poor = table[(table["indicator"] == "poverty_headcount_share") & (table["group"] == "before")].iloc[0]
    assert poor["difference"] > 0


def test_a_reform_beyond_the_months_compared_is_told(base: Scenario) -> None:
    later = base.change({"dibao.withdraw_rate": 0.8}, start="2050-01")
    with pytest.raises(ScenarioError, match=r"before 2023-07.*2050-01"):
        sim.compare(base, later, **SMALL | {"replications": 1})
