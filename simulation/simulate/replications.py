"""Replications side by side: the same numbers in the same order, whichever way the cores are shared out."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from simulation.engine import threads_or_default
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import OnProgress
from simulation.run_settings import Settings

# Larger samples run one replication after the other on all cores: memory is what they have least of.
SIDE_BY_SIDE_HOUSEHOLDS = 1_000_000


class Ticker:
    """Counts months done, from any thread, and passes them to `progress(done, total, text)`."""

    def __init__(self, progress: OnProgress | None, total: int, text: str) -> None:
        self.progress, self.total, self.text, self.done, self.skipped = progress, total, text, 0, 0
        self.lock, self.stopped = threading.Lock(), False

    def __call__(self, months: int) -> None:
        """Count `months`; raises KeyboardInterrupt in a replication whose run was given up meanwhile."""
        if self.stopped:
            raise KeyboardInterrupt
        with self.lock:
            self.done += months
            if self.progress:
                self.progress(self.done, self.total, self.text)

    def skip(self, months: int) -> None:
        """Count `months` that an earlier run has simulated."""
        with self.lock:
            self.skipped += months
        self(months)

    @property
    def simulated_share(self) -> float:
        """Share of the months counted so far that this run simulated itself."""
        return 1.0 - self.skipped / max(self.done, 1)


def workers_of(scenario: Scenario, settings: Settings) -> int:
    """How many replications run at a time."""
    households = float(scenario.counties["households"].sum()) * settings.scale
    if households > SIDE_BY_SIDE_HOUSEHOLDS:
        return 1
    return min(threads_or_default(settings.threads), settings.replications)


def replicate[T](
    scenario: Scenario, settings: Settings, tick: Ticker, one: Callable[[int, Settings], T]
) -> list[T]:  # fmt: skip
    """`one(replication, settings)` for every replication, in order; the cores are shared out among them.

    A replication on one core wastes none of it: two of them side by side take less time than one after the other
    on two cores, which wait for the largest county and for each population to be built. The first error, or
    Ctrl-C, stops the others at their next year.
    """
    workers = workers_of(scenario, settings)
    if workers == 1:
        return [one(replication, settings) for replication in range(settings.replications)]
    each = replace(settings, threads=max(threads_or_default(settings.threads) // workers, 1))
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(one, replication, each) for replication in range(settings.replications)]
        try:
            return [future.result() for future in futures]
        except BaseException:
            tick.stopped = True
            pool.shutdown(wait=True, cancel_futures=True)
            raise
