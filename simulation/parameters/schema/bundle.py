"""All process parameters of one month side by side: what the compiled month takes."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.parameters.schema.effective import HasGroups, apply_levers
from simulation.parameters.schema.groups import GROUPS

STAFF: Final = "staff."
# Read where populations, lines and payers are made, or turned into what the month reads (`effective`). Whatever group
# is not named here is part of the month.
READ_ELSEWHERE: Final = frozenset({
    "prices", "lines", "funding", "income", "population", "governance", "plan", "capacity", "platform", "burden",
})  # fmt: skip
MONTH_GROUPS: Final[dict[str, type[Any]]] = {
    name.removeprefix(STAFF): group for name, group in GROUPS.items() if name not in READ_ELSEWHERE
}


def _record_of(group: type) -> np.dtype[np.void]:
    return np.dtype((np.record, [(name, np.float64) for name in group.__annotations__]))


PROCESSES: np.dtype[np.void] = np.dtype(
    (np.record, [(name, _record_of(group)) for name, group in MONTH_GROUPS.items()])
)


def processes_of(scenario: HasGroups, month: int) -> npt.NDArray[np.void]:
    """(1,) record of the parameters in force in `month`: `record[0].job.loss_prob_month`."""
    record = np.zeros(1, PROCESSES)
    for name in MONTH_GROUPS:
        group = scenario.group(name if name in GROUPS else STAFF + name, month)
        for field, value in zip(group._fields, group, strict=True):
            record[name][field] = value
    apply_levers(record, scenario, month)
    return record
