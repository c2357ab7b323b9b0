"""Deaths: the Gompertz curve by powers of two, and the month a death falls in by whole twelfths."""

import numpy as np
import pytest
from drawing import WORD, WORDS, at, drawn, lowest
from hypothesis import given
from hypothesis import strategies as st

from simulation.parameters.schema.processes import Demography
from simulation.processes import demography

pytestmark = pytest.mark.usefixtures("plain")
AGE = st.one_of(st.integers(0, 120), st.sampled_from([29, 30, 31, 60, 104, 105, 106]))


@given(AGE, drawn("demography"))
def test_deaths_double_every_so_many_years_between_30_and_105(age: int, p: Demography) -> None:
    counted = sorted([30, age, 105])[1]
    expected = p.death_prob_at_60 * 2.0 ** ((counted - 60) / p.death_doubling_years)
    assert demography.death_probability(age, p) == pytest.approx(min(expected, 1.0), rel=1e-7)


def test_deaths_by_hand() -> None:
    p = lowest("demography", death_prob_at_60=0.01, death_doubling_years=15)
    ages = (0, 29, 30, 45, 60, 75, 90, 105, 106, 120)
    hand = [0.0025, 0.0025, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.08, 0.08]
    assert [demography.death_probability(age, p) for age in ages] == pytest.approx(hand)
    assert demography.death_probability(31, p) > 0.0025
    assert demography.death_probability(104, p) < 0.08
    assert demography.death_probability(75, p._replace(death_prob_at_60=0.9)) == 1.0


def test_months_of_death_by_hand() -> None:
    """Twelve words in the middle of each month, and the ends of the year."""
    assert [demography.month_of_death(24, at((k + 0.5) / 12)) for k in range(12)] == list(range(24, 36))
    assert [demography.month_of_death(-3, at(share)) for share in (0.0, 1.0)] == [-3, 8]


@given(st.integers(-24, 240), WORD)
def test_a_death_falls_in_a_twelfth_of_the_year(month: int, word: np.uint32) -> None:
    twelfth = next(k for k in range(12) if int(word) * 12 < (k + 1) * WORDS)
    assert demography.month_of_death(month, word) == month + twelfth
