"""Runs the shipped cases against mutants of `simulation/rules/`; prints who survives as JSON.

A script of its own: numba must be switched off before it is imported. Arguments: one mutant in how many, and
the modules (all by default).
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

from mutants import Mutant, applied, mutants_in

from simulation import rules as package
from simulation.cases.answering import Functions, in_python, plain_rules
from simulation.cases.checking import failures_of
from simulation.cases.suite import Check, Suite, load
from simulation.rules import exit as leaving
from simulation.rules import programme

FOLDER = Path(package.__file__).parent
# Declarations: the numbers of facts, lines and codes, which tables and kernels read from the same place.
DECLARED = {"__init__", "facts", "tables"}
# The compiled loop over rows of units: with numba off there is no array path to run. What a decision rests on over time
# (`changes`) decides no case: its own tests hold every parameter of every rule against the decisions it changes.
UNREACHED = {"rows", "changes"}
SECONDS = 60


def _late(*_: Any) -> None:
    raise TimeoutError


def is_killed(mutant: Mutant, suite: Suite, order: list[Check]) -> bool:
    """Whether a check or a property fails, or anything breaks; the check that kills moves to the front."""
    signal.alarm(SECONDS)
    try:
        with applied(mutant, "simulation.rules"):
            used = load() if mutant.module == "book" else suite
            for check in list(used.checks if mutant.module == "book" else order):
                answers = in_python([asked.posed.question for asked in check.asked], FUNCTIONS, TABLES)
                if failures_of(check, {"python": answers}):
                    if check in order:
                        order.remove(check)
                        order.insert(0, check)
                    return True
            return any(grid.violations({"python": lambda q: in_python(q, FUNCTIONS, TABLES)}) for grid in used.grids)
    except Exception:
        return True
    finally:
        signal.alarm(0)


TABLES: dict[int, Any] = {}
FUNCTIONS = Functions.of(programme, leaving)


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
    mutants = mutants_in(chosen, every)
    order = list(suite.checks)
    survivors = [mutant.name for mutant in mutants if not is_killed(mutant, suite, order)]
    print(json.dumps({"mutants": len(mutants), "killed": len(mutants) - len(survivors), "survivors": survivors}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
