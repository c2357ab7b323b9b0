"""Levers in days act on the working-day clock: in full where hours do not bind, by less where they do."""

import numpy as np
import numpy.typing as npt
import pytest
from worlds import PLENTY, onward

from simulation.ledger import Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

COUNTY_DECIDES = {"verification.delegated_share": 0.0}
NO_OTHER_DAYS = dict.fromkeys(
    (
        "verification.turnaround_days", "verification.bank_lag_days", "verification.standard_days",
        "verification.appraisal_enabled", "verification.process_cv", "application.coordination_days",
    ),
    0.0,
)  # fmt: skip
LONG_REVIEWS = {path: value for path, value in PLENTY.items() if "bureau" not in path} | {
    "verification.review_minutes": 800.0
}  # desks have plenty of time, and what they finish piles up at the county
LEVERS = {
    # the settings before, what is changed, the days that are stated
    "limit": ({"verification.limit_days": 30.0, "verification.uses_limit": 1.0}, {"verification.limit_days": 20.0}, 10),
    "notice": ({"verification.notice_days": 7.0, "verification.uses_limit": 0.0}, {"verification.notice_days": 3.0}, 4),
}

type Counts = npt.NDArray[np.int64]  # (counties, measures) of decisions from the fifth month on


def before_and_after(base: Scenario, warm: State, lever: str, hours: dict[str, float]) -> tuple[Counts, Counts]:
    """What the counties booked before and after the cut."""
    setting, cut, _ = LEVERS[lever]
    slow = base.change(COUNTY_DECIDES | NO_OTHER_DAYS | hours | setting)
    first, second = (onward(warm, each, 14, base)[1].measures[:, 4:].sum(axis=1) for each in (slow, slow.change(cut)))
    return first, second


def mean_wait(booked: Counts) -> float:
    """Working days from filing to decision."""
    return float(booked[:, Measure.DECISION_DAYS].sum() / booked[:, Measure.DECISIONS].sum())


@pytest.mark.parametrize("lever", LEVERS)
def test_days_cut_are_days_saved_where_hours_do_not_bind(base: Scenario, warm: State, lever: str) -> None:
    before, after = before_and_after(base, warm, lever, PLENTY)
    assert mean_wait(before) - mean_wait(after) == pytest.approx(LEVERS[lever][2], abs=0.35)


@pytest.mark.parametrize("lever", LEVERS)
def test_days_cut_save_less_where_hours_bind(base: Scenario, warm: State, lever: str) -> None:
    """In counties whose bureau is behind a case is out of the notice sooner, and waits at the bureau instead."""
    before, after = before_and_after(base, warm, lever, LONG_REVIEWS)
    bound = np.ones(len(before), bool)
    for booked in (before, after):
        bound &= booked[:, Measure.MINUTES_BUREAU] > 0.95 * np.maximum(booked[:, Measure.AVAILABLE_BUREAU], 1)
    assert bound.sum() >= 10
    saved = mean_wait(before[bound]) - mean_wait(after[bound])
    assert -0.5 < saved < 0.8 * LEVERS[lever][2]


def test_a_case_takes_a_post_its_time_where_minutes_suffice(base: Scenario, warm: State) -> None:
    """Not the time that the few minutes of a sampled county would take: a tenth of the people, the same days.

    From the fifth month on: those who wait as the world opens are too many for the minutes of its first months.
    """
    plenty = base.change(COUNTY_DECIDES | PLENTY | {"screening.alert_capacity": 400.0})  # flags never wait for posts
    tenth = {path: 10.0 * value for path, value in PLENTY.items() if "persons_per" in path}
    worlds = (plenty, plenty.change(tenth))
    waits = [mean_wait(onward(warm, each, 12, base)[1].measures[:, 4:].sum(axis=1)) for each in worlds]
    assert waits[1] == pytest.approx(waits[0], abs=1.0)
