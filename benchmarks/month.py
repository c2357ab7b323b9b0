"""Where the time of a month goes: nanoseconds of CPU of every step per unit, and a guard against a slow month.

uv run python -m benchmarks.month --profile [--province zhejiang --scale 0.01]
uv run python -m benchmarks.month --guard

The profile calls the compiled steps one by one from Python, for all counties in each month of a year, and takes the
cost of such a call off. The guard holds the whole month against a loop of keyed words in the same process, so that a
slow or busy machine slows both; it exits with 1 where their ratio is `MOST` times the one written down here.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

import simulation as sim
from simulation import engine
from simulation import month as steps
from simulation.compile.kernel import compiled
from simulation.draws import Kind, Process, uniforms
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.state import State

YEAR: Final = 12
ROUNDS: Final = 5
WORDS: Final = 200_000  # stay in the processor's cache
REPEATS: Final = 100
MOST: Final = 1.5
REFERENCE: Final = 104.0  # ns of the month per unit over ns of a keyed word: 101 and 106 on 30 November 2026


@compiled
def nothing(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, block: int) -> None:
    """What a call costs that does nothing."""


def warmed(province: str, scale: float) -> tuple[sim.Scenario, Settings, State]:
    """A baseline and its state at the policy month."""
    scenario = sim.Scenario.load(province)
    settings = Settings(scale, YEAR, 1, threads=1)
    return scenario, settings, one_replication.warmed_up(scenario, settings, 0, books=False)[0]


def seconds_of_steps(
    scenario: sim.Scenario, settings: Settings, state: State, asked: Sequence[steps.Step] = steps.STEPS,
    months: int = YEAR, is_burn_in: bool = False,
) -> npt.NDArray[np.float64]:  # fmt: skip
    """(steps + 1,) CPU seconds of every step over some months, the last of as many calls that do nothing."""
    ledger, begin = one_replication.empty_ledger(state, scenario, months), state.month
    functions = [*(step.function for step in asked), nothing]
    takes = [steps.arguments_of(function) for function in functions]
    spent = np.zeros(len(functions))
    for month in range(begin, begin + months):
        if month == begin or month % YEAR == 0:
            policy, _ = engine.begin_month(state, scenario, scenario, month, is_burn_in)
        for county in range(state.counties.adcode.size):
            given: dict[str, Any] = {
                "place": state.county_tables(county, ledger), "policy": policy, "rng_key": state.rng_key,
                "when": MonthContext(month, month - begin, county, month >= 0, False), "block": settings.block,
            }  # fmt: skip
            for n, function in enumerate(functions):
                arguments = [given[name] for name in takes[n]]
                begun = time.thread_time()
                function(*arguments)
                spent[n] += time.thread_time() - begun
    return spent


def profile(province: str, scale: float) -> None:
    """Print the table of steps."""
    scenario, settings, state = warmed(province, scale)
    seconds_of_steps(scenario, settings, state.copy())  # compiles
    found = np.median([seconds_of_steps(scenario, settings, state.copy()) for _ in range(ROUNDS)], axis=0)
    net = np.maximum(found[:-1] - found[-1], 0.0) / (state.units.size * YEAR) * 1e9
    for step, ns in zip(steps.STEPS, net, strict=True):
        print(f"{step.function.__name__:<22}{ns:7.1f} ns{ns / net.sum():8.1%}  {step.does}")
    whole = month_ns(scenario, settings, state)
    print(f"{'steps':<22}{net.sum():7.1f} ns")
    print(
        f"{'the month as it runs':<22}{whole:7.1f} ns   {state.units.size:,} units, {int(state.n_cases.sum()):,} cases"
    )


def month_ns(scenario: sim.Scenario, settings: Settings, state: State) -> float:
    """CPU nanoseconds of the whole month per unit: median of some years from the same state."""
    return float(np.median([_year(scenario, settings, state.copy()) for _ in range(ROUNDS)]))


def _year(scenario: sim.Scenario, settings: Settings, state: State) -> float:
    ledger = one_replication.empty_ledger(state, scenario, YEAR)
    begun = time.process_time()
    one_replication.run_months(state, scenario, scenario, YEAR, settings, ledger)
    return (time.process_time() - begun) / (state.units.size * YEAR) * 1e9


def _word() -> float:
    """CPU nanoseconds of a keyed word."""
    ids = np.arange(WORDS)
    begun = time.process_time()
    for replication in range(REPEATS):
        uniforms(1, replication, Kind.UNIT, ids, 0, Process.TRIAL)
    return (time.process_time() - begun) / (WORDS * REPEATS) * 1e9


def guard(province: str, scale: float) -> bool:
    """Whether the month takes less than `MOST` times what it took; words and months by turns."""
    scenario, settings, state = warmed(province, scale)
    _word()
    pairs = [(_year(scenario, settings, state.copy()), _word()) for _ in range(ROUNDS)]
    ratio = float(np.median([month / word for month, word in pairs]))
    month, word = np.median(pairs, axis=0)
    print(
        f"month {month:.0f} ns per unit, word {word:.2f} ns: {ratio:.1f}, {ratio / REFERENCE:.2f} times the reference"
    )
    return ratio < MOST * REFERENCE


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--guard", action="store_true")
    asked = parser.parse_args()
    if asked.profile or not asked.guard:
        profile(asked.province, asked.scale)
    if asked.guard and not guard(asked.province, asked.scale):
        sys.exit(1)


if __name__ == "__main__":
    main()
