"""The Mesa model: offices as handles on the staff table, the same bits as the engine."""

import copy
import pickle

import networkx as nx
import numpy as np
import pytest

from simulation import engine
from simulation.ledger import Flow, Ledger, Measure
from simulation.mesa_model import REPORTED, Assistant, Bureau, Desk, ProvinceModel, StaffAgent
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.offices import Office, Staff
from simulation.run_settings import Settings
from simulation.simulate.one_replication import branch, continued
from simulation.simulate.run_record import ledger_digest
from simulation.state import State

pytestmark = pytest.mark.usefixtures("few_counties")

BASE = Scenario.load("zhejiang").change({"application.base_logit": -1.2})  # enough filings for a small sample
MONTHS = 4
SETTINGS = Settings(0.0005, MONTHS, 1, 1, 0, threads=1)
KEYWORDS = {"scale": 0.0005, "months": MONTHS, "warm_up": 0, "seed": 1}
COUNTY = 330106


class Absent(Desk):
    """Works zero hours."""

    def step(self) -> None:
        """Plan nothing."""


class Closed(Desk):
    """Works zero hours, said the other way."""

    def step(self) -> None:
        """Have no minutes and plan as usual."""
        self.available = 0
        super().step()


class Eager(Desk):
    """Plans more than there is."""

    def step(self) -> None:
        """Plan too much."""
        self.queue = self.available + 1


def absent_in_one_county(adcode: int, place: int) -> type[StaffAgent]:
    """All desks but the first of one county stay away."""
    return Absent if adcode == COUNTY and place > 0 else Desk


@pytest.fixture(scope="module")
def start() -> ProvinceModel:
    """A model before its first step; tests step copies of it."""
    return ProvinceModel(BASE, **KEYWORDS, rng=3)


@pytest.fixture(scope="module")
def model(start: ProvinceModel) -> ProvinceModel:
    """A model that has run to its end."""
    done = copy.deepcopy(start)
    done.run_model()
    return done


def by_engine(state: State) -> tuple[str, str]:
    """Digests of state and ledger after the months of the engine."""
    ledger = continued(state, BASE, SETTINGS)
    return state.digest(), ledger_digest([ledger])


def digests(model: ProvinceModel) -> tuple[str, str]:
    """The same of a model."""
    return model.state.digest(), ledger_digest([model.ledger])


def test_steps_give_the_bits_of_the_engine(start: ProvinceModel, model: ProvinceModel) -> None:
    assert digests(model) == by_engine(start.state.copy())
    assert not model.running
    assert model.month == model.time == MONTHS


def test_mesa_s_own_seed_enters_no_result(model: ProvinceModel) -> None:
    other = ProvinceModel(BASE, **KEYWORDS, rng=4)
    assert other.random.random() != model.random.random()
    other.run_for(MONTHS)
    assert digests(other) == digests(model)


def test_a_reform_branches_from_the_baseline(start: ProvinceModel) -> None:
    reform = BASE.with_reform("dibao_line_plus_10")
    model = ProvinceModel(reform, baseline=BASE, **KEYWORDS)
    model.run_model()
    state, ledger = branch(start.state, reform, BASE, SETTINGS)
    assert digests(model) == (state.digest(), ledger_digest([ledger]))


@pytest.mark.parametrize("kind", [Absent, Closed])
def test_zero_hours_equal_the_kernel_with_that_row_at_zero(
    start: ProvinceModel, model: ProvinceModel, kind: type[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(adcode: int, place: int) -> type[StaffAgent]:
        return kind if adcode == COUNTY and place == 0 else Desk

    closed = ProvinceModel(BASE, **KEYWORDS, agents={"desk": choose})
    closed.run_model()
    state = start.state.copy()
    county = int(np.flatnonzero(state.counties.adcode == COUNTY)[0])
    row = int(state.first_office[county]) + 1
    assert state.staff[row].office == Office.DESK
    minutes = engine.staff_minutes

    def without_the_desk(state: State, processes: np.ndarray) -> None:
        minutes(state, processes)
        state.staff[row].available = 0

    monkeypatch.setattr(engine, "staff_minutes", without_the_desk)
    assert digests(closed) == by_engine(state)
    assert ledger_digest([closed.ledger]) != ledger_digest([model.ledger])


def waiting(ledger: Ledger, county: int) -> int:
    """Poor persons whose application waits, summed over the months."""
    return int(ledger.measures[county, :, Measure.POOR_WAITING].sum())


def test_absent_desks_change_only_their_county(start: ProvinceModel, model: ProvinceModel) -> None:
    away = ProvinceModel(BASE, **KEYWORDS, agents={"desk": absent_in_one_county})
    away.run_model()
    county = int(np.flatnonzero(start.state.counties.adcode == COUNTY)[0])
    others = np.arange(start.state.counties.adcode.size) != county
    np.testing.assert_array_equal(away.ledger.measures[others], model.ledger.measures[others])
    worked = [m.ledger.measures[county, :, Measure.MINUTES_DESK].sum() for m in (away, model)]
    assert worked[0] < worked[1]
    assert waiting(away.ledger, county) >= waiting(model.ledger, county)


def test_impossible_agents_are_refused(start: ProvinceModel) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        ProvinceModel(BASE, **KEYWORDS, agents={"desks": Desk})
    eager = ProvinceModel(BASE, **KEYWORDS, agents={"desk": Eager})
    with pytest.raises(ValueError, match="Eager in row 1 of the staff table plans"):
        eager.step()
    with pytest.raises(AttributeError, match="cannot be set"):
        start.offices[0].booked = 1


def test_impossible_settings_are_refused(model: ProvinceModel) -> None:
    with pytest.raises(ValueError, match=r"(?s)scale: expected .*warm_up: expected .* a multiple of 12"):
        ProvinceModel(BASE, scale=2.0, warm_up=5)
    with pytest.raises(ValueError, match="structural"):
        ProvinceModel(BASE.change({"register.turnover_prob_month": 0.01}), baseline=BASE, **KEYWORDS)
    with pytest.raises(ValueError, match="ends after 4 months"):
        copy.deepcopy(model).step()


def test_agents_are_handles_in_the_order_of_the_table(model: ProvinceModel) -> None:
    staff: Staff = model.state.staff
    assert len(model.agents) == len(model.offices) == len(staff)
    kinds = {Office.BUREAU: Bureau, Office.DESK: Desk, Office.ASSISTANT: Assistant}
    for index in (0, 1, len(staff) // 2, len(staff) - 1):
        office, row = model.offices[index], staff[index]
        assert type(office) is kinds[Office(row.office)]
        assert (office.county, office.available, office.booked) == (row.county, row.available, row.booked)
        assert office.queue + office.visits + office.reserve == office.available
    staff["queue"][0] += 7
    assert model.offices[0].queue == staff[0].queue
    staff["queue"][0] -= 7


def test_copies_and_pickles_run_on_alike(start: ProvinceModel, model: ProvinceModel) -> None:
    first = copy.deepcopy(start)
    first.step()
    again = pickle.loads(pickle.dumps(first))
    assert again.offices[0].model is again
    again.run_model()
    assert digests(again) == digests(model)
    assert first.month == 1
    assert start.month == 0


def test_the_collector_holds_the_ledger(model: ProvinceModel) -> None:
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTED)
    assert list(frame["month"]) == [1, 2, 3, 4]
    np.testing.assert_array_equal(frame["recipients_persons"], model.ledger.flow("dibao", Flow.STOCK_PERSONS))
    np.testing.assert_allclose(frame["budget_yuan_month"], model.ledger.money.sum(axis=(0, 2, 3)) / 100)
    assert frame["poverty_headcount_share"].between(0.0, 0.5).all()
    assert frame["exclusion_error_poor_share"].between(0.0, 1.0).all()
    assert (frame["hours_booked_month"] > 0.0).all()


def test_offices_stand_on_the_network(start: ProvinceModel) -> None:
    network = start.network()
    places = start.space.G
    assert nx.is_tree(places)
    assert set(places) <= set(network) | {node for node in places if node[0] == "township"}
    for office in start.offices:
        assert office.cell is start.space[office.cell.coordinate]
        assert office.cell.coordinate[0] == {"Bureau": "county", "Desk": "township", "Assistant": "village"}[
            type(office).__name__
        ]  # fmt: skip
    spots = {tuple(np.round(cell.position, 9)) for cell in start.space.all_cells.cells}
    assert len(spots) == len(places)


def test_a_reset_rebuilds_the_model_from_its_keywords() -> None:
    params = {"scenario": "zhejiang", **KEYWORDS, "rng": 1}
    assert type(ProvinceModel(**params))(**params).state.digest() == ProvinceModel(**params).state.digest()


def test_an_edited_network_carries_word_of_mouth_from_then_on(start: ProvinceModel) -> None:
    cut, same = copy.deepcopy(start), copy.deepcopy(start)
    graph = cut.network()
    same.set_network(graph)
    between_units = [edge for edge in graph.edges if edge[0][0] == edge[1][0] == "unit"]
    graph.remove_edges_from(between_units)
    cut.set_network(graph)
    for model in (cut, same):
        for _ in range(MONTHS):
            model.step()
    assert len(between_units) > 1000
    assert cut.ledger.measure(Measure.LEARNED_BY_WORD).sum() == 0
    assert same.ledger.measure(Measure.LEARNED_BY_WORD).sum() > 0


def test_a_network_across_villages_is_refused_and_the_old_one_stays(start: ProvinceModel) -> None:
    model = copy.deepcopy(start)
    graph, before = model.network(), model.state.ties.copy()
    graph.add_edge(("unit", 0), ("unit", int(model.state.villages.first[1])))
    with pytest.raises(ValueError, match="crosses villages 0 and 1"):
        model.set_network(graph)
    assert np.array_equal(model.state.ties, before)
