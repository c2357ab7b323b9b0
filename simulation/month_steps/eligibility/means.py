"""What a unit has, held against the bounds of the prefilter."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader
from simulation.month_steps.eligibility.prefilter import CLASSES, SHARES, Bound
from simulation.month_steps.household_class import ELSEWHERE, HOUSEHOLD_CLASSES

# the bits of `CLASSES` of all classes that are registered elsewhere; 64 bits with a sign
ALL_ELSEWHERE = sum(1 << h for h in range(HOUSEHOLD_CLASSES) if h & ELSEWHERE) - (1 << 64)


class Means(NamedTuple):
    """What the bounds of the prefilter are held against, of one unit: fen a month, hidden earnings left out."""

    persons: int
    assets: int
    earned: int
    pension: int
    other: int
    rigid: int
    idle: int  # members able to work whose wage is imputed


@inlined_reader
def counted_at_least(bounds: npt.NDArray[np.int64], means: Means) -> int:
    """Income (fen a month) that a status with these bounds counts of a unit at least, without its relatives'."""
    earned = max(means.earned, bounds[Bound.IMPUTED] * means.idle)
    over = max(earned - bounds[Bound.EARNED] * means.persons, 0)
    over += max(means.pension - bounds[Bound.PENSION] * means.persons, 0)
    over += max(means.other - bounds[Bound.OTHER] * means.persons, 0)
    return over - means.rigid


@inlined_reader
def may_take(bounds: npt.NDArray[np.int64], means: Means, owing: int, relatives: int) -> bool:
    """Whether a status with these bounds may take a unit, with relatives able to give support or none (0)."""
    if means.assets >= bounds[Bound.ASSETS] * means.persons:
        return False
    counts = max(owing - bounds[Bound.SUPPORT_FREE] * relatives, 0) * bounds[Bound.SUPPORT_SHARE] // SHARES
    return counted_at_least(bounds, means) + counts < bounds[Bound.INCOME] * means.persons  # type: ignore[no-any-return]


@inlined_reader
def is_open_to(bounds: npt.NDArray[np.int64], h: int) -> bool:
    """Whether a status with these bounds is open to household class `h`."""
    return (bounds[CLASSES] >> h) & 1 == 1  # type: ignore[no-any-return]


@inlined_reader
def some_is_open_elsewhere(status_bounds: npt.NDArray[np.int64]) -> bool:
    """Whether any status may take a unit that does not count as registered in the province."""
    opened = np.int64(0)
    for s in range(status_bounds.shape[1]):
        opened |= status_bounds[0, s, CLASSES]
    return opened & ALL_ELSEWHERE != 0
