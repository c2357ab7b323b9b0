"""Simulated points of a fit, one row each, stored before the next begins: an interrupted fit resumes.

In the spirit of the store of sweeps: SQLite, one writer at a time, refused when its inputs are others. What is asked
again is not simulated again, so a fit that is resumed replays its search and ends with the same bits.
"""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout

from calibration.aims import Floats
from simulation.simulate.errors import ExperimentError

FILE: Final = "points.sqlite"
_TABLES: Final = """
create table if not exists note (name text primary key, value text not null);
create table if not exists point (
    key text primary key, province text not null, point text not null, replications integer not null,
    simulated blob not null, digest text not null
);
"""


class PointStore:
    """A folder with the simulated points of one fit; use it in a `with`."""

    def __init__(self, folder: Path, inputs: Mapping[str, Any]) -> None:
        """Open or make the folder. Raises ExperimentError where it is in use, or contains a fit with other inputs."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "lock", timeout=0)
            self._lock.acquire()
        except Timeout:
            raise ExperimentError(f"{folder}: in use by another process; it is free again when that ends") from None
        except OSError as error:
            raise ExperimentError(f"{folder}: cannot be written ({error.strerror})") from error
        self.folder = folder
        try:
            self._base = sqlite3.connect(folder / FILE, isolation_level=None)
            self._base.executescript(f"pragma journal_mode = wal; pragma synchronous = full; {_TABLES}")
            self._begin(json.loads(json.dumps(dict(inputs))))
        except sqlite3.DatabaseError as error:
            self._lock.release()
            raise ExperimentError(f"{folder / FILE}: not a store of a fit ({error})") from error
        except BaseException:
            self._base.close()
            self._lock.release()
            raise

    def _begin(self, inputs: dict[str, Any]) -> None:
        with closing(self._base.execute("select name, value from note")) as rows:
            stored = {name: json.loads(value) for name, value in rows}
        differ = [name for name in sorted({*stored, *inputs}) if not _serves(stored.get(name), inputs.get(name))]
        if stored and differ:
            said = "; ".join(f"{name}: stored {stored.get(name)}, asked {inputs.get(name)}" for name in differ)
            raise ExperimentError(f"{self.folder}: contains a fit with other inputs ({said}); take another folder")
        rows_of = [(name, json.dumps(value)) for name, value in inputs.items()]
        self._base.executemany("insert or replace into note values (?, ?)", rows_of)

    def __enter__(self) -> "PointStore":
        """This store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file and let go of the lock."""
        self._base.close()
        self._lock.release()

    def find(self, province: str, values: Mapping[str, float], replications: int) -> Floats | None:
        """(replications, facts) as they were stored, or None: then the point has not been simulated, or is damaged."""
        query = "select simulated, digest from point where key = ?"
        with closing(self._base.execute(query, (_key(province, values, replications),))) as rows:
            row = rows.fetchone()
        if row is None or hashlib.blake2b(row[0], digest_size=16).hexdigest() != row[1]:
            return None
        return np.frombuffer(row[0], np.float64).reshape(replications, -1).copy()

    def keep(self, province: str, values: Mapping[str, float], simulated: Floats) -> None:
        """Keep the (replications, facts) values of one point."""
        blob = np.ascontiguousarray(simulated, np.float64).tobytes()
        self._base.execute(
            "insert or replace into point values (?, ?, ?, ?, ?, ?)",
            (
                _key(province, values, len(simulated)), province, json.dumps(dict(values)), len(simulated), blob,
                hashlib.blake2b(blob, digest_size=16).hexdigest(),
            ),
        )  # fmt: skip

    def count(self) -> int:
        """Points stored."""
        with closing(self._base.execute("select count(*) from point")) as rows:
            return int(rows.fetchone()[0])


def _serves(stored: Any, asked: Any) -> bool:
    """Whether points stored under one input serve another: the same, or a design with more waves behind it."""
    if isinstance(stored, dict) and isinstance(asked, dict) and stored.get("waves", 0) < asked.get("waves", 0):
        return stored | {"waves": asked["waves"]} == asked
    return bool(stored == asked)


def _key(province: str, values: Mapping[str, float], replications: int) -> str:
    text = json.dumps([province, sorted(values.items()), replications])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
