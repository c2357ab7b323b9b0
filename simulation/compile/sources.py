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
KERNEL: Final = "compile/kernel.py"  # of the decorators
RUN: Final = "sweeping/running/work.py"  # what a worker does: it imports all that makes a number of a run
_IMPORT: Final = re.compile(r"^[ \t]*from (simulation[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_TYPES: Final = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)+", re.MULTILINE)  # no import at run time
_DIGITS: Final = 16


@cache
def sources() -> dict[str, bytes]:
    """Every Python file of `simulation`: its path inside the package and its bytes, in order."""
    files = {file.relative_to(PACKAGE).as_posix(): file.read_bytes() for file in PACKAGE.rglob("*.py")}
    return dict(sorted(files.items()))


def kernel_files() -> frozenset[str]:
    """Files that take a decorator, hence contain kernels, and all that these may take a function or a constant from."""
    return reached_from(file for file in sources() if KERNEL in _imported_by(file))


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
def run_version() -> str:
    """Digest of the sources that make the numbers of a run; what only carries or shows them is left out."""
    return source_digest(reached_from([RUN]))


@cache
def _imported_by(file: str) -> frozenset[str]:
    found = set()
    for module, names in _IMPORT.findall(_TYPES.sub("", sources()[file].decode())):
        for name in re.findall(r"(\w+)(?: as \w+)?", names.split("#")[0]):
            found.add(_file_of(f"{module}.{name}") or _file_of(module))
    return frozenset(each for each in found if each and each != file)


def _file_of(module: str) -> str | None:
    path = module.removeprefix("simulation").lstrip(".").replace(".", "/")
    return next((each for each in (f"{path}.py", f"{path}/__init__.py") if each in sources()), None)
