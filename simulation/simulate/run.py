"""`run`: one scenario over replications."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simulation.extensions.analyzers import Analysed, Analyzer, Given, all_found, as_analyzers, watch_over
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario
from simulation.parameters.values.calibration_status import record_of
from simulation.progress import OnProgress
from simulation.run_settings import BLOCK, WARM_UP, Settings, settings_explained
from simulation.simulate import one_replication
from simulation.simulate.distributions import NOBODY, Counts, paid_by_decile
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory, processes
from simulation.simulate.indicator_names import heads_of
from simulation.simulate.parameter_draws import AssignedDraws, Under, assign_draws, cells_of, drawn_of, recorded
from simulation.simulate.period import Period, headline_period
from simulation.simulate.register import refuse_own_code
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.results import Result
from simulation.simulate.run_record import ledger_digest, run_record, sampled_household_months, sampled_households
from simulation.simulate.sharded_run import run_in_shards

# ledgers of all months, of the warm-up and of the period; payments by decile; what analyzers recorded; population
type Simulated = tuple[Ledger, Ledger, Ledger, Counts, tuple[Analysed, ...], str]


@settings_explained
def run(
    scenario: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 1, seed: int = 1,
    warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK, progress: OnProgress | None = None,
    parts: int | None = None, executor: ExecutorFactory | None = None, draws: int | None = None,
    analyzers: Sequence[Given] = (),
) -> Result:  # fmt: skip
    """Simulate one scenario.

    Args:
        scenario: A scenario, the id of a province, or the path of a scenario file (.toml).
        parts: Groups of counties, distributed over the workers of `executor`; the result is the same, bit for bit.
            None: all counties in this process.
        executor: Whose workers, with `parts`: `processes()` or `dask()` of `simulation.simulate.executors`.
        draws: Posterior draws of the fitted parameters, as of `compare`.
        analyzers: Called each month, see `Analyzer`; what they record is in `Result.analysis`.

    Returns:
        Its tables and charts.

    Raises:
        ValueError: For settings out of range.
        ScenarioError: For an unknown province, and for draws that are not there.
        ExperimentError: For analyzers and code of your own that `parts` cannot take along.
    """
    scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    watching = _watching(scenario, analyzers, parts)
    assigned = assign_draws(scenario, draws, settings, "run")
    return _run(scenario, settings, assigned, progress, parts, executor, watching)


def _run(
    scenario: Scenario, settings: Settings, assigned: AssignedDraws | None, progress: OnProgress | None,
    parts: int | None, executor: ExecutorFactory | None, watching: tuple[Analyzer, ...],
) -> Result:  # fmt: skip
    """Every replication, and the further cells that draws need."""
    warm_up, months, replications = settings.warm_up, settings.months, settings.replications
    under, cells = Under((scenario,), assigned, replications), cells_of(assigned, 0, replications)
    tick = Ticker(progress, len(cells) * (warm_up + months), scenario.name)
    begun = time.perf_counter()
    period = headline_period(scenario.baseline(), [scenario], months)

    def one(number: int, settings: Settings) -> Simulated:
        sample, draw_of = cells[number]
        own = under.of(draw_of)[0]
        if parts is not None:
            return _distributed(own, settings, executor or processes(parts), parts or 1, sample, tick)
        return _simulated(own, settings, period, sample, tick, watching * (number < replications))

    every = replace(settings, replications=len(cells))
    done = replicate(scenario, every, tick, one) if parts is None else [one(n, settings) for n in range(len(cells))]
    further = list(zip(cells, done, strict=True))[replications:]
    drawn = drawn_of(assigned, replications, further, lambda simulated: simulated[:1], lambda simulated: simulated[2:3])
    record = _record(scenario, settings, period, done, time.perf_counter() - begun, assigned)
    ledgers, before, cut, paid, seen, _ = (list(column) for column in zip(*done[:replications], strict=True))
    analysed = tuple(each for found in seen for each in found)
    return Result(settings, record, period, scenario, ledgers, before, cut, paid, drawn=drawn, analysed=analysed)


def _watching(scenario: Scenario, analyzers: Sequence[Given], parts: int | None) -> tuple[Analyzer, ...]:
    """The analyzers of a run, its own code checked before anything is run."""
    watching = as_analyzers(analyzers)
    if parts is not None:
        refuse_own_code("a run whose counties are distributed (`parts`)")
        if watching:
            raise ExperimentError("analyzers see the whole province, a worker only its counties: run without `parts`")
    heads_of(scenario)
    return watching


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


def _distributed(
    scenario: Scenario, settings: Settings, factory: ExecutorFactory, parts: int, replication: int, tick: Ticker
) -> Simulated:
    """One replication with its counties distributed; deciles are of the province, which no worker sees."""
    ledger, warm, population, cut = run_in_shards(scenario, settings, factory, parts, replication)
    tick(settings.warm_up + settings.months)
    return ledger, warm, cut, NOBODY, (), population


def _simulated(
    scenario: Scenario, settings: Settings, period: Period, replication: int, tick: Ticker,
    watching: tuple[Analyzer, ...] = (),
) -> Simulated:  # fmt: skip
    """One replication on one machine; who was paid is looked up as the period ends."""
    watch = watch_over(watching, "baseline", replication)
    state, warm = one_replication.warmed_up(scenario, settings, replication, tick)
    ledger, cut = one_replication.begun(state, scenario, settings, period, tick, watch=watch)
    paid = paid_by_decile(state)
    one_replication.finished(state, scenario, settings, ledger, tick, watch=watch)
    return ledger, warm, cut, paid, all_found(watch), state.population_digest
