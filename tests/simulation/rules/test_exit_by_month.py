"""The gradual exit month by month, as the simulated world pays it, against its closed form."""

from itertools import pairwise

import pytest

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.exit import gradual_amount, next_amount
from simulation.rules.programme import is_in_force
from simulation.rules.tables import Profile

LINE, INCOME = 100_000, 120_000


@pytest.mark.parametrize("months", [1, 2, 6, 12])
@pytest.mark.parametrize("profile", [Profile.OLD_AMOUNT, Profile.LINEAR])
def test_each_month_follows_from_the_one_before(profile: Profile, months: int) -> None:
    whole = [gradual_amount(months, 1.5, int(profile), t, 77_777, INCOME, LINE, 1) for t in range(months)]
    paid = [whole[0]]
    for left in range(months, 1, -1):
        paid.append(next_amount(int(profile), paid[-1], left))
    assert paid == pytest.approx(whole, abs=months)  # each month rounds to the fen
    assert next_amount(int(profile), paid[-1], 1) == (0 if profile == Profile.LINEAR else paid[-1])
    falls = all(later < earlier for earlier, later in pairwise(paid))
    assert falls or profile == Profile.OLD_AMOUNT


def test_a_programme_switched_off_is_not_in_force() -> None:
    base = Scenario.load("hubei")
    k = base.rule_book().names.index("dibao")
    assert is_in_force(base.rules(0), k)
    assert not is_in_force(base.change({"dibao.enabled": 0}).rules(0), k)
