"""Standing decisions: what a match exposes, and how a gradual exit ends or goes on."""

import numpy as np
import pytest
from worlds import always, case_column, onward, total, warmed

from simulation.ledger import Ledger, Measure
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

LENIENT = {"verification.hiding_share": 0.8, "verification.hidden_part": 1.0, "verification.detection": 0.0}
MATCHES = {
    "control.enabled": 1.0, "control.recheck_interval_months": 1.0, "control.recheck_detection": 1.0,
    "control.followup_share": 1.0, "control.wrongful_exit": 0.0, "control.anomaly_days": 0.0,
}  # fmt: skip


def hiders_overpaid(state: State) -> int:
    """Units that hide earnings and hold cash to which they are not entitled."""
    holds = (case_column(state, "stage") == Stage.ENROLLED) & (case_column(state, "amount") > 0)
    wrong = holds & (case_column(state, "entitled_amount") == 0) & (case_column(state, "exit_left") == 0)
    return int((wrong & (state.units["hides"] > 0)).sum())


def test_a_match_with_other_data_exposes_hidden_earnings(base: Scenario) -> None:
    """No office sees them at entry or at a review; certain re-matches do, the usual match does not."""
    lenient = always(base, LENIENT)
    world, _ = warmed(lenient, scale=0.002)
    kept, seen = (
        hiders_overpaid(onward(world, lenient.change(values), 6, lenient)[0])
        for values in ({"review.match_prob_month": 1.0}, MATCHES)
    )
    assert kept > 20
    assert seen < 0.2 * kept


def wrongly_paid(books: Ledger) -> float:
    return total(books, Measure.PAID_NOT_ENTITLED) / total(books, Measure.PAID_COVERED)


@pytest.fixture(scope="module")
def leaving(base: Scenario, warm: State) -> tuple[Scenario, State, Ledger]:
    """A year under the longer gradual exit."""
    reform = base.with_reform("gradual_exit_12_months")
    return reform, *onward(warm, reform, 12, base)


def test_what_a_gradual_exit_pays_is_no_error(
    base: Scenario, warm: State, leaving: tuple[Scenario, State, Ledger]
) -> None:
    _, state, books = leaving
    assert (case_column(state, "exit_left") > 0).sum() > 5
    assert wrongly_paid(books) <= 1.05 * wrongly_paid(onward(warm, base, 12)[1])


def test_new_lines_end_the_exit_of_whoever_is_entitled_again(leaving: tuple[Scenario, State, Ledger]) -> None:
    reform, state, _ = leaving
    leaves = case_column(state, "exit_left") > 1
    raised = reform.change({"lines.dibao*": 1.5}, start="2024-01")  # the month after
    after, _ = onward(state, raised, 1, reform)
    back = leaves & (case_column(after, "exit_left") == 0) & (case_column(after, "amount") > 0)
    assert back.sum() > 0.5 * leaves.sum() > 0
    assert np.all(case_column(after, "stage")[back] == Stage.ENROLLED)
