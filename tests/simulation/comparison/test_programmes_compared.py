"""Across programmes: statuses that one side lacks, programmes that a reform adds, rows of what is in force."""

from pathlib import Path

import numpy as np
import pytest
from added import ADDED

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import executors
from simulation.simulate.results import shown_programmes
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.design.sweep_file import read_sweep
from simulation.sweeping.sweep import carry_out

pytestmark = pytest.mark.usefixtures("few_counties")

SMALL = {"scale": 0.0003, "months": 9, "replications": 2, "warm_up": 12, "threads": 1}


def programmes(table) -> set[str]:
    return {group.removeprefix("programme:") for group in table["group"] if group.startswith("programme:")}


def test_a_status_that_the_baseline_lacks_has_rows_on_both_sides(base: Scenario) -> None:
    change = sim.compare(base, "expenditure_households", **SMALL | {"scale": 0.002, "months": 18})
    table = change.table().set_index(["group", "indicator"])
    entitled = table.loc[("programme:expenditure", "entitled_persons")]
    assert entitled["baseline"] == 0 < entitled["reform"]
    years = change.by_year().set_index(["year", "programme", "indicator"])
    enrolled = years.loc[(2024, "expenditure", "recipients_persons")]  # the first, some months after the date
    assert enrolled["baseline"] == 0 < enrolled["reform"]
    assert "expenditure" in set(change.budget_by_month()["programme"])


def test_programmes_that_are_not_in_force_have_no_rows(base: Scenario) -> None:
    """Nor has aid, whose money is the bundle's; what is left out is nothing."""
    result = sim.run(base, scale=0.0003, months=6, warm_up=12, threads=1)
    shown = shown_programmes([base], 6)
    assert {"dibao", "tekun", "temporary_emergency", "bundle"} <= shown
    assert not shown & {"expenditure", "expansion_band", "dibao_classes", "heating_aid"}
    assert programmes(result.table()) <= shown
    budget = result.budget_by_month()
    assert set(budget["programme"]) == set(shown)
    whole = result.budget_by_month(by=())
    assert budget["mean_yuan"].sum() == pytest.approx(whole["mean_yuan"].sum(), rel=1e-9)
    hidden = [place for place, name in enumerate(result.ledger.programmes) if name not in shown]
    assert not result.ledger.money[:, :, hidden].any()


def test_a_reform_that_adds_a_programme_is_compared(base: Scenario, tmp_path: Path) -> None:
    """Nothing before its date, money for minors from then on; the baseline is that of any other comparison."""
    file = tmp_path / "minors.toml"
    file.write_text(ADDED, encoding="utf-8")
    change = sim.compare(base, base.with_reform(file), **SMALL)
    budget = change.budget_by_month(by=("programme",))
    bundle = budget[budget["programme"] == "bundle"]
    sides = {name: part["mean_yuan"].to_numpy() for name, part in bundle.groupby("scenario")}
    more = sides["reform"] - sides["baseline"]
    assert (more[:3] == 0).all()
    assert (more[3:] > 0).all()
    usual = sim.compare(base, "none", **SMALL)
    for one, other in zip(change.base_ledgers, usual.base_ledgers, strict=True):
        assert np.array_equal(one.money.sum(axis=2), other.money.sum(axis=2))
        assert np.array_equal(one.measures, other.measures)
    beside = sim.compare_all(base, [base.with_reform(file), "dibao_line_plus_10"], **SMALL)
    assert len(beside.comparisons) == 2
    assert programmes(beside.comparisons[0].table()) == programmes(beside.comparisons[1].table())


SWEPT = """
base = "inner_mongolia"
scale = 0.0003
months = 9
replications = 2
warm_up = 12
[grid]
reform = ["none", "minors.toml"]
"dibao.line_multiple" = [1.0, 1.1]
"""


def test_a_reform_that_adds_a_programme_is_swept(base: Scenario, tmp_path: Path) -> None:
    """As an axis of a grid, beside another lever; each point has the numbers of its comparison."""
    (tmp_path / "minors.toml").write_text(ADDED, encoding="utf-8")
    (tmp_path / "sweep.toml").write_text(SWEPT, encoding="utf-8")
    asked = read_sweep(tmp_path / "sweep.toml")
    plan = Plan.of(asked.base, asked.settings, asked.points, asked.draws, asked.outputs)
    swept = carry_out(plan, tmp_path / "store", executor=executors.serial())
    points = swept.points()
    assert points["label"].tolist()[1:] == [
        "none, dibao.line_multiple=1", "none, dibao.line_multiple=1.1", "minors, dibao.line_multiple=1",
        "minors, dibao.line_multiple=1.1",
    ]  # fmt: skip
    reform = base.with_reform(tmp_path / "minors.toml").change({"dibao.line_multiple": 1.1})
    change = sim.compare(base, reform, draws=0, **SMALL)  # a sweep has no posterior draws
    table = change.table().set_index(["observer", "group", "indicator"])
    benefits = ("ledger", "all", "benefits_yuan_year")
    values = swept.values("budget")[0].mean(axis=1)
    assert values[[0, 4]] == pytest.approx(table.loc[[benefits], ["baseline", "reform"]].to_numpy()[0], rel=1e-12)
    assert values[3] > values[1]
    again = Plan.of(asked.base, asked.settings, asked.points[:1]).after(swept.design())
    assert again.inputs == plan.inputs  # an extension by other points goes on with the same baseline
