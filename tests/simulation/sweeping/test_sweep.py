"""How a sweep begins: its file is read whole, and kernels are compiled once, before there are workers."""

import contextlib
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.points import points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import precompile
from simulation.simulate.answers import Answer
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory, InProcess, serial
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.design.sweep_file import read_sweep
from simulation.sweeping.running.work import Task
from simulation.sweeping.store.index import Index
from simulation.sweeping.sweep import carry_out, sweep

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


def test_a_grid_is_refused_with_every_mistake_at_once(base: Scenario, tmp_path: Path) -> None:
    """Values that are no list, settings out of range; in a file misspelt paths as well, before anything is run."""
    with pytest.raises(ScenarioError) as raised:
        sweep(base, {"dibao.line_multiple": 0.9, "dibao.withdraw_rate": []}, months=0, store=tmp_path / "store")
    told = str(raised.value)
    assert told.count("a list of values") == 2
    assert "months" in told
    assert not (tmp_path / "store").exists()
    (tmp_path / "s.toml").write_text(
        'base = "zhejiang"\n[grid]\n"dibao.line_multipel" = [1.2, 0.9]\n"dibao.withdraw_rate" = []\n'
    )
    with pytest.raises(ScenarioError) as raised:
        read_sweep(tmp_path / "s.toml")
    assert len(raised.value.mistakes) == 2
    assert "a list of values" in str(raised.value)
    assert "did you mean 'dibao.line_multiple'" in str(raised.value)


def test_worlds_are_kept_for_runs_that_share_them_and_for_later_ones(base: Scenario, tmp_path: Path) -> None:
    """A state on disk takes room: the world of a single run is not kept, unless runs to come will branch from it."""
    shared: list[bool] = []

    def seen(task: Task) -> list[Answer]:
        shared.extend(item.shared for item in task.items)
        return answered(task)

    for folder, points, later in (
        ("one", [], False),
        ("later", [], True),
        ("two", [{"dibao.line_multiple": 1.1}], False),
    ):
        shared.clear()
        plan = Plan.of(base, Settings(0.01, 12, 1), points_of(base, points))
        carry_out(plan, tmp_path / folder, executor=serial(), work=seen, keep_states=later)
        assert shared == {"one": [False], "later": [True], "two": [True, True]}[folder]


def test_an_index_that_was_only_just_made_is_begun(tmp_path: Path) -> None:
    """Ended between the making of the file and of its tables: there is nothing in it to be lost, or to be read."""
    with contextlib.closing(sqlite3.connect(tmp_path / "index.sqlite")) as made:
        made.execute("PRAGMA journal_mode=WAL")
    assert (tmp_path / "index.sqlite").stat().st_size > 0
    with pytest.raises(ExperimentError, match="no index of a sweep"):
        Index(tmp_path / "index.sqlite", write=False)
    index = Index(tmp_path / "index.sqlite", write=True)
    assert index.counts()["pending"] == 0
    index.close()
