"""The tests of a process kill the mutants of its file; those that live are explained one by one."""

from pathlib import Path

import pytest
from survivors import KILLING, Outcome, check_all, explained, tried

from simulation import processes

FOLDER = Path(__file__).parent
EXPLAINED = explained(FOLDER / "survivors.toml")
PROCESSES = sorted(file.stem for file in Path(processes.__file__).parent.glob("[!_]*.py"))


def outcome_of(process: str, every: int) -> Outcome:
    """One mutant in so many of a file of processes, under the tests of that file."""
    return tried(KILLING, "simulation.processes", FOLDER / f"test_{process}.py", every, process)


@pytest.mark.parametrize("process", ["screening", "verification"])
def test_formulas_kill_a_sample_of_mutants(process: str) -> None:
    outcome = outcome_of(process, 27)
    assert outcome.mutants >= 5
    assert outcome.living <= set(EXPLAINED)


@pytest.mark.full
@pytest.mark.parametrize("process", PROCESSES)
def test_formulas_kill_90_per_cent_of_mutants_and_survivors_are_explained(process: str) -> None:
    outcome = outcome_of(process, 1)
    known = {name: reason for name, reason in EXPLAINED.items() if name.startswith(f"{process}.")}
    check_all(outcome, known, 0.9)


def test_every_explanation_is_of_a_process() -> None:
    assert {name.partition(".")[0] for name in EXPLAINED} <= set(PROCESSES)
