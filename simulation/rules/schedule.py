"""Marginal schedules: the share of each extra yuan that is ignored, bracket by bracket (continuous)."""

from simulation._numba import inlined_reader
from simulation.rules.limits import rounded


@inlined_reader
def ignored_fen(brackets, first, end, amount_fen):  # type: ignore[no-untyped-def]
    """Fen ignored of `amount_fen`: sum over brackets of rate x the part of the amount that lies in it."""
    total = 0.0
    for row in range(first, end):
        low = brackets[row]["from_fen"]
        if amount_fen <= low:
            break
        high = brackets[row + 1]["from_fen"] if row + 1 < end else amount_fen
        total += brackets[row]["rate"] * (min(amount_fen, high) - low)
    return rounded(total)


@inlined_reader
def ignored_of_group(brackets, first, end, amount_fen, members):  # type: ignore[no-untyped-def]
    """Like `ignored_fen` when `amount_fen` is earned by `members` persons in equal parts."""
    if first == end or members <= 0:
        return 0
    return ignored_fen(brackets, first, end, amount_fen // members) * members
