"""Tables of counties, months, deciles and waits, against ledgers small enough to be worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from simulation.ledger import Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.county_indicators import county_rows
from simulation.simulate.deciles import DECILES
from simulation.simulate.distributions import Held, fan_table, incidence_table, paid_by_decile, waits_table
from simulation.state import State
from simulation.units import FEN, WORKING_DAYS

COUNTIES = pd.DataFrame({
    "adcode": [330102, 330105], "prefecture": ["杭州市", "杭州市"], "county": ["上城区", "拱墅区"], "unused": 1,
})  # fmt: skip


def ledger_of(yuan_month: float, months: int = 6) -> Ledger:
    """Two counties: `yuan_month` of tekun a month in the first, twice that in the second; 100 and 0 residents."""
    ledger = Ledger.empty(np.array([0.1, 0.1]), 0, months, ("dibao", "tekun", "bundle"))
    ledger.money[:, :, 1, 0] = np.outer([1, 2], np.full(months, yuan_month * FEN)).astype(np.int64)
    ledger.flows[:, :, 1, Flow.STOCK_PERSONS] = np.arange(months) * 5
    ledger.measures[0, :, Measure.PERSONS] = 100
    return ledger


def test_counties_of_a_single_replication() -> None:
    """Half a year of 1,000 yuan a month is 12,000 a year; persons are those of the last month."""
    rows = county_rows(COUNTIES, "tekun", {"baseline": [ledger_of(1000)]}, "a half")
    assert rows["adcode"].tolist() == [330102, 330105]
    assert rows["county_en"].tolist() == ["Shangcheng District", "Gongshu District"]
    assert rows["benefits_yuan_year_baseline"].tolist() == [12_000, 24_000]
    assert rows["recipients_persons_baseline"].tolist() == [25, 25]
    assert rows["enrolment_share_baseline"].tolist() == [0.25, 25]  # a county without residents counts one
    assert rows["benefits_yuan_resident_year_baseline"].tolist() == [120, 24_000]
    assert set(rows["recipients_programme"]) == {"tekun"}
    assert set(rows["period"]) == {"a half"}
    assert not [name for name in rows if name.endswith("_difference")]


def test_counties_of_two_sides_are_means_and_differences() -> None:
    sides = {"baseline": [ledger_of(1000), ledger_of(2000)], "reform": [ledger_of(2000), ledger_of(3000)]}
    rows = county_rows(COUNTIES, "tekun", sides, "a half")
    assert rows["benefits_yuan_year_baseline"].tolist() == [18_000, 36_000]
    assert rows["benefits_yuan_year_difference"].tolist() == [12_000, 24_000]
    assert rows["recipients_persons_difference"].tolist() == [0, 0]
    assert rows["benefits_yuan_resident_year_difference"].tolist() == [120, 24_000]


def test_months_of_spending_and_their_paired_difference() -> None:
    """Both counties, all programmes: 3,000 and 6,000 yuan in two replications, a percentile lies between."""
    sides = {"baseline": [ledger_of(1000), ledger_of(2000)], "reform": [ledger_of(3000), ledger_of(5000)]}
    fan = fan_table(sides).set_index(["scenario", "month"])
    assert len(fan) == 18
    january = fan.loc[("baseline", 0)]
    assert (january["mean_yuan"], january["p50_yuan"]) == (4500, 4500)
    assert (january["p5_yuan"], january["p95_yuan"]) == (3150, 5850)
    assert fan.loc[("difference", 5)][["mean_yuan", "p5_yuan"]].tolist() == [7500, 6150]
    assert fan.loc[("baseline", 0)]["label"] != fan.loc[("baseline", 1)]["label"]


def test_who_waits_after_so_many_months() -> None:
    """Of 80 units 20 are paid in the first month; of the 50 left in the second, 10."""
    ledger = ledger_of(0)
    ledger.waits[0, 3], ledger.waits[1, WORKING_DAYS - 1], ledger.waits[1, WORKING_DAYS] = 5, 15, 10
    ledger.unpaid[:, 0], ledger.unpaid[1, 1] = 40, 50
    waits = waits_table({"baseline": [ledger, ledger]})
    assert waits["waiting_share"].iloc[:2].tolist() == pytest.approx([0.75, 0.75 * 0.8])
    assert waits["paid"].iloc[:3].tolist() == [20, 10, 0]
    assert waits["at_risk"].iloc[:3].tolist() == [80, 50, 0]
    assert waits["month"].tolist() == list(range(len(waits)))


def test_who_gets_the_money_by_decile() -> None:
    counts = np.zeros((DECILES, len(Held)), np.int64)
    counts[:, Held.PERSONS] = 100
    counts[0] = 100, 40, 300 * FEN
    counts[4] = 100, 10, 100 * FEN
    table = incidence_table({"baseline": [counts, counts], "reform": [np.zeros_like(counts)]}, months=6)
    assert set(table["scenario"]) == {"baseline"}  # nobody is paid by the reform
    assert table["decile"].tolist() == list(range(1, 11))
    assert table["benefits_yuan_year"].iloc[[0, 4, 9]].tolist() == [600, 200, 0]
    assert table["benefit_share"].iloc[[0, 4, 9]].tolist() == [0.75, 0.25, 0]
    assert table["cumulated_share"].iloc[[0, 3, 4, 9]].tolist() == [0.75, 0.75, 1, 1]
    assert table["beneficiary_share"].iloc[[0, 4]].tolist() == [0.8, 0.2]
    assert table["coverage_share"].iloc[[0, 4, 9]].tolist() == [0.4, 0.1, 0]


def test_payments_are_counted_in_the_decile_of_the_household(base: Scenario, warm: State) -> None:
    """Every person in one decile, a tenth in each; whoever lives with somebody paid is reached."""
    state = warm.copy()
    weight = np.repeat(state.villages.weight, np.diff(state.villages.first))
    persons = state.units["persons"].astype(np.int64) * weight
    first = np.flatnonzero((state.units["case"] >= 0) & (state.units["persons"] > 0))[0]  # a unit of the first county
    for cases in state.cases:
        cases["paid_total"] = 0
    assert state.counties.first[1] > first
    state.cases[0]["paid_total"][state.units["case"][first]] = 700
    found = paid_by_decile(state)
    home = np.cumsum(state.units["position"] == 0)
    together = persons[home == home[first]].sum()
    expected = np.zeros(DECILES, np.int64)
    expected[state.units["decile"][first] - 1] = 1
    assert found[:, Held.PERSONS].tolist() == np.bincount(state.units["decile"], persons)[1:].tolist()
    assert found[:, Held.PAID_PERSONS].tolist() == (expected * together).tolist()
    assert found[:, Held.PAID_FEN].tolist() == (expected * 700 * weight[first]).tolist()


def test_without_a_payment_there_are_no_rows() -> None:
    nobody = np.zeros((DECILES, len(Held)), np.int64)
    assert incidence_table({"baseline": [nobody]}, 6).empty
