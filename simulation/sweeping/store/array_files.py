"""Arrays of runs on disk: one file per task, written whole under the digest of its content, then named in the index."""

import hashlib
import io
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.simulate.errors import ExperimentError

type Arrays = Mapping[str, npt.NDArray[Any]]

_NAME: Final = re.compile(r"[0-9a-f]{32}\.npz")


def is_array_name(name: object) -> bool:
    """Whether a name read from data has the form in which files of arrays are named here, and so leads nowhere else."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def is_unfinished_name(name: str) -> bool:
    """Whether a file was left half-written by `write_whole`."""
    head, _, process = name.removeprefix(".").rpartition(".")
    return name.startswith(".") and is_array_name(head) and process.isdigit()


def write_whole(folder: Path, content: bytes) -> str:
    """Write a file named by the digest of its content: to disk first, then to its name. Returns the name.

    Raises ExperimentError when the disk is full or the folder may not be written.
    """
    name = f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.npz"
    unfinished = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with unfinished.open("xb") as file:
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
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            for key in held.files:
                run, _, name = key.partition("/")
                found.setdefault(run, {})[name] = held[key]
    except Exception as error:  # whatever the reader of a file from elsewhere meets
        raise ExperimentError(f"{file}: does not contain arrays of runs ({error})") from error
    return found
