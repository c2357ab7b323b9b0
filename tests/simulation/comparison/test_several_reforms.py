"""Several reforms beside one baseline: the same numbers as one by one, pairs, batches until an interval is narrow."""

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.comparison import several_reforms, several_runs
from simulation.comparison.several_reforms import SideBySide, Until, compare_all
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import executors
from simulation.simulate.errors import ExperimentError

pytestmark = pytest.mark.usefixtures("few_counties")

SMALL = {"scale": 0.0005, "months": 3, "warm_up": 12}
REFORMS = ("dibao_line_plus_10", "double_grid_visits")


@pytest.fixture(scope="module")
def beside(base: Scenario) -> SideBySide:
    """Two reforms, two replications, two parameter draws."""
    draws = [{"dibao.withdraw_rate": 0.7}, {"dibao.withdraw_rate": 0.9}]
    return compare_all(base, REFORMS, replications=2, draws=draws, **SMALL)  # type: ignore[arg-type]


def test_each_is_what_compare_gives(beside: SideBySide, base: Scenario) -> None:
    for change in beside.comparisons:
        alone = sim.compare(base, change.reform, replications=2, draws=0, **SMALL)  # type: ignore[arg-type]
        assert alone.results_digest == change.results_digest
        assert np.array_equal(alone.gains, change.gains)
        assert np.array_equal(alone.paid, change.paid)


def test_pairs_are_differences_of_differences(beside: SideBySide) -> None:
    table, pairs = beside.table(), beside.pairwise()
    one, other = (table[table["scenario"] == name]["difference"].to_numpy() for name in REFORMS)
    assert pairs["difference"].to_numpy() == pytest.approx(other - one, nan_ok=True, rel=1e-9, abs=1e-6)
    assert set(pairs["against"]) == {REFORMS[0]}
    assert set(beside.flips()["scenario"]) == set(REFORMS)
    with pytest.warns(DeprecationWarning, match=r"Comparison\.also_compared"):
        assert beside.comparisons[0].beside == beside.comparisons[0].also_compared  # the old name


def test_draws_stand_apart_from_monte_carlo_error(beside: SideBySide, base: Scenario) -> None:
    table = beside.table()
    plain = compare_all(base, REFORMS, replications=2, draws=0, **SMALL).table()  # type: ignore[arg-type]
    for column in ("difference", "low", "high"):
        assert table[column].to_numpy() == pytest.approx(plain[column].to_numpy(), nan_ok=True)
    money = table[(table["indicator"] == "benefits_yuan_year") & (table["group"] == "all")].iloc[0]
    assert money["draw_low"] < money["draw_high"]
    assert money["draws"] == 2
    pair = beside.pairwise().query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    by_draw = [draw.pairwise().query("indicator == 'benefits_yuan_year' and group == 'all'") for draw in beside.draws]
    ends = sorted(float(each["difference"].iloc[0]) for each in by_draw)
    assert [pair["draw_low"], pair["draw_high"]] == pytest.approx(np.percentile(ends, [5, 95]))
    months = beside.budget_by_month()
    assert list(months["scenario"].unique()) == ["baseline", *REFORMS]
    assert (months["draw_low_yuan"] <= months["draw_high_yuan"]).all()
    assert (months["draw_low_yuan"] < months["draw_high_yuan"]).any()


def test_batches_stop_when_the_interval_is_narrow(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several_reforms, "FIRST_BATCH", 2)
    monkeypatch.setattr(several_runs, "BATCH", 1)
    monkeypatch.setattr(several_runs, "MOST", 4)
    found = compare_all(base, REFORMS[:1], until="budget ±1000%", **SMALL)  # type: ignore[arg-type]
    assert (found.replications, found.reached.narrow) == (2, True)
    found = compare_all(base, REFORMS[:1], until="budget ±0.0001%", **SMALL)  # type: ignore[arg-type]
    assert found.replications == 4
    assert (found.reached.narrow, found.reached.replications) == (False, 4)
    assert found.reached.half_width > found.reached.rule.half_width
    alone = sim.compare(base, REFORMS[0], replications=4, **SMALL)  # type: ignore[arg-type]
    assert found.comparisons[0].results_digest == alone.results_digest


def test_until_is_read_or_refused() -> None:
    assert Until.read("budget ±0.5%") == ("budget", 0.005, True)
    assert Until.read("exclusion_error +- 0.002") == ("exclusion_error", 0.002, False)
    for written in ("budget", "budget 0.5%", "budget ±0", "budget ±x"):
        with pytest.raises(ExperimentError, match="expected an indicator and a half-width"):
            Until.read(written)


def test_a_sweep_over_a_reform_of_rules_gives_what_compare_gives(base: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "elder.toml"
    file.write_text(
        'id = "elder"\nlabel = { zh = "无", en = "No supplement" }\nauthor = "a test"\nreference = "a draft"\n'
        '[[change]]\nop = "remove"\npath = "dibao.supplement.elder"\n'
    )
    alone = sim.compare(base, base.with_reform(file), replications=1, **SMALL).table()  # type: ignore[arg-type]
    of_budget = {"observer": "ledger", "group": "all", "indicator": "benefits_yuan_year"}
    row = alone[(alone[list(of_budget)] == list(of_budget.values())).all(axis=1)].iloc[0]
    swept = sim.sweep(
        base, [{"reform": str(file)}], replications=1, store=tmp_path / "store", executor=executors.serial(), **SMALL
    )
    budget = swept.values("budget").squeeze()
    assert budget.tolist() == pytest.approx([row["baseline"], row["reform"]])
    assert budget[0] > budget[1]
