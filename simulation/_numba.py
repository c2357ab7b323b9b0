"""The one door to numba: typed decorators, and a kernel cache that can never hold yesterday's rules.

numba's own cache notices an edit of the kernel's file, not of a rule in another file. The cache folder is
therefore named by a digest of every source of this package: after any edit all kernels are compiled anew.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import platformdirs

from simulation import _lazy

PACKAGE = Path(__file__).parent


# No kernel of the month stands in, or reads a constant from, these: editing them compiles nothing anew.
# (calculator/kernels.py and world/copies.py hold loops that call kernels outside these files only: numba's own stamp of
# such a file and this digest of the others together see every edit that reaches them.)
_WITHOUT_KERNELS = (
    "__init__.py",
    "views",
    "experiments",
    "indicators",
    "cli*.py",
    "terminal.py",
    "calculator",
    "province.py",
    "engine.py",
    "warm.py",
    "cases",
    "app",
    "mechanisms",
    "parameters/governance.py",
    "parameters/effective.py",
    "parameters/microdata.py",
    "parameters/microdata_files.py",
    "parameters/paths.py",
    "parameters/provenance.py",
    "parameters/scenario.py",
    "parameters/sources.py",
    "world/microdata.py",
    "world/copies.py",
    "world/fit.py",
    "world/survey.py",
)


def source_digest(skip: tuple[str, ...] = ()) -> str:
    """Digest (16 hex digits) of the Python sources of `simulation`: the code version of a run record."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE)
        if not any(name.parts[0] == each or name.match(each) for each in skip):
            digest.update(name.as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("doudi", appauthor=False))
    return str(root / source_digest(_WITHOUT_KERNELS))


_njit: Any = numba.njit  # its type stub leaves out the private switch `_nrt`
CACHE_FOLDER = _cache_folder()
_lazy.install()
numba.config.CACHE_DIR = CACHE_FOLDER  # type: ignore[attr-defined]


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a scalar function or a loop; releases the GIL, cached on disk, IEEE arithmetic (no fastmath)."""
    return _njit(cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)  # type: ignore[no-any-return]


def inlined[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, for small helpers which LLVM shall inline into the loop that calls them."""
    return _njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", forceinline=True, no_cfunc_wrapper=True
    )(function)


def inner[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, without a Python wrapper: only compiled code may call it, so no machine code is made of it."""
    return _njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True, no_cpython_wrapper=True
    )(function)


def lean[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `inner`, without reference counting: for steps that make no arrays and use those they are lent."""
    return _njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", _nrt=False, no_cfunc_wrapper=True, no_cpython_wrapper=True
    )(function)


def merged[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """For steps in the middle, called from one or two compiled places: their source becomes part of the caller's.

    A function of its own is linked, with all it calls, into every caller and optimised there again; at four levels
    of calls that is most of the compile time.
    """
    return _njit(cache=True, nogil=True, error_model="numpy", inline="always", no_cfunc_wrapper=True)(function)  # type: ignore[no-any-return]


def reader[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, for functions that only read arrays lent by their caller and make none.

    Without numba's reference counting (`_nrt=False`), which costs more than the arithmetic when a NamedTuple
    of small tables is read record by record (rules: 1.0 -> 0.2 microseconds per decision).
    """
    return _njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", _nrt=False
    )(function)


def inlined_reader[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `reader`, for the helpers that LLVM shall inline into one."""
    return _njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", forceinline=True, _nrt=False
    )(function)
