"""Identities of the books under scenarios that draw many levers anywhere inside their limits."""

import random

import numpy as np
import pytest
from worlds import onward

from simulation.indicators.targeting import CAUSES
from simulation.ledger import LEVELS, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

LEVERS = 40
MONTHS = 6
LOSSES = ("payment.mismatch", "payment.leakage", "payment.card_held_share")


def random_scenario(base: Scenario, seed: int) -> Scenario:
    """The baseline with some levers drawn evenly over what they may be; switches and variants at whole numbers."""
    chance = random.Random(seed)
    parameters = base.sources.parameters
    free = sorted(path for path, p in parameters.items() if p.tag == "policy" and not path.startswith("funding."))
    drawn = {}
    for path in chance.sample(free, LEVERS):
        low, high = parameters[path].low, min(parameters[path].high, 10 * max(parameters[path].range_high, 1.0))
        whole = parameters[path].unit == "variant" or path.endswith(("enabled", ".known"))
        drawn[path] = float(chance.randint(int(low), int(high))) if whole else chance.uniform(low, high)
    return base.change(drawn, start="2023-01")


def check(books: Ledger) -> None:
    """Causes sum, nothing is negative, programmes and payers re-add to what units were paid, stocks follow events."""
    m = books.measures
    unpaid = m[:, :, Measure.POOR_BEFORE] - m[:, :, Measure.POOR_PAID]
    parts = sum(m[:, :, measure] for cause, measure in CAUSES.items() if cause != "underpaid")
    assert np.array_equal(unpaid, parts)
    for name in ("money", "flows", "measures", "before", "after", "waits"):
        assert (getattr(books, name) >= 0).all(), name
    assert np.array_equal(m[:, :, Measure.PAID_UNIT_SUM_FEN], books.money.sum(axis=(2, 3)))
    stocks = books.flows[..., Flow.STOCK_PERSONS]
    moves = books.flows[..., Flow.ENTRY_PERSONS] - books.flows[..., Flow.EXIT_PERSONS]
    assert np.array_equal(np.diff(stocks, axis=1), moves[:, 1:])


@pytest.mark.parametrize("seed", range(6))
def test_books_hold_under_random_levers(base: Scenario, warm: State, seed: int) -> None:
    check(onward(warm, random_scenario(base, seed), MONTHS, base)[1])


@pytest.mark.full
def test_books_hold_under_many_random_levers(base: Scenario, warm: State) -> None:
    for seed in range(6, 300):
        check(onward(warm, random_scenario(base, seed), MONTHS, base)[1])


def test_causes_sum_where_payments_are_lost(base: Scenario, warm: State) -> None:
    """A payment that does not arrive is a cause of its own: neither paid too little nor still waiting."""
    lossy = base.change({"payment.enabled": 1.0, "payment.mismatch": 0.05, "payment.leakage": 0.05})
    books = onward(warm, lossy, MONTHS, base)[1]
    check(books)
    assert books.measure(Measure.POOR_LOST).sum() > 0
    assert onward(warm, base.change(dict.fromkeys(LOSSES, 0.0)), 2, base)[1].measure(Measure.POOR_LOST).sum() == 0


def test_no_payer_is_left_with_less_than_nothing(base: Scenario, warm: State) -> None:
    """Shares of one half twice over odd sums: rounding each up by itself would leave the county minus one fen."""
    halves = base.change({
        "funding.central_share": 0.5, "funding.province_share": 0.5, "funding.prefecture_share": 0.0,
        "funding.key_national": 0.0, "funding.key_provincial": 0.0,
    })  # fmt: skip
    money = onward(warm, halves, MONTHS, base)[1].money
    assert (money >= 0).all()
    assert (np.abs(money[..., 0] - money[..., 1]) <= 2).all()
    assert not money[..., 2:LEVELS].any()  # other payers have their own aid in kind
