"""Marginal rates and cliffs of simulated units: each unit as the calculator sees it, sums that add up."""

import numpy as np
import pytest
from worlds import place_of, policy_at, settings

from simulation import engine
from simulation.calculator import kernels
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import NO_CASE
from simulation.simulate.marginal_rates import CLASSES, GROUPS, RATES, MarginalRates, counts_of, rates_of
from simulation.state import State

REACH, STEP = 20_000, 10_000


def largest(state: State) -> int:
    """The county with the most units."""
    return int(np.argmax(np.diff(state.counties.first)))


def rows_of(warm: State, base: Scenario) -> np.ndarray:
    """One county's units."""
    policy = policy_at(base, warm.month)
    policy = policy._replace(income_index=engine.income_index(base, warm.month - 1))
    return kernels.unit_rates(place_of(warm, base, largest(warm)), policy, warm.month - 1, STEP, REACH)


@pytest.fixture(scope="module")
def rows(warm: State, base: Scenario) -> np.ndarray:
    return rows_of(warm, base)


@pytest.fixture(scope="module")
def rates(warm: State, base: Scenario) -> MarginalRates:
    reform = base.with_reform("dibao_line_plus_10")
    both = (base, reform)
    return MarginalRates(settings(), both, tuple(rates_of(warm, one, settings()) for one in both))


def test_every_unit_that_lives_has_a_weight(rows: np.ndarray, warm: State, base: Scenario) -> None:
    place = place_of(warm, base, largest(warm))
    alive = place.units["persons"] > 0
    assert ((rows[:, kernels.WEIGHT] > 0) == alive).all()
    total = sum(int(w) * int(alive[a:b].sum()) for w, a, b in zip(place.weight, place.village, place.village[1:],
                                                                  strict=False))  # fmt: skip
    assert rows[:, kernels.WEIGHT].sum() == total


def test_who_is_entitled_is_who_the_month_found_entitled(whole_warm: State, whole: Scenario) -> None:
    """Units with aid now are among those with a case: the month opens one for everyone the rules would take."""
    rows = rows_of(whole_warm, whole)
    place = place_of(whole_warm, whole, largest(whole_warm))
    held = rows[:, kernels.HELD] >= 0
    alive = rows[:, kernels.WEIGHT] > 0
    with_case = place.units["case"] != NO_CASE
    assert (held & alive).sum() > 10
    assert (with_case[held & alive]).mean() > 0.95  # incomes moved on since the case table was last looked at


def test_a_cliff_is_a_loss_within_reach_and_has_a_name(rows: np.ndarray, base: Scenario) -> None:
    near = rows[rows[:, kernels.DROP] > 0]
    assert len(near) > 3
    assert (np.abs(near[:, kernels.DISTANCE]) <= REACH).all()
    reasons = base.rule_book().reasons
    assert (near[:, kernels.REASON] > 0).all()
    assert (near[:, kernels.REASON] < len(reasons)).all()
    far = rows[(rows[:, kernels.DROP] == 0) & (rows[:, kernels.WEIGHT] > 0)]
    # without a cliff in reach a step loses at most itself, the rounding to a whole yuan, and what is no cliff
    lost = far[:, kernels.NOW] - far[:, kernels.LATER]
    assert (lost <= STEP + 100).all()


def test_sums_over_units_add_up(rows: np.ndarray, base: Scenario) -> None:
    counts = counts_of(rows, len(base.rule_book().reasons))
    whole = counts.classes[:, GROUPS.index("all")].sum(axis=1)
    assert whole.tolist() == [rows[:, kernels.WEIGHT].sum()] * len(RATES)
    near = (rows[:, kernels.DROP] > 100) * rows[:, kernels.WEIGHT]
    assert counts.cliffs[..., 0].sum() == near.sum()
    assert counts.cliffs[..., 1].sum() == (near * rows[:, kernels.DROP]).sum()


def test_distribution_and_cliffs_carry_bands(rates: MarginalRates, base: Scenario) -> None:
    table = rates.distribution()
    shares = table.groupby(["scenario", "rate", "group"])["share"].sum()
    assert shares.to_numpy() == pytest.approx(1.0)
    assert (table["share_low"] <= table["share"] + 1e-12).all()
    assert (table["share"] <= table["share_high"] + 1e-12).all()
    assert table["class"].unique().tolist() == list(CLASSES)
    cliffs = rates.cliffs()
    assert {"dibao.income_below_line", "marginal.income_below_marginal"} <= set(cliffs["rule"])
    assert (cliffs["units_low"] <= cliffs["units"]).all()
    assert (cliffs["units"] <= cliffs["units_high"]).all()
    assert (cliffs["reference"].str.len() > 0).all()
    assert set(cliffs["scenario"]) == {one.name for one in rates.scenarios}


def test_the_sweep_names_every_assumption(rates: MarginalRates) -> None:
    table = rates.by_assumption()
    for _, part in table.groupby("scenario"):
        assert part["assumption"].nunique() == 5  # the four, and none
        assert part.loc[part["assumption"] == "", "values"].item() == ""
    wide = table.set_index(["scenario", "assumption", "end"])["units_above_1"].unstack([1, 2])
    assert (wide[("special_assist_near_poor_share", "high")] >= wide[("special_assist_near_poor_share", "low")]).all()
