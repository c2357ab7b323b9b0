"""Schedules: a value for each amount, bracket by bracket; the loader turns all three kinds into one.

Marginal (share of each extra yuan), amount (joined by straight lines) and tiers (steps) are all
base + slope x (amount - start) of the bracket in which the amount lies.
"""

from simulation.compile.kernel import inlined_reader
from simulation.rules.limits import rounded, scheduled


@inlined_reader
def of_group(brackets, first, end, amount_fen, members):  # type: ignore[no-untyped-def]
    """Value (fen) of a schedule at `amount_fen` that belongs to `members` persons in equal parts."""
    if first == end or members <= 0:
        return 0
    return rounded(scheduled(brackets, first, end, amount_fen // members)) * members
