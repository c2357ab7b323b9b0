"""Traits that rules test beside income and health: none in the nation, with `needs.known` those of the shares."""

import numpy as np
import pytest
from scan import facts_of_cases, lines_of_cases
from worlds import onward, place_of, policy_at

from simulation.calculator.kernels import aids
from simulation.parameters.scenario import Scenario
from simulation.rules.facts import ON_FILE, Fact
from simulation.state import State

NEVER_KNOWN = {Fact.OBLIGOR_ASSETS}  # no share for it: the world holds no assets of relatives
# aid in force in this province that looks at such a trait, so that nobody gets it while traits are not known
BY_NEED = ("care_service", "disability_care", "disability_living", "education_aid", "housing_aid", "medical_aid")


@pytest.fixture(scope="module")
def known(base: Scenario) -> Scenario:
    """The province whose units have the traits of the shares that ship."""
    return base.change({"needs.known": 1})


def of_cases(state: State, scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """(cases, facts) of all cases, and (programmes,) fen a month of each aid over them."""
    month, facts, worth = state.month, [], []
    policy = policy_at(scenario, month)
    for county in range(state.counties.adcode.size):
        place = place_of(state, scenario, county)
        facts.append(facts_of_cases(place, policy, month, True))
        worth.append(aids(policy.rules, facts[-1], lines_of_cases(place, policy)).sum(axis=0))
    return np.concatenate(facts), np.sum(worth, axis=0)


def test_traits_are_unknown_in_the_nation_and_follow_the_shares_where_known(
    base: Scenario, known: Scenario, warm: State
) -> None:
    without, nothing = of_cases(warm, base)
    having, aid = of_cases(warm, known)
    assert not without[:, ON_FILE:].any()
    assert np.array_equal(without[:, :ON_FILE], having[:, :ON_FILE])
    found = {fact for fact in Fact if fact >= ON_FILE and having[:, fact].any()}
    assert {*Fact} - {*range(ON_FILE)} - found == NEVER_KNOWN
    units = len(having)
    share = base.value("needs.grade3_share")
    assert abs(having[:, Fact.GRADE3].mean() - share) < 5 * np.sqrt(share / units)
    rural = having[:, Fact.URBAN] == 0
    assert abs(having[rural, Fact.FORMER_POOR].mean() - base.value("needs.former_poor_share")) < 0.02
    names = [programme.id for programme in base.rule_book().programmes]
    gained = {name for name, before, now in zip(names, nothing, aid, strict=True) if before == 0 < now}
    assert gained >= set(BY_NEED), set(BY_NEED) - gained


def test_aid_by_need_enters_the_totals_of_the_province(base: Scenario, known: Scenario, warm: State) -> None:
    """Cases are decided anew month by month, so the bundle grows; the same households live through the same months."""
    (_, usual), (_, more) = (onward(warm, scenario, 3) for scenario in (base, known))
    bundle = usual.programmes.index("bundle")
    assert more.money[:, -1, bundle].sum() > 1.02 * usual.money[:, -1, bundle].sum()
    assert np.array_equal(usual.before, more.before)
