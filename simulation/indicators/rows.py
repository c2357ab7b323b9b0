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
    """A share; NaN where nothing is below it.

    >>> ratio(1, 4)
    0.25
    """
    return float(numerator) / float(denominator) if denominator else float("nan")


def weighed(weights: npt.ArrayLike, *values: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], ...]:
    """(weights, values ...) as (n,) floats of the rows whose weight is not 0: the others represent nobody.

    A value that is NaN there does not count; elsewhere it is kept, and makes an index that reads it NaN: who is
    unknown is neither poor nor not poor. Raises ValueError for weights that are negative or NaN.

    >>> weighed([1, 0, 2], [5.0, float("nan"), 7.0])
    (array([1., 2.]), array([5., 7.]))
    """
    w, *given = np.broadcast_arrays(*(np.asarray(each, float) for each in (weights, *values)))
    if not (w >= 0.0).all():
        raise ValueError("weights: expected numbers of at least 0, got negative ones or NaN")
    return tuple(each[w > 0.0] for each in (w, *given))


def summed(ledger: Ledger, measure: Measure) -> int:
    """Sum of a measure over the window: numerators and denominators of rates."""
    return int(ledger.measure(measure).sum())


def years(ledger: Ledger) -> float:
    """Length of the window in years."""
    return float(ledger.measures.shape[1]) / MONTHS_PER_YEAR


def grossed(ledger: Ledger, measure: Measure) -> npt.NDArray[np.float64]:
    """(months,) of a measure that is kept in units of the sample, grossed up by county."""
    return (ledger.measures[:, :, measure] / ledger.share[:, None]).sum(axis=0)
