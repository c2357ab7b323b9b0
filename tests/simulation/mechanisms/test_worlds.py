"""Some counties of a province are another scenario than all of them."""

import pytest

from simulation import engine
from simulation.mechanisms.worlds import with_some_counties
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication


@pytest.mark.parametrize("province", ["hubei", "zhejiang"])
def test_what_is_cached_of_a_part_is_not_that_of_the_whole(province: str) -> None:
    """A policy holds a row per county and area: that of a part read for the whole would be read beyond its end."""
    whole = Scenario.load(province)
    part = with_some_counties(whole, 5)
    assert part != whole
    assert with_some_counties(whole, 5) == part != with_some_counties(whole, 4)
    rows = [len(engine.policy_in_force(each, each, 0).lines) for each in (part, whole)]
    assert rows == [2 * len(part.counties), 2 * len(whole.counties)]
    assert rows[0] < rows[1]


def test_a_state_does_not_go_on_under_a_scenario_of_other_counties() -> None:
    whole = Scenario.load("hubei")
    part = with_some_counties(whole, 5)
    settings = Settings(0.0001, 1, 1, warm_up=0, threads=1)
    state = one_replication.population_state(whole, settings, 0)
    ledger = one_replication.empty_ledger(state, whole, 1)
    with pytest.raises(ValueError, match=f"{len(whole.counties)} counties under a scenario of {len(part.counties)}"):
        engine.begin_month(state, part, part, 0)
    assert not ledger.measures.any()
