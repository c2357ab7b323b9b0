"""Crews: how many work at a time, with how many threads, and that none outlives its use."""

import os
import time
from concurrent.futures import wait
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from toys import Toy, task_of, toys, work

from simulation.cores import cores
from simulation.simulate import executors
from simulation.simulate.answers import Answer
from simulation.sweeping.running.driver import Driver, FinishedRun, Status


def test_every_worker_is_started_at_once_and_capped() -> None:
    if cores() < 2:
        pytest.skip("needs two cores")
    factory = executors.processes(2)
    pool = factory.start()
    assert isinstance(pool, executors.Processes)
    try:
        assert len(pool.started) == factory.workers == 2
        wait([pool.submit(time.sleep, 0.2) for _ in range(4)])  # a process has no environment to read while it starts
        for process in pool.started:
            environment = psutil.Process(process.pid).environ()
            assert environment["NUMBA_NUM_THREADS"] == environment["OMP_NUM_THREADS"] == str(factory.threads)
        assert pool.submit(os.getpid).result() in {process.pid for process in pool.started}
    finally:
        pool.end()
    assert all(code is not None for code in pool.exit_codes())


def test_workers_times_threads_never_exceed_the_cores() -> None:
    usable = cores()
    for workers, threads in ((None, None), (1, None), (1, 64), (64, 64), (usable, 2)):
        factory = executors.processes(workers, threads)
        assert 1 <= factory.workers * factory.threads <= usable


def test_a_standing_executor_serves_several_passes_and_is_made_anew_after_a_death(tmp_path: Path) -> None:
    started: list[executors.Processes] = []
    factory = executors.processes(1)

    def start() -> executors.Processes:
        started.append(executors.Processes(1, 1))
        return started[-1]

    standing = executors.PersistentExecutor(replace(factory, start=start))
    kept: list[FinishedRun[Answer]] = []
    log = str(tmp_path / "executions")

    def carry_out(listed: list[Toy]) -> None:
        Driver[Toy, Answer](standing.factory, work, task_of(0.0, None, log), kept.extend).carry_out(listed)

    try:
        carry_out(toys(3))
        carry_out([toy._replace(id=f"b{toy.id}") for toy in toys(3)])
        assert len(started) == 1
        carry_out([Toy("c", "w", 1, "dies_once"), *(toy._replace(id=f"d{toy.id}") for toy in toys(2))])
        assert len(started) > 1
        assert all(code is not None for pool in started[:-1] for code in pool.exit_codes())
        assert [each.status for each in kept] == [Status.OK] * 9
    finally:
        standing.close()
    assert all(code is not None for code in started[-1].exit_codes())
