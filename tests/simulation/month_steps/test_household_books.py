"""Books of the households in columns: the same as household by household, whoever is asked in the survey."""

import numpy as np
import pytest
from worlds import onward

from simulation.draws import LARGEST_NORMAL, normal
from simulation.ledger import BINS_PER_LINE, INCOME_BINS, Measure
from simulation.month_steps.books.household_books import bin_of, never_poor
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State


@pytest.mark.parametrize(("income", "line", "expected"), [(0, 0, 0), (99, 100, 31), (100, 100, 32), (10**9, 100, 127)])
def test_bins_count_in_parts_of_the_line(income: int, line: int, expected: int) -> None:
    assert bin_of(float(income), float(line)) == expected
    assert BINS_PER_LINE == 32
    assert INCOME_BINS == 128


def test_no_error_of_a_survey_makes_a_household_poor_that_is_taken_for_safe() -> None:
    worst = normal(np.uint32(0))
    assert worst >= -LARGEST_NORMAL
    for sd in (0.0, 0.3, 1.0):
        need = 123_457
        income = int(need * never_poor(sd)) + 1
        assert int(income * np.exp(sd * worst)) >= need


def test_who_is_far_above_the_line_is_asked_all_the_same(warm: State, base: Scenario) -> None:
    """A survey of all asks every person; one of half asks about half; poverty is the same share in both."""
    _, whole = onward(warm, base, 3)
    _, half = onward(warm, base.change({"observers.survey_sample": 0.5}, start="2023-01"), 3, base)
    persons = whole.measure(Measure.PERSONS)[2]
    assert whole.measure(Measure.SURVEY_PERSONS).tolist() == [0, 0, persons]
    asked = half.measure(Measure.SURVEY_PERSONS)[2]
    assert 0.47 * persons < asked < 0.53 * persons
    poor = whole.measure(Measure.SURVEY_POOR)[2] / persons
    assert half.measure(Measure.SURVEY_POOR)[2] / asked == pytest.approx(poor, rel=0.1)


def test_the_histograms_hold_everybody_once(warm: State, base: Scenario) -> None:
    _, ledger = onward(warm, base, 4)
    persons = ledger.measure(Measure.PERSONS)
    assert np.array_equal(ledger.before.sum(axis=(0, 2)), persons)
    assert np.array_equal(ledger.after.sum(axis=(0, 2)), persons)
    assert (ledger.before >= 0).all()
    assert (ledger.after >= 0).all()
    below = ledger.before[:, :, :BINS_PER_LINE].sum(axis=(0, 2))
    assert np.array_equal(below, ledger.measure(Measure.POOR_BEFORE))
