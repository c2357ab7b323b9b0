"""The shipped cases alone kill the mutants of `simulation/rules/`; those that live are explained one by one."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from mutants import mutants_of

FOLDER = Path(__file__).parent
LEAST_KILLED = 0.85
EXPLAINED = {
    name: group["reason"]
    for group in tomllib.loads((FOLDER / "survivors.toml").read_text(encoding="utf-8"))["group"]
    for name in group["mutants"]
}


def survivors(every: int) -> tuple[int, int, list[str]]:
    """(mutants, killed, names of survivors) of one mutant in `every`, in a process without numba."""
    command = [sys.executable, str(FOLDER / "killing.py"), str(every)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    return found["mutants"], found["killed"], found["survivors"]


def test_cases_kill_a_sample_of_mutants() -> None:
    mutants, killed, living = survivors(43)
    assert mutants >= 10
    assert set(living) <= set(EXPLAINED)
    assert killed == mutants - len(living)


@pytest.mark.full
def test_cases_kill_85_per_cent_of_mutants_and_survivors_are_explained() -> None:
    mutants, killed, living = survivors(1)
    print(f"{killed} of {mutants} mutants killed ({killed / mutants:.1%})")
    assert mutants > 400
    assert killed / mutants >= LEAST_KILLED
    assert set(living) - set(EXPLAINED) == set(), "survivors without an explanation"
    assert set(EXPLAINED) - set(living) == set(), "explained, but killed or gone"


def test_mutation_operators(tmp_path: Path) -> None:
    """One function with every operator: each node is changed once per operator, and nothing else is."""
    source = tmp_path / "sample.py"
    body = '    """Doc."""\n    if a < 1 and not b:\n        a += 2\n        return min(a, -b)\n    return a // b\n'
    source.write_text(f"def f(a, b=3):\n{body}", encoding="utf-8")
    names = [mutant.name for mutant in mutants_of(source)]
    assert len(names) == len(set(names))
    assert set(names) == {
        "sample.f: if a < 1 and (not b): -> if True:",
        "sample.f: if a < 1 and (not b): -> if False:",
        "sample.f: if a < 1 and (not b): -> if a < 1 or not b:",
        "sample.f: if a < 1 and (not b): -> if a <= 1 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a >= 1 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a < 2 and (not b):",
        "sample.f: if a < 1 and (not b): -> if a < 1 and b:",
        "sample.f: a += 2 -> a -= 2",
        "sample.f: a += 2 -> pass",
        "sample.f: a += 2 -> a += 3",
        "sample.f: return min(a, -b) -> return max(a, -b)",
        "sample.f: return min(a, -b) -> return min(a, b)",
        "sample.f: return a // b -> return a * b",
    }
    assert source.read_text(encoding="utf-8").endswith(body)
