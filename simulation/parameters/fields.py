"""What a parameter is: unit, admissible range, and whether a change re-runs the warm-up."""

from dataclasses import dataclass
from typing import Literal

type Tag = Literal["structural", "policy"]


@dataclass(frozen=True)
class Field:
    """Description that stands in `Annotated[type, Field(...)]` of a parameter group.

    `structural`: a change re-runs the warm-up; `policy`: applies from its date, branches from the saved state.
    `switch`: the value is read only while another is on (see `simulation.parameters.switches`): the name of one of the
    same group, or a path, that is above 0, or a comparison such as `targeting = 2`; several with ` | ` between them, of
    which one suffices. A switch may have one of its own. What a mechanism acts on (the mismatches that a check finds)
    is no switch of it.
    """

    unit: str
    low: float
    high: float
    tag: Tag = "policy"
    meaning: str = ""
    switch: str = ""
