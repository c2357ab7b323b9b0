"""Saved states: branching, refusals, and how long a warm-up must be."""

import numpy as np
import pytest
from worlds import SCALE, by_month, onward, same_books, settings, stock, warmed

from simulation import engine
from simulation.ledger import BY_LENGTH, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import BLOCK
from simulation.simulate import one_replication
from simulation.state import State


def test_branched_is_uninterrupted(base: Scenario, warm_world: tuple[State, Ledger]) -> None:
    """From the start through the policy month in one go = warm-up, saved, copied, and run on."""
    whole = one_replication.population_state(base, settings(), 0)
    books = one_replication.empty_ledger(whole, base, 24)
    engine.burn_in(whole, base, books, 1, BLOCK)
    engine.advance(whole, base, base, 24, books)
    warm, before = warm_world
    later, after = onward(warm, base, 12)
    whole.units["decile"] = later.units["decile"]  # set once at the policy month, for tables only
    assert whole.digest() == later.digest()
    for name in ("money", "flows", "measures", "before", "after"):
        joined = np.concatenate([getattr(before, name), getattr(after, name)], axis=1)
        assert np.array_equal(getattr(books, name), joined), name
    for name in BY_LENGTH:
        assert np.array_equal(getattr(books, name), getattr(before, name) + getattr(after, name)), name


def test_books_change_nothing_that_they_count(base: Scenario, warm: State) -> None:
    bare, ledger = one_replication.warmed_up(base, settings(), 0, books=False)
    assert bare.digest() == warm.digest()
    assert ledger.measure(Measure.HOUSEHOLDS).sum() == 0


def test_a_state_is_not_touched_by_its_branches(base: Scenario, warm: State) -> None:
    digest = warm.digest()
    onward(warm, base.with_reform("dibao_line_plus_10"), 3, base)
    assert warm.digest() == digest
    one, other = onward(warm, base, 3), onward(warm, base, 3)
    assert one[0].digest() == other[0].digest() != digest
    assert not same_books(one[1], other[1])


def test_months_one_by_one_are_months_at_a_stretch(base: Scenario, warm: State) -> None:
    at_once = onward(warm, base, 5)[0]
    last = warm
    for _, state in by_month(warm, base, 5):
        last = state
    assert last.digest() == at_once.digest()


@pytest.mark.parametrize(
    "values",
    [{"job.loss_prob_month": 0.02}, {"population.grid_households": 350}, {"earnings.persistent_sd": 0.2}],
)
def test_state_of_other_structural_values_is_refused(base: Scenario, warm: State, values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="structural"):
        onward(warm, base.change(values), 1, base)


def test_policy_values_branch_from_the_saved_state(base: Scenario, warm: State) -> None:
    changed = base.change({"visit.visits_per_grid_month": 12.0, "dibao.withdraw_rate": 0.8})
    assert changed.structural_digest == base.structural_digest
    assert same_books(onward(warm, base, 2)[1], onward(warm, changed, 2, base)[1])


def test_policy_value_before_the_policy_month_is_structural(base: Scenario, warm: State) -> None:
    """A value in force during the warm-up shapes the saved state, whatever its tag."""
    early = base.change({"visit.visits_per_grid_month": 12.0}, start="2022-06")
    assert early.structural_digest != base.structural_digest
    with pytest.raises(ValueError, match="structural"):
        onward(warm, early, 1, base)


def test_other_seed_is_another_world(base: Scenario, warm: State) -> None:
    other, _ = warmed(base, seed=2)
    assert other.digest() != warm.digest()
    assert other.population_digest != warm.population_digest


def stocks_after(base: Scenario, warm_up: int, scale: float, seeds: tuple[int, ...] = (1,)) -> np.ndarray:
    """Persons on each monthly programme at the policy month, summed over worlds."""
    worlds = (warmed(base, warm_up, scale, seed)[1] for seed in seeds)
    return sum(stock(books, Flow.STOCK_PERSONS)[-1, :4] for books in worlds)


@pytest.mark.full
def test_longer_warm_up_moves_no_stock(base: Scenario) -> None:
    """48 months instead of 24: each stock within 2%, over worlds with a thousand holders of the smallest in each."""
    seeds = (1, 2, 3, 4)
    short, long = stocks_after(base, 24, 0.05, seeds), stocks_after(base, 48, 0.05, seeds)
    assert short[0] > 0
    assert (np.abs(long - short) <= 0.02 * short).all(), (short, long)  # a status not in force has none in either


def test_longer_warm_up_moves_the_register_little(base: Scenario) -> None:
    """The small instance: all stocks together, with room for a sample of a few hundred holders."""
    short, long = stocks_after(base, 24, 4 * SCALE), stocks_after(base, 48, 4 * SCALE)
    assert abs(long.sum() / short.sum() - 1) < 0.04, (short, long)


def test_nothing_moves_by_date_before_month_minus_24(base: Scenario) -> None:
    """Lines, incomes and parameters of a longer warm-up are those of its month -24."""
    early, first = engine.policy_of(base, base, -60), engine.policy_of(base, base, -24)
    assert np.array_equal(early.lines, first.lines)
    assert np.array_equal(early.poverty, first.poverty)
    assert early.income_index == first.income_index < engine.policy_of(base, base, 0).income_index
    assert not first.changed.any()
