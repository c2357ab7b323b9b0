"""Upkeep: when a case is looked at again, what is noticed in between, and when that takes effect."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import happens
from simulation.parameters.schema.casework import Credit, Review
from simulation.units import WORKING_DAYS


@inlined
def interval_months(able: int, p: Review) -> int:
    """Months to the next review: shorter with a member able to work (2021 measures, art. 31)."""
    return int(p.unstable_months) if able > 0 else int(p.stable_months)


@inlined
def reported(word: np.uint32, p: Review, credit: Credit) -> bool:
    """Whether a unit reports that its situation changed; more do where honesty is rewarded."""
    return happens(word, p.report_prob_month * (credit.honest_gain if credit.enabled > 0.5 else 1.0))


@inlined
def visited_part(p: Review) -> float:
    """Time and sight of a review against one with a home visit: half where there is none (assumed)."""
    return 0.5 + 0.5 * p.home_visit_share


@inlined
def minutes_each(p: Review) -> int:
    """Minutes of a review."""
    return int(p.minutes * visited_part(p))


@inlined
def months_to_effect(word: np.uint32, anomaly_days: float, p: Review) -> int:
    """Months until something noticed on a day of this month takes effect: adjustment lag and days of handling."""
    if anomaly_days <= 0.0:
        return int(p.adjustment_lag_months)
    day = np.int64(np.uint64(word) * np.uint64(WORKING_DAYS) >> np.uint64(32))
    return int(p.adjustment_lag_months) + (day + int(anomaly_days)) // WORKING_DAYS  # type: ignore[return-value]


@inlined
def is_frozen(month: int, p: Review) -> bool:
    """Whether policy for people lifted out of poverty is still kept stable: the first months after the policy date."""
    return 0 <= month < p.freeze_months
