"""Warmed-up states and baseline runs on disk: what the same command would simulate again.

A replication of `compare` spends two thirds of its time on what no reform touches: population, register, warm-up and
the baseline. A file is named by a digest of all that its content follows from (code, values and data of the scenario,
settings, replication, own processes), and is used only if its columns are those that were written. Whatever is wrong
with a file, it is made anew: a cache costs or saves time and changes no number.

`DOUDI_RUN_CACHE` names another folder, or is `off`; `DOUDI_RUN_CACHE_GB` is the most it may hold (4 by default, and
never more than a tenth of what is free on its disk). Files used longest ago go first.
"""

import hashlib
import math
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from simulation.compile.sources import run_version
from simulation.engine import Watch
from simulation.extensions import identity
from simulation.ledger import Ledger
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.simulate.errors import ExperimentError
from simulation.simulate.period import Period
from simulation.simulate.replications import Ticker
from simulation.simulate.saved_ledger import load_ledgers, save_ledgers
from simulation.simulate.saved_state import load_state, save_state
from simulation.state import State

FOLDER: Final = "DOUDI_RUN_CACHE"
LIMIT: Final = "DOUDI_RUN_CACHE_GB"
MOST_GB: Final = 4.0
PART_OF_FREE: Final = 0.1
GB: Final = 1e9
FILES: Final = 4  # times the units of a replication: two states, each twice its units, and the ledgers


def folder() -> Path | None:
    """Where files are kept; None where the cache is switched off."""
    chosen = os.environ.get(FOLDER, "")
    if chosen.strip().lower() == "off":
        return None
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("doudi", appauthor=False)) / "runs"


def limit_bytes(place: Path) -> int:
    """The most that the files of a folder may take; 0 where the disk says nothing.

    Raises ExperimentError for a limit in the environment that is none.
    """
    written = os.environ.get(LIMIT, "")
    try:
        most = float(written or MOST_GB)
    except ValueError:
        most = math.nan
    if not 0.0 <= most < math.inf:
        raise ExperimentError(f"{LIMIT}: expected a number of GB of at least 0, got {written!r}")
    try:
        there = next(each for each in (place, *place.parents) if each.exists())
        free = shutil.disk_usage(there).free
    except OSError:
        return 0
    return int(min(most * GB, PART_OF_FREE * (free + sum(size for _, size, _ in files(place)))))


def files(place: Path) -> list[tuple[Path, int, float]]:
    """Path, bytes and time of last use of every file, the one used longest ago first."""
    found = []
    for path in place.glob("*.npz") if place.is_dir() else ():
        with suppress(OSError):  # another process may have removed it
            stat = path.stat()
            found.append((path, stat.st_size, stat.st_mtime))
    return sorted(found, key=lambda each: each[2])


def clear(place: Path) -> int:
    """Remove every file of the cache; how many bytes they took."""
    removed = 0
    for path, size, _ in files(place):
        with suppress(OSError):
            path.unlink()
            removed += size
    return removed


def warm_state(scenario: Scenario, settings: Settings, replication: int, tick: Ticker | None = None) -> State:
    """The state of a replication at the policy month, from the cache or warmed up and kept there."""
    file = _file("state", _warm_up(scenario, settings, replication))
    found = _read(file, lambda path: load_state(path, scenario))
    if found is not None:
        if tick:
            tick.skip(settings.warm_up)
        return found
    state, _ = one_replication.warmed_up(scenario, settings, replication, tick, books=False)
    _write(file, settings, state.units.nbytes, lambda path: save_state(state, path))
    return state


@dataclass
class BaselineRun:
    """A baseline from the policy month: its state as the period ends, the ledger of all months and of the period.

    The months after the period are in the ledger when `finish` has been called.
    """

    state: State
    ledger: Ledger
    in_period: Ledger
    finish: Callable[[], None]


def baseline_run(
    state: State, base: Scenario, settings: Settings, period: Period, tick: Ticker | None = None,
    watch: Watch | None = None,
) -> BaselineRun:  # fmt: skip
    """Run the baseline on from its state at the policy month, or take what is kept of that run.

    Args:
        state: As `warm_state` gives it; run on in place.
        base: The baseline.
        settings: Of the run.
        period: The headline period.
        tick: Called with the months done.
        watch: Called with every month, so that all are simulated.

    Returns:
        The run up to the end of the period.
    """
    key = [*_warm_up(base, settings, state.rng_key.replication), base.digest, str(settings.months), period.id]
    ends, books = _file("end", key), _file("ledger", key)
    end = None if watch else _read(ends, lambda path: load_state(path, base))
    ledgers = None if end is None else _read(books, load_ledgers)
    if end is not None and ledgers is not None:
        if tick:
            tick.skip(settings.months)
        return BaselineRun(end, *ledgers, lambda: None)
    ledger, in_period = one_replication.begun(state, base, settings, period, tick, watch=watch)
    _write(ends, settings, state.units.nbytes, lambda path: save_state(state, path))

    def finish() -> None:
        one_replication.finished(state, base, settings, ledger, tick, watch=watch)
        _write(books, settings, state.units.nbytes, lambda path: save_ledgers((ledger, in_period), path))

    return BaselineRun(state, ledger, in_period, finish)


def _warm_up(scenario: Scenario, settings: Settings, replication: int) -> list[str]:
    """All that the state at the policy month follows from."""
    counties = ",".join(str(each) for each in scenario.counties["adcode"])
    deciles = int(scenario.group("earnings", POLICY_MONTH).assessment_months)  # `fix_deciles` reads that month's
    numbers = (settings.scale, settings.seed, settings.warm_up, replication, deciles)
    return [run_version(), identity.identity(), scenario.structural_digest, counties, *(repr(n) for n in numbers)]


def _file(kind: str, key: list[str]) -> Path | None:
    place = folder()
    if place is None:
        return None
    return place / f"{kind}-{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.npz"


def _read[T](file: Path | None, load: Callable[[Path], T]) -> T | None:
    """What a file holds; None where there is none. A damaged one is removed."""
    if file is None or not file.exists():
        return None
    try:
        found = load(file)
        os.utime(file)
        return found
    except (OSError, ValueError):
        with suppress(OSError):
            file.unlink()
        return None


def _write(file: Path | None, settings: Settings, size: int, save: Callable[[Path], None]) -> None:
    """Keep a file if those of all replications fit; a full or foreign disk costs time, not results."""
    if file is None:
        return
    with suppress(OSError):
        limit = limit_bytes(file.parent)
        if FILES * size * settings.replications > limit:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        save(file)
        _trim(file.parent, limit)


def _trim(place: Path, limit: int) -> None:
    """Remove what was used longest ago until the rest fits."""
    held = files(place)
    over = sum(size for _, size, _ in held) - limit
    for path, size, _ in held:
        if over <= 0:
            return
        with suppress(OSError):
            path.unlink()
            over -= size
