"""Where compiled kernels are cached, found without loading numba.

numba's own cache notices an edit of a kernel's file, not of a rule in another file. The folder is therefore named by a
digest of every source that kernels can come from: after an edit of one of these all kernels are compiled anew.
"""

import hashlib
import os
from pathlib import Path
from typing import Final

import platformdirs

from simulation.compile.sources import PACKAGE, kernel_files, source_digest


def _folder() -> str:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("doudi", appauthor=False))
    # numba keeps kernels by path: those of other checkouts differ
    checkout = hashlib.sha256(str(PACKAGE).encode()).hexdigest()[:8]
    return str(root / f"{source_digest(kernel_files())}-{checkout}")


CACHE_FOLDER: Final = _folder()
