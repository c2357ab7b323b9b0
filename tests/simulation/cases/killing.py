"""Runs the shipped cases against mutants of `simulation/rules/`; prints who survives as JSON.

A script of its own: numba must be switched off before it is imported. Arguments: one mutant in how many, and
the modules (all by default).
"""

import importlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

from mutants import Mutant, mutants_of

import simulation.rules as package
from simulation.cases.answering import Functions, in_python, plain_rules
from simulation.cases.checking import failures_of
from simulation.cases.suite import Check, Suite, load
from simulation.rules.book import RuleBook

FOLDER = Path(package.__file__).parent
# Declarations: the numbers of facts, lines and codes, which tables and kernels read from the same place.
DECLARED = {"__init__", "facts", "tables"}
# The compiled loop over rows of units: with numba off there is no array path to run.
UNREACHED = {"rows"}
PREFIX = "simulation.rules."
SECONDS = 60


@contextmanager
def mutated(mutant: Mutant) -> Iterator[Functions]:
    """The functions of the rules with one module changed and all that use it loaded anew."""
    kept = {name: module for name, module in sys.modules.items() if name.startswith(PREFIX)}
    fresh = [name for name in kept if name.removeprefix(PREFIX) not in DECLARED | {"book"}]
    attributes = dict(vars(package))
    methods = {name: vars(RuleBook)[name] for name in ("names", "index", "reason")}
    try:
        for name in fresh:
            del sys.modules[name]
        module = ModuleType(PREFIX + mutant.module)
        module.__package__ = "simulation.rules"
        sys.modules[module.__name__] = module
        exec(compile(mutant.tree, mutant.module, "exec"), vars(module))
        if mutant.module == "book":
            for name in methods:
                setattr(RuleBook, name, vars(module.RuleBook)[name])
        yield Functions.of(importlib.import_module(PREFIX + "programme"), importlib.import_module(PREFIX + "exit"))
    finally:
        for name in [name for name in sys.modules if name.startswith(PREFIX)]:
            del sys.modules[name]
        sys.modules.update(kept)
        vars(package).update(attributes)
        for name, method in methods.items():
            setattr(RuleBook, name, method)


def _late(*_: Any) -> None:
    raise TimeoutError


def is_killed(mutant: Mutant, suite: Suite, order: list[Check]) -> bool:
    """Whether a check or a property fails, or anything breaks; the check that kills moves to the front."""
    signal.alarm(SECONDS)
    try:
        with mutated(mutant) as functions:
            used = load() if mutant.module == "book" else suite
            for check in list(used.checks if mutant.module == "book" else order):
                answers = in_python([asked.posed.question for asked in check.asked], functions, TABLES)
                if failures_of(check, {"python": answers}):
                    if check in order:
                        order.remove(check)
                        order.insert(0, check)
                    return True
            return any(grid.violations({"python": lambda q: in_python(q, functions, TABLES)}) for grid in used.grids)
    except Exception:
        return True
    finally:
        signal.alarm(0)


TABLES: dict[int, Any] = {}


def main(every: int, modules: list[str]) -> None:
    """Print the numbers of mutants and of those killed, and the names of the survivors."""
    signal.signal(signal.SIGALRM, _late)
    suite = load()
    for check in suite.checks:
        for asked in check.asked:
            rules = asked.posed.question.rules
            TABLES.setdefault(id(rules), plain_rules(rules))
    files = [file for file in sorted(FOLDER.glob("*.py")) if file.stem not in DECLARED | UNREACHED]
    chosen = [file for file in files if not modules or file.stem in modules]
    mutants = [mutant for file in chosen for mutant in mutants_of(file)][::every]
    order = list(suite.checks)
    survivors = [mutant.name for mutant in mutants if not is_killed(mutant, suite, order)]
    print(json.dumps({"mutants": len(mutants), "killed": len(mutants) - len(survivors), "survivors": survivors}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
