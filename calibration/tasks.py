"""Points to be simulated, and who simulates them; what is in the store is not simulated again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from calibration.aims import Floats
from calibration.store import PointStore

type Simulate = Callable[[str, Mapping[str, float], int], Floats]  # province, values, replications -> (.., facts)


@dataclass(frozen=True)
class Task:
    """One point of one province, with its number of replications."""

    province: str
    values: Mapping[str, float]
    replications: int


class Batch(Protocol):
    """Simulates tasks in order."""

    def __call__(self, tasks: Sequence[Task]) -> Iterator[Floats]:
        """(replications, facts) of each task, in their order."""


def in_turn(simulate: Simulate) -> Batch:
    """A batch that simulates one point after the other in this process."""

    def run(tasks: Sequence[Task]) -> Iterator[Floats]:
        return (simulate(task.province, task.values, task.replications) for task in tasks)

    return run


def answered(tasks: Sequence[Task], batch: Batch, store: PointStore, tick: Callable[[], None]) -> list[Floats]:
    """(replications, facts) of every task: from the store, or simulated and stored there before the next."""
    found = [store.find(task.province, task.values, task.replications) for task in tasks]
    missing = [i for i, each in enumerate(found) if each is None]
    for _ in range(len(tasks) - len(missing)):
        tick()
    for i, simulated in zip(missing, batch([tasks[i] for i in missing]), strict=True):
        store.keep(tasks[i].province, tasks[i].values, simulated)
        found[i] = simulated
        tick()
    return [each for each in found if each is not None]
