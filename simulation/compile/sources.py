"""Digests of source files: of all, of those that compiled code can come from, of those that make the numbers of a run.

Which file belongs to which is read from the imports, so there is no list to keep up by hand: whoever takes a decorator
of `kernel` is registered by that, and what it imports with it.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
DECORATORS: Final = (
    "compiled",
    "inlined",
    "inlined_reader",
    "inner",
    "lean",
    "merged",
)  # of `simulation.compile.kernel`
RUN: Final = "sweeping/running/work.py"  # what a worker does: it imports all that makes a number of a run
_IMPORT: Final = re.compile(r"^[ \t]*from (simulation[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_KERNELS: Final = re.compile(rf"^from simulation\.compile\.kernel import .*\b({'|'.join(DECORATORS)})\b", re.MULTILINE)
_DIGITS: Final = 16


@cache
def sources() -> dict[str, bytes]:
    """Every Python file of `simulation`: its path inside the package and its bytes, in order."""
    files = {file.relative_to(PACKAGE).as_posix(): file.read_bytes() for file in PACKAGE.rglob("*.py")}
    return dict(sorted(files.items()))


def kernel_files() -> frozenset[str]:
    """Files that contain kernels, and those that kernels may take a function or a constant from."""
    return reached_from(file for file, text in sources().items() if _KERNELS.search(text.decode()))


def reached_from(files: Iterable[str]) -> frozenset[str]:
    """These files and all that they import, however far away. Paths as `sources` has them; KeyError for another."""
    reached, ahead = set[str](), list(files)
    while ahead:
        file = ahead.pop()
        if file not in reached:
            reached.add(file)
            ahead += _imported_by(file)
    return frozenset(reached)


def source_digest(files: Iterable[str] | None = None) -> str:
    """Digest (16 hex digits) of some sources of `simulation`, or of all: the code version of a run record."""
    digest = hashlib.sha256()
    for file in sources() if files is None else sorted(files):
        digest.update(file.encode())
        digest.update(sources()[file])
    return digest.hexdigest()[:_DIGITS]


@cache
def code_version() -> str:
    """Digest of the sources that make the numbers of a run; what only carries or shows them is left out."""
    return source_digest(reached_from([RUN]))


@cache
def _imported_by(file: str) -> frozenset[str]:
    found = set()
    for module, names in _IMPORT.findall(sources()[file].decode()):
        for name in re.findall(r"(\w+)(?: as \w+)?", names.split("#")[0]):
            found.add(_file_of(f"{module}.{name}") or _file_of(module))
    return frozenset(each for each in found if each and each != file)


def _file_of(module: str) -> str | None:
    path = module.removeprefix("simulation").lstrip(".").replace(".", "/")
    return next((each for each in (f"{path}.py", f"{path}/__init__.py") if each in sources()), None)
