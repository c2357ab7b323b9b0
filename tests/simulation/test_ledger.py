"""The ledger: shapes, views, windows, and months that add up."""

import numpy as np
import pytest
from worlds import onward, settings

from simulation.ledger import BINS_PER_LINE, INCOME_BINS, PAYERS, Books, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import one_replication
from simulation.state import State


@pytest.fixture(scope="module")
def year(base: Scenario, warm: State) -> Ledger:
    """A year of the baseline."""
    return onward(warm, base, 12)[1]


def test_an_empty_ledger_is_all_zeros() -> None:
    ledger = Ledger.empty(np.array([0.5, 1.0]), -3, 7, ("a", "b", "bundle"))
    assert ledger.money.shape == (2, 7, 3, len(PAYERS))
    assert ledger.flows.shape == (2, 7, 3, len(Flow))
    assert ledger.measures.shape == (2, 7, len(Measure))
    assert ledger.before.shape == ledger.after.shape == (2, 7, INCOME_BINS)
    for name in Books._fields:
        assert not getattr(ledger, name).any()
        assert getattr(ledger, name).dtype == np.int64


def test_books_of_a_county_are_views() -> None:
    ledger = Ledger.empty(np.ones(3), 0, 2, ("a",))
    ledger.books(1).measures[1, Measure.PERSONS] = 7
    assert ledger.measure(Measure.PERSONS).tolist() == [0, 7]
    assert ledger.measures[0].sum() == ledger.measures[2].sum() == 0


def test_axes_have_distinct_places() -> None:
    for enum in (Measure, Flow):
        assert [int(member) for member in enum] == list(range(len(enum))), "an alias would be counted twice"
    assert INCOME_BINS % BINS_PER_LINE == 0


def test_flow_of_an_unknown_programme_is_refused(year: Ledger) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        year.flow("nobody", Flow.STOCK_PERSONS)


def test_totals_are_sums_over_counties(year: Ledger) -> None:
    assert np.array_equal(year.measure(Measure.UNITS), year.measures[:, :, Measure.UNITS].sum(axis=0))
    dibao = year.programmes.index("dibao")
    assert np.array_equal(year.flow("dibao", Flow.PAID_UNITS), year.flows[:, :, dibao, Flow.PAID_UNITS].sum(axis=0))
    assert year.flow("dibao", Flow.PAID_UNITS).min() > 0


def test_since_cuts_the_months_before(year: Ledger) -> None:
    later = year.since(4)
    assert later.first_month == 4
    assert later.measures.shape[1] == 8
    assert np.array_equal(later.money, year.money[:, 4:])
    assert np.array_equal(later.before, year.before[:, 4:])
    assert np.array_equal(later.waits, year.waits)
    assert np.array_equal(later.unpaid, year.unpaid)


def test_weights_stand_for_the_whole_province(base: Scenario, warm: State, year: Ledger) -> None:
    """Persons of the books are residents of the province, though a part of them only is simulated."""
    residents = base.group("population", 0).residents_2022
    assert year.measure(Measure.PERSONS)[0] == pytest.approx(residents, rel=0.05)
    simulated = int(warm.units["persons"].sum())
    assert simulated < 0.05 * year.measure(Measure.PERSONS)[0]
    assert ((year.share > 0) & (year.share <= 1)).all()


def test_the_small_world_counts_each_person_once(base: Scenario, warm: State) -> None:
    """Recount from the tables: persons, units and households of a month, by county."""
    state, books = onward(warm, base, 1)
    weight = np.repeat(np.repeat(state.villages.weight, np.diff(state.villages.first)), 1)
    here = state.units["persons"] > 0
    county = np.repeat(np.arange(len(state.cases)), np.diff(state.counties.first))
    persons = np.bincount(county, weight * state.units["persons"], minlength=len(state.cases))
    assert np.array_equal(books.measures[:, 0, Measure.PERSONS], persons.astype(np.int64))
    units = np.bincount(county, weight * here, minlength=len(state.cases))
    assert np.array_equal(books.measures[:, 0, Measure.UNITS], units.astype(np.int64))


def test_ledgers_of_a_run_begin_where_they_should(base: Scenario, warm: State) -> None:
    ledger = one_replication.empty_ledger(warm, base, 5)
    assert ledger.first_month == warm.month == 0
    assert ledger.programmes[-1] == "bundle"
    assert one_replication.continued(warm.copy(), base, settings(3)).measures.shape[1] == 3
