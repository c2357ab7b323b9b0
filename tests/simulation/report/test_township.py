"""A township of a Mesa model: who is drawn, where, and how far each household has come."""

import numpy as np
import pytest

from simulation.mesa_model import ProvinceModel
from simulation.month_steps.case_table import Stage
from simulation.population.columns import NO_CASE
from simulation.report.charts.township import SHOWN, busiest_township, offices_map, standings, township_chart
from simulation.state import State


def test_households_of_one_township_each_in_a_place_of_its_own(warm: State) -> None:
    township = busiest_township(warm)
    assert 0 < len(township.heads) <= SHOWN
    assert (warm.villages.county[township.villages] == township.county).all()
    assert (warm.villages.township[township.villages] == township.number).all()
    assert len(np.unique(township.places, axis=0)) == len(township.heads) == len(np.unique(township.heads))
    assert (warm.units["position"][township.heads] == 0).all()
    assert len(township.ties) > 0
    assert (township.ties[:, 0] < township.ties[:, 1]).all()
    assert township.ties.max() < len(township.heads)
    few = busiest_township(warm, shown=10)
    assert len(few.heads) == 10


def test_a_household_is_as_far_as_its_furthest_unit(warm: State) -> None:
    township, state = busiest_township(warm), warm.copy()
    now = standings(state, township)
    assert (now == 3).any()
    enrolled = int(np.flatnonzero(now == 3)[0])
    units = state.units[township.heads[enrolled] : township.heads[enrolled] + township.sizes[enrolled]]
    held = units["case"][units["case"] != NO_CASE]
    state.cases[township.county]["stage"][held] = Stage.SURVEY
    assert standings(state, township)[enrolled] == 2
    state.cases[township.county]["stage"][held] = Stage.LATENT
    assert standings(state, township)[enrolled] == int((units["knows"] > 0).any())


@pytest.mark.filterwarnings("ignore")
def test_charts_follow_the_model() -> None:
    model = ProvinceModel("inner_mongolia", scale=0.0003, months=2, warm_up=12)
    township = busiest_township(model.state)
    model.step()
    chart = township_chart(model, township)
    drawn = sum(len(part.get_offsets()) for part in chart.axes[0].collections[1:])
    assert drawn == len(township.heads)
    assert "month 1" in chart.axes[0].get_title(loc="left")
    shown = np.concatenate([part.get_offsets() for part in offices_map(model).axes[0].collections])
    at = np.array([agent.cell.position for agent in model.offices])
    assert {tuple(point) for point in shown} == {tuple(point) for point in at}
