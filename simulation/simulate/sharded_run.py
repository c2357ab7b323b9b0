"""One scenario split by county over workers: the same bits as in one piece.

Counties couple only at New Year, when the province shares out the budget for temporary assistance; that step needs what
every county spent. A worker therefore runs its counties up to the next New Year at which the budget is capped, and is
given the whole budget before it goes on. A worker that lost its state replays its counties: all is a function of the
task.
"""

import pickle
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, wait
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from simulation import engine
from simulation.ledger import Books, Ledger
from simulation.month_steps.case_table import new_cases
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Persons
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import ExecutorFactory
from simulation.simulate.period import Period, headline_period
from simulation.state import State
from simulation.units import MONTHS_PER_YEAR

type Budget = npt.NDArray[np.int64]  # (counties, 2): left for the year, spent


@dataclass(frozen=True)
class Part:
    """Counties of one worker, and what the province reported to it at each New Year so far."""

    job: bytes  # (scenario, settings, period, replication), pickled
    counties: tuple[int, ...]
    residents: bytes  # of all counties; empty at first
    budgets: tuple[bytes, ...]  # of all counties, one for each New Year that was reached
    pauses: tuple[int, ...]  # months at which the province is asked


@dataclass(frozen=True)
class Piece:
    """What a worker brings back: rows of its counties, and the ledgers when the last month is over."""

    counties: tuple[int, ...]
    residents: npt.NDArray[np.int64]
    budget: Budget
    population: str  # digest of the whole
    ledgers: tuple[Ledger, ...] = ()


def run_in_shards(
    scenario: Scenario, settings: Settings, factory: ExecutorFactory, parts: int, replication: int = 0
) -> tuple[Ledger, Ledger, str, Ledger]:
    """(ledger after the policy date, of the warm-up, population digest, ledger of the headline period).

    Of one replication, its counties in `parts`. Equal to the run in one piece, bit for bit.
    """
    settings.check()
    period = headline_period(scenario.baseline(), [scenario], settings.months)
    job = pickle.dumps((scenario, replace(settings, threads=factory.threads), period, replication))
    households = scenario.counties["households"].to_numpy(float)
    distributed = [tuple(int(c) for c in each) for each in _distributed(households, parts)]
    pauses = tuple(month for month in _new_years(settings) if _capped(scenario, month))
    executor = factory.start()
    try:
        pieces = _gathered(executor, [Part(job, each, b"", (), pauses) for each in distributed])
        residents = _whole([piece.residents for piece in pieces], pieces, len(households)).tobytes()
        budgets: list[bytes] = []
        for _ in range(len(pauses) + 1):
            pieces = _gathered(executor, [Part(job, each, residents, tuple(budgets), pauses) for each in distributed])
            budgets.append(_whole([piece.budget for piece in pieces], pieces, len(households)).tobytes())
    finally:
        executor.shutdown(wait=True)
    after, before, cut = (_joined([piece.ledgers[i] for piece in pieces], pieces) for i in (0, 1, 2))
    return after, before, pieces[0].population, cut


def _distributed(households: npt.NDArray[np.float64], parts: int) -> list[npt.NDArray[np.int64]]:
    """Counties to parts, the largest first, each to the part with the fewest households so far."""
    load, distributed = np.zeros(parts), [list[int]() for _ in range(parts)]
    for county in np.argsort(-households, kind="stable"):
        least = int(load.argmin())
        distributed[least].append(int(county))
        load[least] += households[county]
    return [np.array(sorted(each), np.int64) for each in distributed if each]


def _new_years(settings: Settings) -> list[int]:
    return [month for month in range(-settings.warm_up, settings.months) if month % MONTHS_PER_YEAR == 0]


def _capped(scenario: Scenario, month: int) -> bool:
    return scenario.value("temporary.cap_yuan_person_year", month) > 0


def _gathered(executor: Executor, parts: Sequence[Part]) -> list[Piece]:
    futures = [executor.submit(run_part, part) for part in parts]
    wait(futures)
    try:
        return [future.result() for future in futures]
    except BrokenExecutor as error:
        raise ExperimentError(f"a worker died while it ran its counties ({error}); run with fewer parts") from error


def _whole(
    rows: Sequence[npt.NDArray[np.int64]], pieces: Sequence[Piece], counties: int
) -> npt.NDArray[np.int64]:  # fmt: skip
    out = np.zeros((counties, *rows[0].shape[1:]), np.int64)
    for piece, own in zip(pieces, rows, strict=True):
        out[list(piece.counties)] = own
    return out


def _joined(ledgers: Sequence[Ledger], pieces: Sequence[Piece]) -> Ledger:
    """The ledger of the province: each county's rows from the part that ran it."""
    joined = {name: getattr(ledgers[0], name).copy() for name in (*Books._fields, "share")}
    for ledger, piece in zip(ledgers, pieces, strict=True):
        own = list(piece.counties)
        for name, array in joined.items():
            array[own] = getattr(ledger, name)[own]
    return replace(ledgers[0], **joined)


def run_part(part: Part) -> Piece:
    """In a worker: the first call builds the counties and returns their residents, each later one runs to a pause."""
    own = list(part.counties)
    if not part.residents:
        state = _begun(part.job, part.counties)
        return Piece(part.counties, state.residents[own], state.assistance_budget[own], state.population_digest)
    state, ledgers = _replayed(part)
    last = len(part.budgets) == len(part.pauses)
    return Piece(
        part.counties,
        state.residents[own],
        state.assistance_budget[own],
        state.population_digest,
        ledgers if last else (),
    )


def _replayed(part: Part) -> tuple[State, tuple[Ledger, ...]]:
    """The state at the pause after those whose budgets are known, from the start; ledgers as of `run_in_shards`."""
    scenario, settings, period, _ = _job(part.job)
    state = _begun(part.job, part.counties).copy()
    state.residents = np.frombuffer(part.residents, np.int64).copy()
    before = one_replication.empty_ledger(state, scenario, max(settings.warm_up, 1))
    after = Ledger.empty(state.counties.share, 0, settings.months, one_replication.programmes_of(scenario))
    engine.burn_in(state, scenario, before, settings.threads or 1, settings.block)
    stops = [*part.pauses, settings.months]
    cut, began = list[Ledger](), one_replication.by_length(after)
    for i, stop in enumerate(stops[: len(part.budgets) + 1]):
        if i:
            state.assistance_budget = np.frombuffer(part.budgets[i - 1], np.int64).reshape(-1, 2).copy()
        for mark in sorted({m for m in (period.first, period.end) if state.month < m <= stop} | {stop}):
            _advance(state, scenario, settings, mark, before, after)
            if mark == period.first:
                began = one_replication.by_length(after)
            if mark == period.end:
                cut.append(one_replication.of_period(after, period, began))
    return state, (after, before, *cut)


def _advance(
    state: State, scenario: Scenario, settings: Settings, end: int, before: Ledger, after: Ledger
) -> None:  # fmt: skip
    """Run up to month `end`, through the policy month where it lies between."""
    for stop, ledger in ((min(end, 0), before), (end, after)):
        if state.month < stop:
            one_replication.run_months(state, scenario, scenario, stop - state.month, settings, ledger)


@lru_cache(maxsize=1)
def _job(pickled: bytes) -> tuple[Scenario, Settings, Period, int]:
    found: tuple[Scenario, Settings, Period, int] = pickle.loads(pickled)
    return found


@lru_cache(maxsize=2)
def _begun(job: bytes, counties: tuple[int, ...]) -> State:
    """The province before its first month with the households of `counties` alone; other counties are empty."""
    scenario, settings, _, replication = _job(job)
    return only(one_replication.population_state(scenario, settings, replication), counties)


def only(state: State, counties: Sequence[int]) -> State:
    """A state with the households of some counties; the others keep their place and are empty."""
    keep = np.isin(np.arange(state.counties.adcode.size), counties)
    sizes, villages = np.diff(state.counties.first), np.diff(state.counties.first_village)
    units, sites = np.repeat(keep, sizes), np.repeat(keep, villages)
    starts = np.append(state.units["first_person"].astype(np.int64), len(state.persons[0]))[state.counties.first]
    people = np.repeat(keep, np.diff(starts))
    first = _running(np.where(keep, sizes, 0))
    shift = starts[:-1] - _running(np.where(keep, np.diff(starts), 0))[:-1]
    own = state.units[units].copy()
    own["first_person"] -= np.repeat(shift, sizes)[units].astype(own["first_person"].dtype)
    return replace(
        state,
        units=own, persons=Persons(**{name: column[people] for name, column in state.persons._asdict().items()}),
        ties=state.ties[units], round_position=state.round_position[sites],
        villages=state.villages._replace(
            first=_running(np.diff(state.villages.first)[sites]),
            **{n: getattr(state.villages, n)[sites] for n in ("county", "township", "weight")},
        ),
        counties=state.counties._replace(
            first=first, first_village=_running(np.where(keep, villages, 0))
        ),
        cases=[new_cases(int(n)) for n in np.diff(first)],
    )  # fmt: skip


def _running(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
