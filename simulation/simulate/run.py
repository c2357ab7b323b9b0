"""`run`: one scenario over replications."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.calibration_status import record_of
from simulation.progress import Report
from simulation.run_settings import BLOCK, WARM_UP, Settings, settings_explained
from simulation.simulate import one_replication
from simulation.simulate.distributions import NOBODY, Counts, paid_by_decile
from simulation.simulate.executors import Crew, processes
from simulation.simulate.parameter_draws import AssignedDraws, Under, assign_draws, cells_of, drawn_of, recorded
from simulation.simulate.period import Period, headline_period
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.results import Result
from simulation.simulate.run_record import ledger_digest, run_record, sampled_household_months, sampled_households
from simulation.simulate.sharded_run import run_apart

# ledgers of all months, of the warm-up and of the period; payments by decile; population digest
type Simulated = tuple[Ledger, Ledger, Ledger, Counts, str]


@settings_explained
def run(
    scenario: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 1, seed: int = 1,
    warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK, progress: Report | None = None,
    parts: int | None = None, executor: Crew | None = None, draws: int | None = None,
) -> Result:  # fmt: skip
    """Simulate one scenario.

    Args:
        scenario: A scenario, or the id of a province.
        parts: Groups of counties, distributed over the workers of `executor`; the result is the same, bit for bit.
            None: all counties in this process.
        executor: Whose workers, with `parts`: `processes()` or `dask()` of `simulation.simulate.executors`.
        draws: Posterior draws of the fitted parameters, as of `compare`.

    Returns:
        Its tables and charts.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For an unknown province, and for draws that are not there.
    """
    scenario = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    assigned = assign_draws(scenario, draws, settings, "run")
    return _run(scenario, settings, assigned, progress, parts, executor)


def _run(
    scenario: Scenario, settings: Settings, assigned: AssignedDraws | None, progress: Report | None,
    parts: int | None, executor: Crew | None,
) -> Result:  # fmt: skip
    """Every replication, and the further cells that draws need."""
    warm_up, months, replications = settings.warm_up, settings.months, settings.replications
    under, cells = Under((scenario,), assigned, replications), cells_of(assigned, 0, replications)
    tick = Ticker(progress, len(cells) * (warm_up + months), scenario.name)
    begun = time.perf_counter()
    period = headline_period(scenario.baseline(), [scenario], months)

    def one(number: int, settings: Settings) -> Simulated:
        sample, draw_of = cells[number]
        return _simulated(under.of(draw_of)[0], settings, period, sample, tick)

    def distributed(number: int) -> Simulated:
        sample, draw_of = cells[number]
        ledger, warm, population, cut = run_apart(
            under.of(draw_of)[0], settings, executor or processes(parts), parts or 1, sample
        )
        tick(warm_up + months)
        return ledger, warm, cut, NOBODY, population  # deciles are of the province, which no worker sees

    every = replace(settings, replications=len(cells))
    done = replicate(scenario, every, tick, one) if parts is None else [distributed(n) for n in range(len(cells))]
    further = list(zip(cells, done, strict=True))[replications:]
    drawn = drawn_of(assigned, replications, further, lambda simulated: simulated[:1], lambda simulated: simulated[2:3])
    record = _record(scenario, settings, period, done, time.perf_counter() - begun, assigned)
    ledgers, before, cut, paid, _ = (list(column) for column in zip(*done[:replications], strict=True))
    return Result(settings, record, period, scenario, ledgers, before, cut, paid, drawn=drawn)


def _record(
    scenario: Scenario,
    settings: Settings,
    period: Period,
    done: Sequence[Simulated],
    seconds: float,
    assigned: AssignedDraws | None,
) -> dict[str, Any]:
    """The run record of all cells that were run."""
    ledgers = [simulated[0] for simulated in done]
    populations = [simulated[-1] for simulated in done[: settings.replications]]
    months, households = sampled_household_months(ledgers, settings.warm_up), sampled_households(ledgers[0])
    record = run_record(scenario, settings, populations, seconds, households, months, ledger_digest(ledgers))
    record |= {"period": period.record(), "calibration": record_of(scenario)}
    return record | recorded(assigned, settings.replications, len(done) - settings.replications)


def _simulated(scenario: Scenario, settings: Settings, period: Period, replication: int, tick: Ticker) -> Simulated:
    """One replication on one machine; who was paid is looked up as the period ends."""
    state, warm = one_replication.warmed_up(scenario, settings, replication, tick)
    ledger, cut = one_replication.begun(state, scenario, settings, period, tick)
    paid = paid_by_decile(state)
    one_replication.finished(state, scenario, settings, ledger, tick)
    return ledger, warm, cut, paid, state.population_digest
