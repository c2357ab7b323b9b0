"""What comes back from a worker about one run. Light to import: whoever makes answers need not know the model."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

type Head = tuple[str, str, str, str, str]  # observer, group, indicator, unit, status
type Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Answer:
    """What came of a run: indicator values in the order of `heads` and arrays, or an error."""

    id: str
    error: str = ""
    values: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    heads: tuple[Head, ...] = ()
    arrays: Arrays = field(default_factory=dict)
    population: str = ""
    seconds: float = 0.0
    host: str = ""
