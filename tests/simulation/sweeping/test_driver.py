"""What the driver makes of an executor that loses its workers, refuses a task or is lost: here a scripted one."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest
from toys import Toy, toys

from simulation.simulate.answers import Answer
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory
from simulation.sweeping.running import driver
from simulation.sweeping.running.driver import Driver, FinishedRun, Status

type Tasks = Sequence[Toy]


class KilledWorker(Exception):  # noqa: N818
    """What Dask raises, by this name, for a task that ended several workers."""


class Scripted:
    """An executor in this process: `script` says what becomes of a task, None that it never comes back."""

    def __init__(self, script: Callable[[Tasks], Any], lost: bool = False) -> None:
        self.script, self.is_lost, self.ended = script, lost, False

    def submit(self, work: Callable[..., Any], task: Tasks) -> "Future[Any]":
        future: Future[Any] = Future()
        outcome = self.script(task)
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        elif outcome is not None:
            future.set_result(outcome)
        return future

    def lost(self) -> bool:
        return self.is_lost

    def end(self) -> None:
        self.ended = True

    def shutdown(self, wait: bool) -> None:
        self.ended = True


def answers(task: Tasks) -> list[Answer]:
    return [Answer(toy.id) for toy in task]


def carried_out(pools: Sequence[Scripted], listed: Sequence[Toy]) -> dict[str, FinishedRun[Answer]]:
    """What was kept by id; each start of an executor takes the next of `pools`."""
    left, kept = iter(pools), list[FinishedRun[Answer]]()
    factory = ExecutorFactory("scripted", 1, 1, lambda: next(left))  # type: ignore[arg-type]
    Driver[Toy, Answer](factory, answers, tuple, kept.extend).carry_out(listed)
    assert len({each.id for each in kept}) == len(kept)
    return {each.id: each for each in kept}


def test_a_task_that_kills_the_workers_of_dask_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run alone has crashed; several at once are tried again one by one, and only the guilty one is given up."""
    monkeypatch.setattr(driver, "TASK_SECONDS", 1e9)  # large tasks from the second on

    def script(task: Tasks) -> Any:
        return KilledWorker("attempted 3 times") if any(toy.number == 3 for toy in task) else answers(task)

    kept = carried_out([Scripted(script)], toys(6, worlds=1))
    assert {id_: each.status for id_, each in kept.items() if each.status != Status.OK} == {
        "0003": Status.CRASHED_TWICE
    }
    assert kept["0003"].error.startswith("its worker process died: attempted 3 times")
    assert len(kept) == 6


def test_an_answer_that_cannot_be_sent_is_a_failure_of_its_run() -> None:
    script = {0: answers, 1: lambda task: TypeError("cannot pickle it"), 2: answers}
    kept = carried_out([Scripted(lambda task: script[task[0].number](task))], toys(3, worlds=3))
    assert kept["0001"].status == Status.FAILED
    assert kept["0001"].error == "TypeError: cannot pickle it"
    assert {kept["0000"].status, kept["0002"].status} == {Status.OK}


def test_a_pool_without_workers_is_left_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes back and nobody is left to work: what was under way is done in the next pool."""
    monkeypatch.setattr(driver, "LOOK_SECONDS", 0.01)
    dead, new = Scripted(lambda task: None, lost=True), Scripted(answers)
    kept = carried_out([dead, new], toys(4))
    assert dead.ended
    assert {each.status for each in kept.values()} == {Status.OK}
    assert len(kept) == 4
    assert {each.tries for each in kept.values()} == {1, 2}  # what was under way is a second try


def test_a_cluster_that_is_lost_ends_the_sweep() -> None:
    with pytest.raises(ExperimentError, match="the cluster was lost; call again to go on"):
        carried_out([Scripted(lambda task: CancelledError())], toys(2))


def test_a_run_without_an_answer_is_told() -> None:
    with pytest.raises(ExperimentError, match="1 runs came back without an answer"):
        carried_out([Scripted(lambda task: [])], toys(1))


def test_workers_that_only_crash_end_the_sweep() -> None:
    """Three runs killed and none that succeeded: it is not the runs."""
    killing = Scripted(lambda task: KilledWorker("gone"))
    with pytest.raises(ExperimentError, match=r"every worker process crashed .* no run has succeeded"):
        carried_out([killing], toys(5))
