"""Compile the month in a second process while the first builds the population: halves the first start.

    python -m simulation.warm

Both processes share the kernel cache on disk; whoever finds a kernel there loads it. Nothing depends on it.
"""

import functools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from simulation._numba import CACHE_FOLDER


def is_cold() -> bool:
    """Whether no compiled month stands in the cache of this code version."""
    folder = Path(CACHE_FOLDER)
    return not any(folder.rglob("month.advance-*.nbi"))


@functools.cache  # one second process is enough
def start_compiling() -> "subprocess.Popen[bytes] | None":
    """Start the second process if the cache is cold and a second core is there; the caller may forget it."""
    if not is_cold() or (os.cpu_count() or 1) < 2:
        return None
    return subprocess.Popen(
        [sys.executable, "-m", "simulation.warm"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def compile_month() -> None:
    """Compile the opening and `month.advance` by running them for no months on a county without people."""
    from simulation import engine, month, opening
    from simulation.ledger import Ledger
    from simulation.parameters.scenario import Scenario
    from simulation.steps.place import Luck, When
    from simulation.world.columns import Counties, Villages, new_units
    from simulation.world.population import Population, new_persons

    scenario = Scenario.load("zhejiang")
    nothing, none = np.zeros(2, np.int64), np.zeros(0, np.int32)
    population = Population(
        new_units(0), new_persons(0), Villages(np.zeros(1, np.int64), none, none, np.zeros(0, np.int64)),
        Counties(nothing, nothing, np.zeros(1, np.int64), np.ones(1, np.int64), np.ones(1)),
    )  # fmt: skip
    state = engine.new_state(population, Luck(0, 0), "", 0)
    ledger = Ledger.empty(state.counties.share, 0, 1, (*scenario.rule_book().names, "bundle"))
    policy = engine.policy_of(scenario, scenario, 0)
    place, when = state.place(0, ledger), When(0, 0, 0, False, False)
    opening.open_register(place, policy, state.luck, when, engine.BLOCK)
    month.advance(place, policy, state.luck, when, 0, engine.BLOCK, True)


if __name__ == "__main__":
    compile_month()
