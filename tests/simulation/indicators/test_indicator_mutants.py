"""The tests of this folder kill the mutants of `simulation/indicators/`; those that live are explained one by one."""

from pathlib import Path

import pytest
from survivors import KILLING, Outcome, check_all, explained, tried

FOLDER = Path(__file__).parent
EXPLAINED = explained(FOLDER / "survivors.toml")


def outcome(every: int) -> Outcome:
    return tried(KILLING, "simulation.indicators", FOLDER, every)


def test_the_tests_kill_a_sample_of_mutants() -> None:
    found = outcome(61)
    assert found.mutants >= 8
    assert found.living <= set(EXPLAINED)


@pytest.mark.full
def test_the_tests_kill_90_per_cent_of_mutants_and_survivors_are_explained() -> None:
    found = outcome(1)
    assert found.mutants > 500
    check_all(found, EXPLAINED, 0.9)
