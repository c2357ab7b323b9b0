"""The worked examples in docstrings of the month's steps are what the kernels calculate."""

import re
from types import ModuleType

import pytest

from simulation import engine
from simulation.month_steps.cases import upkeep
from simulation.month_steps.eligibility import prefilter
from simulation.month_steps.eligibility.prefilter import Bound
from simulation.month_steps.household_class import household_class
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.exit import gradual_amount, next_amount
from simulation.rules.tables import Profile
from simulation.units import FEN


def numbers(module: ModuleType, line: str) -> list[float]:
    """The numbers of the line of a docstring that begins with a text."""
    (found,) = [each for each in (module.__doc__ or "").splitlines() if each.strip().startswith(line)]
    return [
        float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", found.strip().removeprefix(line))
    ]


@pytest.mark.parametrize("profile", Profile)
def test_a_gradual_exit_month_by_month(profile: Profile) -> None:
    paid, left = [gradual_amount(6, 1.5, profile, 0, 800 * FEN, 1_200 * FEN, 1_084 * FEN, 1)], 6
    while left > 1:
        paid.append(next_amount(profile, paid[-1], left))
        left -= 1
    assert [each / FEN for each in paid] == numbers(upkeep, profile.name)[:6]


def test_a_household_at_the_prefilter() -> None:
    base = Scenario.load("zhejiang")
    assert base.counties["county"][0] == "上城区"
    policy, row = engine.policy_in_force(base, base, 0), 1
    column = household_class(0, True, False)
    bounds = policy.prefilter[row, column] / FEN
    income, earned = bounds[Bound.INCOME], bounds[Bound.EARNED]
    assert [income, earned, bounds[Bound.PENSION], bounds[Bound.OTHER]] == numbers(prefilter, "widest status:")
    ceiling = 2 * policy.income_ceilings[row, column] / FEN
    assert numbers(prefilter, "6,000 yuan a month:")[-1] == pytest.approx(ceiling)
    assert 5_800 < ceiling <= 6_000
    wage, _, twice, over, _, _, limit = (5_800.0, *numbers(prefilter, "5,800:")[1:])
    assert (twice, over, limit) == pytest.approx((earned, wage - 2 * earned, 2 * income))
    assert 5_400 - 2 * earned < limit <= over
    assert numbers(prefilter, "5,400:")[0] == pytest.approx(5_400 - 2 * earned)
