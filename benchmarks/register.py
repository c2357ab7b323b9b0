"""What the start of a replication costs: CPU nanoseconds per household of its population and of its register.

uv run python -m benchmarks.register [--province zhejiang --scale 0.01]
uv run python -m benchmarks.register --profile
uv run python -m benchmarks.register --against ../another-checkout [--pairs 5]

The register is the initial state and the months of burn-in, on one thread, compiled before. `--profile` lists their
steps. `--against` measures this checkout and another by turns, each with the interpreter of its own environment, and
prints the median of what this one takes of the other's time: a busy or slow machine slows both.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

import simulation as sim
from simulation import engine
from simulation import month as steps
from simulation.ledger import Ledger
from simulation.month_steps.county_tables import MonthContext
from simulation.month_steps.eligibility import entitlement
from simulation.month_steps.initial_state import initial_register, initial_units
from simulation.month_steps.shocks import living
from simulation.run_settings import Settings
from simulation.simulate import one_replication, precompile
from simulation.state import State

PARTS: Final = ("population", "initial state", "burn-in")
ROUNDS: Final = 5
SMALL: Final = 0.0005
ROOT: Final = Path(__file__).resolve().parents[1]
# of the initial state; what is left of the whole is what cases have learned and who is enrolled
INITIAL: Final = (
    "shocks, a year of income, relatives", "income looked back on", "who is low, and who is entitled",
    "whether cases are entitled", "who knows without outreach",
)  # fmt: skip


def settings_of(scale: float) -> Settings:
    """A run of one replication on one thread."""
    return Settings(scale, 12, 1, threads=1)


def begun(scenario: sim.Scenario, scale: float) -> tuple[State, Ledger]:
    """A population, and the books that its register does not keep."""
    state = one_replication.population_state(scenario, settings_of(scale), 0)
    return state, one_replication.empty_ledger(state, scenario, 1)


def nanoseconds(scenario: sim.Scenario, scale: float) -> npt.NDArray[np.float64]:
    """(PARTS,) CPU nanoseconds per household."""
    spent, plain = 0.0, initial_register.set_initial_state

    def timed(*arguments: Any) -> None:
        nonlocal spent
        since = time.process_time()
        plain(*arguments)
        spent += time.process_time() - since

    initial_register.set_initial_state = timed  # the engine looks it up there
    try:
        since = time.process_time()
        state, unkept = begun(scenario, scale)
        built = time.process_time()
        engine.burn_in(state, scenario, unkept, 1, settings_of(scale).block)
        ended = time.process_time()
    finally:
        initial_register.set_initial_state = plain
    households = np.count_nonzero(state.units["position"] == 0)
    return np.array([built - since, spent, ended - built - spent]) / households * 1e9


def measured(province: str, scale: float, rounds: int) -> npt.NDArray[np.float64]:
    """(PARTS,) median of some rounds, all compiled before."""
    scenario = sim.Scenario.load(province)
    precompile.finish_compiling()
    nanoseconds(scenario, SMALL)
    return np.median([nanoseconds(scenario, scale) for _ in range(rounds)], axis=0)  # type: ignore[no-any-return]


def of_initial_state(scenario: sim.Scenario, scale: float) -> npt.NDArray[np.float64]:
    """(INITIAL,) CPU seconds of the steps of the initial state but the last."""
    state, unkept = begun(scenario, scale)
    first, spent = state.month - initial_register.BURN_IN, np.zeros(len(INITIAL))
    policy, key = engine.policy_of(scenario, scenario, first), state.rng_key
    for county in range(state.counties.adcode.size):
        place, before = state.county_tables(county, unkept), MonthContext(first - 1, 0, county, False, False)
        calls: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
            (initial_units.set_initial_units, (place, policy, key)),
            (living.look_back, (place, policy, first - 1)),
            (entitlement.find_entitled, (place, policy, before, 0, place.units.size)),
            (entitlement.judge_truth, (place, policy, before)),
            (initial_register.know_by_themselves, (place, policy, key)),
        ]
        for n, (function, arguments) in enumerate(calls):
            since = time.thread_time()
            function(*arguments)
            spent[n] += time.thread_time() - since
    return spent


def of_burn_in(scenario: sim.Scenario, scale: float) -> tuple[list[steps.Step], npt.NDArray[np.float64]]:
    """The steps of the burn-in and (steps,) CPU seconds of all its months, calls taken off."""
    from benchmarks.month import seconds_of_steps

    asked = [step for step in steps.STEPS if step.part != steps.Part.KEEP_BOOKS]
    months = initial_register.BURN_IN
    state, unkept = begun(scenario, scale)
    first, settings = state.month - months, settings_of(scale)
    policy = engine.policy_of(scenario, scenario, first)
    engine.staff_minutes(state, policy.processes)
    for county in range(state.counties.adcode.size):
        when = MonthContext(first, 0, county, False, False)
        place = state.county_tables(county, unkept)
        initial_register.set_initial_state(place, policy, state.rng_key, when, settings.block)
    state.month = first
    spent = seconds_of_steps(scenario, settings, state, asked, months, is_burn_in=True)
    return asked, np.maximum(spent[:-1] - spent[-1], 0.0)


def profile(province: str, scale: float) -> None:
    """Print the steps of the register, in nanoseconds per household and shares of all."""
    scenario = sim.Scenario.load(province)
    whole = measured(province, scale, ROUNDS)
    of_initial_state(scenario, SMALL), of_burn_in(scenario, SMALL)  # compiles
    households = np.count_nonzero(begun(scenario, scale)[0].units["position"] == 0)
    initial = np.median([of_initial_state(scenario, scale) for _ in range(ROUNDS)], axis=0) / households * 1e9
    rounds = [of_burn_in(scenario, scale) for _ in range(ROUNDS)]
    months = np.median([spent for _, spent in rounds], axis=0) / households * 1e9
    rows = [*zip(INITIAL, initial, strict=True)]
    rows += [("what cases have learned, who is enrolled", max(whole[1] - initial.sum(), 0.0))]
    # a step called from Python takes longer than in the month: their shares of the months as they run
    shares = months / months.sum() * whole[2]
    rows += [(step.does, ns) for step, ns in zip(rounds[0][0], shares, strict=True)]
    for does, ns in rows:
        print(f"{does:<80}{ns:8.0f} ns{ns / whole[1:].sum():8.1%}")


def report(found: npt.NDArray[np.float64]) -> None:
    """Print nanoseconds by part, and of the whole register."""
    for part, ns in [*zip(PARTS, found, strict=True), ("register", found[1:].sum())]:
        print(f"{part:<14}{ns:8.0f} ns per household")


def of_checkout(checkout: Path, province: str, scale: float) -> npt.NDArray[np.float64]:
    """`measured` by the interpreter and the code of a checkout, with this file, which it need not have."""
    python = checkout / ".venv" / "bin" / "python"
    call = [python, "-P", Path(__file__).resolve(), "--json", "--province", province, "--scale", str(scale)]
    found = subprocess.run(call, cwd=checkout, check=True, stdout=subprocess.PIPE, text=True)
    return np.array(json.loads(found.stdout))


def compare(other: Path, province: str, scale: float, pairs: int) -> None:
    """Print what this checkout takes of another's time, by part: median of pairs, the other first in each."""
    ratios = []
    for _ in range(pairs):
        theirs, ours = (of_checkout(each, province, scale) for each in (other.resolve(), ROOT))
        ratios.append(np.append(ours, ours[1:].sum()) / np.append(theirs, theirs[1:].sum()))
    for part, found in zip([*PARTS, "register"], np.transpose(ratios), strict=True):
        print(f"{part:<14}{np.median(found):6.2f}  ({', '.join(f'{ratio:.2f}' for ratio in found)})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--against", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.against is not None:
        compare(asked.against, asked.province, asked.scale, asked.pairs)
    elif asked.profile:
        profile(asked.province, asked.scale)
    elif asked.json:
        json.dump(measured(asked.province, asked.scale, ROUNDS).tolist(), sys.stdout)
    else:
        report(measured(asked.province, asked.scale, ROUNDS))


if __name__ == "__main__":
    main()
