"""`run`: one scenario over replications."""

import time
from collections.abc import Callable

from simulation.engine import BLOCK, WARM_UP
from simulation.experiments.history import Settings, continued, warmed_up
from simulation.experiments.record import ledger_digest, run_record, sampled_household_months
from simulation.experiments.results import Result
from simulation.parameters.scenario import Scenario

type Report = Callable[[int, int, str], None]


class Ticker:
    """Counts months done and passes them to `progress(done, total, text)`."""

    def __init__(self, progress: Report | None, total: int, text: str) -> None:
        self.progress, self.total, self.text, self.done = progress, total, text, 0

    def __call__(self, months: int) -> None:
        self.done += months
        if self.progress:
            self.progress(self.done, self.total, self.text)


def run(
    scenario: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 1, seed: int = 1,
    warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK, progress: Report | None = None,
) -> Result:  # fmt: skip
    """Simulate a scenario for `months` months after the policy date, `warm_up` months before it.

    `scale` is the share of villages drawn (1 = the whole province), `progress(done, total, text)` is called as
    months are done. Raises ValueError for settings out of range and ScenarioError for an unknown scenario.
    """
    scenario = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    settings.check()
    tick = Ticker(progress, replications * (warm_up + months), scenario.name)
    begun = time.perf_counter()
    ledgers, before, population = [], [], []
    for replication in range(replications):
        state, warm = warmed_up(scenario, settings, replication, tick)
        population.append(state.population_digest)
        before.append(warm)
        ledgers.append(continued(state, scenario, settings, tick))
    seconds = time.perf_counter() - begun
    lived = sampled_household_months([*ledgers, *before])
    record = run_record(scenario, settings, population, seconds, lived, ledger_digest(ledgers))
    return Result(settings, record, scenario, ledgers, before)
