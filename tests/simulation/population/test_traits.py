"""Which counties a number names, and the tilt of subsidies to key counties."""

import numpy as np
import pytest
from province_inputs import PROVINCES

from simulation.parameters.scenario.scenario import Scenario
from simulation.population.people.traits import (
    FARMING_MEAN,
    LEAST_FARMING,
    Trait,
    agrarian_order,
    county_traits,
    seeded_order,
    tilted,
)


@pytest.fixture(scope="module")
def yunnan() -> Scenario:
    """The province that states the tilt."""
    return Scenario.load("yunnan")


def test_nothing_is_remote_and_nobody_delegates_by_default(yunnan: Scenario) -> None:
    table = county_traits(yunnan.counties, 0.0, 3.0, 0.0)
    assert (table[:, Trait.TRAVEL] == 1.0).all()
    assert not table[:, Trait.DELEGATED].any()


def test_remote_counties_are_the_most_agrarian_up_to_the_share(yunnan: Scenario) -> None:
    counties = yunnan.counties
    remote = county_traits(counties, 0.2, 3.0, 0.0)[:, Trait.TRAVEL] == 3.0
    farming = counties["share_employed_in_agriculture"].to_numpy()
    assert farming[remote].min() >= farming[~remote].max()
    share = counties["population"].to_numpy()[remote].sum() / counties["population"].sum()
    assert 0.2 <= share < 0.25


def test_who_delegates_at_a_low_share_does_at_a_higher_one(yunnan: Scenario) -> None:
    some, more = (county_traits(yunnan.counties, 0.0, 1.0, share)[:, Trait.DELEGATED] for share in (0.3, 0.7))
    assert some.sum() == round(0.3 * len(some))
    assert (more >= some).all()
    assert sorted(seeded_order(yunnan.counties)) == list(range(len(some)))


def test_key_counties_are_paid_from_above_to_the_stated_share(yunnan: Scenario) -> None:
    counties = yunnan.counties
    payers = np.tile([0.7, 0.15, 0.05], (len(counties), 1))
    tilt = tilted(payers, counties, 27, 30, (1.0, 0.9))
    order = agrarian_order(counties)
    np.testing.assert_allclose(tilt[order[:27]].sum(axis=1), 1.0)
    np.testing.assert_allclose(tilt[order[27:57]].sum(axis=1), 0.9)
    np.testing.assert_array_equal(tilt[order[57:]], payers[order[57:]])
    assert (tilt[:, 0] == 0.7).all()
    assert np.array_equal(tilted(payers, counties, 0, 0, (1.0, 0.9)), payers)


def test_farming_is_the_log_of_its_share_over_that_of_all_six_provinces(yunnan: Scenario) -> None:
    """To 1/1024, so that no platform's last digit counts; a county without farms counts as one of a hundredth."""
    counties = yunnan.counties.copy()
    share = "share_employed_in_agriculture"
    counties.loc[counties.index[:3], share] = [FARMING_MEAN, 2 * FARMING_MEAN, 0.0]
    farming = county_traits(counties, 0.0, 1.0, 0.0)[:, Trait.FARMING]
    assert farming[0] == 0.0
    assert farming[1] == pytest.approx(np.log(2), abs=1 / 1024)
    assert farming[2] == pytest.approx(np.log(LEAST_FARMING / FARMING_MEAN), abs=1 / 1024)
    assert (farming * 1024 == np.round(farming * 1024)).all()
    order = np.argsort(counties[share].to_numpy())
    assert (np.diff(farming[order]) >= 0).all()


def test_the_reference_of_farming_is_that_of_the_six_provinces() -> None:
    """The share employed in agriculture of all six, weighted by people: about a fifth."""
    tables = [Scenario.load(name).counties for name in PROVINCES]
    people = sum(table["population"].sum() for table in tables)
    farmers = sum((table["population"] * table["share_employed_in_agriculture"]).sum() for table in tables)
    assert farmers / people == pytest.approx(FARMING_MEAN, abs=0.03)
