"""Who counts as registered in the province: the registered, and residents whom it serves as if they were."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader
from simulation.draws import Kind, Process, happens, words
from simulation.month_steps.county_tables import Params
from simulation.month_steps.household_class import ELSEWHERE, HOUSEHOLD_CLASSES
from simulation.population.columns import Flag, UnitTable

_DRAW = 2  # of the traits that belong to the unit: 0 and 1 are in `month_steps/eligibility/needs.py`


@inlined_reader
def is_registered(units: UnitTable, p: Params, i: int) -> bool:
    """Whether offices treat unit i as registered in the province.

    The draw contains neither seed nor replication: who is served at a share is served at every larger one.
    """
    if not units[i].flags & Flag.OTHER_PROVINCE:
        return True
    share = p.registration.residents_served
    if share <= 0.0:
        return False
    return happens(words(0, 0, Kind.UNIT, units[i].id, 0, Process.NEEDS, _DRAW)[0], share)  # type: ignore[no-any-return]


def open_to_residents(limits: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The bounds for a test that does not ask who is served: of those registered elsewhere, those of the registered."""
    return np.ascontiguousarray(limits[:, np.arange(HOUSEHOLD_CLASSES) & ~ELSEWHERE])
