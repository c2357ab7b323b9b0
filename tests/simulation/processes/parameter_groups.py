"""Parameter groups by name, as the processes take them, and words of many units in one call."""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from simulation.draws import words
from simulation.parameters.scenario.scenario import Scenario


class Groups:
    """`groups.job` is the group `job` at the policy month."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._scenario.group(name, 0)


@numba.njit
def words_of(units: int, place: int, time: int, process: int) -> npt.NDArray[np.uint32]:
    """(units,) word `place` of a process at one time."""
    out = np.empty(units, np.uint32)
    for unit in range(units):
        out[unit] = words(5, 0, 1, unit, time, process)[place]
    return out
