"""Hours: half of them, plenty of them, none of them."""

import numpy as np
import pytest
from worlds import PLENTY, always, onward, total, warmed

from simulation.engine import State
from simulation.indicators.dynamics import quantile_of
from simulation.ledger import Ledger, Measure
from simulation.parameters.scenario import Scenario

HOURS = 40.0
LONG = {
    "verification.survey_minutes": 1200.0,
    "verification.filing_minutes": 1200.0,
    "staff.desk.reserve_share": 0.0,
}  # surveys that fill the desks


@pytest.fixture(scope="module")
def desks(base: Scenario, warm: State) -> dict[str, Ledger]:
    """Two years with desks that are always behind, with half their hours, and with plenty."""
    tight = base.change({"staff.desk.hours_month": HOURS} | LONG)
    state = warm
    half = tight.change({"staff.desk.hours_month": HOURS / 2})
    plenty = tight.change(PLENTY)
    return {"tight": onward(state, tight, 24)[1], "half": onward(state, half, 24, tight)[1],
            "plenty": onward(state, plenty, 24, tight)[1]}  # fmt: skip


def test_half_the_hours_is_half_the_work(desks: dict[str, Ledger]) -> None:
    full, half = (total(desks[name], Measure.MINUTES_DESK) for name in ("tight", "half"))
    available = [total(desks[name], Measure.AVAILABLE_DESK) for name in ("tight", "half")]
    assert available[1] == pytest.approx(available[0] / 2, rel=0.02)
    assert full > 0.7 * available[0], "the desks should be behind"
    assert half == pytest.approx(full / 2, rel=0.1)


def test_fewer_hours_lengthen_waits_and_grant_less(desks: dict[str, Ledger]) -> None:
    waits = {name: quantile_of(ledger.waits.sum(axis=0), 0.5) for name, ledger in desks.items()}
    assert waits["plenty"] < waits["tight"] <= waits["half"]
    mean = {
        name: np.average(np.arange(ledger.waits.shape[1]), weights=ledger.waits.sum(axis=0))
        for name, ledger in desks.items()
    }
    assert mean["plenty"] < mean["tight"] < mean["half"]
    granted = [total(desks[name], Measure.GRANTED) for name in ("plenty", "tight", "half")]
    assert granted[0] > granted[1] > granted[2]
    waiting = [total(desks[name], Measure.POOR_WAITING) for name in ("plenty", "tight", "half")]
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
    double = base.with_reform("double_grid_visits")
    books, more = onward(warm, base, 12)[1], onward(warm, double, 12, base)[1]
    assert total(more, Measure.VISITS) == 2 * total(books, Measure.VISITS)
    assert total(more, Measure.FILED) > total(books, Measure.FILED)
    assert more.measure(Measure.POOR_NOT_KNOWN)[-1] < books.measure(Measure.POOR_NOT_KNOWN)[-1]


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
