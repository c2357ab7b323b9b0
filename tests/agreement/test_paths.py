"""One result on every path: blocks, threads, processes, the month barrier of the Mesa model."""

import subprocess
import sys

import pytest

from simulation.mesa_model import ProvinceModel
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.run import run
from simulation.simulate.run_record import ledger_digest

SETTINGS = {"scale": 0.0005, "months": 6, "warm_up": 12, "seed": 1}
BASE = Scenario.load("zhejiang")


@pytest.fixture(scope="module")
def digest() -> str:
    """Of one thread and one block."""
    return run(BASE, **SETTINGS, threads=1).results_digest


def test_two_threads(digest: str) -> None:
    assert run(BASE, **SETTINGS, threads=2).results_digest == digest


@pytest.mark.parametrize("block", [1, 7, 2**18])
def test_blocks(digest: str, block: int) -> None:
    assert run(BASE, **SETTINGS, threads=2, block=block).results_digest == digest


def test_month_barrier(digest: str) -> None:
    model = ProvinceModel(BASE, **SETTINGS, rng=5)
    model.run_model()
    assert ledger_digest([model.ledger]) == digest


def test_a_fresh_process(digest: str) -> None:
    code = f"from simulation import run; print(run('zhejiang', **{SETTINGS!r}).results_digest)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == digest


def test_another_seed(digest: str) -> None:
    assert run(BASE, **{**SETTINGS, "seed": 2}, threads=2).results_digest != digest
