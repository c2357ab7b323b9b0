"""Gradual exit (救助渐退): what a unit keeps when its income has risen above the line."""

from simulation.compile.kernel import lean
from simulation.rules.limits import rounded
from simulation.rules.tables import Profile

_OLD, _PROPORTIONAL, _LINEAR = int(Profile.OLD_AMOUNT), int(Profile.PROPORTIONAL), int(Profile.LINEAR)


@lean
def gradual_amount(
    months: int,
    ceiling_multiple: float,
    profile: int,
    elapsed: int,
    old_amount_fen: int,
    counted_fen: int,
    line_fen: int,
    persons: int,
) -> int:
    """Payment (fen/month) in the gradual exit, or 0 when there is none or it is over.

    `elapsed`: whole months since the rise (0 in the first). Kept is the amount last decided, capped at line x
    persons, while counted income lies in [line, ceiling x line) (R33, L42, L43); a fall below the line is no
    exit. PROPORTIONAL cuts as income nears the ceiling, LINEAR month by month.

    >>> gradual_amount(6, 1.5, 0, 0, 80000, 120000, 108400, 1)
    80000
    """
    need = line_fen * persons
    ceiling = rounded(ceiling_multiple * line_fen) * persons
    if elapsed >= months or elapsed < 0 or counted_fen < need or counted_fen >= ceiling:
        return 0
    kept = min(old_amount_fen, need)
    if profile == _OLD:
        return kept
    if profile == _PROPORTIONAL:
        return rounded(kept * (ceiling - counted_fen) / (ceiling - need))
    return rounded(kept * (months - elapsed) / months)


@lean
def next_amount(profile: int, amount_fen: int, months_left: int) -> int:
    """Payment (fen/month) of the next month of a gradual exit of which `months_left` months, this one too, are left.

    >>> next_amount(2, 60000, 6)
    50000
    """
    return rounded(amount_fen * (months_left - 1) / months_left) if profile == _LINEAR else amount_fen
