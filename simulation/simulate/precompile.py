"""Compile the month in two processes of their own while the first builds the population: shortens the first start.

    python -m simulation.simulate.precompile register
    python -m simulation.simulate.precompile month

All share the kernel cache on disk; whoever finds a kernel there loads it. Nothing depends on it.
"""

import functools
import gc
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.compile.kernel_cache import CACHE_FOLDER
from simulation.compile.outdated_kernels import remove_outdated
from simulation.cores import cores
from simulation.run_settings import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey

_STARTING: Final = threading.Lock()
REGISTER: Final = "register"
HALVES: Final = (REGISTER, "month")
WITH_REGISTER: Final = ("work", "maintain")  # kernels that the half with less to do compiles as well
# numba makes many objects and hardly any garbage in circles: looking for it every 700 objects was a tenth of the time
RARELY: Final = (50_000, 50, 100)


def is_cold() -> bool:
    """Whether no compiled month is in the cache of these kernels."""
    folder = Path(CACHE_FOLDER)
    return not any(folder.rglob("month.advance-*.nbi"))


def start_compiling() -> "tuple[subprocess.Popen[bytes], ...]":
    """Start the processes, once, if the cache is cold and a second core is there; the caller may forget them."""
    with _STARTING:  # replications start side by side, and the cache alone lets both of the first two in
        return _started()


@functools.cache
def _started() -> "tuple[subprocess.Popen[bytes], ...]":
    if not is_cold():
        return ()
    remove_outdated()
    if cores() < 2:
        return ()
    return tuple(
        subprocess.Popen(
            [sys.executable, "-m", "simulation.simulate.precompile", half],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for half in HALVES
    )  # fmt: skip


def finish_compiling() -> None:
    """Wait for the processes that `start_compiling` started: compiling the same meanwhile would slow them."""
    for process in start_compiling():
        process.wait()


def county_without_people(filtered: bool) -> "tuple[CountyTables, Policy, RandomKey, MonthContext]":
    """Arguments of a kernel of the month, of the types that every run has; the prefilter is real if `filtered`."""
    from simulation import engine
    from simulation.ledger import Ledger
    from simulation.month_steps.county_tables import MonthContext, RandomKey
    from simulation.month_steps.eligibility.prefilter import CLASSES
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.population.build.population import Population, new_persons
    from simulation.population.columns import Counties, Villages, new_units
    from simulation.state import new_state

    scenario = Scenario.load("zhejiang")
    nothing, none = np.zeros(2, np.int64), np.zeros(0, np.int32)
    population = Population(
        new_units(0), new_persons(0), Villages(np.zeros(1, np.int64), none, none, np.zeros(0, np.int64)),
        Counties(nothing, nothing, np.zeros(1, np.int64), np.ones(1, np.int64), np.ones(1)),
    )  # fmt: skip
    state = new_state(population, RandomKey(0, 0), "", 0)
    ledger = Ledger.empty(state.counties.share, 0, 1, (*scenario.rule_book().names, "bundle"))
    bounds = None if filtered else np.zeros((1, 1, CLASSES + 1), np.int64)
    policy = engine.policy_of(scenario, scenario, 0, bounds)
    return state.county_tables(0, ledger), policy, state.rng_key, MonthContext(0, 0, 0, False, False)


def compile_register() -> None:
    """Compile what reads the rules: prefilter, true entitlement, the initial state."""
    from simulation.month_steps.initial_state import initial_register

    place, policy, rng_key, when = county_without_people(filtered=True)
    initial_register.set_initial_state(place, policy, rng_key, when, BLOCK)


def kernels_of(half: str) -> "list[Callable[..., Any]]":
    """Those of the kernels of `month.STEPS` that a half compiles, whose arguments are known beforehand."""
    from simulation import month

    return [
        kernel for step in month.STEPS for kernel in step.kernels
        if ("first" in month.arguments_of(kernel) or kernel.__name__ in WITH_REGISTER) == (half == REGISTER)
    ]  # fmt: skip


def compile_steps(half: str) -> None:
    """Compile the kernels of a half one by one; each is then found where the month calls it."""
    import numba

    from simulation import month
    from simulation.month_steps.batch import new_batch
    from simulation.month_steps.books import household_books

    taken = zip(month.ARGUMENTS, county_without_people(filtered=False), strict=False)
    kinds = {name: numba.typeof(each) for name, each in taken}  # type: ignore[no-untyped-call]
    kinds |= dict.fromkeys(("first", "last", "month"), numba.int64)
    kinds["batch"] = numba.typeof(new_batch.py_func())  # type: ignore[attr-defined, no-untyped-call]
    kinds["table"] = numba.typeof(household_books.new_households.py_func())  # type: ignore[attr-defined, no-untyped-call]
    for kernel in kernels_of(half):
        names = month.arguments_of(kernel)
        if set(names) <= set(kinds):
            kernel.inside.compile(tuple(kinds[name] for name in names))  # type: ignore[attr-defined]


def compile_month() -> None:
    """Compile the month itself, and what of it is not yet compiled: no months of a county without people are run."""
    from simulation import month

    place, policy, rng_key, when = county_without_people(filtered=True)
    month.advance(place, policy, rng_key, when, 0, BLOCK, True)


def main(half: str) -> None:
    """One of `HALVES`: what the other waits for comes first."""
    gc.set_threshold(*RARELY)
    if half == REGISTER:
        county_without_people(filtered=True)
        compile_steps(half)
        compile_register()
        return
    compile_steps(half)
    compile_month()


if __name__ == "__main__":
    main(sys.argv[1])
