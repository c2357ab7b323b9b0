"""Compiling beside the first run: the processes start once, however many replications ask for them."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

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
