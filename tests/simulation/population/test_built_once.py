"""Replications that start together build the same province once: the others wait for it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from province_inputs import few_counties

from simulation.population.build import population as module


def test_threads_that_ask_together_rake_once(monkeypatch: pytest.MonkeyPatch) -> None:
    raked: list[int] = []
    together, rake = threading.Barrier(4), module.rake

    def slow(*args: object) -> object:
        raked.append(1)
        time.sleep(0.05)
        return rake(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "rake", slow)
    inputs = module.Inputs(*few_counties("hubei", 1))

    def ask(seed: int) -> int:
        together.wait()
        return id(module._province(inputs, seed))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, [7, 7, 7, 8]))
    assert len(raked) == 2
    assert len(set(found[:3])) == 1
    assert found[3] != found[0]
