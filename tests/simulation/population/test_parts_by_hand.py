"""Parts of a population by hand: templates, the youngest mother, fifths of income, years of shocks, businesses."""

import numpy as np
import pandas as pd
import pytest
from province_inputs import read_inputs

from simulation.parameters.schema.processes import Earnings
from simulation.parameters.schema.shocks import Disaster, Job
from simulation.population.build.census_fit import fifths
from simulation.population.build.tables import _business_chance
from simulation.population.census.compositions import households
from simulation.population.census.templates import FAMILY, tabulate
from simulation.population.incomes.permanent import PATHS, Shocks, UnitRows, shrunk, years_of_shocks
from simulation.population.microdata.microdata import _mothers

NO_JOB_LOST, NO_DISASTER = Job(0.0, 0.15, 1.0, 0.0), Disaster(0.0, 0.0, 0.0, 0.0)


def test_fifths_divide_the_bin_on_a_border() -> None:
    """Ten persons: two of 1 yuan, five of 2, three of 4; the second fifth is two of 2 yuan, the last two of 4."""
    persons, yuan = np.array([0.0, 2.0, 5.0, 0.0, 3.0]), np.array([0.0, 2.0, 10.0, 0.0, 12.0])
    assert fifths(persons, yuan).tolist() == pytest.approx([1, 2, 2, 3, 4])


def test_a_household_whose_first_child_may_leave_has_a_unit_to_spare() -> None:
    """A child of 15 to 22 founds a unit of its own; younger ones stay, and so do residents of dormitories."""
    homes = households()
    tables = tabulate(homes)
    eldest = [home.persons[0] for home in homes]
    leaves = [
        home.kind == FAMILY and child.low >= 15 and child.high <= 22 for home, child in zip(homes, eldest, strict=True)
    ]
    assert tables.spare.tolist() == leaves
    assert 0 < sum(leaves) < len(homes)
    units = [len({person.unit for person in home.persons}) for home in homes]
    assert tables.units.tolist() == [number + spare for number, spare in zip(units, leaves, strict=True)]


def test_who_may_have_a_child_is_the_youngest_married_woman_of_20_to_44() -> None:
    rows = [
        (0, 1, "female", 44), (0, 1, "female", 38), (0, 0, "female", 25), (1, 1, "female", 45), (1, 1, "male", 30),
        (3, 1, "female", 20), (4, 1, "female", 19), (5, 1, "female", 44),
    ]  # fmt: skip
    persons = pd.DataFrame(rows, columns=["home", "married", "sex", "age"])
    slot = np.array([0, 1, 2, 0, 1, 0, 0, 0])
    assert _mothers(persons, slot, 6).tolist() == [1, -1, -1, 0, -1, 0]


@pytest.mark.parametrize("spreads", [(0.3, 0.0), (0.0, 0.3)])
def test_shocks_of_one_month_come_in_pairs_that_cancel(spreads: tuple[float, float]) -> None:
    """Each draw has one as far on the other side: log shocks lie symmetrically about minus half their variance."""
    years = years_of_shocks(Shocks(Earnings(0.97, *spreads, 1), NO_JOB_LOST, NO_DISASTER))
    logs = np.sort(np.log(years[:, 0])) + 0.5 * 0.3**2
    assert len(years) == PATHS
    assert logs == pytest.approx(-logs[::-1], abs=1e-4)
    assert logs.std() == pytest.approx(0.3, rel=0.02)


def test_shrunk_earnings_have_the_surveyed_mean_under_shocks_and_less_spread() -> None:
    """Years that keep 0.8 of earnings less a tenth without the main job: 0.7 of wages, 0.8 of what is no wage."""
    n, random = 4000, np.random.default_rng(1)
    wage, business = np.exp(random.normal(8.0, 0.6, n)), np.zeros(n)
    business[::2] = wage[::2]
    ones = np.ones(n, np.int64)
    rows = UnitRows(np.arange(n), ones * 0, ones, ones, wage, business, np.zeros(n), ones, ones > 0)
    shocks = np.exp(random.normal(0.0, 0.3, PATHS))
    years = np.stack([0.8 * shocks / shocks.mean(), np.full(PATHS, 0.1), np.zeros(PATHS)], axis=1)
    factor = shrunk(rows, np.ones(n), years)
    kept = factor * (0.8 * (wage + business) - 0.1 * wage)
    assert kept.sum() == pytest.approx((wage + business).sum())
    before, after = np.log(wage + business).var(), np.log((wage + business) * factor).var()
    assert after == pytest.approx(before - np.log(shocks).var(), rel=0.01)


def test_businesses_are_more_frequent_where_more_people_farm() -> None:
    counties, _, income = read_inputs("yunnan")
    some = counties.iloc[:2].assign(share_employed_in_agriculture=[0.0, 0.5])
    chance = _business_chance(some, income).reshape(2, 2)
    assert chance[:, 0].tolist() == [income.business_urban] * 2
    assert chance[0, 1] == income.business_rural
    assert chance[1, 1] == pytest.approx(income.business_rural + 0.5 * income.business_agriculture)
    assert income.business_agriculture > 0
