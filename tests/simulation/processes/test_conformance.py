"""What every process promises: bounded, monotone where it says so, the same in Python and compiled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import processes
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes import (
    application,
    behaviour,
    control,
    demography,
    disability,
    disaster,
    earnings,
    hardship,
    illness,
    information,
    job,
    payment,
    review,
    screening,
    verification,
    visit,
)  # fmt: skip

INF = float("inf")
WORD = st.integers(0, 2**32 - 1).map(np.uint32)
BOOL = st.booleans()
Z = st.floats(-4, 4)
FEW = st.integers(0, 12)
MONTH = st.integers(-24, 240)
MINUTES = st.integers(1, 500_000)
SHARE = st.floats(0, 1)
TRAVEL = st.floats(0.5, 4)


@dataclass(frozen=True)
class Promise:
    """A process, its plain arguments, the group it takes, its bounds, and the sign by argument."""

    function: Callable[..., Any]
    arguments: tuple[st.SearchStrategy[Any], ...] = ()
    group: str = ""
    low: float = 0.0
    high: float = 1.0
    rises: dict[int, int] = field(default_factory=dict)


PROMISES = [
    Promise(application.perceived_factor, (WORD,), "application", 1e-4, 1e4, {0: 1}),
    Promise(application.taste, (WORD,), "application", -50, 50, {0: 1}),
    Promise(application.thinks_excluded, (WORD, BOOL), "application", rises={0: -1, 1: -1}),
    Promise(application.claim_logit, (st.floats(0, 5), BOOL), "application", -INF, INF, {0: 1, 1: 1}),
    Promise(application.files, (st.floats(0, 5), BOOL, Z), "application", rises={0: 1, 1: 1, 2: 1}),
    Promise(behaviour.earnings_response, (BOOL,), "behaviour", 0, 2),
    Promise(application.relief_logit, (BOOL, BOOL, BOOL, SHARE), "application", -INF, INF, {1: -1, 2: 1, 3: 1}),
    Promise(application.must_go_home, (BOOL,), "application", rises={0: 1}),
    Promise(application.papers_brought, (BOOL,), "application", 0, 15, {0: 1}),
    Promise(application.trips_made, (BOOL, BOOL, SHARE), "application", 0, 21, {0: 1, 1: -1, 2: -1}),
    Promise(application.files_online, (WORD, WORD, BOOL), "application", rises={0: -1, 2: 1}),
    Promise(application.turned_away, (WORD, BOOL), "application", rises={0: -1, 1: 1}),
    Promise(application.gives_up_chance, (), "application"),
    Promise(application.linked_share, (WORD,), "application", rises={0: -1}),
    Promise(
        behaviour.assets_next,
        (st.integers(0, 2_000_000_000), st.floats(-1e5, 1e5), st.floats(0, 1e5)),
        "behaviour",
        0,
        2e9,
        {0: 1, 1: 1, 2: -1},
    ),
    Promise(demography.death_probability, (st.integers(0, 120),), "demography", rises={0: 1}),
    Promise(control.on, (MONTH, st.floats(0, 24)), "", 0, 1),
    Promise(control.either, (SHARE, SHARE), "", 0, 1 + 1e-12, {0: 1, 1: 1}),
    Promise(control.finding_chance, (SHARE, MONTH, FEW), "control", rises={0: 1, 2: -1}),
    Promise(control.wrongful_chance, (SHARE, MONTH), "control", rises={0: 1}),
    Promise(control.supervision, (), "control"),
    Promise(control.entry_chance, (SHARE,), "control", rises={0: 1}),
    Promise(control.death_found, (MONTH, BOOL), "control", rises={1: 1}),
    Promise(control.paid_twice, (FEW,), "control"),
    Promise(control.sampled_chance, (), "control"),
    Promise(
        disability.onset_probability,
        (st.integers(6, 12), st.integers(0, 6)),
        "disability",
        rises={0: 1, 1: -1},
    ),
    Promise(disaster.unit_shock, (WORD,), "disaster", rises={0: -1}),
    Promise(earnings.persistent_next, (Z, Z), "earnings", -INF, INF, {0: 1, 1: 1}),
    Promise(earnings.persistent_at_start, (Z,), "earnings", -INF, INF, {0: 1}),
    Promise(earnings.earnings_factor, (Z, Z), "earnings", 1e-6, 1e6, {0: 1, 1: 1}),
    Promise(earnings.packed, (st.floats(-20, 20),), "", -32768, 32767, {0: 1}),
    Promise(earnings.unpacked, (st.integers(-32768, 32767),), "", -8, 8, {0: 1}),
    Promise(illness.onset_probability, (FEW, st.integers(0, 12)), "illness", rises={0: 1, 1: 1}),
    Promise(illness.rigid_yuan_month, (WORD,), "illness", 0, 60_000, {0: 1}),
    Promise(illness.earnings_left, (FEW,), "illness", rises={0: -1}),
    Promise(
        illness.ordinary_yuan_year,
        (WORD, WORD, st.just(12), FEW, st.floats(0, 1e6), st.floats(0.5, 2)),
        "illness",
        0,
        600_000,
        {0: 1, 1: 1, 3: 1, 4: 1, 5: 1},
    ),
    Promise(hardship.bill_is_due, (st.integers(0, 2**32 - 1), MONTH), "", 0, 1),
    Promise(hardship.schooling_yuan, (WORD, FEW, MONTH), "hardship", 0, 100_000, {0: -1, 1: 1}),
    Promise(hardship.is_large, (st.floats(0, 1e6), st.floats(0, 1e6)), "hardship", rises={0: 1, 1: -1}),
    Promise(
        hardship.need_share,
        (st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 12), st.floats(0.5, 2)),
        "hardship",
        rises={0: 1, 1: -1, 2: -1, 3: 1, 4: 1},
    ),
    Promise(hardship.asks_probability, (SHARE, BOOL, SHARE), "hardship", rises={0: 1, 1: 1, 2: 1}),
    Promise(information.campaign_probability, (), "information"),
    Promise(screening.cross_match_chance, (MONTH,), "screening"),
    Promise(job.jobless_next, (st.integers(0, 240), FEW, WORD), "job", 0, 240, {}),
    Promise(job.jobless_at_start, (FEW, WORD), "job", 0, 240, {1: -1}),
    Promise(information.telling_probability, (), "information"),
    Promise(information.tellers_needed, (), "information", 1, 6),
    Promise(information.report_probability, (), "information"),
    Promise(information.hotline_answered, (), "information"),
    Promise(information.claims_rest_probability, (SHARE,), "statement", rises={0: 1}),
    Promise(job.finds_with_help, (WORD,), "job", rises={0: -1}),
    Promise(payment.record_error, (), "payment", 0, 0.0051),
    Promise(payment.delay_days, (), "payment", 0, 60),
    Promise(payment.is_serious, (SHARE,), "credit", rises={0: 1}),
    Promise(payment.barred_months, (SHARE,), "credit", 0, 60, {0: 1}),
    Promise(job.working_share, (st.integers(0, 240), st.integers(1, 12)), "", 0, 1, {1: 1}),
    Promise(job.spell_months, (), "job", 1, 1e6),
    Promise(review.interval_months, (FEW,), "review", 1, 60, {0: -1}),
    Promise(review.visited_part, (), "review", 0.5, 1),
    Promise(review.minutes_each, (), "review", 0, 600),
    Promise(review.months_to_effect, (WORD, st.floats(0, 60)), "review", 0, 16, {0: 1, 1: 1}),
    Promise(review.is_frozen, (MONTH,), "review"),
    Promise(screening.against, (st.floats(0, 40), st.just(8.0), SHARE), "", 0, INF, {0: 1}),
    Promise(screening.seen_part, (BOOL,), "screening", rises={0: 1}),
    Promise(screening.list_share, (st.integers(0, 10**6), st.integers(0, 10**6)), "screening", rises={0: 1, 1: -1}),
    Promise(screening.visibility, (BOOL, BOOL, BOOL), "screening"),
    Promise(screening.matches_in, (MONTH, st.floats(0, 12)), "", 0, 1),
    Promise(screening.leaves_trace, (WORD, SHARE), "", rises={0: -1, 1: 1}),
    Promise(screening.may_be_flagged, (WORD, st.integers(0, 60), SHARE, SHARE), "screening", rises={0: -1, 1: 1, 3: 1}),
    Promise(screening.passes_score, (WORD, BOOL, MONTH), "screening", rises={0: 1, 1: 1, 2: 1}),
    Promise(screening.false_alarm_chance, (st.floats(0, 1e6), st.floats(0, 1e6)), "screening", rises={0: 1}),
    Promise(screening.tells_former_poor, (), "screening"),
    Promise(screening.watched, (BOOL, BOOL, BOOL), "screening", rises={1: 1, 2: 1}),
    Promise(screening.listed_chance, (BOOL, MONTH), "screening", rises={0: 1}),
    Promise(screening.followed_chance, (SHARE,), "screening", rises={0: 1}),
    Promise(verification.survey_minutes, (BOOL, BOOL, st.floats(0, 200)), "verification", 0, INF, {0: -1, 1: 1, 2: 1}),
    Promise(verification.fast_tracked, (BOOL, BOOL), "verification", rises={0: 1, 1: 1}),
    Promise(verification.days_to_survey, (BOOL, st.floats(0, 60)), "verification", 0, INF, {1: 1}),
    Promise(verification.days_to_confirmation, (WORD,), "verification", 0, INF, {0: 1}),
    Promise(
        verification.earliest_decision,
        (st.integers(-600, 6000), st.integers(-600, 6000)),
        "verification",
        -INF,
        INF,
        {0: 1, 1: 1},
    ),
    Promise(verification.checked, (WORD,), "verification", rises={0: -1}),
    Promise(verification.refusal_chance, (BOOL, BOOL, SHARE), "verification", 0, 2, {1: 1, 2: -1}),
    Promise(verification.grant_chance, (BOOL, BOOL, SHARE), "verification", 0, 2, {1: 1, 2: -1}),
    Promise(verification.favour_chance, (BOOL, SHARE), "verification", 0, 1, {0: 1, 1: -1}),
    Promise(verification.objection_chance, (), "verification"),
    Promise(verification.hidden_seen, (WORD,), "verification", rises={0: -1}),
    Promise(verification.day_of, (st.integers(0, 500_000), MINUTES, MONTH), "", -INF, INF, {0: 1, 2: 1}),
    Promise(verification.service_days, (st.integers(0, 5_000), st.floats(1, 300)), "", 0, INF, {0: 1, 1: -1}),
    Promise(verification.minute_of, (st.integers(-600, 6000), MINUTES, MONTH), "", 0, INF, {0: 1, 2: -1}),
    Promise(visit.passing_probability, (st.floats(0, 400), st.integers(0, 2000)), "", 0, 1, {0: 1, 1: -1}),
    Promise(visit.minutes_each, (TRAVEL,), "visit", 0, INF, {0: 1}),
    Promise(visit.whole_minutes, (TRAVEL,), "visit", 1, INF, {0: 1}),
    Promise(visit.check_minutes, (TRAVEL,), "visit", 1, INF, {0: 1}),
    Promise(visit.visits_possible, (st.integers(0, 500_000), TRAVEL), "visit", 0, INF, {0: 1, 1: -1}),
    Promise(visit.visits_of_month, (st.floats(0, 400), WORD), "", 0, INF, {0: 1, 1: 1}),
    Promise(visit.recognition, (), "visit"),
    Promise(visit.contact_chance, (), "visit"),
    Promise(visit.canvass_due, (MONTH, st.integers(0, 10**6)), "visit"),
    Promise(
        visit.desk_checks,
        (st.integers(0, 10**6), st.floats(100, 10**6), st.floats(0, 400), WORD),
        "",
        0,
        INF,
        {0: 1, 1: -1, 2: 1, 3: 1},
    ),
    Promise(visit.care_minutes, (TRAVEL,), "visit", 1, INF, {0: 1}),
    Promise(visit.list_minutes, (st.integers(0, 500_000),), "visit", 0, INF, {0: 1}),
    Promise(visit.random_unit, (WORD, st.integers(1, 2000)), "", 0, 1999, {0: 1, 1: 1}),
    Promise(visit.care_interval, (WORD, BOOL), "visit", 0, 365),
    Promise(visit.care_visits_due, (MONTH, st.integers(0, 365), WORD), "", 0, 31),
    Promise(visit.unit_on_round, (st.integers(0, 100_000), st.integers(1, 2000), st.integers(0, 2**31)), "", 0, 2000),
]
IDS = [f"{p.function.__module__.split('.')[-1]}.{p.function.__name__}" for p in PROMISES]


def group_of(promise: Promise) -> tuple[Any, ...]:
    """The parameter group that the process takes as last argument, or nothing."""
    return (BASE.group(promise.group, 0),) if promise.group else ()


BASE = Scenario.load("zhejiang")


@pytest.mark.parametrize("promise", PROMISES, ids=IDS)
def test_promises(promise: Promise) -> None:
    group = group_of(promise)

    @settings(max_examples=40, deadline=None)
    @given(st.tuples(*promise.arguments), st.data())
    def holds(arguments: tuple[Any, ...], data: st.DataObject) -> None:
        value = promise.function(*arguments, *group)
        assert promise.low <= value <= promise.high
        assert value == promise.function.py_func(*arguments, *group)  # type: ignore[attr-defined]
        for place, sign in promise.rises.items():
            other = data.draw(promise.arguments[place])
            moved = promise.function(*arguments[:place], other, *arguments[place + 1 :], *group)
            if other > arguments[place]:
                assert sign * (float(moved) - float(value)) >= 0
            elif other < arguments[place]:
                assert sign * (float(value) - float(moved)) >= 0

    holds()


def test_every_process_is_here() -> None:
    """A new process function must enter the table (drawing ones and planners have tests of their own)."""
    modules = [import_module(f"{processes.__name__}.{found.name}") for found in iter_modules(processes.__path__)]
    assert len(modules) >= 16
    elsewhere = {"month_of_death", "county_shock", "planned_minutes", "plan_office", "book",
                 "reported", "register_room", "register_shares", "lost_chance", "statement_probability"}  # fmt: skip
    known = {p.function.__name__ for p in PROMISES} | elsewhere
    found: set[str] = set()
    for module in modules:
        own = {n for n, f in vars(module).items() if hasattr(f, "py_func") and f.__module__ == module.__name__}
        assert own, f"{module.__name__} holds no process"
        assert own <= known, module.__name__
        found |= own
    assert known <= found, "named here, but no process any more"
