"""Time and flow: days from entitlement to the first payment, outreach, decisions, cliffs."""

from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import Row, ratio, years
from simulation.indicators.sources import Source, first_payments, measured, part
from simulation.indicators.spells import still_waiting
from simulation.ledger import WAIT_DAYS, Ledger, Measure
from simulation.units import MONTHS_PER_YEAR, WORKING_DAYS

EVENTS: Final = {
    "visits_year": Measure.VISITS, "flags_year": Measure.FLAGS, "filings_year": Measure.FILED,
    "grants_year": Measure.GRANTED, "refusals_year": Measure.REFUSED, "reviews_year": Measure.REVIEWS,
    "learned_by_word_year": Measure.LEARNED_BY_WORD,
}  # fmt: skip


def quantile_of(counts: npt.NDArray[np.int64], level: float) -> float:
    """Smallest bin at which the cumulated counts reach `level`; NaN for an empty histogram.

    >>> quantile_of(np.array([1, 0, 3]), 0.5)
    2.0
    """
    total = int(counts.sum())
    return float(np.searchsorted(np.cumsum(counts), level * total)) if total else float("nan")


def first_paid(ledger: Ledger) -> npt.NDArray[np.int64]:
    """(WAIT_MONTHS,) units paid for the first time, by full months since their entitlement began; last: all longer."""
    return ledger.waits.sum(axis=0).reshape(-1, WORKING_DAYS).sum(axis=1)


def unpaid_curve(ledger: Ledger) -> npt.NDArray[np.float64]:
    """(WAIT_MONTHS - 1,) share of units entitled to cash that are not yet paid after m months (`still_waiting`)."""
    return still_waiting(first_paid(ledger), ledger.unpaid.sum(axis=0))


def dynamics_rows(ledger: Ledger) -> list[Row]:
    """Waits, yearly events, units at a cliff.

    The quantiles are of the waits that a payment ended (working days): finding people who have waited long makes
    them longer; NaN from three years on, where the books contain one class. The share not yet paid after a year counts
    all who are entitled.
    """
    waits = ledger.waits.sum(axis=0)
    median, ninth = (level if level < WAIT_DAYS - 1 else float("nan") for level in (
        quantile_of(waits, 0.5), quantile_of(waits, 0.9)
    ))  # fmt: skip
    rows = [
        Row("ledger", "all", "unpaid_after_year_share", "share", float(unpaid_curve(ledger)[MONTHS_PER_YEAR])),
        Row("ledger", "all", "wait_days_median", "days", median),
        Row("ledger", "all", "wait_days_p90", "days", ninth),
    ]
    for name, measure in EVENTS.items():
        rows.append(Row("ledger", "all", name, "count", float(ledger.measure(measure).sum()) / years(ledger)))
    looks = (ledger.first_month + np.arange(ledger.measures.shape[1])) % 3 == 2  # once a quarter, in its last month
    at_cliff, holders = (ledger.measure(m)[looks][-4:].astype(float) for m in (Measure.NOTCH_UNITS, Measure.HOLDERS))
    share = ratio(float(at_cliff.sum()), float(holders.sum()))
    rows += [
        Row("rule", "all", "notch_units", "units", float(at_cliff[-1]) if at_cliff.size else float("nan"), "assumed"),
        Row("rule", "all", "notch_share", "share", share, "assumed"),
    ]
    return rows


SOURCES: Final[dict[str, Source]] = {
    "unpaid_after_year_share": Source(first_payments(0, MONTHS_PER_YEAR * WORKING_DAYS)),
    "wait_days_median": Source(first_payments()),
    "wait_days_p90": Source(first_payments()),
    **{name: Source(measured(each)) for name, each in EVENTS.items()},
    "notch_units": Source(measured(Measure.NOTCH_UNITS)),
    "notch_share": part(measured(Measure.NOTCH_UNITS), measured(Measure.HOLDERS)),
}
