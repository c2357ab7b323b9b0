"""The loop that carries a list of runs through any executor: nothing lost, nothing twice, one bad run harms no other.

Only `submit` and `wait` are used, with a window of a few tasks per worker, which also bounds memory. When a worker
dies, whatever was under way is suspected and tried again alone in a new pool; a run that ends its worker twice alone
has crashed twice (stored as `poison`). An exception in a run is a result like any other.
"""

import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import FIRST_COMPLETED as FIRST
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ENDED_LATE, ExecutorFactory

WINDOW: Final = 2  # tasks under way per worker
LOOK_SECONDS: Final = 5.0  # between two looks at whether any worker is left
DEATHS: Final = 2  # of workers under one run alone, after which it has crashed twice
TASK_SECONDS: Final = 2.0  # runs are handed out in chunks that take about so long
LARGEST_CHUNK: Final = 64
MOST_CRASHES: Final = 3  # runs that end their workers before any run has succeeded


class Status(StrEnum):
    """What became of a run."""

    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"
    CRASHED_TWICE = "poison"
    TIMEOUT = "timeout"


class Spec(Protocol):
    """A run as the driver sees it."""

    @property
    def id(self) -> str:
        """Its digest."""

    @property
    def group(self) -> Hashable:
        """Runs of one group share work and are handed out together."""


class RunAnswer(Protocol):
    """An answer as the driver sees it."""

    @property
    def id(self) -> str:
        """Of the run."""

    @property
    def error(self) -> str:
        """Empty where the run succeeded."""


class FinishedRun[A](NamedTuple):
    """What the driver hands to `keep`: what became of a run, and the answer where there is one."""

    id: str
    status: Status
    error: str
    answer: A | None
    tries: int


type Keep[A] = Callable[[Sequence[FinishedRun[A]]], None]


@dataclass
class Driver[S: Spec, A: RunAnswer]:
    """One pass over the pending runs.

    `task_of(runs)` makes what is sent, `work(task)` is called in the worker, `keep(...)` stores what came back before
    anything else happens to it. `limit_seconds`: how long a run may take, if the task carries a limit.
    """

    factory: ExecutorFactory
    work: Callable[[Any], list[A]]
    task_of: Callable[[Sequence[S]], Any]
    keep: Keep[A]
    limit_seconds: float | None = None
    _queue: dict[Hashable, deque[S]] = field(default_factory=dict)
    _turns: deque[deque[S]] = field(default_factory=deque)
    _suspected: deque[S] = field(default_factory=deque)
    _deaths: dict[str, int] = field(default_factory=dict)
    _tries: dict[str, int] = field(default_factory=dict)
    _in_flight: "dict[Future[list[A]], tuple[list[S], float]]" = field(default_factory=dict)
    _seconds: float = 0.0
    _succeeded: int = 0
    _crashed_twice: int = 0
    _executor: Executor | None = None

    def carry_out(self, runs: Sequence[S]) -> None:
        """Carry out all runs. Raises ExperimentError when the executor itself is lost; what was stored stays stored."""
        for run in runs:
            self._queue.setdefault(run.group, deque()).append(run)
        try:
            while self._fill():
                done, _ = wait(self._in_flight, timeout=LOOK_SECONDS, return_when=FIRST)
                for future in sorted(done, key=_came_to_nothing):  # what succeeded is kept before a pool is left
                    self._land(future)
                if not done and getattr(self._executor, "lost", bool)():
                    runs, begun = self._in_flight.pop(next(iter(self._in_flight)))
                    self._broken(runs, time.perf_counter() - begun, "all workers are gone")
        except BaseException:
            self._leave(now=True)
            raise
        self._leave(now=False)

    def _leave(self, *, now: bool) -> None:
        executor, self._executor = self._executor, None
        if executor is None:
            return
        end = getattr(executor, "end", None)
        if now and end is not None:
            with suppress(Exception):  # it is being left because something else went wrong, which is to be reported
                end()
        else:
            executor.shutdown(wait=True)

    def _fill(self) -> bool:
        """Submit what fits; False when nothing is left to wait for. A suspect runs alone."""
        if self._suspected:
            if not self._in_flight:
                self._submit([self._suspected.popleft()])
            return True
        while (self._queue or self._turns) and len(self._in_flight) < WINDOW * self.factory.workers:
            self._submit(self._next_chunk())
        return bool(self._in_flight)

    def _next_chunk(self) -> list[S]:
        """A few runs of one group. Groups take turns, as many at a time as there are workers."""
        while self._queue and len(self._turns) < self.factory.workers:
            self._turns.append(self._queue.pop(next(iter(self._queue))))
        queue = self._turns.popleft()
        size = 1 if not self._seconds else int(min(max(TASK_SECONDS / self._seconds, 1), LARGEST_CHUNK))
        chunk = [queue.popleft() for _ in range(min(size, len(queue)))]
        if queue:
            self._turns.append(queue)
        return chunk

    def _submit(self, runs: list[S]) -> None:
        if self._executor is None:
            self._executor = self.factory.start()
        for run in runs:
            self._tries[run.id] = self._tries.get(run.id, 0) + 1
        task, begun = self.task_of(runs), time.perf_counter()
        try:
            future = self._executor.submit(self.work, task)
        except BrokenExecutor as error:  # it broke since it was last looked at
            future = Future()
            future.set_exception(error)
        self._in_flight[future] = (runs, begun)

    def _land(self, future: "Future[list[A]]") -> None:
        if future not in self._in_flight:
            return
        runs, begun = self._in_flight.pop(future)
        seconds = time.perf_counter() - begun
        try:
            answers = future.result()
        except BrokenExecutor as error:
            self._broken(runs, seconds, str(error))
        except CancelledError as error:
            raise ExperimentError("the cluster was lost; call again to go on with the runs that are left") from error
        except Exception as error:
            self._refused(runs, error)
        else:
            each = seconds / len(runs)
            self._seconds = 0.8 * self._seconds + 0.2 * each if self._seconds else each
            self._answered(runs, answers)

    def _answered(self, runs: list[S], answers: list[A]) -> None:
        self._succeeded += len(answers)
        self.keep([
            FinishedRun(a.id, Status.FAILED if a.error else Status.OK, a.error, a, self._tries[a.id]) for a in answers
        ])  # fmt: skip
        missing = {run.id for run in runs} - {a.id for a in answers}
        if missing:
            raise ExperimentError(f"{len(missing)} runs came back without an answer")

    def _broken(self, runs: list[S], seconds: float, error: str) -> None:
        """A worker died: everything under way is suspected; one that was alone has had one death."""
        under_way = [run for others, _ in self._in_flight.values() for run in others]
        alone = len(runs) == 1 and not under_way
        self._in_flight.clear()
        executor = self._executor
        self._leave(now=True)
        if alone:
            run = runs[0]
            self._deaths[run.id] = self._deaths.get(run.id, 0) + 1
            if self._deaths[run.id] >= DEATHS:
                ended: list[int | None] = getattr(executor, "exit_codes", list)()
                late = self.limit_seconds is not None and seconds >= self.limit_seconds and ENDED_LATE in ended
                self._give_up(run, error, late=late)
                return
        self._suspected.extend([*runs, *under_way])

    def _refused(self, runs: list[S], error: Exception) -> None:
        """The executor gave an exception in place of answers: of Dask for a task that kills workers, or of pickling."""
        killed = type(error).__name__ == "KilledWorker"
        if len(runs) > 1:
            self._suspected.extend(runs)
        elif killed:
            self._give_up(runs[0], f"{error}; it dies or runs beyond the limit")  # Dask tried several times
        else:
            run = runs[0]
            self.keep(
                [FinishedRun(run.id, Status.FAILED, f"{type(error).__name__}: {error}", None, self._tries[run.id])]
            )

    def _give_up(self, run: S, error: str, *, late: bool = False) -> None:
        status = Status.TIMEOUT if late else Status.CRASHED_TWICE
        text = f"longer than the limit of {self.limit_seconds:g} s" if late else f"its worker process died: {error}"
        self.keep([FinishedRun(run.id, status, text, None, self._tries[run.id])])
        self._crashed_twice += 1
        if not self._succeeded and not late and self._crashed_twice >= MOST_CRASHES:
            raise ExperimentError(f"every worker process crashed ({error}); no run has succeeded")


def _came_to_nothing(future: "Future[Any]") -> bool:
    return future.cancelled() or future.exception() is not None
