"""What the tests of mutants share: a run of a killing script, and the explanations in a `survivors.toml`."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

KILLING = Path(__file__).parent / "killing.py"


class Outcome(NamedTuple):
    """How many mutants there were, how many were killed, and the names of the others."""

    mutants: int
    killed: int
    living: set[str]


def tried(script: Path, *arguments: object) -> Outcome:
    """Run a killing script in a process of its own, which has no numba."""
    command = [sys.executable, str(script), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["killed"] == found["mutants"] - len(found["survivors"])
    return Outcome(found["mutants"], found["killed"], set(found["survivors"]))


def explained(file: Path) -> dict[str, str]:
    """Why a mutant lives, by its name."""
    groups = tomllib.loads(file.read_text(encoding="utf-8"))["group"]
    return {name: group["reason"] for group in groups for name in group["mutants"]}


def check_all(outcome: Outcome, known: dict[str, str], least: float) -> None:
    """At least that share is killed, every survivor is explained, and every explanation is of a survivor."""
    print(f"{outcome.killed} of {outcome.mutants} mutants killed ({outcome.killed / outcome.mutants:.1%})")
    assert outcome.killed / outcome.mutants >= least
    assert outcome.living - set(known) == set(), "survivors without an explanation"
    assert set(known) - outcome.living == set(), "explained, but killed or gone"
