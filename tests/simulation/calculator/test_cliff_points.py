"""Cliffs to the fen: against rules worked by hand and against every single point of an axis."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.calculator import Household, assess
from simulation.calculator.case import AXES, movable_case
from simulation.calculator.cliff_points import breakpoints, cliffs_on, dominated_end
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Line

WAGE, ASSETS, LINE = AXES["wage"], AXES["assets"], AXES["line"]
# no imputed wage, so that every wage counts; values by hand below
LOADED = Scenario.load("zhejiang")
BASE = LOADED.change({
    **{f"{aid}.enabled": 0.0 for aid in LOADED.rule_book().aids if f"{aid}.enabled" in LOADED.sources.parameters},
    "dibao.imputed_wage_share": 0.0, "dibao.imputed_idle_share": 0.0, "dibao.minimum_share": 0.0,
    "dibao.work_cost_share": 0.0, "dibao.withdraw_rate": 1.0, "dibao.minimum_payment": 50.0,
    "dibao.bundle_household": 40.0, "dibao.bundle_person": 60.0,
    "marginal.bundle_person": 25.0, "marginal.income_floor": 0.0, "dibao.asset_months": 36.0,
    "marginal.asset_months": 72.0, "single.share_of_line": 0.6, "dibao.supplement_minor": 0.0,
    "dibao.supplement_elder": 0.0, "dibao.supplement_severe": 0.0,
})  # fmt: skip
COUPLE = Household(persons=3, minors=1)


def brute(case, axis, points):
    """Falls of cash and aid in kind above a yuan between neighbouring points."""
    aid = case.aid(axis, points)
    return {int(points[i + 1]): int(aid[i] - aid[i + 1]) for i in np.flatnonzero(aid[:-1] - aid[1:] > 100)}


def test_the_cliffs_of_a_couple_by_hand() -> None:
    case = movable_case(COUPLE, BASE, WAGE)
    line, marginal = int(case.lines[Line.DIBAO]) * 3, int(case.lines[Line.MARGINAL]) * 3
    found = cliffs_on(case, WAGE, 3 * marginal)
    assert [(n.rule, n.at_fen) for n in found] == [
        ("dibao.income_below_line", line), ("marginal.income_below_marginal", marginal)
    ]  # fmt: skip
    first, second = found
    # just below the line: the minimum payment of 3 x 50, in kind 40 + 3 x 60, of which 3 x 25 stay
    assert (first.drop_fen, first.cash_fen, first.in_kind_fen) == (29500, 15000, 14500)
    assert (first.lost, first.gained, first.cross) == ("dibao", "marginal", False)
    assert first.end_fen == line + 29500 - 1  # each fen of wage is kept; the fall began one fen below
    assert (second.drop_fen, second.lost, second.gained) == (7500, "marginal", "")
    assert "R01" in first.reference


def test_assets_by_hand() -> None:
    case = movable_case(replace(COUPLE, wage=1000), BASE, ASSETS)
    line = int(case.lines[Line.DIBAO])
    found = cliffs_on(case, ASSETS, 200 * 3 * line)
    assert [(n.rule, n.at_fen) for n in found] == [
        ("dibao.assets", 36 * 3 * line + 1), ("marginal.assets", 72 * 3 * line + 1)
    ]  # fmt: skip
    held = assess(replace(COUPLE, wage=1000), BASE)
    assert found[0].drop_fen / 100 == held.amount_yuan_month + held.bundle_yuan_month - 75


def test_a_higher_line_can_take_away() -> None:
    """A single-person case whose family comes under the line: each programme gives no less, the sum does."""
    home = Household(persons=3, severe=1, wage=4000)
    case = movable_case(home, BASE, LINE)
    found = [n for n in cliffs_on(case, LINE, 3 * case.here(LINE)) if n.at_fen > case.here(LINE)]
    crossing = [n for n in found if n.cross]
    assert [(n.lost, n.gained) for n in crossing] == [("single", "dibao")]
    at = crossing[0].at_fen
    assert (at - 100) * 3 <= 400_000 < at * 3
    below, above = case.aid(LINE, np.array([at - 100, at]))
    assert below - above == crossing[0].drop_fen


@pytest.mark.parametrize("axis", ["wage", "other", "assets"])
@pytest.mark.parametrize(
    "home",
    [COUPLE, Household(persons=3, severe=1, ill=1, able=1, rigid=900), Household(persons=2, elders=2, pension=400)],
    ids=["couple", "hardship", "elders"],
)
def test_every_fall_is_found_and_no_other(axis: str, home: Household) -> None:
    """Held against a walk over every 10 yuan, and around each cliff over every fen."""
    case = movable_case(home, BASE, AXES[axis])
    top = 90_000_000 if axis == "assets" else 1_500_000
    found = {n.at_fen: n.drop_fen for n in cliffs_on(case, AXES[axis], top)}
    walked = brute(case, AXES[axis], np.arange(0, top, 1000))
    steep = {at: drop for at, drop in walked.items() if drop > 1100}  # steeper than a taper of 100 % and rounding
    assert all(any(at - 1000 < exact <= at for exact in found) for at in steep)
    for exact, drop in found.items():
        near = brute(case, AXES[axis], np.arange(max(exact - 300, 0), exact + 300))
        assert near.get(exact) == drop


@given(
    st.integers(1, 5), st.integers(0, 2), st.integers(0, 2), st.floats(0, 3000), st.floats(0, 1500),
    st.floats(0.3, 1.0), st.booleans(),
)  # fmt: skip
def test_between_breakpoints_nothing_jumps(
    persons: int, minors: int, severe: int, pension: float, rigid: float, rate: float, jobless: bool
) -> None:
    home = Household(persons=persons, minors=min(minors, persons), severe=min(severe, persons),
                     pension=round(pension, 2), rigid=round(rigid, 2), jobless=jobless)  # fmt: skip
    case = movable_case(home, BASE.change({"dibao.withdraw_rate": round(rate, 3)}), WAGE)
    top = 2_000_000
    at = breakpoints(case, WAGE, top)
    points = np.arange(0, top, 997)
    aid = case.aid(WAGE, points)
    clear = np.searchsorted(at, points[:-1], side="right") == np.searchsorted(at, points[1:], side="right")
    fall = np.abs(np.diff(aid))[clear]
    assert fall.size == 0 or fall.max() <= 997 + 100  # at most the wage itself and the rounding to a whole yuan


def test_the_dominated_zone_ends_at_the_first_fen_that_makes_up_for_the_loss() -> None:
    case = movable_case(Household(persons=3, severe=1, able=2), BASE, WAGE)
    for cliff in cliffs_on(case, WAGE, 3_000_000):
        worth = case.resources(WAGE, np.array([cliff.at_fen - 1]))[0]
        inside = case.resources(WAGE, np.arange(cliff.at_fen, cliff.end_fen))
        assert (inside < worth).all()
        assert case.resources(WAGE, np.array([cliff.end_fen]))[0] >= worth
        assert dominated_end(case, WAGE, cliff.at_fen, cliff.at_fen + 10) == -1  # not made up for so soon


def test_without_a_wage_the_axis_has_no_step_of_its_own() -> None:
    """`workers` is derived from there being a wage: the first fen of it must not look like a rule."""
    base = BASE.change({"dibao.work_cost_share": 0.1})
    at_zero, above = movable_case(COUPLE, base, WAGE), movable_case(replace(COUPLE, wage=2000), base, WAGE)
    points = np.arange(0, 900_000, 5_000)
    assert (at_zero.resources(WAGE, points) == above.resources(WAGE, points)).all()
    assert at_zero.here(WAGE) == 0
