"""What is behind an indicator row, county by county, and the range in which the row can lie.

A row is a total, or a ratio of two totals over counties. Its interval asks in how many counties and replications the
total arises (`uncertainty.effective_number`): one case in one county is no basis for an interval, whatever its weight.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from simulation.indicators import dynamics, fiscal, impact, poverty, registered, targeting
from simulation.indicators.rows import Row
from simulation.indicators.sources import Floats, Source, Totals

LIMITS: Final = {"share": (0.0, 1.0), "1": (-1.0, 1.0)}  # by unit; all other units start at 0 and have no end
# Rows that always keep their interval: with few events it is widened, see `simulate.intervals`.
ALWAYS_REPORTED: Final = (
    "benefits_yuan_year", "recipients_persons", "recipients_units", "recipients_persons_year", "recipients_units_year",
)  # fmt: skip
ALWAYS_ALL: Final = "exclusion_error"  # and the exclusion errors as a whole, not their parts by cause


def limits_of(row: Row) -> tuple[float, float]:
    """Lowest and highest value that the row can take in any run."""
    own = registered.found(row.indicator)
    if own is not None:
        return own.limits
    source = _found(row)
    return source.limits if source is not None and source.limits else LIMITS.get(row.unit, (0.0, np.inf))


def always_kept(row: Row) -> bool:
    """Whether the row keeps its interval however few events it rests on: benefits, recipients, exclusion error."""
    return row.indicator in ALWAYS_REPORTED or (row.indicator.startswith(ALWAYS_ALL) and row.group == "all")


# Quantiles of the waits, and the share of all waits on the thinner side of each.
BEYOND_QUANTILE: Final = {"wait_days_median": 0.5, "wait_days_p90": 0.1}


# By indicator, observer/indicator or group/indicator: the last that is found holds.
SOURCES: Final[dict[str, Source]] = (
    fiscal.SOURCES | targeting.SOURCES | poverty.SOURCES | impact.SOURCES | dynamics.SOURCES
)


def has_source(row: Row) -> bool:
    """Whether it is known what is behind a row: not of a registered indicator without `events`."""
    own = registered.found(row.indicator)
    return own is None or own.events is not None


def source_of(row: Row) -> Source:
    """Where a row comes from. KeyError for an indicator without an entry in `SOURCES` and not registered."""
    own = registered.found(row.indicator)
    if own is not None:
        return Source(lambda totals, _: own.cases(totals.ledger))
    return _found(row) or SOURCES[row.indicator]


def _found(row: Row) -> Source | None:
    keys = (f"{row.group}/{row.indicator}", f"{row.observer}/{row.indicator}", row.indicator)
    return next((SOURCES[key] for key in keys if key in SOURCES), None)


def contributions(totals: Sequence[Totals], row: Row) -> tuple[Floats, Floats]:
    """(replications, counties) of numerator and denominator behind a row; the second is empty for a total.

    Of a share above one half the numerator is the rest: the rarer part decides how much is known.
    """
    source = source_of(row)
    kind, _, name = row.group.partition(":")
    programme = name if kind == "programme" else ""
    numerator = np.stack([source.numerator(each, programme) for each in totals])
    if source.denominator is None:
        return numerator, np.zeros((len(totals), 0))
    whole = np.stack([source.denominator(each, programme) for each in totals])
    if source.share and 2.0 * numerator.sum() > whole.sum():
        numerator = whole - numerator
    return numerator, whole


def cases_beyond(totals: Sequence[Totals], row: Row) -> float:
    """Sampled cases on the thinner side of a quantile in the replication that has fewest; infinite for other rows."""
    share = BEYOND_QUANTILE.get(row.indicator)
    if share is None:
        return float("inf")
    return share * min(float(each.ledger.waits.sum(axis=1) @ each.ledger.share) for each in totals)
