"""What indicator rows are made of, county by county: numerators, denominators, the range of a row.

Every file of rows states the `SOURCES` of its rows next to them, by indicator, observer/indicator or group/indicator
(the more special one holds); `contributions` collects them. Without a source a row has no interval.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.ledger import LEVELS, Flow, Ledger, Measure

type Floats = npt.NDArray[np.float64]
type Total = Callable[["Totals", str], Floats]  # of the ledger's totals and a programme: (counties,)
type Range = tuple[float, float]

# Measures that the ledger keeps in units of the sample.
_OF_THE_SAMPLE: Final = [
    Measure.MINUTES_DESK, Measure.MINUTES_BUREAU, Measure.AVAILABLE_DESK, Measure.AVAILABLE_BUREAU,
]  # fmt: skip


class Totals(NamedTuple):
    """A ledger added up over its months, by county."""

    ledger: Ledger
    measures: Floats  # (counties, Measure)
    flows: Floats  # (counties, programmes, Flow)
    money: Floats  # (counties, programmes)

    @classmethod
    def of(cls, ledger: Ledger) -> "Totals":
        """Sums over the months of the ledger, all grossed up."""
        measures = ledger.measures.sum(axis=1).astype(float)
        measures[:, _OF_THE_SAMPLE] /= ledger.share[:, None]
        return cls(
            ledger, measures, ledger.flows.sum(axis=1).astype(float),
            ledger.money.sum(axis=(1, 3)).astype(float),
        )  # fmt: skip


class Source(NamedTuple):
    """Numerator of a row, and its denominator where it is a ratio."""

    numerator: Total
    denominator: Total | None = None
    share: bool = False  # the numerator is a part of the denominator: the rarer of part and rest counts
    lumpy: bool = False  # arises in whole pieces (offices) in a few counties: replications differ by jumps
    limits: Range | None = None  # lowest and highest value, where they are not those of the row's unit


def measured(*measures: Measure, less: Sequence[Measure] = ()) -> Total:
    """Total of some measures, less that of others."""

    def total(totals: Totals, _: str) -> Floats:
        gone = totals.measures[:, list(less)].sum(axis=1)
        return np.asarray(totals.measures[:, list(measures)].sum(axis=1) - gone)

    return total


def flowing(*flows: Flow, last: bool = False) -> Total:
    """Total of some flows of a programme; with `last` of the last month alone."""

    def total(totals: Totals, programme: str) -> Floats:
        k = totals.ledger.programmes.index(programme)
        if last:
            return np.asarray(totals.ledger.flows[:, -1, k, list(flows)].sum(axis=1), float)
        return np.asarray(totals.flows[:, k, list(flows)].sum(axis=1))

    return total


def money(totals: Totals, programme: str) -> Floats:
    """Money of a programme, or of all, in fen."""
    if not programme:
        return np.asarray(totals.money.sum(axis=1))
    return totals.money[:, totals.ledger.programmes.index(programme)]


def of_civil_affairs(totals: Totals, _: str) -> Floats:
    """Money of civil affairs, in fen."""
    return totals.ledger.money[..., :LEVELS].sum(axis=(1, 2, 3)).astype(float)


def first_payments(first: int = 0, end: int | None = None) -> Total:
    """First payments after waits of `first` to before `end` working days."""
    return lambda totals, _: totals.ledger.waits[:, first:end].sum(axis=1).astype(float)


def part(some: Total, whole: Total, limits: Range | None = None) -> Source:
    """A share: `some` of `whole`."""
    return Source(some, whole, share=True, limits=limits)


POOR: Final = measured(Measure.POOR_BEFORE)
PERSONS: Final = measured(Measure.PERSONS)
ANY: Final = (-np.inf, np.inf)
