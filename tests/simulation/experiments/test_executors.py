"""Crews: how many work at a time, with how many threads, and that none outlives its use."""

import os
import time
from concurrent.futures import wait

import psutil
import pytest

from simulation.experiments import executors


def test_every_worker_is_started_at_once_and_capped() -> None:
    if executors.cores() < 2:
        pytest.skip("needs two cores")
    crew = executors.processes(2)
    pool = crew.start()
    assert isinstance(pool, executors.Processes)
    try:
        assert len(pool.started) == crew.workers == 2
        wait([pool.submit(time.sleep, 0.2) for _ in range(4)])  # a process has no environment to read while it starts
        for process in pool.started:
            environment = psutil.Process(process.pid).environ()
            assert environment["NUMBA_NUM_THREADS"] == environment["OMP_NUM_THREADS"] == str(crew.threads)
        assert pool.submit(os.getpid).result() in {process.pid for process in pool.started}
    finally:
        pool.end()
    assert all(code is not None for code in pool.exit_codes())


def test_workers_times_threads_never_exceed_the_cores() -> None:
    cores = executors.cores()
    for workers, threads in ((None, None), (1, None), (1, 64), (64, 64), (cores, 2)):
        crew = executors.processes(workers, threads)
        assert 1 <= crew.workers * crew.threads <= cores
