"""Runs a folder of tests against the mutants of a package; prints who survives as JSON.

`python killing.py simulation.indicators tests/simulation/indicators EVERY [MODULE ...]`: one mutant in EVERY, of the
modules named (all by default). A script of its own: numba must be switched off before it is imported. The tests are
collected once, and each mutant is put in place in a fork, which runs them until one fails; the test that kills moves
to the front. Tests that fail without a mutant end the run; files named `*_mutants.py`, which start such runs, and
tests marked `full` are left out.

With `DOUDI_COMPILED=1` numba stays on: for rooms of plain Python, whose tests run whole simulations. What is found
once and kept (caches but those of `Sources`, what is set up for the whole session) was then found without the mutant:
fewer are killed than could be.
"""

import importlib
import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

if os.environ.get("DOUDI_COMPILED") != "1":
    os.environ["NUMBA_DISABLE_JIT"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, applied, forget, mutants_in

SLOWER = 2.0  # a mutant that takes so many times the tests' own processor time never ends: it is killed
# Examples of property tests under a mutant; found counterexamples are not made smaller: one is enough.
EXAMPLES = 25
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # hypothesis is imported before pytest starts


class Killing:
    """A plugin of pytest that runs the collected tests once as they are, then once per mutant."""

    def __init__(self, package: str, mutants: Sequence[Mutant]) -> None:
        self.package, self.mutants = package, mutants
        self.survivors: list[str] = []
        self.broken: list[str] = []
        self.seconds = 0
        self.tests = 0

    def pytest_collection(self) -> None:
        """Same examples every time, none of them made smaller; before the tests are imported, for they take it then."""
        generate = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutants", deadline=None, derandomize=True, database=None, phases=generate, max_examples=EXAMPLES
        )
        hypothesis.settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own loop over the tests."""
        items = [
            item for item in session.items
            if not (item.get_closest_marker("full") or item.path.stem.endswith("_mutants"))
        ]  # fmt: skip
        self.tests = len(items)
        begun = time.process_time()
        first = _first_failure(items, session)
        self.seconds = 5 + int(SLOWER * (time.process_time() - begun))
        self.broken = [] if first is None else [items[first].nodeid]
        if not self.broken:
            forget()
            for mutant in self.mutants:
                self._try(mutant, items, session)
        return True

    def _try(self, mutant: Mutant, items: list[pytest.Item], session: Any) -> None:
        """Run the tests under a mutant in a fork; the exit code says whether one failed, the pipe which."""
        here, there = os.pipe()
        child = os.fork()
        if child == 0:
            self._in_fork(mutant, items, session, there)
        os.close(there)
        with os.fdopen(here, "rb") as told:
            said = told.read()
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 and said:
            failed = pickle.loads(said)
            if failed is None:
                self.survivors.append(mutant.name)
            else:
                items.insert(0, items.pop(failed))

    def _in_fork(self, mutant: Mutant, items: list[pytest.Item], session: Any, there: int) -> NoReturn:
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))  # ends the fork: such a mutant is killed
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1), os.dup2(silent, 2)
        try:
            with applied(mutant, self.package):
                os.write(there, pickle.dumps(_first_failure(items, session)))
        finally:
            os._exit(0)


def _first_failure(items: Sequence[pytest.Item], session: Any) -> int | None:
    """Place of the first test that fails, or None; what is set up for the whole session stays for the next."""
    for place, item in enumerate(items):
        reports = runtestprotocol(item, log=False, nextitem=session)
        if any(report.failed for report in reports):
            return place
    return None


def main(package: str, tests: str, every: int, modules: Sequence[str]) -> int:
    """Print the numbers of mutants and of those killed, and the names of the survivors."""
    folder = Path(str(importlib.import_module(package).__file__)).parent
    files = [f for f in sorted(folder.glob("*.py")) if (f.stem in modules if modules else f.stem != "__init__")]
    mutants = mutants_in(files, every)
    killing = Killing(package, mutants)
    said = os.dup(1)  # pytest speaks on the standard error, the result stands alone
    os.dup2(2, 1)
    code = pytest.main([tests, "-q", "-n", "0", "-p", "no:cacheprovider", *QUIET], plugins=[killing])
    os.dup2(said, 1)
    if code != pytest.ExitCode.OK or not killing.tests:
        print(f"no test of {tests} was run ({code!r}): nothing is killed by that", file=sys.stderr)
        return 1
    if killing.broken:
        print(f"fails without a mutant: {killing.broken[0]}", file=sys.stderr)
        return 1
    survivors = killing.survivors
    print(json.dumps({"mutants": len(mutants), "killed": len(mutants) - len(survivors), "survivors": survivors}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
