"""The observer of health spending: what it adds up, and what the shipped values give."""

import numpy as np
import pytest
from worlds import always, onward, settings

from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import one_replication
from simulation.simulate.health_spending import HealthBurden, burden_of, part_of, year_of_health
from simulation.state import State


def burdens(state: State, scenario: Scenario) -> dict[str, HealthBurden]:
    """What health costs all households of a December's state, those in towns and those in the country."""
    year = year_of_health(state, scenario)
    rural, urban = part_of(year, ~year.urban), part_of(year, year.urban)
    return {"all": burden_of(year), "urban": burden_of(urban), "rural": burden_of(rural)}


@pytest.fixture(scope="module")
def year(warm: State, base: Scenario) -> State:
    return onward(warm, base)[0]


def test_serious_spending_is_what_spells_cost_since_january(warm: State, base: Scenario) -> None:
    state, months = warm.copy(), np.zeros(warm.units.size)
    for month in range(12):
        one_replication.run_months(state, base, base, 1, settings(1), one_replication.empty_ledger(state, base, 1))
        months += np.where(state.units["persons"] > 0, state.units["rigid"], 0)
        if month in (0, 5, 11):
            assert np.array_equal(state.units["spent"], np.minimum(months, 65_535))
    found = year_of_health(state, base)
    assert found.serious.sum() == np.minimum(months, 65_535).sum() > 0
    assert found.persons.sum() == state.units["persons"].sum()


def test_it_is_asked_for_at_the_end_of_a_year(warm: State, base: Scenario) -> None:
    with pytest.raises(ValueError, match="December"):
        year_of_health(onward(warm, base, 5)[0], base)


def test_households_add_up(year: State, base: Scenario) -> None:
    found = burdens(year, base)
    whole, urban, rural = (found[key] for key in ("all", "urban", "rural"))
    assert whole.households == urban.households + rural.households > 0
    for each in ("catastrophic_share", "impoverished_share", "serious_only_share"):
        parts = getattr(urban, each) * urban.households + getattr(rural, each) * rural.households
        assert getattr(whole, each) == pytest.approx(parts / whole.households)


def test_catastrophic_spending_is_near_what_surveys_find(year: State, base: Scenario) -> None:
    """11.0% of households, 6.3 to 16.0 by province (I01); the country more than towns (I03)."""
    found = burdens(year, base)
    assert 0.08 < found["all"].catastrophic_share < 0.14
    assert found["rural"].catastrophic_share > found["urban"].catastrophic_share
    assert found["all"].concentration < 0
    assert found["all"].serious_only_share < 0.3 * found["all"].catastrophic_share


def test_without_ordinary_care_only_serious_illness_costs(year: State, base: Scenario) -> None:
    found = burdens(year, always(base, {"illness.ordinary_yuan_year": 0.0}))["all"]
    assert found.catastrophic_share == found.serious_only_share > 0
