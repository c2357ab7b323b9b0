"""The store of a sweep: one folder with an index, arrays and warmed-up states. Finished runs are never lost.

A run's arrays are on disk before its row says that it is finished, so whoever reads the index reads no half file.
One process writes at a time; a lock that a killed process left behind holds nobody up.
"""

import atexit
import contextlib
import functools
import json
import os
import platform
import re
import secrets
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout

from simulation.parameters.scenario.points import digest_of
from simulation.parameters.values.calibration_status import record_of
from simulation.simulate.answers import Answer
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.design.plan import Plan, Run
from simulation.sweeping.running.driver import FinishedRun, Status
from simulation.sweeping.store.array_files import is_array_name, is_unfinished_name, packed, write_whole
from simulation.sweeping.store.index import FORMAT, Entry, Index

INDEX: Final = "index.sqlite"
ARRAYS_FOLDER: Final = "arrays"
STATES: Final = "states"
_STATE_FILE: Final = re.compile(r"[0-9a-f]{32}\.(npz|lock)|\.[0-9a-f]{32}\.npz\.\d+")
_HOLDER: Final = re.compile(r"process \d+ on [\w.-]*")
_REMOTE: Final = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "lustre", "beegfs", "ceph", "fuse.sshfs", "gpfs")


def temporary_store() -> Path:
    """A folder for a store that lasts as long as this process."""
    folder = Path(mkdtemp(prefix="doudi-store-"))
    _passing.add(folder)
    return folder


_passing: set[Path] = set()


def keep_store(folder: Path) -> None:
    """Let a store last that was to pass with this process."""
    _passing.discard(folder)


@atexit.register
def _remove_passing() -> None:
    for folder in _passing:
        shutil.rmtree(folder, ignore_errors=True)


def clear_states(store: Path) -> None:
    """Delete the warmed-up states of a store, and their folder where it holds nothing else."""
    folder = store / STATES
    if folder.is_symlink() or not folder.is_dir():
        return
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if _STATE_FILE.fullmatch(file.name):
                file.unlink(missing_ok=True)
        folder.rmdir()


def _check_own(folder: Path) -> None:
    """Raise ExperimentError where a part of a store is a link, or of another kind than we make it."""
    for name in (ARRAYS_FOLDER, STATES):
        if (folder / name).is_symlink() or ((folder / name).exists() and not (folder / name).is_dir()):
            raise ExperimentError(f"{folder / name}: is not a folder of its own; take another folder for the sweep")
    for name in (INDEX, f"{INDEX}-wal", f"{INDEX}-shm", "lock"):
        if (folder / name).is_symlink() or ((folder / name).exists() and not (folder / name).is_file()):
            raise ExperimentError(f"{folder / name}: is not a file of its own; take another folder for the sweep")


def _holder(file: Path) -> str:
    """Which process uses a store, as it was written there; "another process" where it was not."""
    try:
        text = "" if file.is_symlink() or file.stat().st_size > 300 else file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    return text if _HOLDER.fullmatch(text) else "another process"


class Store:
    """A folder, opened for writing by this process alone; use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        """Make the folder and lock it. Raises ExperimentError when it cannot be written or is in use."""
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".probe.{secrets.token_hex(8)}"  # a name that no link waits under
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise ExperimentError(f"{folder}: cannot be written ({error.strerror})") from error
        _check_own(folder)
        if file_system(folder, Path("/proc/self/mounts")) in _REMOTE:
            raise ExperimentError(f"{folder}: is on a network file system, where SQLite is unsafe; take a local folder")
        self._lock = FileLock(folder / "lock", timeout=0)
        self._take()
        try:
            self.index = Index(folder / INDEX, write=True)
        except BaseException:
            self._lock.release()
            raise

    def _take(self) -> None:
        try:
            self._lock.acquire()
        except Timeout:
            who = _holder(self.folder / "holder")
            raise ExperimentError(f"{self.folder}: in use by {who}; it is free again when that ends") from None
        except OSError as error:
            raise ExperimentError(f"{self.folder}: cannot be locked ({error.strerror})") from error
        with contextlib.suppress(OSError):
            (self.folder / "holder").unlink(missing_ok=True)
            with (self.folder / "holder").open("x", encoding="utf-8") as holder:
                holder.write(f"process {os.getpid()} on {platform.node()}")

    def __enter__(self) -> "Store":
        """This store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the index and let go of the lock."""
        try:
            self._clear_unfinished()
            self.index.close()
        finally:
            self._lock.release()

    def begin(self, plan: Plan, runs: Sequence[Run], *, extend: bool = False, shard: str = "") -> None:
        """Take a plan up. Raises ExperimentError naming each input in which it differs from the stored one."""
        stored, design = self.index.note("inputs"), self.index.note("design")
        if stored is not None:
            if self.index.note("format") != FORMAT:
                raise ExperimentError(f"{self.folder}: made by another version of doudi; take another folder")
            wanted = {**plan.inputs, "shard": shard}
            _refuse(self.folder, {**stored, "shard": self.index.note("shard")}, wanted)
            if not extend:
                _refuse(self.folder, design, plan.design)
        notes = {
            "format": FORMAT, "inputs": plan.inputs, "design": plan.design, "shard": shard, "base": plan.base.name,
            "province": plan.base.province, "programmes": [*plan.base.rule_book().names, "bundle"],
        }  # fmt: skip
        if stored is None:
            notes["assumptions"] = json.loads(plan.base.assumptions().to_json(orient="split", index=False))
            notes["calibration"] = record_of(plan.base)
        record = {
            "argv": sys.argv, "python": platform.python_version(), "machine": platform.platform(),
            "packages": _packages(), "design": digest_of(plan.design),
        }  # fmt: skip
        listed = [(run.id, run.draw, run.point, run.replication, run.world) for run in runs]
        self.index.begin(notes, listed, json.dumps(record))
        self._reopen_lost()

    def _reopen_lost(self) -> None:
        """Runs whose arrays are gone or cut short are carried out once more; how they share files may then differ."""
        sizes = {file.name: file.stat().st_size for file in (self.folder / ARRAYS_FOLDER).glob("*.npz")}
        lost = {run: file for run, file, size in self.index.array_files() if sizes.get(file) != size}
        self.index.reopen(list(lost))
        for file in filter(is_array_name, set(lost.values())):  # no run names a torn file any more
            (self.folder / ARRAYS_FOLDER / file).unlink(missing_ok=True)
        self._clear_unfinished()

    def _clear_unfinished(self) -> None:
        """Remove what a killed driver left half-written; only the holder of the lock writes here."""
        for left in (self.folder / ARRAYS_FOLDER).glob(".*"):
            if is_unfinished_name(left.name):
                left.unlink(missing_ok=True)

    def retry(self) -> None:
        """Put failed, twice crashed and late runs, and those whose row is damaged, back among the pending ones."""
        self.index.reopen([*self.index.ids(Status.FAILED, Status.CRASHED_TWICE, Status.TIMEOUT), *self.index.damaged()])

    def keep(self, finished: Sequence[FinishedRun[Answer]]) -> None:
        """Write what came back: arrays first, then the rows that name them."""
        finished = [_sound(each) for each in finished]
        answers = [each.answer for each in finished if each.answer is not None]
        arrays = {answer.id: answer.arrays for answer in answers if answer.arrays}
        name, content = "", b""
        if arrays:
            content = packed(arrays)
            name = write_whole(self.folder / ARRAYS_FOLDER, content)
        heads = next((answer.heads for answer in answers if answer.heads), ())
        self._check_heads(heads)
        entries = [_entry(each, name if each.id in arrays else "", len(content)) for each in finished]
        self.index.finish(entries, heads)

    def _check_heads(self, heads: Sequence[tuple[str, ...]]) -> None:
        known = self.index.heads()
        if known and heads and [tuple(h) for h in heads] != known:
            raise ExperimentError(f"{self.folder}: a run brought other indicators than the runs before it")

    def drop_states(self) -> None:
        """Delete the warmed-up states; they can be had again, and take room."""
        clear_states(self.folder)


def _sound(kept: FinishedRun[Answer]) -> FinishedRun[Answer]:
    """A run that brought something else than numbers has failed; some executors carry anything."""
    values = None if kept.answer is None else kept.answer.values
    if values is None or isinstance(values, np.ndarray):
        return kept
    return kept._replace(status=Status.FAILED, error=f"brought {type(values).__name__}, not numbers", answer=None)


def _entry(kept: FinishedRun[Answer], bulk: str, size: int) -> Entry:
    answer = kept.answer
    if answer is None:
        return Entry(kept.id, kept.status, kept.tries, 0.0, "", kept.error, "", b"", "", 0)
    return Entry(
        kept.id, kept.status, kept.tries, answer.seconds, answer.host, kept.error, answer.population,
        answer.values.tobytes(), bulk, size if bulk else 0,
    )  # fmt: skip


def _refuse(folder: Path, stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise ExperimentError when two records differ, naming every field."""
    differ = [name for name in {**stored, **wanted} if stored.get(name) != wanted.get(name)]
    if differ:
        text = "; ".join(
            f"{name}: stored {_short(stored.get(name))}, asked {_short(wanted.get(name))}" for name in differ
        )
        hint = "take another folder" + (" or --extend" if set(differ) <= {"points", "draws", "replications"} else "")
        raise ExperimentError(f"{folder}: contains a sweep with other inputs ({text}); {hint}")


def _short(value: Any) -> str:
    text = f"{len(value)} entries" if isinstance(value, list) and len(value) > 3 else str(value)
    return text if len(text) <= 60 else f"{text[:24]}..."


@functools.cache  # reading the metadata of everything installed takes longer than a small evaluation
def _packages() -> dict[str, str]:
    return {each.metadata["Name"]: each.version for each in metadata.distributions() if each.metadata["Name"]}


def file_system(folder: Path, mounts: Path) -> str:
    """Kind of the file system that holds `folder`, after the table `mounts` of Linux; empty where there is none."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    whole = folder.resolve()
    holding = [(len(line[1]), line[2]) for line in lines if len(line) > 2 and whole.is_relative_to(line[1])]
    return max(holding, default=(0, ""))[1]
