"""How many cores there are for this process, and what tells libraries how many of them to use."""

import os
from typing import Final

# Environment variables that numeric libraries read when they are imported (the list of joblib), and numba.
THREAD_VARIABLES: Final = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS",
)  # fmt: skip


def cores() -> int:
    """Cores this process may use, at least 1."""
    count = os.process_cpu_count if hasattr(os, "process_cpu_count") else lambda: len(os.sched_getaffinity(0))
    return count() or 1
