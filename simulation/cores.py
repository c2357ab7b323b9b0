"""How many cores there are for this process."""

import os


def cores() -> int:
    """Cores this process may use, at least 1."""
    count = os.process_cpu_count if hasattr(os, "process_cpu_count") else lambda: len(os.sched_getaffinity(0))
    return count() or 1
