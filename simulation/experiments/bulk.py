"""Arrays of runs on disk: one file per task, written whole under the digest of its content, then named in the index."""

import hashlib
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.experiments.errors import ExperimentError

type Arrays = Mapping[str, npt.NDArray[Any]]


def write_whole(folder: Path, content: bytes) -> str:
    """Write a file named by the digest of its content: to disk first, then to its name. Returns the name.

    Raises ExperimentError when the disk is full or the folder may not be written.
    """
    name = f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.npz"
    unfinished = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
        _sync(folder)
    except OSError as error:
        raise ExperimentError(f"{folder / name}: {error.strerror}; finished runs stay, call again to go on") from error
    finally:
        if unfinished.exists():
            unfinished.unlink()
    return name


def _sync(folder: Path) -> None:
    """Make the new name itself last; Windows keeps no handle on a folder and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def packed(arrays: Mapping[str, Arrays]) -> bytes:
    """Arrays of several runs, by run and name, as the bytes of one .npz; equal arrays give equal bytes."""
    buffer = io.BytesIO()
    flat = {f"{run}/{name}": array for run, each in sorted(arrays.items()) for name, array in sorted(each.items())}
    np.savez_compressed(buffer, **flat)  # type: ignore[arg-type]
    return buffer.getvalue()


def unpacked(file: Path) -> dict[str, dict[str, npt.NDArray[Any]]]:
    """Arrays by run and name. Raises ExperimentError when the content is not what the name says."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ExperimentError(f"{file}: {error.strerror}; sweep again to make it anew") from error
    if hashlib.blake2b(content, digest_size=16).hexdigest() != file.stem:
        raise ExperimentError(f"{file} is damaged; delete it and sweep again, which makes it anew")
    found: dict[str, dict[str, npt.NDArray[Any]]] = {}
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        for key in held.files:
            run, _, name = key.partition("/")
            found.setdefault(run, {})[name] = held[key]
    return found
