"""Time and flow: days from entitlement to the first payment, outreach, decisions, notches."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import Row, last_year, ratio, years
from simulation.ledger import Ledger, Measure


def quantile_of(counts: npt.NDArray[np.int64], level: float) -> float:
    """Smallest bin at which the cumulated counts reach `level`; NaN for an empty histogram.

    >>> quantile_of(np.array([1, 0, 3]), 0.5)
    2.0
    """
    total = int(counts.sum())
    return float(np.searchsorted(np.cumsum(counts), level * total)) if total else float("nan")


def dynamics_rows(ledger: Ledger) -> list[Row]:
    """Waits in working days, yearly events, units on a notch."""
    waits = ledger.waits.sum(axis=0)
    rows = [
        Row("ledger", "all", "wait_days_median", "days", quantile_of(waits, 0.5)),
        Row("ledger", "all", "wait_days_p90", "days", quantile_of(waits, 0.9)),
    ]
    events = {
        "visits_year": Measure.VISITS, "flags_year": Measure.FLAGS, "filings_year": Measure.FILED,
        "grants_year": Measure.GRANTED, "refusals_year": Measure.REFUSED, "reviews_year": Measure.REVIEWS,
        "learned_by_word_year": Measure.LEARNED_BY_WORD,
    }  # fmt: skip
    for name, measure in events.items():
        rows.append(Row("ledger", "all", name, "count", float(ledger.measure(measure).sum()) / years(ledger)))
    looked = ledger.measure(Measure.NOTCH_UNITS)[2::3] if ledger.first_month % 3 == 0 else np.zeros(0)
    notches = float(looked[-1]) if looked.size else float("nan")
    share = ratio(last_year(ledger, Measure.NOTCH_UNITS) * 3, last_year(ledger, Measure.HOLDERS))
    rows += [
        Row("rule", "all", "notch_units", "units", notches, "assumed"),
        Row("rule", "all", "notch_share", "share", share, "assumed"),
    ]
    return rows
