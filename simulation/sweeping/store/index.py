"""The index of a store: SQLite, written by the driver alone, readable by anyone while it is written.

A store may come from elsewhere or be damaged: what is read is compared with the checksums that were written and with
the form in which we write it, before anything else is done with it.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.simulate.errors import ExperimentError
from simulation.sweeping.running.driver import Status
from simulation.sweeping.store.array_files import is_array_name

FORMAT: Final = 2
WITHOUT_CHECKSUMS: Final = 1  # the format before: read, but not written
_SEAL: Final = "checksum"  # the note that contains the checksum of all others
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (begun TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS head (position INTEGER PRIMARY KEY, observer TEXT, grouping TEXT, indicator TEXT,
  unit TEXT, status TEXT);
CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY, draw INTEGER NOT NULL, point INTEGER NOT NULL,
  replication INTEGER NOT NULL, world TEXT NOT NULL, status TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  seconds REAL, host TEXT, error TEXT, population TEXT, numbers BLOB, bulk TEXT, size INTEGER, checksum TEXT);
"""
# names and types of all columns, and whatever else a file may hold; the indices that SQLite makes itself left out
_LAYOUT: Final = (
    "SELECT m.type, m.name, c.name, c.type FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c "
    "WHERE m.name NOT LIKE 'sqlite_autoindex_%' ORDER BY m.name, c.cid"
)


class Entry(NamedTuple):
    """What is written about a finished run."""

    id: str
    status: Status
    tries: int
    seconds: float
    host: str
    error: str
    population: str
    numbers: bytes
    bulk: str
    size: int


class Result(NamedTuple):
    """A finished run as it is read; `numbers` in the order of `Index.heads`."""

    id: str
    draw: int
    point: int
    replication: int
    population: str
    bulk: str
    numbers: npt.NDArray[np.float64]


def _reading(file: Path) -> str:
    """How a file is opened for reading: where nobody can write, as one that never changes.

    To read together with a writer SQLite makes a file of its own; a writer would have left its log there.
    """
    still = not os.access(file.parent, os.W_OK) and not file.with_name(f"{file.name}-wal").exists()
    return f"{file.resolve().as_uri()}?mode=ro" + ("&immutable=1" if still else "")


def checksum(entry: Entry, heads: str | None) -> str:
    """Digest of what a run brought and of what its numbers are called, to be compared when it is read.

    `heads`: all names as JSON text, the same for every run of a store, so that it is made once. None for a run of the
    format before, which did not hold them.
    """
    text = json.dumps([entry.id, entry.status, entry.population, entry.bulk, entry.size])
    text = text if heads is None else f"{text[:-1]}, {heads}]"
    return hashlib.blake2b(text.encode() + entry.numbers, digest_size=16).hexdigest()


def seal(notes: Mapping[str, str]) -> str:
    """Digest of the notes as they are written."""
    kept = sorted((name, value) for name, value in notes.items() if name != _SEAL)
    return hashlib.blake2b(json.dumps(kept).encode(), digest_size=16).hexdigest()


class Index:
    """One connection to `index.sqlite`; every failure of it is an ExperimentError that names the file."""

    def __init__(self, file: Path, *, write: bool) -> None:
        """Open for reading, or for writing with all tables made."""
        self.file = file
        self._read: tuple[tuple[int, int], dict[str, str]] = (-1, -1), {}  # the notes, and as of which change
        with self._named_errors():
            if write:
                if file.exists() and file.stat().st_size:  # refused before anything in it is changed
                    with contextlib.closing(sqlite3.connect(_reading(file), uri=True, timeout=30)) as held:
                        self._check_tables(held, begun=True)
                self._connection = sqlite3.connect(file, isolation_level=None, timeout=30)
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
                self._connection.executescript(_TABLES)
                self._check()
            else:
                self._connection = sqlite3.connect(_reading(file), uri=True, timeout=30)
                self._check_tables(self._connection, begun=False)

    def _check_tables(self, connection: sqlite3.Connection, *, begun: bool) -> None:
        """Raise ExperimentError unless the file holds our tables and nothing else; with `begun`, or nothing yet."""
        with contextlib.closing(sqlite3.connect(":memory:")) as ours:
            ours.executescript(_TABLES)
            expected = ours.execute(_LAYOUT).fetchall()
        found = connection.execute(_LAYOUT).fetchall()
        if found != expected and (found or not begun):
            connection.close()
            raise ExperimentError(f"{self.file}: is no index of a sweep; take another folder")

    def _check(self) -> None:
        damage = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise ExperimentError(f"{self.file} is damaged ({damage}); move it away to begin the sweep anew")

    @contextlib.contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise ExperimentError(f"{self.file} is damaged ({error}); move it away to begin the sweep anew") from error
        except (sqlite3.Error, OSError) as error:
            hint = "" if "full" in str(error) or "readonly" in str(error) else " (damaged or not ours?)"
            raise ExperimentError(f"{self.file}: {error}{hint}; finished runs stay, call again to go on") from error

    @contextlib.contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        """All of the body is written, or nothing of it."""
        with self._named_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; the log is folded in where this was the last connection."""
        with self._named_errors():
            self._connection.close()

    def note(self, name: str) -> Any:
        """A noted JSON value, or None. Raises ExperimentError where the notes are not those that were written."""
        with self._named_errors():
            return json.loads(self._notes().get(name, "null"))

    def _notes(self) -> dict[str, str]:
        """All notes, read and compared with their checksum when anything was written since: by others or by us."""
        changed = (self._connection.execute("PRAGMA data_version").fetchone()[0], self._connection.total_changes)
        if changed != self._read[0]:
            notes: dict[str, str] = dict(self._connection.execute("SELECT name, value FROM note").fetchall())
            sealed = _SEAL in notes or json.loads(notes.get("format", "0")) not in (0, WITHOUT_CHECKSUMS)
            if sealed and notes.get(_SEAL) != seal(notes):
                raise ValueError("its notes are not those that were written")
            self._read = changed, notes
        return self._read[1]

    def begin(self, notes: dict[str, Any], runs: Sequence[tuple[str, int, int, int, str]], record: str) -> None:
        """Note what is planned and list its runs as pending, those that are known already as they are."""
        with self._whole() as connection:
            for name, value in notes.items():
                connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, json.dumps(value)))
            written = dict(connection.execute("SELECT name, value FROM note").fetchall())
            connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (_SEAL, seal(written)))
            connection.executemany(
                "INSERT INTO run (id, draw, point, replication, world, status) VALUES (?, ?, ?, ?, ?, 'pending') "
                "ON CONFLICT (id) DO UPDATE SET draw = excluded.draw, point = excluded.point",
                runs,
            )
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            connection.execute("INSERT INTO history VALUES (?, ?)", (now, record))

    def history(self) -> list[tuple[str, dict[str, Any]]]:
        """(UTC, what made the runs) of each time the store was worked on."""
        with self._named_errors():
            found = self._connection.execute("SELECT begun, record FROM history ORDER BY rowid").fetchall()
            records = [(str(begun), json.loads(record)) for begun, record in found]
            if not all(isinstance(record, dict) for _, record in records):
                raise TypeError("what made the runs is no record")
            return records

    def heads(self) -> list[tuple[str, ...]]:
        """(observer, group, indicator, unit, status) of each number of a run, in order."""
        with self._named_errors():
            return _texts(
                self._connection.execute(
                    "SELECT observer, grouping, indicator, unit, status FROM head ORDER BY position"
                ).fetchall()
            )

    def finish(self, entries: Sequence[Entry], heads: Sequence[tuple[str, ...]] = ()) -> None:
        """Write finished runs, and what their numbers are when that is reported for the first time."""
        with self._whole() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO head VALUES (?, ?, ?, ?, ?, ?)", [(i, *head) for i, head in enumerate(heads)]
            )
            known = json.dumps(self.heads())
            connection.executemany(
                "UPDATE run SET status = ?, tries = tries + ?, seconds = ?, host = ?, error = ?, population = ?, "
                "numbers = ?, bulk = ?, size = ?, checksum = ? WHERE id = ?",
                [(*e[1:], checksum(e, known), e.id) for e in entries],
            )

    def reopen(self, ids: Sequence[str]) -> None:
        """Runs that are to be carried out once more."""
        with self._whole() as connection:
            connection.executemany("UPDATE run SET status = 'pending' WHERE id = ?", [(each,) for each in ids])

    def counts(self) -> dict[str, int]:
        """Number of runs by status."""
        with self._named_errors():
            found = dict(self._connection.execute("SELECT status, count(*) FROM run GROUP BY status").fetchall())
            return {status.value: int(found.get(status.value, 0)) for status in Status}

    def ids(self, *statuses: Status) -> set[str]:
        """Ids of the runs with these statuses."""
        marks = ", ".join("?" * len(statuses))
        with self._named_errors():
            return {r[0] for r in self._connection.execute(f"SELECT id FROM run WHERE status IN ({marks})", statuses)}

    def array_files(self) -> list[tuple[str, str, int]]:
        """(run id, file, bytes) of the finished runs with arrays; the name of the file as it is there."""
        with self._named_errors():
            return self._connection.execute(
                "SELECT id, bulk, size FROM run WHERE status = 'ok' AND bulk != ''"
            ).fetchall()

    def troubles(self) -> list[tuple[Any, ...]]:
        """(draw, point, replication, status, tries, error) of the runs that did not succeed."""
        with self._named_errors():
            return self._connection.execute(
                "SELECT draw, point, replication, status, tries, error FROM run "
                "WHERE status NOT IN ('ok', 'pending') ORDER BY draw, point, replication"
            ).fetchall()

    def _finished(self, points: Collection[int] | None = None) -> Iterator[tuple[Result, bool]]:
        with self._named_errors():
            rows = self._connection.execute(
                "SELECT id, draw, point, replication, population, bulk, numbers, size, checksum FROM run WHERE "
                "status = 'ok' AND (:points IS NULL OR point IN (SELECT value FROM json_each(:points))) "
                "ORDER BY draw, point, replication",
                {"points": None if points is None else json.dumps([*points])},
            ).fetchall()
        heads = None if self.note("format") == WITHOUT_CHECKSUMS else self.heads()
        names = None if heads is None else json.dumps(heads)
        for row in rows:
            yield _read(row, names, len(heads or ()))

    def results(self, points: Collection[int] | None = None) -> Iterator[Result]:
        """Each finished run in the order of the plan, of some points or of all.

        Raises ExperimentError at a row that does not contain what was written.
        """
        for result, sound in self._finished(points):
            if not sound:
                raise ExperimentError(f"{self.file}: run {result.id} is damaged; sweep again with --retry")
            yield result

    def damaged(self) -> list[str]:
        """Ids of finished runs whose row does not contain what was written."""
        return [result.id for result, sound in self._finished() if not sound]


def _read(row: tuple[Any, ...], heads: str | None, width: int) -> tuple[Result, bool]:
    """A row of a finished run, and whether it contains what was written; `heads` as of `checksum`, so many names."""
    id_, draw, point, replication, population, bulk, numbers, size, stored = row
    values = numbers if isinstance(numbers, bytes) else b""
    entry = Entry(id_, Status.OK, 0, 0.0, "", "", population, values, bulk, size)
    whole = len(values) // 8 * 8
    result = Result(id_, draw, point, replication, population, bulk, np.frombuffer(values[:whole], np.float64))
    at = all(isinstance(place, int) and place >= 0 for place in (draw, point, replication))
    named = bulk == "" or is_array_name(bulk)
    sized = whole == len(values) and (heads is None or len(result.numbers) == width)
    return result, at and named and sized and checksum(entry, heads) == stored


def _texts(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    """Rows of texts. Raises TypeError for others."""
    if not all(isinstance(cell, str) for row in rows for cell in row):
        raise TypeError("names of indicators are not texts")
    return rows
