"""Hours: half of them, plenty of them, none of them."""

import numpy as np
import pytest
from worlds import PLENTY, always, case_column, onward, total, warmed

from simulation.ledger import Ledger, Measure
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.state import State

HOURS = 40.0
LONG = {
    "verification.survey_minutes": 1200.0,
    "verification.filing_minutes": 1200.0,
    "staff.desk.reserve_share": 0.0,
    "application.base_logit": -0.5,
}  # filings and surveys that fill the desks, whatever the calibrated values are

# assistants have hours for twice the visits, a whole number of the same length everywhere
ROOM_FOR_TWICE = {
    "visit.visits_per_grid_month": 6.0, "visit.remote_share": 0.0, "visit.remote_area_share": 0.0,
    "visit.field_check_minutes": 0.0, "visit.enrolled_interval_days": 0.0,
    "governance.hours_gain": 0.0, "governance.discovery_duty": 1.0,
}  # fmt: skip

type Worlds = dict[str, tuple[State, Ledger]]


@pytest.fixture(scope="module")
def desks(whole: Scenario, whole_warm: State) -> Worlds:
    """Two years with desks that are always behind, with half their hours, and with plenty."""
    tight = whole.change({"staff.desk.hours_month": HOURS} | LONG)
    half = tight.change({"staff.desk.hours_month": HOURS / 2})
    plenty = tight.change(PLENTY)
    return {name: onward(whole_warm, world, 24, whole) for name, world in
            (("tight", tight), ("half", half), ("plenty", plenty))}  # fmt: skip


def test_half_the_hours_is_half_the_work(desks: Worlds) -> None:
    """In the counties whose desks are always behind."""
    booked, available = (
        [desks[name][1].measures[:, :, measure].sum(axis=1) for name in ("tight", "half")]
        for measure in (Measure.MINUTES_DESK, Measure.AVAILABLE_DESK)
    )
    behind = (booked[0] > 0.9 * available[0]) & (available[0] > 0)
    assert behind.sum() >= 15
    assert available[1].sum() == pytest.approx(available[0].sum() / 2, rel=0.02)
    assert booked[1][behind].sum() == pytest.approx(booked[0][behind].sum() / 2, rel=0.06)
    assert (booked[1] < booked[0])[behind].all()


def test_fewer_hours_lengthen_waits(desks: Worlds, whole_warm: State) -> None:
    """The same units, paid for the first time in both worlds: the fewer the hours, the later."""
    new = case_column(whole_warm, "stage") != Stage.ENROLLED
    start = {name: case_column(state, "start") for name, (state, _) in desks.items()}
    enrolled = {name: new & (case_column(state, "stage") == Stage.ENROLLED) for name, (state, _) in desks.items()}
    for fewer, more in (("half", "tight"), ("tight", "plenty")):
        both = enrolled[fewer] & enrolled[more]
        assert both.sum() > 20
        assert start[fewer][both].mean() > start[more][both].mean() + 0.5
        assert enrolled[fewer].sum() < enrolled[more].sum()


def test_fewer_hours_grant_less_and_leave_more_waiting(desks: Worlds) -> None:
    granted = [total(desks[name][1], Measure.GRANTED) for name in ("plenty", "tight", "half")]
    assert granted[0] > granted[1] > granted[2]
    waiting = [total(desks[name][1], Measure.POOR_WAITING) for name in ("plenty", "tight", "half")]
    assert waiting[0] < waiting[1] < waiting[2]


def test_with_plenty_of_hours_nobody_waits_beyond_the_legal_clock(base: Scenario) -> None:
    """Ample offices end a month's cases by the end of the month after next."""
    ample = always(base, PLENTY)
    state, _ = warmed(ample)
    later = onward(state, ample, 6)[0]
    for county, table in enumerate(later.cases):
        used = table[: int(later.n_cases[county])]
        waiting = used[(used["stage"] == 1) | (used["stage"] == 2)]
        assert (waiting["ready"] >= (later.month - 2) * 21).all(), county


@pytest.mark.parametrize(
    ("office", "measure"),
    [("staff.desk", Measure.MINUTES_DESK), ("staff.bureau", Measure.MINUTES_BUREAU),
     ("staff.assistant", Measure.MINUTES_ASSISTANT)],
)  # fmt: skip
def test_no_hours_no_work(base: Scenario, warm: State, office: str, measure: Measure) -> None:
    closed = base.change({f"{office}.hours_month": 0.0})
    books = onward(warm, closed, 4, base)[1]
    assert total(books, measure) == 0
    if office != "staff.assistant":
        assert total(books, Measure.GRANTED) <= total(onward(warm, base, 4)[1], Measure.GRANTED)


def test_twice_the_visits_finds_more(base: Scenario, warm: State) -> None:
    roomy = base.change(ROOM_FOR_TWICE)
    double = roomy.with_reform("double_grid_visits")
    (state, books), (visited, more) = onward(warm, roomy, 12), onward(warm, double, 12, roomy)
    assert total(more, Measure.VISITS) == 2 * total(books, Measure.VISITS)
    assert total(more, Measure.FILED) > total(books, Measure.FILED)
    found = [np.isin(s.units["knows"], (Knowledge.VISIT, Knowledge.SCREENING)).sum() for s in (state, visited)]
    assert found[1] > found[0]


@pytest.mark.full
def test_contact_outcome_at_a_small_scale_is_that_of_the_whole_province() -> None:
    """Learned by word of mouth, per person and year: scale 1 lies in the interval of scale 0.02."""
    scenario = Scenario.load("inner_mongolia")

    def learned(scale: float, seed: int) -> float:
        state, _ = warmed(scenario, 12, scale, seed)
        books = onward(state, scenario, 12)[1]
        return total(books, Measure.LEARNED_BY_WORD) / float(books.measure(Measure.PERSONS).mean())

    whole = learned(1.0, 1)
    sampled = np.array([learned(0.02, seed) for seed in range(1, 9)])
    half = 2.365 * sampled.std(ddof=1) / np.sqrt(sampled.size)  # Student t, 7 degrees of freedom, 95%
    assert abs(sampled.mean() - whole) <= half, (whole, sampled.mean(), half)
