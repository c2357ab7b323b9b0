"""What a parameter is: unit, admissible range, and whether a change re-runs the warm-up."""

from dataclasses import dataclass
from typing import Literal

type Tag = Literal["structural", "policy"]
# When the model reads a value: every month; in the last month of each quarter; each January; in January 2023 alone, for
# all months; at the start of the warm-up alone; nowhere yet.
type Read = Literal["month", "quarter", "year", "policy_month", "start", "never"]


@dataclass(frozen=True)
class Field:
    """Description that stands in `Annotated[type, Field(...)]` of a parameter group.

    `structural`: a change re-runs the warm-up; `policy`: applies from its date, branches from the saved state.
    `read`: in which months the model reads it, so that a change dated between them says when it first acts; None = as
    its group (`groups.READ`), else every month.
    """

    unit: str
    low: float
    high: float
    tag: Tag = "policy"
    meaning: str = ""
    read: Read | None = None
