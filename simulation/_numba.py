"""The one door to numba: typed decorators, and a kernel cache that can never hold yesterday's rules.

numba's own cache notices an edit of the kernel's file, not of a rule in another file. The cache folder is
therefore named by a digest of every source of this package: after any edit all kernels are compiled anew.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numba
import platformdirs

PACKAGE = Path(__file__).parent


def source_digest() -> str:
    """Digest (16 hex digits) of all Python sources of `simulation`: the code version of a run record."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.relative_to(PACKAGE).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("doudi", appauthor=False))
    return str(root / source_digest())


numba.config.CACHE_DIR = _cache_folder()


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a scalar function or a loop; releases the GIL, cached on disk, IEEE arithmetic (no fastmath)."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


def inlined[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, for small helpers which LLVM shall inline into the loop that calls them."""
    return numba.njit(  # type: ignore[no-any-return]
        cache=True, nogil=True, error_model="numpy", forceinline=True
    )(function)
