"""Columns in one file (.npz) with their checksum: written whole or not at all, read only as they were written."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

type Columns = Mapping[str, npt.NDArray[Any]]

_KEY = "key"  # in the file: the texts of the key and, last, the checksum


def save_columns(path: Path, columns: Columns, key: tuple[str, ...], compressed: bool = False) -> None:
    """Write columns and the texts under which they may be used to `path`, whole or not at all.

    Args:
        path: The file; its folder is there.
        columns: Arrays by name.
        key: Texts that `load_columns` gives back.
        compressed: For columns that are mostly zeros.

    Raises:
        OSError: When the disk refuses.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    write = np.savez_compressed if compressed else np.savez
    try:
        unfinished.unlink(missing_ok=True)
        with unfinished.open("xb") as file:
            write(file, **{_KEY: np.array([*key, _checksum(columns)])}, **columns)  # type: ignore[arg-type]
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_columns(path: Path) -> tuple[dict[str, npt.NDArray[Any]], tuple[str, ...]]:
    """Read columns back.

    Args:
        path: A file that `save_columns` wrote.

    Returns:
        Arrays by name, and the texts of the key.

    Raises:
        ValueError: When the columns are not those that were written.
        Exception: Whatever NumPy meets in a damaged or foreign file.
    """
    with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
        columns = dict(file)
    *key, checksum = (str(text) for text in columns.pop(_KEY))
    if checksum != _checksum(columns):
        raise ValueError("its columns are not those that were written")
    return columns, tuple(key)


def _checksum(columns: Columns) -> str:
    """Digest of all columns with their names, types and shapes."""
    digest = hashlib.blake2b(digest_size=16)
    for name, column in sorted(columns.items()):
        digest.update(f"{name} {column.dtype.descr} {column.shape}".encode())
        digest.update(np.ascontiguousarray(column))
    return digest.hexdigest()
