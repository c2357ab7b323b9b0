"""The shipped baseline against the figures it was fitted to, and a register that stands still when nothing changes."""

import numpy as np
import pytest

from calibration.observers import simulate
from calibration.targets import Fact, load_facts
from simulation import engine
from simulation.ledger import Flow
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.calibration_status import kind_of
from simulation.run_settings import Settings
from simulation.simulate import one_replication

FITTED = ("zhejiang", "fujian", "yunnan", "inner_mongolia")
STOCKS = {"P35", "P46", "G141", "G186"}  # dibao persons, province by province, each at its own date
DIBAO = ("dibao", "single")
STILL = {f"prices.{name}": 0.0 for name in ("line_growth", "income_growth", "price_growth")}


def stocks_of(province: str) -> list[Fact]:
    return [fact for fact in load_facts() if fact.province == province and fact.id in STOCKS]


def check(province: str, scale: float, replications: int, within: float) -> None:
    facts = stocks_of(province)
    assert len(facts) == 1
    found = simulate(province, {}, facts, Settings(scale, 1, replications)).mean(axis=0)
    assert found[0] / facts[0].value == pytest.approx(1.0, abs=within)


@pytest.mark.parametrize("province", ["fujian", "inner_mongolia"])
def test_the_register_is_of_the_published_size(province: str) -> None:
    """One replication of a small sample: its noise is several percent."""
    check(province, 0.002, 1, 0.2)


@pytest.mark.full
@pytest.mark.parametrize("province", FITTED)
def test_the_register_is_of_the_published_size_at_a_larger_scale(province: str) -> None:
    check(province, 0.01, 3, 0.1)


@pytest.mark.parametrize("province", [*FITTED, "jiangxi", "hubei"])
def test_the_calibration_status_is_that_of_the_shipped_baseline(province: str) -> None:
    """Measured again after every change on which the register rests: `python -m benchmarks.calibration_status`."""
    assert kind_of(Scenario.load(province)) in ("meets", "off", "borrowed")


@pytest.mark.full
@pytest.mark.parametrize("province", ["zhejiang", "hubei"])
def test_a_register_stands_still_when_nothing_changes(province: str) -> None:
    """Within 0.5% a year over five years, with lines, incomes and prices as they are, over the residents of the day."""
    scenario = Scenario.load(province).change(STILL, start="2015-01")
    settings, months = Settings(0.01, 1, 1), 84
    state = one_replication.population_state(scenario, settings, 0)
    ledger = one_replication.empty_ledger(state, scenario, months)
    threads = engine.threads_or_default(None)
    engine.burn_in(state, scenario, ledger, threads, settings.block)
    one_replication.run_months(state, scenario, scenario, months, settings, ledger)
    stock = np.array(sum(ledger.flow(name, Flow.STOCK_PERSONS) for name in DIBAO), float)
    years = stock[23::12]  # each December from 2022 to 2027
    assert abs(years[-1] / years[0] - 1.0) / 5.0 <= 0.005
