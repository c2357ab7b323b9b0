"""Compiling beside the first run: the processes start once, however many replications ask for them."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from numba.core.dispatcher import Dispatcher

from simulation import month
from simulation.simulate import precompile


def test_replications_side_by_side_start_the_processes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Slow:
        def __init__(self, command: list[str], **_: object) -> None:
            time.sleep(0.05)
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Slow)
    monkeypatch.setattr(precompile, "cores", lambda: 2)
    monkeypatch.setattr(precompile, "is_cold", lambda: True)
    precompile._started.cache_clear()
    try:
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(precompile.start_compiling) for _ in range(4)]
        assert len({each.result() for each in asked}) == 1
        precompile.finish_compiling()
    finally:
        precompile._started.cache_clear()
    assert [command[-1] for command in started] == list(precompile.HALVES)


def test_the_halves_share_the_kernels_of_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kernel of the month is compiled in one of the two processes, for as many types as it has arguments."""
    every = [kernel.py_func for step in month.STEPS for kernel in step.kernels]  # type: ignore[attr-defined]
    compiled: list[tuple[Any, tuple[Any, ...]]] = []
    really = Dispatcher.compile

    def record(dispatcher: Any, types: tuple[Any, ...]) -> Any:
        if dispatcher.py_func not in every:
            return really(dispatcher, types)
        return compiled.append((dispatcher.py_func, types))

    monkeypatch.setattr(Dispatcher, "compile", record)
    for half in precompile.HALVES:
        precompile.compile_steps(half)
    for function, types in compiled:
        assert len(types) == len(month.arguments_of(function))
    functions = [function for function, _ in compiled]
    assert len(set(functions)) == len(functions)
    left = {function.__name__ for function in every} - {function.__name__ for function in functions}
    assert left == {"plan_office"}  # of one row of a table: it comes with the month
    in_register = {kernel.__name__ for kernel in precompile.kernels_of(precompile.REGISTER)}
    assert set(precompile.WITH_REGISTER) <= in_register  # they are the names of kernels
