"""Screening of shared data: which hardship leaves a trace, what score is flagged, who stands on the register."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import happens, normal
from simulation.parameters.discovery import Screening

DEPARTMENTS, ITEMS = 8.0, 11.0  # at which `coverage` is as stated (F044, F106)


@inlined
def against(count: float, reference: float, gain: float) -> float:
    """Factor on coverage: in proportion up to the reference count, `gain` per one more beyond it."""
    return count / reference if count < reference else 1.0 + gain * (count - reference)


@inlined
def visibility(ill: bool, jobless: bool, disabled: bool, p: Screening) -> float:
    """Share of units with such a hardship that leaves a trace: the most visible of their hardships counts."""
    relative = 0.0
    if ill:
        relative = max(relative, p.cover_illness)
    if jobless:
        relative = max(relative, p.cover_job)
    if disabled:
        relative = max(relative, p.cover_disability)
    if not (ill or jobless or disabled):
        relative = p.cover_income
    shared = against(p.departments, DEPARTMENTS, p.department_gain) * against(p.items, ITEMS, p.item_gain)
    return min(p.coverage * relative * shared, 1.0)


@inlined
def matches_in(month: int, interval_months: float) -> bool:
    """Whether data are matched in this month (every month for an interval of 0 or 1)."""
    return interval_months < 1.5 or month % int(interval_months) == 0


@inlined
def register_shares(residents: int, entitled: int, others: int, p: Screening) -> tuple[float, float]:
    """Shares of the entitled and of other low-income persons on the register: its room goes to the entitled first."""
    room = p.monitored_cap * residents
    first = min(room / max(entitled, 1), 1.0)
    return first, min(max(room - entitled, 0.0) / max(others, 1), 1.0)


@inlined
def leaves_trace(word: np.uint32, visible: float) -> bool:
    """Whether the hardship of a unit stands in shared data at all (fixed per unit)."""
    return happens(word, visible)


@inlined
def may_be_flagged(word: np.uint32, entitled_months: int, false_alarm: float, p: Screening) -> bool:
    """Whether this month's match would flag a unit that leaves a trace; true hardship only after the lags."""
    if entitled_months < 0:
        return happens(word, false_alarm)
    return entitled_months >= p.lag_months + p.data_lag_months and happens(word, p.sensitivity_month)


@inlined
def passes_score(word: np.uint32, entitled: bool, month: int, p: Screening) -> bool:
    """Whether the risk score reaches the threshold: normal scores, those of the entitled higher by the skill.

    The threshold is a percentile of the scores of units not entitled; skill grows with the years of feedback.
    """
    if p.threshold_percentile <= 0.0:
        return True
    limit = normal(np.uint32(p.threshold_percentile / 100.0 * 4294967295.0))
    skill = p.score_skill + p.learning_year * max(month, 0) / 12.0
    return normal(word) + (skill if entitled else 0.0) >= limit


@inlined
def false_alarm_chance(expected_true: float, others: int, p: Screening) -> float:
    """Monthly probability that a unit without entitlement is flagged; follows from `precision` where that is set."""
    if p.precision <= 0.0:
        return p.false_alarm_month
    return min(expected_true * (1.0 - p.precision) / p.precision / max(others, 1), 1.0)


@inlined
def watched(former_poor: bool, near_line: bool, sudden: bool, p: Screening) -> bool:
    """Whether a unit is of a type that the anti-return register takes."""
    former = former_poor and p.watch_former_poor > 0.5
    return former or (near_line and p.watch_marginal > 0.5) or (sudden and p.watch_sudden > 0.5)


@inlined
def listed_chance(rural: bool, is_watched: bool, watch_room: float, month: int, p: Screening) -> float:
    """Monthly probability that an entitled unit is listed by the rural match or by the anti-return watch."""
    cross = 0.0
    if rural and p.cross_match_interval_months > 0.5 and matches_in(month, p.cross_match_interval_months):
        cross = p.cross_match_detection
    watch = watch_room * p.watch_detection if is_watched else 0.0
    return cross + watch * (1.0 - cross)


@inlined
def followed_chance(field_check_share: float, p: Screening) -> float:
    """Probability that a flag is followed up at all."""
    return field_check_share * (1.0 - p.leakage_share)
