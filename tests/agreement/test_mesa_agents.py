"""The month written a second time, with ordinary Mesa agents, gives the kernel's books to the last digit."""

import numpy as np
import pytest

from benchmarks.agents import AgentModel
from benchmarks.mesa_agents import by_agents, by_kernel, differences, start
from simulation.ledger import Books, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.one_replication import empty_ledger
from simulation.state import State

BASE = Scenario.load("zhejiang")
# what is rare in a small sample is made frequent: temporary assistance, filings, errors, exits
BUSY = BASE.with_reform("gradual_exit_12_months").change(
    {
        "temporary.seek_prob": 0.9,
        "application.base_logit": 6.0,
        "verification.grant_error": 0.3,
        "verification.refusal_error": 0.3,
        "verification.start_days": 0.0,
        "verification.notice_days": 0.0,
        "verification.survey_minutes": 10.0,
        "verification.intake_minutes": 10.0,
        "verification.filing_minutes": 10.0,
        "verification.review_minutes": 5.0,
        "review.match_prob_month": 0.3,
        "information.campaign_reach_year": 1.0,
    },
    start="2023-01",
)
COUNTIES = 8
MONTHS = 9  # October 2022 to June 2023: a January, the policy date, three quarter ends
OFTEN = (
    Measure.POOR_BEFORE, Measure.GAP_AFTER_FEN, Measure.FILED, Measure.GRANTED, Measure.REFUSED, Measure.VISITS,
    Measure.REVIEWS, Measure.LEARNED_BY_WORD, Measure.TEMPORARY_CASES, Measure.NOTCH_UNITS, Measure.SURVEY_POOR,
    Measure.AUDIT_LISTED, Measure.CASCADE_ENROLLED, Measure.RECOVERED_FEN,
)  # fmt: skip


@pytest.fixture(scope="module")
def register() -> State:
    """A register nine months old."""
    return start(BASE, 0.0005, seed=2)


@pytest.fixture(scope="module", params=["base", "busy"])
def both(request: pytest.FixtureRequest, register: State) -> tuple[Ledger, Ledger]:
    """The books of the agents and of the kernel."""
    scenario = {"base": BASE, "busy": BUSY}[request.param]
    kernel = by_kernel(register, scenario, MONTHS, 1, BASE)[0]
    return by_agents(register, scenario, MONTHS, COUNTIES, BASE)[0], kernel


@pytest.mark.parametrize("name", Books._fields)
def test_the_books_are_equal(both: tuple[Ledger, Ledger], name: str) -> None:
    agents, kernel = (getattr(ledger, name)[:COUNTIES] for ledger in both)
    np.testing.assert_array_equal(agents, kernel)


def test_the_busy_books_leave_nothing_out(register: State) -> None:
    ledger = by_kernel(register, BUSY, MONTHS, 1, BASE)[0]
    for measure in OFTEN:
        assert ledger.measures[:COUNTIES, :, measure].sum() > 0, measure.name
    for flow in (Flow.ENTRY_PERSONS, Flow.EXIT_PERSONS, Flow.STOCK_PERSONS, Flow.PAID_UNITS):
        assert ledger.flows[:COUNTIES, :, ledger.programmes.index("dibao"), flow].sum() > 0, flow.name
    assert ledger.waits[:COUNTIES].sum() > 0


@pytest.mark.full
def test_a_capped_budget_is_shared_out_alike(register: State) -> None:
    capped = BUSY.change({"temporary.cap_yuan_person_year": 0.5}, start="2023-01")
    counties = register.counties.adcode.size
    agents = by_agents(register, capped, MONTHS, counties, BASE)[0]
    assert not differences(agents, by_kernel(register, capped, MONTHS, 2, BASE)[0], counties)


def test_a_difference_would_be_found(register: State) -> None:
    kernel = by_kernel(register, BASE, 2, 1)[0]
    other = BASE.change({"visit.visits_per_grid_month": 0.0}, start="2022-10")
    ledger = empty_ledger(register, other, 2)
    model = AgentModel(register, other, BASE, ledger, range(COUNTIES))
    model.step()
    model.step()
    assert "measures" in differences(ledger, kernel, COUNTIES)
