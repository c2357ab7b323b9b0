"""Any reforms beside each other: every kind of change, every pair that ships, with rows that line up."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from added import ADDED

import simulation as sim
from simulation.comparison.several_reforms import SideBySide, compare_all
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import shipped
from simulation.report.tables.several_reforms import reforms_tables

pytestmark = pytest.mark.usefixtures("few_counties")

SMALL = {"scale": 0.0003, "months": 2, "warm_up": 12, "threads": 1}
# a line scaled, some counties' line set, a status, the expansion band, a group and classes switched on, aid that
# tapers, an exit, offices' work, rules of conduct, nothing
OF_EACH_KIND = (
    "dibao_line_plus_10", "marginal_line_2x", "expenditure_households", "expansion_band", "single_person_expenditure",
    "yunnan_rural_classes", "near_poor_package_tapered", "gradual_exit_12_months", "double_grid_visits", "trust_first",
    "none",
)  # fmt: skip
KEYS = ["observer", "group", "area", "indicator"]
REMOVED = """
id = "no_supplement"
label = { zh = "无", en = "No supplement" }
[[change]]
op = "remove"
path = "dibao.supplement.elder"
"""


def lined_up(found: SideBySide) -> None:
    """Every reform has the same rows, and the pairs are the differences of their numbers."""
    table, pairs = found.table(), found.pairwise()
    of = {name: part.set_index(KEYS) for name, part in table.groupby("scenario", sort=False)}
    first = next(iter(of.values()))
    assert all(part.index.equals(first.index) for part in of.values())
    assert not first.index.has_duplicates
    assert set(zip(pairs["against"], pairs["scenario"], strict=True)) == set(combinations(of, 2))
    for (one, other), part in pairs.groupby(["against", "scenario"], sort=False):
        expected = of[other]["reform"] - of[one]["reform"]
        assert part.set_index(KEYS)["difference"].to_numpy() == pytest.approx(
            expected.to_numpy(), nan_ok=True, rel=1e-9, abs=1e-6
        )


@pytest.mark.parametrize("province", ["zhejiang", "yunnan"])
def test_every_kind_of_change_stands_beside_every_other(province: str, tmp_path: Path) -> None:
    """`shapes (2,113) (2,105)` until rows were those of every reform of the comparison."""
    base = Scenario.load(province)
    for name, text in (("minors", ADDED), ("removed", REMOVED)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    second = ADDED.replace('id = "minors"', 'id = "infants"').replace("minors_grant", "infants_grant")
    (tmp_path / "infants.toml").write_text(second, encoding="utf-8")
    files = [str(tmp_path / f"{name}.toml") for name in ("minors", "removed", "infants")]
    reforms = [base.with_reform(name) for name in (*OF_EACH_KIND, *files)]
    found = compare_all(base, reforms, replications=2, **SMALL | {"months": 4})  # type: ignore[arg-type]
    lined_up(found)
    assert len(reforms_tables(found, "en")) == 4  # by year, then three indicators
    alone = sim.compare(base, reforms[-1], replications=2, **SMALL | {"months": 4})  # type: ignore[arg-type]
    assert alone.table()["difference"].to_numpy() == pytest.approx(_rows_of(found, -1, alone), nan_ok=True)


def _rows_of(found: SideBySide, place: int, alone: sim.Comparison) -> np.ndarray:
    """The differences of a reform held beside others, in the rows that it has alone."""
    table = found.comparisons[place].table().set_index(KEYS)["difference"]
    return table.loc[list(alone.table()[KEYS].itertuples(index=False, name=None))].to_numpy()


def test_a_draw_that_adds_a_programme_has_rows_like_the_others() -> None:
    base = Scenario.load("zhejiang")
    draws = [{"expansion_band.enabled": 1.0}, {"dibao.withdraw_rate": 0.9}]
    reforms = ["dibao_line_plus_10", "gradual_exit_12_months"]
    found = compare_all(base, reforms, replications=2, draws=draws, **SMALL)  # type: ignore[arg-type]
    assert {"draw_low", "draw_high"} <= set(found.table()) & set(found.pairwise())
    assert "draw_low_yuan" in found.budget_by_month()


def test_two_reforms_of_one_id_are_told_apart_or_refused(base: Scenario, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="ids of their own"):
        compare_all(base, ["none", "double_grid_visits", "none"], **SMALL)  # type: ignore[arg-type]


def test_a_reform_after_the_last_month_is_told(base: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "minors.toml"
    file.write_text(ADDED, encoding="utf-8")  # begins in April 2023
    with pytest.raises(ScenarioError, match="2023"):
        compare_all(base, ["none", base.with_reform(file)], **SMALL)  # type: ignore[arg-type]


def _pairs() -> Sequence[tuple[str, str]]:
    return list(combinations(shipped("reforms"), 2))


@pytest.mark.full
@pytest.mark.parametrize("province", ["zhejiang", "yunnan"])
def test_every_pair_of_shipped_reforms_stands_beside_each_other(province: str) -> None:
    base = Scenario.load(province)
    for pair in _pairs():
        lined_up(compare_all(base, pair, replications=1, **SMALL))  # type: ignore[arg-type]
