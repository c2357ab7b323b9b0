"""Baseline stocks against the published ones: one parameter set for all provinces, as the files ship it."""

import pytest

from calibration.moments import Stocks
from calibration.targets import load_targets
from simulation.experiments.history import Settings
from simulation.ledger import Flow

WITHIN = 0.25


def check(scale: float, replications: int) -> None:
    """Every target within 25%; dibao both with those enrolled as a single person and without them."""
    stocks = Stocks(load_targets(), Settings(scale, 1, replications))
    ratios: dict[str, list[float]] = {}
    for replication in range(replications):
        for province in stocks.scenarios:
            ledger = stocks.warm_up(province, {}, replication)
            for target in stocks.targets:
                if target.province == province:
                    persons = [int(ledger.flow(p, Flow.STOCK_PERSONS)[-1]) for p in target.programmes]
                    ratios.setdefault(f"{target.id} {target.statistic}", []).append(sum(persons) / target.value)
                    ratios.setdefault(f"{target.id} {target.programmes[0]} alone", []).append(persons[0] / target.value)
    means = {name: sum(found) / len(found) for name, found in ratios.items()}
    print(means)
    assert all(abs(mean - 1.0) <= WITHIN for mean in means.values()), means


def test_baseline_stocks_are_near_the_published_ones() -> None:
    check(0.01, 1)


@pytest.mark.full
def test_baseline_stocks_are_near_the_published_ones_at_a_larger_scale() -> None:
    check(0.02, 3)
