"""What an indicator row is, and the window of months it is taken over."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.ledger import Ledger, Measure
from simulation.units import MONTHS_PER_YEAR


class Row(NamedTuple):
    """One indicator of one run. `status`: simulated, or assumed where a price or share without source enters."""

    observer: str
    group: str
    indicator: str
    unit: str
    value: float
    status: str = "simulated"


@dataclass(frozen=True)
class Terms:
    """Prices and sampling shares that turn counts into indicators."""

    assistant_yuan_hour: float
    desk_yuan_hour: float
    bureau_yuan_hour: float
    audit_listed_share: float
    audit_unlisted_share: float
    survey_reporting: float


def ratio(numerator: float, denominator: float) -> float:
    """A share; NaN where nothing stands below it.

    >>> ratio(1, 4)
    0.25
    """
    return float(numerator) / float(denominator) if denominator else float("nan")


def summed(ledger: Ledger, measure: Measure) -> int:
    """Sum of a measure over the window: numerators and denominators of rates."""
    return int(ledger.measure(measure).sum())


def years(ledger: Ledger) -> float:
    """Length of the window in years."""
    return float(ledger.measures.shape[1]) / MONTHS_PER_YEAR


def grossed(ledger: Ledger, measure: Measure) -> npt.NDArray[np.float64]:
    """(months,) of a measure that is kept in units of the sample, grossed up by county."""
    return (ledger.measures[:, :, measure] / ledger.share[:, None]).sum(axis=0)
