"""How a sweep begins: kernels are compiled once, before there are workers."""

from pathlib import Path

import numpy as np
import pytest

from simulation import warm
from simulation.experiments.answers import Answer
from simulation.experiments.executors import Crew, InProcess
from simulation.experiments.history import Settings
from simulation.experiments.plan import Plan
from simulation.experiments.sweep import carry_out
from simulation.experiments.work import Task
from simulation.parameters.scenario import Scenario

HEADS = (("ledger", "all", "benefits_yuan_year", "yuan/year", "simulated"),)


def answered(task: Task) -> list[Answer]:
    """Made-up runs."""
    return [Answer(item.id, values=np.array([1.0]), heads=HEADS, population="p") for item in task.items]


def test_kernels_are_compiled_before_workers_start(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each worker would compile all of them, and a run with a time limit would be ended for it."""
    done: list[str] = []
    monkeypatch.setattr(warm, "is_cold", lambda: True)
    monkeypatch.setattr(warm, "start_compiling", lambda: done.append("compiling"))
    monkeypatch.setattr(warm, "finish_compiling", lambda: done.append("compiled"))

    def start() -> InProcess:
        done.append("workers")
        return InProcess()

    plan = Plan.of(base, Settings(0.01, 12, 2), ())
    crew = Crew("apart", 1, 1, start)
    told: list[str] = []
    carry_out(plan, tmp_path, executor=crew, work=answered, progress=lambda _done, _total, text: told.append(text))
    assert done == ["compiling", "compiled", "workers"]
    assert told[0] == "compiling, once"
    carry_out(plan, tmp_path, executor=crew, work=answered)  # nothing is left to do
    assert done == ["compiling", "compiled", "workers"]
