"""What a parameter is: unit, admissible range, and whether a change re-runs the warm-up."""

from dataclasses import dataclass
from typing import Literal

type Tag = Literal["structural", "policy"]


@dataclass(frozen=True)
class Field:
    """Description that stands in `Annotated[type, Field(...)]` of a parameter group.

    `structural`: a change re-runs the warm-up; `policy`: applies from its date, branches from the saved state.
    """

    unit: str
    low: float
    high: float
    tag: Tag = "policy"
    meaning: str = ""
