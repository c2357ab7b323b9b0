"""How a sweep begins: its file is read whole, and kernels are compiled once, before there are workers."""

from pathlib import Path

import numpy as np
import pytest

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import precompile
from simulation.simulate.answers import Answer
from simulation.simulate.executors import ExecutorFactory, InProcess
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.design.sweep_file import read_sweep
from simulation.sweeping.running.work import Task
from simulation.sweeping.sweep import carry_out

HEADS = (("ledger", "all", "benefits_yuan_year", "yuan/year", "simulated"),)


def answered(task: Task) -> list[Answer]:
    """Made-up runs."""
    return [Answer(item.id, values=np.array([1.0]), heads=HEADS, population="p") for item in task.items]


def test_kernels_are_compiled_before_workers_start(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each worker would compile all of them, and a run with a time limit would be ended for it."""
    done: list[str] = []
    monkeypatch.setattr(precompile, "is_cold", lambda: True)
    monkeypatch.setattr(precompile, "start_compiling", lambda: done.append("compiling"))
    monkeypatch.setattr(precompile, "finish_compiling", lambda: done.append("compiled"))

    def start() -> InProcess:
        done.append("workers")
        return InProcess()

    plan = Plan.of(base, Settings(0.01, 12, 2), ())
    factory = ExecutorFactory("apart", 1, 1, start)
    told: list[str] = []
    carry_out(plan, tmp_path, executor=factory, work=answered, progress=lambda _done, _total, text: told.append(text))
    assert done == ["compiling", "compiled", "workers"]
    assert told[0] == "compiling, once"
    carry_out(plan, tmp_path, executor=factory, work=answered)  # nothing is left to do
    assert done == ["compiling", "compiled", "workers"]


def test_a_sweep_file_is_refused_with_every_mistake_at_once(tmp_path: Path) -> None:
    """Bounds, samples and names together: no mistake hides another."""
    (tmp_path / "s.toml").write_text(
        'base = "zhejiang"\nsamples = 7\n[sobol]\n"dibao.line_multipel" = [1.2, 0.9]\n"earnings.persistence" = [0.9]\n'
    )
    with pytest.raises(ScenarioError) as raised:
        read_sweep(tmp_path / "s.toml")
    told = str(raised.value)
    assert len(raised.value.mistakes) == 4
    for part in ("power of two", "low below high, found [1.2, 0.9]", "found [0.9]", "dibao.line_multiple"):
        assert part in told
