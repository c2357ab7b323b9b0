"""The steps from one budget to another, with numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.indicators import Terms, budget_steps, still_waiting
from simulation.indicators.decomposition import FACTORS, STEPS, factor_steps
from simulation.ledger import Flow, Ledger, Measure

TERMS = (Terms(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),) * 2
FACTOR = st.floats(0.1, 1e4)


def ledger_of(**programmes: tuple[int, int, int]) -> Ledger:
    """A year of one county: (entitled, paid) person-months and yuan of each programme, all in its first month."""
    ledger = Ledger.empty(np.array([1.0]), 0, 12, ("dibao", "tekun", "grant", "bundle"))
    for name, (entitled, paid, yuan) in programmes.items():
        place = ledger.programmes.index(name)
        ledger.flows[0, 0, place, Flow.ENTITLED_PERSONS], ledger.flows[0, 0, place, Flow.PAID_PERSONS] = entitled, paid
        ledger.money[0, 0, place, 0] = 100 * yuan
    return ledger


def test_one_factor_that_moves_alone_explains_everything() -> None:
    more_entitled = budget_steps(ledger_of(dibao=(100, 50, 500)), ledger_of(dibao=(120, 60, 600)), TERMS, ())
    assert more_entitled["entitled"] == pytest.approx(100.0)
    higher = budget_steps(ledger_of(dibao=(100, 50, 500)), ledger_of(dibao=(100, 50, 700)), TERMS, ())
    assert higher["amount"] == pytest.approx(200.0)
    wider = budget_steps(ledger_of(dibao=(100, 50, 500)), ledger_of(dibao=(100, 80, 800)), TERMS, ())
    assert wider["reach"] == pytest.approx(300.0)
    for steps in (more_entitled, higher, wider):
        assert sum(abs(part) > 1e-9 for part in steps.values()) == 1


def test_what_has_no_three_factors_stands_apart() -> None:
    before, after = (
        ledger_of(dibao=(10, 5, 50), grant=(0, 3, 30), bundle=(0, 0, 8)),
        ledger_of(dibao=(10, 5, 50), tekun=(4, 2, 20), grant=(0, 5, 70), bundle=(0, 0, 11)),
    )
    after.measures[0, 0, Measure.RECOVERED_FEN] = 700
    after.measures[0, 0, Measure.MINUTES_ASSISTANT] = 120
    steps = budget_steps(before, after, TERMS, ("grant",))
    apart = {"begun_or_ended": 20.0, "one_off": 40.0, "in_kind": 3.0, "recoveries": -7.0, "outreach": 2.0}
    assert {name: part for name, part in steps.items() if abs(part) > 1e-9} == pytest.approx(apart)
    assert tuple(steps) == STEPS


@given(st.tuples(FACTOR, FACTOR, FACTOR), st.tuples(FACTOR, FACTOR, FACTOR))
def test_parts_sum_to_the_difference_and_turn_round_with_it(
    before: tuple[float, ...], after: tuple[float, ...]
) -> None:
    there, back = factor_steps(before, after), factor_steps(after, before)  # type: ignore[arg-type]
    size = max(float(np.prod(before)), float(np.prod(after)))
    assert sum(there.values()) == pytest.approx(float(np.prod(after) - np.prod(before)), abs=1e-9 * size)
    for name in FACTORS:
        assert there[name] == pytest.approx(-back[name], abs=1e-9 * size)


def test_still_waiting_by_hand() -> None:
    """A fifth of those in their first month is paid, half of the rest in the second; the last bin holds all longer."""
    assert still_waiting([20, 30, 1], [100, 60, 40]).tolist() == [0.8, 0.4]
    assert np.isnan(still_waiting([0, 0, 0], [0, 0, 0])).all()


def test_still_waiting_is_kaplan_and_meier_where_all_is_seen() -> None:
    """Spells seen from their beginning: the life table of the window is the estimate from single spells."""
    random = np.random.default_rng(3)
    lengths, ended = random.integers(0, 9, 400), random.random(400) < 0.6
    paid = np.bincount(lengths[ended], minlength=12)
    at_risk = (lengths[:, None] >= np.arange(12)).sum(axis=0)
    product_limit = stats.ecdf(stats.CensoredData.right_censored(lengths, ~ended)).sf
    assert np.allclose(still_waiting(paid, at_risk)[:9], product_limit.evaluate(np.arange(9)))
