"""The budget constraint: sources that sum up, rates by hand, bands over the four assumptions."""

import numpy as np
import pandas as pd
import pytest
from test_cliff_points import BASE, COUPLE

from simulation.calculator import Household, assess, budget_constraint, budget_surface
from simulation.calculator.assumptions import NAMES, paths_of, variants
from simulation.parameters.files.mistakes import ScenarioError

ELDERS = Household(persons=4, minors=1, elders=1, wage=1500, pension=300)


def test_sources_sum_to_the_net_resources_and_agree_with_assess() -> None:
    found = budget_constraint(ELDERS, BASE)
    table = found.table()
    sources = table[["wage", "other_income", "dibao", "in_kind"]].sum(axis=1)
    assert np.allclose(sources, table["net_yuan"])
    here = table[table["at_yuan"] == found.here_yuan].iloc[0]
    held = assess(ELDERS, BASE)
    assert (here["dibao"], here["in_kind"]) == (held.amount_yuan_month, held.bundle_yuan_month)
    assert here["status"] == held.programme == "dibao"
    assert here["other_income"] == 300


def test_rates_by_hand() -> None:
    """Under the line the top-up takes each extra yuan; above the marginal line nothing does."""
    table = budget_constraint(COUPLE, BASE, step_yuan=50.0).table().set_index("at_yuan")
    line = table[table["status"] == "dibao"].index.max()
    low = table.loc[:1000.0]
    assert np.allclose(low["emtr"], 1.0)
    assert np.allclose(low["ptr"].iloc[1:], 1.0, atol=0.2)
    assert table.loc[line, "emtr"] == pytest.approx(1 + 295 / 50 - 1, abs=0.03)  # the last fen under the line
    assert table["emtr"].iloc[-1] == 0.0
    last = table.iloc[-1]
    none = table["net_yuan"].iloc[0]
    assert last["ptr"] == pytest.approx(1 - (last["net_yuan"] - none) / table.index[-1])


def test_a_gradual_exit_softens_the_first_year() -> None:
    # one step over the line: six of twelve months keep the old amount and the aid in kind that goes with it
    home = Household(persons=3, minors=1, wage=2000)
    base = BASE.change({"dibao.gradual_exit_months": 6.0, "dibao.gradual_exit_profile": 0.0})
    found = budget_constraint(home, base)
    held = assess(home, base)
    line = found.found[0].at_fen / 100
    row = found.table([line + 100.0]).iloc[0]
    kept = (held.amount_yuan_month + held.bundle_yuan_month + 75.0) / 2
    assert row["first_year_net_yuan"] == pytest.approx(line + 100.0 + kept, abs=0.02)
    assert row["net_yuan"] == line + 100.0 + 75.0
    now = 2000.0 + held.amount_yuan_month + held.bundle_yuan_month
    assert row["first_year_rate"] == pytest.approx(1 - (line + 100 + kept - now) / (line + 100 - 2000), abs=1e-4)
    # the other profiles keep less
    assert row["first_year_net_yuan_low"] < row["first_year_net_yuan"]


def test_bands_hold_the_value_and_move_with_each_assumption() -> None:
    found = budget_constraint(COUPLE, BASE)
    table = found.table()
    for name in ("net_yuan", "emtr", "ptr", "first_year_rate"):
        known = table[table[name].notna()]
        assert (known[f"{name}_low"] <= known[name] + 1e-12).all()
        assert (known[name] <= known[f"{name}_high"] + 1e-12).all()
    falls = found.cliffs()
    assert (falls["drop_low_yuan"] <= falls["drop_yuan"]).all()
    assert (falls["drop_yuan"] <= falls["drop_high_yuan"]).all()
    with pytest.warns(DeprecationWarning, match=r"BudgetConstraint\.notches is now BudgetConstraint\.cliffs"):
        assert found.notches().equals(falls)
    by_end = found.by_assumption().set_index(["assumption", "end"])
    assert set(by_end.index.get_level_values(0)) == {"", *NAMES}
    now = by_end.loc[("", "")]
    # the bundle of dibao between 0 + 3 x 10 and 300 + 3 x 300, that of marginal between 15 and 450
    assert by_end.loc[("passported_value", "high"), "deepest_yuan"] == 3 * 50 + 1200 - 75
    assert by_end.loc[("special_assist_near_poor_share", "high"), "deepest_yuan"] == 450
    assert by_end.loc[("dibao_topup_share", "low"), "emtr_mean"] != now["emtr_mean"]
    profile = by_end.loc[("gradual_exit_profile", "1")]
    assert profile["emtr_mean"] == now["emtr_mean"]  # a matter of the first year only


def test_the_assumptions_are_parameters_with_ranges() -> None:
    paths = paths_of(BASE)
    assert set(paths) == set(NAMES)
    for path in (path for some in paths.values() for path in some):
        parameter = BASE.sources.parameters[path]
        assert parameter.range_low < parameter.range_high, path
    changed = [variant for variant in variants(BASE) if variant.assumption]
    assert len({(variant.assumption, variant.end) for variant in changed}) == len(changed) >= 7
    for variant in changed:
        assert all(variant.scenario.value(path) == value for path, value in variant.values)


def test_axes_other_than_incomes_have_no_rates() -> None:
    for vary in ("assets", "line"):
        table = budget_constraint(ELDERS, BASE, vary=vary).table()
        assert "emtr" not in table
        assert {"net_yuan", "net_yuan_low", "net_yuan_high"} <= set(table)


def test_the_default_axis_shows_every_cliff_and_the_household() -> None:
    found = budget_constraint(ELDERS, "zhejiang")
    assert found.top_fen >= max(n.at_fen for n in found.found)
    assert found.here_yuan * 100 <= found.top_fen
    short = budget_constraint(ELDERS, "zhejiang", upto_yuan=1000.0)
    assert short.table()["at_yuan"].max() == 1000.0


def test_unknown_axes_are_refused_by_name() -> None:
    with pytest.raises(ScenarioError, match="'wage'"):
        budget_constraint(COUPLE, BASE, vary="wages")
    with pytest.raises(ScenarioError, match="'assets'"):
        budget_surface(COUPLE, BASE, second="asset")  # type: ignore[arg-type]


@pytest.mark.parametrize("second", ["assets", "persons"])
def test_a_surface_is_a_budget_constraint_in_every_row(second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.calculator.surface.ROWS", 3)
    monkeypatch.setattr("simulation.calculator.surface.LARGEST", 5)
    surface = budget_surface(ELDERS, BASE, second=second)  # type: ignore[arg-type]
    values = surface.table[second].unique()
    assert len(values) >= 3
    assert surface.table.groupby(second)["at_yuan"].apply(tuple).nunique() == 1
    one = surface.table[surface.table[second] == values[0]].reset_index(drop=True)
    home = {"assets": Household(persons=4, minors=1, elders=1, wage=1500, pension=300, assets=values[0]),
            "persons": Household(persons=3, minors=0, elders=1, wage=1500, pension=300)}[second]  # fmt: skip
    alone = budget_constraint(home, BASE, upto_yuan=float(one["at_yuan"].max())).table(one["at_yuan"])
    pd.testing.assert_series_equal(one["net_yuan"], alone["net_yuan"])
    assert {"emtr_low", "emtr_high"} <= set(surface.table)
    if second == "assets":  # beyond the last limit there is no aid
        assert (surface.table[surface.table["assets"] == values[-1]]["aid_yuan"] == 0).all()


def test_the_topped_up_share_of_the_gap_scales_the_payment_and_keeps_a_taper() -> None:
    """`dibao_topup_share` is the share of the gap that is paid: half of it is half the payment, whatever the taper."""
    for base in (BASE, BASE.change({"dibao.withdraw_rate": 0.8})):
        held = {(v.assumption, v.end): v.scenario for v in variants(base)}
        paid = [
            assess(Household(other=500), each).amount_yuan_month for each in (base, held["dibao_topup_share", "low"])
        ]
        assert paid[1] == pytest.approx(paid[0] / 2, abs=1.0)  # rounded up to whole yuan
        low = held["dibao_topup_share", "low"]
        assert (low.value("dibao.topup_share"), low.value("dibao.withdraw_rate")) == (
            0.5,
            base.value("dibao.withdraw_rate") / 2,
        )
        assert ("dibao_topup_share", "high") not in held  # as it is
