"""`run`: one scenario over replications."""

import time

from simulation.engine import BLOCK, WARM_UP
from simulation.experiments import history
from simulation.experiments.apart import run_apart
from simulation.experiments.distributions import NOBODY, Counts, paid_by_decile
from simulation.experiments.executors import Crew, processes
from simulation.experiments.history import Settings
from simulation.experiments.period import Period, headline_period
from simulation.experiments.record import ledger_digest, run_record, sampled_household_months, sampled_households
from simulation.experiments.replications import Report, Ticker, replicate
from simulation.experiments.results import Result
from simulation.ledger import Ledger
from simulation.parameters.scenario import Scenario

# ledgers of all months, of the warm-up and of the period; payments by decile; population digest
type Lived = tuple[Ledger, Ledger, Ledger, Counts, str]


def run(
    scenario: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 1, seed: int = 1,
    warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK, progress: Report | None = None,
    parts: int | None = None, executor: Crew | None = None,
) -> Result:  # fmt: skip
    """Simulate a scenario for `months` months after the policy date, `warm_up` months before it.

    `scale` is the share of villages drawn (1 = the whole province), `progress(done, total, text)` is called as
    months are done. With `parts` the counties are dealt out over the workers of `executor` (processes of this
    machine, or a Dask cluster); the result is the same, bit for bit. Raises ValueError for settings out of range and
    ScenarioError for an unknown scenario.
    """
    scenario = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    settings.check()
    tick = Ticker(progress, replications * (warm_up + months), scenario.name)
    begun = time.perf_counter()
    period = headline_period(scenario.baseline(), [scenario], months)

    def one(replication: int, settings: Settings) -> Lived:
        return _lived(scenario, settings, period, replication, tick)

    def dealt_out(replication: int) -> Lived:
        ledger, warm, population, cut = run_apart(
            scenario, settings, executor or processes(parts), parts or 1, replication
        )
        tick(warm_up + months)
        return ledger, warm, cut, NOBODY, population  # deciles are of the province, which no worker sees

    done = replicate(scenario, settings, tick, one) if parts is None else [dealt_out(r) for r in range(replications)]
    ledgers, before, cut, paid, populations = (list(column) for column in zip(*done, strict=True))
    seconds = time.perf_counter() - begun
    lived = sampled_household_months(ledgers, warm_up)
    record = run_record(
        scenario, settings, populations, seconds, sampled_households(ledgers[0]), lived, ledger_digest(ledgers)
    ) | {"period": period.record()}
    return Result(settings, record, period, scenario, ledgers, before, cut, paid)


def _lived(scenario: Scenario, settings: Settings, period: Period, replication: int, tick: Ticker) -> Lived:
    """One replication on one machine; who was paid is looked up as the period ends."""
    state, warm = history.warmed_up(scenario, settings, replication, tick)
    ledger, cut = history.begun(state, scenario, settings, period, tick)
    paid = paid_by_decile(state)
    history.finished(state, scenario, settings, ledger, tick)
    return ledger, warm, cut, paid, state.population_digest
