"""What a parameter is: unit, admissible range, and whether a change re-runs the warm-up."""

from dataclasses import dataclass
from typing import Literal

type Tag = Literal["structural", "policy"]
# When the model reads a value: every month; in the last month of each quarter; each January; in January 2023 alone, for
# all months; at the start of the warm-up alone; nowhere yet.
type Read = Literal["month", "quarter", "year", "policy_month", "start", "never"]


@dataclass(frozen=True)
class Field:
    """Description that is in `Annotated[type, Field(...)]` of a parameter group.

    `structural`: a change re-runs the warm-up; `policy`: applies from its date, branches from the saved state.
    `switch`: the value is read only while another is on (see `parameters.scenario.switches`): the name of one of the
    same group, or a path, that is above 0, or a comparison such as `targeting = 2`; several with ` | ` between them, of
    which one suffices. A switch may have one of its own. What a mechanism acts on (the mismatches that a check finds)
    is no switch of it.
    `read`: in which months the model reads it, so that a change dated between them says when it first acts; None = as
    its group (`groups.READ`), else every month.
    """

    unit: str
    low: float
    high: float
    tag: Tag = "policy"
    meaning: str = ""
    switch: str = ""
    read: Read | None = None
