"""Visits follow hours in one order; a channel that is shut finds nobody, and the month runs on."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from worlds import IDLE, always, onward, total, warmed

from simulation.ledger import Event, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.state import State

MANY = {
    "capacity.frontline_staff": 0.0,
    "capacity.cadre_hours": 0.0,
    "capacity.social_workers": 0.0,
    "visit.enrolled_interval_days": 0.0,
    "visit.visits_per_grid_month": 300.0,
    "visit.targeting": 1.0,
    "screening.enabled": 0.0,
}
HOURS = (0.0, 1.0, 2.0, 2.1, 5.0, 24.0)


def visited(base: Scenario, warm: State, hours: float, more: dict[str, float] | None = None) -> tuple[State, Ledger]:
    """The first month with so many hours of each assistant, who go from door to door."""
    values = MANY | {"staff.assistant.hours_month": hours} | (more or {})
    return onward(warm, base.change(values), 1, base)


def test_more_hours_never_visit_fewer_in_the_first_month(base: Scenario, warm: State) -> None:
    """In no village; and five per cent more hours are about five per cent more visits."""
    steps = [visited(base, warm, hours)[0].round_position - warm.round_position for hours in HOURS]
    for fewer, more in pairwise(steps):
        assert (more >= fewer).all()
    assert steps[0].sum() == 0
    assert steps[3].sum() == pytest.approx(1.05 * steps[2].sum(), rel=0.02)
    assert steps[3].sum() > steps[2].sum()


def informed(state: State, warm: State) -> npt.NDArray[np.bool_]:
    """Units that an assistant told of their rights."""
    return (state.units["knows"] == Knowledge.CAMPAIGN) & (warm.units["knows"] == Knowledge.NONE)


def test_order_of_visits_is_kept_when_staff_change(base: Scenario, warm: State) -> None:
    """Whoever was visited with fewer hours is visited with more; desks and bureaus do not change whom they meet."""
    telling = {path: value for path, value in IDLE.items() if not path.startswith("staff.")} | {"visit.informs": 1.0}
    telling |= {"information.tell_prob_month": 0.0}
    few, many = (informed(visited(base, warm, hours, telling)[0], warm) for hours in (3.0, 9.0))
    assert 0 < few.sum() < many.sum()
    assert (many >= few).all()
    other = visited(base, warm, 3.0, telling | {"staff.desk.hours_month": 5.0, "staff.bureau.hours_month": 200.0})
    assert np.array_equal(informed(other[0], warm), few)


SHUT = {
    "staff": (
        {"staff.assistant.hours_month": 0.0, "staff.desk.hours_month": 0.0, "staff.bureau.hours_month": 0.0,
         "visit.grid_enabled": 0.0},
        (Knowledge.VISIT, Knowledge.SCREENING),  # lists are worked off by visits
    ),
    "data": ({"screening.enabled": 0.0}, (Knowledge.SCREENING,)),
    "network": ({"information.tell_prob_month": 0.0, "visit.grid_enabled": 0.0}, (Knowledge.WORD_OF_MOUTH,)),
}  # fmt: skip


@pytest.mark.parametrize("shut", SHUT)
def test_a_channel_that_is_shut_finds_nobody(base: Scenario, shut: str) -> None:
    values, channels = SHUT[shut]
    closed = always(base, values)
    state, before = warmed(closed)
    after = onward(state, closed, 6)[1]
    for ledger in (before, after):
        for channel in channels:
            assert not ledger.channels[:, :, channel, Event.LEARNED].any(), channel.name
    found = after.channels[:, :, :, Event.LEARNED].sum(axis=(0, 1))
    assert found.sum() > 0, "other channels go on"
    if shut == "staff":
        assert total(after, Measure.VISITS) == total(after, Measure.MINUTES_ASSISTANT) == 0
        assert total(after, Measure.DECISIONS) == 0


def test_the_policy_month_is_a_month_like_others(base: Scenario) -> None:
    """A permanent trait of a unit is not drawn with the key of month 0: flags and calls neither jump nor stop.

    Data are matched each month here: a quarterly match flags in month 0 as in every third. Everybody hit calls, and
    nobody has heard of assistance before: else there are too few calls to tell.
    """
    values = {"screening.refresh_interval_months": 1.0, "screening.cross_match_interval_months": 1.0}
    values |= {"information.hotline_call_prob": 1.0, "visit.informs": 0.0, "information.campaign_reach_year": 0.0}
    monthly = always(base, values)
    world, before = warmed(monthly, scale=0.002)
    after = onward(world, monthly, 3)[1]
    for measure in (Measure.FLAGS, Measure.HOTLINE_CALLS):
        months = np.concatenate([before.measure(measure)[-3:], after.measure(measure)])
        assert months.min() > 0, measure.name
        assert 0.5 < months[3] / np.mean(np.delete(months, 3)) < 1.6, measure.name
