"""The class of a household by which ceilings of income are looked up before any rule is asked (`prefilter`)."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.population.columns import Flag

# Combinations of car (1), second home (2), registered elsewhere, a member able to work (8), rigid expenditure (16),
# relatives able to give support, of whom `household_class` does not know.
HOUSEHOLD_CLASSES = 64
ELSEWHERE = 4
OWED = 32


@inlined
def household_class(flags: int, works: bool, spends: bool) -> int:
    """Row of `Policy.prefilter`: car, second home, registered elsewhere, a member able, rigid cost."""
    closed = (flags & (Flag.CAR | Flag.SECOND_HOME)) >> 4 | (flags & Flag.OTHER_PROVINCE) >> 6
    return np.int64(closed) + (8 if works else 0) + (16 if spends else 0)  # type: ignore[no-any-return]
