"""Across programmes: statuses that one side lacks, programmes that a reform adds, rows of what is in force."""

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.experiments.results import shown_programmes
from simulation.parameters.scenario import Scenario

SMALL = {"scale": 0.0003, "months": 9, "replications": 2, "warm_up": 12, "threads": 1}
ADDED = """
id = "minors_grant"
label = { zh = "未成年人补助", en = "Grant for minors" }
[[change]]
path = "programmes"
op = "insert"
from = 2023-04-01
[change.row]
schema = 1
id = "minors"
label = { zh = "未成年人补助", en = "Grant for minors" }
order = 900
period = "month"
reference = "draft"
need = { yuan = 100, per = "minors" }
[[change.row.passport]]
status = "dibao"
reference = "draft"
[change.row.benefit]
kind = "flat"
label = { zh = "补助", en = "Grant" }
reference = "draft"
"""


def programmes(table) -> set[str]:
    return {group.removeprefix("programme:") for group in table["group"] if group.startswith("programme:")}


def test_a_status_that_the_baseline_lacks_has_rows_on_both_sides(base: Scenario) -> None:
    change = sim.compare(base, "expenditure_households", **SMALL)
    table = change.table().set_index(["group", "indicator"])
    enrolled = table.loc[("programme:expenditure", "recipients_persons")]
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
    assert set(budget["programme"]) == {*shown, "all"}
    of_note = budget[(budget["programme"] != "all") & (budget["payer"] == "all")]
    whole = budget[(budget["programme"] == "all") & (budget["payer"] == "all")]
    assert of_note["mean_yuan"].sum() == pytest.approx(whole["mean_yuan"].sum(), rel=1e-9)
    hidden = [place for place, name in enumerate(result.ledger.programmes) if name not in shown]
    assert not result.ledger.money[:, :, hidden].any()


def test_a_reform_that_adds_a_programme_is_compared(base: Scenario, tmp_path: Path) -> None:
    """Nothing before its date, money for minors from then on; the baseline is that of any other comparison."""
    file = tmp_path / "minors.toml"
    file.write_text(ADDED, encoding="utf-8")
    change = sim.compare(base, base.with_reform(file), **SMALL)
    budget = change.budget_by_month()
    bundle = budget[(budget["programme"] == "bundle") & (budget["payer"] == "all")]
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
