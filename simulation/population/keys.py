"""The draws of the population, as one compiled call: kernels that draw often stay small and compile fast."""

from typing import Final, cast

import numpy as np

from simulation.compile.kernel import lean
from simulation.draws import Kind, Process, Words, words

# numpy integers, because numba compiles a function anew for every literal Python integer it is called with
AGES: Final = cast(int, np.int64(Process.AGES))
INCOMES: Final = cast(int, np.int64(Process.INCOMES))
ASSETS: Final = cast(int, np.int64(Process.ASSETS))
REGISTRATION: Final = cast(int, np.int64(Process.REGISTRATION))
DEMOGRAPHY: Final = cast(int, np.int64(Process.DEMOGRAPHY))
ZERO: Final = cast(int, np.int64(0))
ONE: Final = cast(int, np.int64(1))
_HOUSEHOLD: Final = cast(int, np.int64(Kind.HOUSEHOLD))


@lean
def household_words(seed: int, household: int, member: int, process: int, call: int) -> Words:
    """Four words for one process of one household; `member` counts persons or units inside it."""
    return words(seed, ZERO, _HOUSEHOLD, household, member, process, call)
