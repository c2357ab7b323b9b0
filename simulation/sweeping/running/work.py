"""What a worker does: a few runs, each branched from a warm-up. Pure functions of the task, in any process."""

import faulthandler
import os
import pickle
import socket
import time
import traceback
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from simulation.extensions import identity
from simulation.extensions.analyzers import Analyzer, AnalyzerRun, all_found, watch_over
from simulation.indicators import all_rows
from simulation.ledger import Books, Ledger
from simulation.parameters.scenario.points import Point, early
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.answers import Answer, Arrays
from simulation.simulate.one_replication import begun, finished, warmed_up
from simulation.simulate.period import Period
from simulation.simulate.saved_state import load_state, save_state
from simulation.simulate.terms import one_off_of, terms_of
from simulation.state import State
from simulation.sweeping.running import watched

KEPT_UNITS: Final = 2_000_000  # of warmed-up states in one worker, some 150 bytes each


@dataclass(frozen=True)
class Job:
    """What all tasks of a sweep share."""

    base: Scenario
    settings: Settings  # `threads` are those of one worker
    outputs: tuple[str, ...]
    period: Period
    states: str | None = None  # folder in which workers of one machine leave warmed-up states for each other
    own_code: bytes = b""  # what is registered (`identity.packed`), and its digest
    identity: str = ""
    analyzers: bytes = b""  # as `watched.packed` has them


@dataclass(frozen=True)
class Item:
    """One run as a worker needs it."""

    id: str
    draw: Point
    point: Point
    world: str
    replication: int
    shared: bool  # whether other runs branch from the same warm-up


@dataclass(frozen=True)
class Task:
    """A few runs. `job` is pickled once for all tasks; a worker unpickles it once."""

    job: bytes
    items: tuple[Item, ...]
    limit_seconds: float | None = None  # ends the worker process when a run takes longer


def work(task: Task) -> list[Answer]:
    """Carry out a task; an exception in a run is an answer with an error, never raised."""
    return [_answered(task, item) for item in task.items]


def _answered(task: Task, item: Item) -> Answer:
    begun = time.perf_counter()
    try:
        with _limited(task.limit_seconds):
            answer = _carried_out(task.job, item)
    except Exception:
        answer = Answer(item.id, error=traceback.format_exc(limit=20))
    return replace(answer, seconds=time.perf_counter() - begun, host=f"{socket.gethostname()}:{os.getpid()}")


def _carried_out(pickled: bytes, item: Item) -> Answer:
    job, base = _job(pickled), _base(pickled, item.draw)
    identity.unpack(job.own_code, job.identity)
    scenario = _scenario(pickled, item.draw, item.point)
    state = _warm_state(pickled, item)
    watch = watch_over(_analyzers(pickled), "baseline", item.replication)
    ledger, cut = _simulated(state.copy(), scenario, base, job, watch)
    rows = all_rows(cut, terms_of(scenario, job.period.first), one_off_of(scenario))
    return Answer(
        item.id,
        values=np.array([row.value for row in rows], np.float64),
        heads=tuple((row.observer, row.group, row.indicator, row.unit, row.status) for row in rows),
        arrays=_arrays(ledger, job.outputs) | watched.arrays_of(all_found(watch)),
        population=state.population_digest,
    )


def _simulated(
    state: State, scenario: Scenario, base: Scenario, job: Job, watch: AnalyzerRun | None
) -> tuple[Ledger, Ledger]:  # fmt: skip
    """The ledger of all months that are wanted, and of the period: without arrays and analyzers nothing after it is."""
    ledger, cut = begun(state, scenario, job.settings, job.period, baseline=base, watch=watch)
    if job.outputs or watch is not None:
        finished(state, scenario, job.settings, ledger, baseline=base, watch=watch)
    return ledger, cut


def _arrays(ledger: Ledger, outputs: tuple[str, ...]) -> Arrays:
    arrays: Arrays = {}
    if "months" in outputs:
        arrays |= {name: getattr(ledger, name).sum(axis=0) for name in ("money", "flows", "measures")}
    if "ledger" in outputs:
        arrays |= {f"ledger.{name}": getattr(ledger, name) for name in (*Books._fields, "share")}
    return arrays


@lru_cache(maxsize=2)
def _job(pickled: bytes) -> Job:
    found = pickle.loads(pickled)
    assert isinstance(found, Job)
    return found


@lru_cache(maxsize=2)
def _analyzers(pickled: bytes) -> tuple[Analyzer, ...]:
    """As they were sent: each run takes copies of them."""
    return watched.unpacked(_job(pickled).analyzers)


@lru_cache(maxsize=4)
def _base(pickled: bytes, draw: Point) -> Scenario:
    """The baseline under a draw; its tables are cached with it."""
    return draw.onto(_job(pickled).base)


@lru_cache(maxsize=4)
def _scenario(pickled: bytes, draw: Point, point: Point) -> Scenario:
    """The scenario of a run, cached for its other replications."""
    return point.onto(_base(pickled, draw))


_states: OrderedDict[str, State] = OrderedDict()  # by world, the one used last at the end


def _warm_state(pickled: bytes, item: Item) -> State:
    """The state at the policy month of a run's world; cached in this process and in the folder if others use it too."""
    if item.world in _states:
        _states.move_to_end(item.world)
        return _states[item.world]
    job = _job(pickled)
    before = early(job.base, item.draw, item.point).onto(job.base)
    if not item.shared:
        return warmed_up(before, job.settings, item.replication, books=False)[0]
    state = _states[item.world] = _shared_state(job, before, item)
    while len(_states) > 1 and sum(each.units.size for each in _states.values()) > KEPT_UNITS:
        _states.popitem(last=False)
    return state


def _shared_state(job: Job, scenario: Scenario, item: Item) -> State:
    """From the folder of states, else warmed up and left there."""
    if job.states is None:
        return warmed_up(scenario, job.settings, item.replication, books=False)[0]
    file = Path(job.states) / f"{item.world}.npz"
    with _alone(file):
        with suppress(ValueError):
            return load_state(file, scenario)
        state = warmed_up(scenario, job.settings, item.replication, books=False)[0]
        with suppress(OSError):  # a full or foreign disk costs time, not results
            file.parent.mkdir(parents=True, exist_ok=True)
            save_state(state, file)
        return state


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Holds a lock on a state file, so that a second worker waits for it and does not do the work again."""
    from filelock import FileLock

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file.with_suffix(".lock"))
        lock.acquire()
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Ends this process from outside Python when the body takes longer (also inside compiled code)."""
    if seconds is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
