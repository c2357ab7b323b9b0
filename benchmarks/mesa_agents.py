"""The month in the kernel and written with ordinary Mesa agents: equal books, and how fast each is.

    uv run python -m benchmarks.mesa_agents [--province zhejiang --scale 0.0005 --counties 25 --months 15]

Both start from the same register nine months after the register was opened, so a January, the policy date and
quarter ends lie on the way. The run fails (exit code 1) if one number in the books differs.
"""

import argparse
import sys
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.agents import AgentModel
from simulation import engine
from simulation.ledger import Books, Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.one_replication import empty_ledger, population_state
from simulation.simulate.run_record import sampled_household_months
from simulation.state import State

REQUIRED_RATIO = 30.0


@dataclass(frozen=True)
class Timing:
    """One way of living through the months."""

    way: str
    household_months: int
    seconds: float
    cpu_seconds: float

    @property
    def speed(self) -> float:
        """Household-months per CPU second: other work on the machine changes it little."""
        return self.household_months / self.cpu_seconds


class Watch:
    """Seconds and CPU seconds since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """(seconds, CPU seconds of all threads)."""
        return time.perf_counter() - self.wall, time.process_time() - self.cpu


def start(scenario: Scenario, scale: float, seed: int = 1, months: int = 9) -> State:
    """A state some months after its register was opened a year before the policy date."""
    settings = Settings(scale, 1, 1, seed, 12, threads=1)
    state = population_state(scenario, settings, 0)
    ledger = empty_ledger(state, scenario, months)
    engine.burn_in(state, scenario, ledger, 1, settings.block)
    engine.advance(state, scenario, scenario, months, ledger)
    return state


def by_agents(
    state: State, scenario: Scenario, months: int, counties: int, baseline: Scenario | None = None
) -> tuple[Ledger, tuple[float, float]]:
    """Books of the first counties after some months of agents, and the time of their steps alone."""
    ledger = empty_ledger(state, scenario, months)
    model = AgentModel(state, scenario, baseline or scenario, ledger, range(counties))
    watch = Watch()
    for _ in range(months):
        model.step()
    return ledger, watch.read()


def by_kernel(
    state: State, scenario: Scenario, months: int, threads: int, baseline: Scenario | None = None
) -> tuple[Ledger, tuple[float, float]]:
    """Books of all counties after some months of kernels, and the time."""
    state = state.copy()
    ledger = empty_ledger(state, scenario, months)
    watch = Watch()
    engine.advance(state, scenario, baseline or scenario, months, ledger, threads=threads)
    return ledger, watch.read()


def differences(agents: Ledger, kernel: Ledger, counties: int) -> list[str]:
    """Names of the books in which the first counties differ."""
    return [
        name for name in Books._fields
        if not np.array_equal(getattr(agents, name)[:counties], getattr(kernel, name)[:counties])
    ]  # fmt: skip


def main() -> int:
    """Run both, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--scale", type=float, default=0.0005)
    parser.add_argument("--counties", type=int, default=25)
    parser.add_argument("--months", type=int, default=15)
    asked = parser.parse_args()
    scenario = Scenario.load(asked.province)
    state = start(scenario, asked.scale)
    counties = min(asked.counties, state.counties.adcode.size)
    agents, seconds = by_agents(state, scenario, asked.months, counties)
    timings = [Timing("ordinary Mesa agents", sampled_household_months([agents], 0), *seconds)]
    for threads in (1, 2):
        kernel, seconds = by_kernel(state, scenario, asked.months, threads)
        name = f"kernel, {threads} thread{'s' if threads > 1 else ''}"
        timings.append(Timing(name, sampled_household_months([kernel], 0), *seconds))
    print(f"{'':24}{'household-months':>18}{'seconds':>10}{'CPU seconds':>13}{'per CPU second':>16}")
    for t in timings:
        print(f"{t.way:24}{t.household_months:>18,}{t.seconds:>10.2f}{t.cpu_seconds:>13.2f}{t.speed:>16,.0f}")
    ratio = timings[1].speed / timings[0].speed
    wrong = differences(agents, kernel, counties)
    print(f"\nratio on one thread: {ratio:.0f} (required: {REQUIRED_RATIO:.0f})")
    print(f"books of {counties} counties over {asked.months} months: {'differ in ' + str(wrong) if wrong else 'equal'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
