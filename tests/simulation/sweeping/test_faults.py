"""Whatever dies: acknowledged runs are never lost, none runs again, tables equal the serial ones bit for bit."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import toy_sweep
from toy_sweep import carry_out
from toys import toys

from simulation.sweeping.running.driver import Status
from simulation.sweeping.store.array_files import unpacked
from simulation.sweeping.store.index import Index
from simulation.sweeping.store.sweep_store import ARRAYS_FOLDER, INDEX

RUNS = 24
PROGRAM = Path(toy_sweep.__file__)
FAULTS = {
    "poison": ({"r5": "dies"}, {"0005": Status.CRASHED_TWICE}),
    "worker killed": ({"r5": "dies_once", "r11": "dies_once"}, {}),
    "hang": ({"r7": "hangs"}, {"0007": Status.TIMEOUT}),
    "exception": ({"r3": "raises"}, {"0003": Status.FAILED}),
    "unpicklable": ({"r9": "unpicklable"}, {"0009": Status.FAILED}),
}
IN_PROCESS = ("exception", "unpicklable")  # what dies or hangs in this process is the driver itself: killed below


def read(folder: Path) -> tuple[list[tuple], dict[str, str], dict]:
    """(finished runs, status of the others, arrays) of a store."""
    index = Index(folder / INDEX, write=False)
    found = [(*run[:5], run.numbers.tobytes()) for run in index.results()]
    names: set[str] = {run.bulk for run in index.results() if run.bulk}
    bad = {f"{row[1]:04d}": row[3] for row in index.troubles()}
    assert index.counts()["pending"] == 0
    index.close()
    arrays = {
        run: {k: v.tolist() for k, v in each.items()}
        for n in names
        for run, each in unpacked(folder / ARRAYS_FOLDER / n).items()
    }
    return sorted(found), bad, arrays


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple], dict[str, str], dict]:
    """The table of an undisturbed serial sweep."""
    folder = tmp_path_factory.mktemp("undisturbed")
    carry_out(folder, "serial", toys(RUNS))
    return read(folder)


def executions(folder: Path) -> list[str]:
    return [line.split()[0] for line in (folder / "executions").read_text().splitlines()]


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE}


CASES = [
    *(("serial", fault) for fault in IN_PROCESS),
    *(("processes", fault) for fault in FAULTS),
    *(pytest.param("dask", fault, marks=pytest.mark.full) for fault in FAULTS if fault != "exception"),
    ("dask", "exception"),
]


@pytest.mark.parametrize(("executor", "fault"), CASES)
def test_conformance(executor: str, fault: str, undisturbed: tuple, tmp_path: Path) -> None:
    special, expected = FAULTS[fault]
    if (executor, fault) == ("dask", "hang"):  # Dask tries by itself and says only that workers died
        expected = {"0007": Status.CRASHED_TWICE}
    carry_out(tmp_path, executor, toys(RUNS, **special), limit=1.5)
    found, bad, arrays = read(tmp_path)
    assert bad == expected
    assert found == [row for row in undisturbed[0] if row[0] not in expected]
    assert {run: each for run, each in undisturbed[2].items() if run not in expected} == arrays
    done = len(executions(tmp_path))
    carry_out(tmp_path, executor, toys(RUNS, **special))
    assert len(executions(tmp_path)) == done


def killed_and_resumed(folder: Path, executor: str, runs: int, kills: int, rng: random.Random) -> None:
    """Kill the driver at random moments, each time after it began to work, and resume; then let it finish."""
    command = [sys.executable, str(PROGRAM), str(folder), executor, str(runs), "0.02"]
    for _ in range(kills):
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = len(executions(folder)) if (folder / "executions").exists() else 0
        deadline = time.monotonic() + 60
        while program.poll() is None and time.monotonic() < deadline:
            if (folder / "executions").exists() and len(executions(folder)) > before:
                break
            time.sleep(0.01)
        time.sleep(rng.uniform(0.0, 0.15))
        family = (
            {child.pid for child in psutil.Process(program.pid).children(recursive=True)}
            if program.poll() is None
            else set()
        )
        program.send_signal(signal.SIGKILL)
        program.wait()
        time.sleep(2.0)
        assert not alive(family), "workers outlived their parent by 2 s"
        if (folder / "acknowledged").exists():
            index = Index(folder / INDEX, write=False)
            assert set((folder / "acknowledged").read_text().split()) <= index.ids(Status.OK)
            index.close()
    subprocess.run(command, check=True, timeout=120)


def check_killed(folder: Path, executor: str, kills: int, runs: int) -> None:
    killed_and_resumed(folder / "killed", executor, runs, kills, random.Random(kills))
    carry_out(folder / "whole", "serial", toys(runs))
    assert read(folder / "killed") == read(folder / "whole")
    acknowledged = (folder / "killed" / "acknowledged").read_text().split()
    assert len(acknowledged) == len(set(acknowledged))
    assert not [file for file in (folder / "killed" / ARRAYS_FOLDER).iterdir() if file.name.startswith(".")]


def test_a_killed_driver_loses_nothing(tmp_path: Path) -> None:
    check_killed(tmp_path, "processes", kills=2, runs=60)


@pytest.mark.full
@pytest.mark.parametrize("executor", ["serial", "processes", "dask"])
def test_a_driver_killed_twenty_times_loses_nothing(executor: str, tmp_path: Path) -> None:
    check_killed(tmp_path, executor, kills=20, runs=300)


def test_a_run_that_kills_its_worker_is_not_taken_for_a_late_one(tmp_path: Path) -> None:
    """Starting a new pool takes longer than the limit; what a worker's exit code says decides."""
    carry_out(tmp_path, "processes", toys(4, r1="dies", r2="hangs"), limit=0.2)
    assert read(tmp_path)[1] == {"0001": Status.CRASHED_TWICE, "0002": Status.TIMEOUT}


def test_workers_may_be_killed_from_outside(tmp_path: Path, undisturbed: tuple) -> None:
    command = [sys.executable, str(PROGRAM), str(tmp_path), "processes", str(RUNS), "0.2"]
    program = subprocess.Popen(command)
    while not (tmp_path / "executions").exists() or not executions(tmp_path):
        assert program.poll() is None, "it ended before it ran anything"
        time.sleep(0.01)
    worker = int((tmp_path / "executions").read_text().split()[1])
    os.kill(worker, signal.SIGKILL)
    assert program.wait(60) == 0
    assert read(tmp_path) == undisturbed
