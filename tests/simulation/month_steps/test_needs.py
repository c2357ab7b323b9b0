"""Traits that rules test beside income and health: those of the shares, and none where `needs.known` is 0."""

import numpy as np
import pytest
from scan import facts_of_cases, lines_of_cases
from worlds import onward, place_of, policy_at

from simulation.calculator.kernels import aids
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.rules.facts import ON_FILE, Fact
from simulation.state import State

NEVER_KNOWN = {Fact.OBLIGOR_ASSETS}  # no share for it: the world holds no assets of relatives
# aid in force in this province that looks at such a trait, so that nobody gets it while traits are not known
BY_NEED = ("care_service", "disability_care", "disability_living", "education_aid", "housing_aid", "medical_aid")


@pytest.fixture(scope="module")
def unknown(base: Scenario) -> Scenario:
    """The province whose units have no such trait."""
    return base.change({"needs.known": 0})


def of_cases(state: State, scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """(cases, facts) of all cases, and (programmes,) fen a month of each aid over them."""
    month, facts, worth = state.month, [], []
    policy = policy_at(scenario, month)
    for county in range(state.counties.adcode.size):
        place = place_of(state, scenario, county)
        facts.append(facts_of_cases(place, policy, month, True))
        worth.append(aids(policy.rules, facts[-1], lines_of_cases(place, policy)).sum(axis=0))
    return np.concatenate(facts), np.sum(worth, axis=0)


def country(state: State, scenario: Scenario) -> np.ndarray:
    """(cases,) which live in the country."""
    places = [place_of(state, scenario, county) for county in range(state.counties.adcode.size)]
    rural = [
        place.units["flags"][place.cases["unit"][: place.n_cases[0]].astype(int)] & Flag.URBAN == 0 for place in places
    ]
    return np.concatenate(rural)


def test_traits_follow_the_shares_and_are_none_where_unknown(base: Scenario, unknown: Scenario, warm: State) -> None:
    without, nothing = of_cases(warm, unknown)
    having, aid = of_cases(warm, base)
    assert not without[:, ON_FILE:].any()
    assert np.array_equal(without[:, :ON_FILE], having[:, :ON_FILE])
    found = {fact for fact in Fact if fact >= ON_FILE and having[:, fact].any()}
    assert {*Fact} - {*range(ON_FILE)} - found == NEVER_KNOWN
    units = len(having)
    share = base.value("needs.grade3_share")
    assert abs(having[:, Fact.GRADE3].mean() - share) < 5 * np.sqrt(share / units)
    rural, share = country(warm, base), base.value("needs.former_poor_share")
    assert not having[~rural, Fact.FORMER_POOR].any()
    assert abs(having[rural, Fact.FORMER_POOR].mean() - share) < 5 * np.sqrt(share / rural.sum())
    ages = having[having[:, Fact.OBLIGOR_PERSONS] > 0]
    children, parents = ages[:, Fact.ELDERS] > 0, ages[:, Fact.ELDERS] == 0
    assert set(ages[children, Fact.OBLIGOR_YOUNGEST]) <= set(range(30, 65))
    assert set(ages[parents, Fact.OBLIGOR_YOUNGEST]) <= set(range(45, 85))
    names = [programme.id for programme in base.rule_book().programmes]
    gained = {name for name, before, now in zip(names, nothing, aid, strict=True) if before == 0 < now}
    assert gained >= set(BY_NEED), set(BY_NEED) - gained


def test_aid_by_need_enters_the_totals_of_the_province(base: Scenario, unknown: Scenario, warm: State) -> None:
    """Cases are decided anew month by month, so the bundle grows; the same households live through the same months."""
    (_, usual), (_, more) = (onward(warm, scenario, 3) for scenario in (unknown, base))
    bundle = usual.programmes.index("bundle")
    assert more.money[:, -1, bundle].sum() > 1.02 * usual.money[:, -1, bundle].sum()
    assert np.array_equal(usual.before, more.before)
