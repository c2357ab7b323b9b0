"""Who does the work: this process, a pool of processes, or a Dask cluster, behind `concurrent.futures`.

The driver takes a factory of executors, since a pool whose worker died has to be made anew. Workers end with
their parent, and threads x workers never exceed the cores.
"""

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from typing import Any, Final

from simulation.cores import THREAD_VARIABLES, cores

ENDED_LATE: Final = 1  # exit code of a worker that ended itself at the limit of a run (`faulthandler` chooses it)


@dataclass(frozen=True)
class ExecutorFactory:
    """How many work at a time, with how many threads each, and how to start them."""

    name: str
    workers: int
    threads: int
    start: Callable[[], Executor]
    other_processes: bool = True  # which may be ended without ending this one


class InProcess(Executor):
    """Runs each task when it is submitted, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """A finished future, its result pickled and back as from any other executor; Ctrl-C is not caught."""
        future: Future[Any] = Future()
        try:
            future.set_result(pickle.loads(pickle.dumps(fn(*args, **kwargs))))
        except Exception as error:
            future.set_exception(error)
        return future


class Processes(ProcessPoolExecutor):
    """A spawned pool whose workers die with this process, and which can be ended at once."""

    def __init__(self, workers: int, threads: int) -> None:
        """Start all workers, with their threads capped before they import anything."""
        before = set(multiprocessing.active_children())
        super().__init__(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
        self.started: set[BaseProcess] = set()
        # A pool starts a worker when a task finds none idle; one that breaks is reported by the first real task.
        with _environment(dict.fromkeys(THREAD_VARIABLES, str(threads))), contextlib.suppress(BrokenExecutor):
            while len(self.started) < workers:
                self.submit(time.sleep, 0.05)
                self.started |= set(multiprocessing.active_children()) - before

    def exit_codes(self) -> list[int | None]:
        """How each worker ended: below 0 by that signal; None while it lives."""
        return [process.exitcode for process in self.started]

    def end(self) -> None:
        """End the workers now, whatever they do."""
        for process in self.started:
            process.kill()
        self.shutdown(wait=True)


class PersistentExecutor:
    """One executor for several passes of a driver: started when first needed, made anew once it was ended."""

    def __init__(self, factory: ExecutorFactory) -> None:
        """`factory` of this object starts what is then lent to each pass."""
        self.factory = replace(factory, start=self._lend)
        self._start = factory.start
        self._held: Executor | None = None

    def _lend(self) -> Executor:
        if self._held is None:
            self._held = self._start()
        return _Lent(self._held, self.end)

    def end(self) -> None:
        """End it now, whatever it does."""
        held, self._held = self._held, None
        if held is not None:
            getattr(held, "end", held.shutdown)()

    def close(self) -> None:
        """Let it go when its work is done."""
        held, self._held = self._held, None
        if held is not None:
            held.shutdown(wait=True)


class _Lent(Executor):
    """An executor that whoever uses it may end, but not shut down."""

    def __init__(self, held: Executor, end: Callable[[], None]) -> None:
        self._held, self.end = held, end

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        return self._held.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """It goes on for the next pass, which begins when nothing of this one is under way."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._held, name)


def _begin() -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def serial(threads: int | None = None) -> ExecutorFactory:
    """Everything in this process, one run after the other; runs have no time limit."""
    return ExecutorFactory("serial", 1, min(threads or cores(), cores()), InProcess, other_processes=False)


def processes(workers: int | None = None, threads: int | None = None) -> ExecutorFactory:
    """A pool of spawned processes on this machine, by default one a core."""
    workers = max(1, min(workers or cores(), cores()))
    threads = max(1, min(threads or cores() // workers, cores() // workers))
    return ExecutorFactory("processes", workers, threads, lambda: Processes(workers, threads))


def dask(scheduler: str | None = None, workers: int | None = None) -> ExecutorFactory:
    """A Dask cluster: the one at `scheduler`, else one made on this machine. Needs the extra `cluster`."""
    from simulation.simulate.cluster import connect, size_of

    if scheduler is None:
        workers = max(1, min(workers or cores(), cores()))
        return ExecutorFactory("dask", workers, 1, lambda: connect(None, workers))
    return ExecutorFactory("dask", size_of(scheduler), 1, lambda: connect(scheduler, None))
