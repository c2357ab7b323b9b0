"""Outcomes of a small ledger, worked out by hand."""

import numpy as np
import pytest

from simulation.ledger import Aided, Flow, Ledger, Measure
from simulation.mechanisms.outcomes import aid_programmes, cases_in_one, outcome, outcome_mistake


@pytest.fixture
def ledger() -> Ledger:
    """Two counties, two months, one programme."""
    made = Ledger.empty(np.ones(2), 0, 2, ("dibao",))
    made.flows[:, :, 0, Flow.PAID_PERSONS] = [[10, 20], [30, 30]]
    made.money[:, :, 0, 0] = [[100_00, 200_00], [600_00, 600_00]]  # 10 yuan a person-month, and 20
    made.measures[:, :, Measure.ENTITLED] = [[50, 50], [60, 80]]
    made.measures[:, :, Measure.ENTITLED_PAID] = [[40, 40], [50, 50]]
    made.measures[:, :, Measure.OVERDUE] = [[1, 2], [0, 0]]
    made.measures[:, :, Measure.DECISIONS] = [[4, 4], [2, 2]]
    made.aids[:, :, aid_programmes().index("matched_service"), Aided.VALUE_FEN] = [[1000, 0], [200, 50]]
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [("paid:dibao", 45.0), ("missed:entitled", 30.0), ("share:OVERDUE/DECISIONS", 0.25), ("spread:dibao", 1 / 3),
     ("share:OVERDUE/VISITS", 0.0), ("money:dibao", 1500.0), ("aid:matched_service", 12.5)],
)  # fmt: skip
def test_an_outcome_is_what_the_books_say(ledger: Ledger, name: str, value: float) -> None:
    assert outcome_mistake(name) == ""
    assert outcome(name, ledger) == pytest.approx(value)


def test_waits_by_hand(ledger: Ledger) -> None:
    """12 decisions after 10 days each: no spread. Six of them 2 days earlier, six later: a spread of 2."""
    ledger.unpaid[:, 0] = 7, 8
    ledger.measures[0, 0, [Measure.DECISION_DAYS, Measure.DECISION_DAYS_SQUARED]] = 12 * 10, 12 * 100
    waits = ("wait:payment", "wait:decision", "wait:sd")
    assert [outcome(name, ledger) for name in waits] == [15, 10, 0]
    ledger.measures[0, 0, Measure.DECISION_DAYS_SQUARED] = 6 * 64 + 6 * 144
    assert outcome("wait:sd", ledger) == pytest.approx(2.0)
    nobody = Ledger.empty(np.ones(2), 0, 2, ("dibao",))
    assert [outcome(name, nobody) for name in waits] == [0, 0, 0]


def test_a_programme_paid_in_one_county_has_no_spread(ledger: Ledger) -> None:
    ledger.flows[1, :, 0, Flow.PAID_PERSONS] = 0
    assert outcome("spread:dibao", ledger) == 0.0


@pytest.mark.parametrize(
    "name", ["share:OVERDUE", "share:OVERDU/DECISIONS", "missed:poor", "paid:", "spread", "aid:dibao"]
)
def test_names_of_outcomes_are_checked(name: str) -> None:
    assert outcome_mistake(name) != ""


@pytest.mark.parametrize(
    ("name", "times"),
    [("measure:FILED", 1.0), ("measure:MONITORED", 1 / 18), ("measure:POOR_BEFORE", 1 / 18), ("measure:LOST_FEN", 0.0),
     ("measure:PAID_NOT_ENTITLED_FEN", 0.0), ("measure:MINUTES_DESK", 0.0), ("measure:TEMPORARY_WAIT_DAYS", 0.0),
     ("stock:dibao", 1.0), ("missed:entitled", 1.0), ("exits:all", 1.0), ("money:dibao", 0.0), ("wait:decision", 0.0),
     ("share:OVERDUE/DECISIONS", 0.0), ("measure:BARRED", 1.0), ("channel:VISIT:LEARNED", 1.0)],
)  # fmt: skip
def test_persons_and_cases_are_counted_once(name: str, times: float) -> None:
    assert cases_in_one(name, 18) == pytest.approx(times)
