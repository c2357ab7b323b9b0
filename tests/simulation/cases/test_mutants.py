"""The shipped cases alone kill the mutants of `simulation/rules/`; those that live are explained one by one."""

from pathlib import Path

import pytest
from survivors import check_all, explained, tried

FOLDER = Path(__file__).parent
KILLING = FOLDER / "killing.py"
EXPLAINED = explained(FOLDER / "survivors.toml")


def test_cases_kill_a_sample_of_mutants() -> None:
    outcome = tried(KILLING, 43)
    assert outcome.mutants >= 10
    assert outcome.living <= set(EXPLAINED)


@pytest.mark.full
def test_cases_kill_85_per_cent_of_mutants_and_survivors_are_explained() -> None:
    outcome = tried(KILLING, 1)
    assert outcome.mutants > 400
    check_all(outcome, EXPLAINED, 0.85)
