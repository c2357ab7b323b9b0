"""Work without a model, light to import in a worker: what it does is said by the name of its task."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.simulate.answers import Answer

HEADS = (("truth", "all", "toy", "yuan", "simulated"), ("truth", "all", "square", "yuan", "simulated"))


class Toy(NamedTuple):
    """A run: `does` is "well", "dies", "dies_once", "hangs", "raises" or "unpicklable"."""

    id: str
    group: str
    number: int
    does: str = "well"


class ToyTask(NamedTuple):
    """A few toys, how long each takes, the limit, and a folder in which every execution leaves a line."""

    toys: tuple[Toy, ...]
    seconds: float
    limit: float | None
    log: str


def task_of(seconds: float, limit: float | None, log: str) -> Any:
    """The task of the driver for toys."""
    return lambda toys: ToyTask(tuple(toys), seconds, limit, log)


def work(task: ToyTask) -> list[Answer]:
    """Carry out toys."""
    return [_one(toy, task) for toy in task.toys]


def _one(toy: Toy, task: ToyTask) -> Answer:
    with Path(task.log).open("a") as log:
        log.write(f"{toy.id} {os.getpid()}\n")
    time.sleep(task.seconds)
    first = Path(task.log).read_text().count(f"{toy.id} ") == 1
    if toy.does == "dies" or (toy.does == "dies_once" and first):
        time.sleep(0.3)  # a Dask nanny gives up on a worker that dies while it is being started
        os.kill(os.getpid(), signal.SIGKILL)
    if toy.does == "hangs":
        ended = threading.Timer(task.limit or 60.0, os._exit, [1])  # as `work._limited` does, without the model
        ended.start()
        time.sleep(60)
    if toy.does == "raises":
        return Answer(toy.id, error="ValueError: as it was told")
    values: Any = (lambda: 0) if toy.does == "unpicklable" else np.array([toy.number, toy.number**2], float)
    arrays = {"series": np.arange(toy.number % 7)} if toy.does != "unpicklable" else {}
    return Answer(toy.id, values=values, heads=HEADS, arrays=arrays, population="p", seconds=1.0, host="here")


def toys(count: int, worlds: int = 3, **special: str) -> list[Toy]:
    """`count` runs; `special` says what some do, by `r<number>`."""
    return [Toy(f"{i:04d}", f"w{i % worlds}", i, special.get(f"r{i}", "well")) for i in range(count)]


def rows(listed: Sequence[Toy]) -> list[tuple[str, int, int, int, str]]:
    """The rows of the index for toys."""
    return [(toy.id, 0, toy.number, 0, toy.group) for toy in listed]
