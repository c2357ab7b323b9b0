"""Compiled kernels of other versions of doudi: each edit or update compiles into a folder of its own, 180 MB of it."""

import re
import shutil
import stat
import time
from pathlib import Path
from typing import Final, NamedTuple

from simulation.compile.kernel_cache import CACHE_FOLDER

_NAME: Final = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")  # digest of the sources, and of where this copy of doudi is
_DAY: Final = 24 * 3600.0
SPARED: Final = _DAY  # seconds for which an earlier version of this copy is spared: a run of it may go on
SPARED_ELSEWHERE: Final = 30 * _DAY  # the same of other copies, which may be in use or gone


class Version(NamedTuple):
    """The kernels of one version of one copy of doudi."""

    folder: Path
    size: int  # bytes
    made: float  # seconds since 1970 at which the last of them was compiled


def versions(present: Path = Path(CACHE_FOLDER)) -> tuple[Version, ...]:
    """All that lie in the same folder as those of this version (`present`), the newest first."""
    if not present.parent.is_dir():
        return ()
    folders = [each for each in present.parent.iterdir() if _NAME.fullmatch(each.name) and not each.is_symlink()]
    return tuple(sorted(map(_version, folders), key=lambda each: -each.made))


def _version(folder: Path) -> Version:
    held = []
    for file in folder.rglob("*"):
        try:
            found = file.lstat()
        except OSError:  # another process replaces it just now
            continue
        if stat.S_ISREG(found.st_mode):
            held.append((found.st_size, found.st_mtime))
    return Version(folder, sum(size for size, _ in held), max((at for _, at in held), default=0.0))


def remove_outdated(now: float | None = None, present: Path = Path(CACHE_FOLDER)) -> int:
    """Remove what was not added to for `SPARED` seconds, of other copies `SPARED_ELSEWHERE`; bytes that became free.

    A process that still runs such a version has its kernels in memory; a new one compiles them again.
    """
    now, here = time.time() if now is None else now, present.name.partition("-")[2]
    old = [
        each for each in versions(present)
        if now - each.made > (SPARED if each.folder.name.endswith(f"-{here}") else SPARED_ELSEWHERE)
    ]  # fmt: skip
    return _remove(old, present)


def remove_others(present: Path = Path(CACHE_FOLDER)) -> int:
    """Remove those of every version but the present one; bytes that became free."""
    return _remove(versions(present), present)


def _remove(found: "tuple[Version, ...] | list[Version]", present: Path) -> int:
    others = [each for each in found if each.folder.name != present.name]
    for each in others:
        shutil.rmtree(each.folder, ignore_errors=True)
    return sum(each.size for each in others)
