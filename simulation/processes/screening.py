"""Screening of shared data: which hardship leaves a trace, what score is flagged, who is on the register."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import happens, normal
from simulation.parameters.schema.monitoring import Screening

DEPARTMENTS, ITEMS = 5.0, 8.0  # of the nation, at which `coverage` is as stated


@inlined
def against(count: float, reference: float, gain: float) -> float:
    """Factor on coverage: each source more or less than the reference adds or takes `gain`; none leaves nothing."""
    return min(max(1.0 + gain * (count - reference), 0.0), count)


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
def register_room(residents: int, held: int, p: Screening) -> float:
    """Persons on the register besides the `held`, who hold a status: it has `monitored_share` of residents, or them.

    Holders of dibao, tekun and the other statuses are low-income population by definition (R49).
    """
    return max(p.monitored_share * residents - held, 0.0)


@inlined
def register_shares(room: float, known: int, traced: int, others: int) -> tuple[float, float, float]:
    """Shares on the register of low-income persons who once filed, of others in traceable hardship, and of the rest.

    `room` (persons): see `register_room`; it goes in this order, as far as there are such persons.
    """
    first = min(room / max(known, 1), 1.0)
    second = min(max(room - known, 0.0) / max(traced, 1), 1.0)
    return first, second, min(max(room - known - traced, 0.0) / max(others, 1), 1.0)


@inlined
def seen_part(on_register: bool, p: Screening) -> float:
    """Chance of being flagged over that of a unit on the register."""
    return 1.0 if on_register else p.unlisted_ratio


@inlined
def list_share(residents: int, candidates: int, p: Screening) -> float:
    """Share of the persons of its household types that are on the anti-return list."""
    return min(p.anti_return_share * residents / max(candidates, 1), 1.0)


@inlined
def leaves_trace(word: np.uint32, visible: float) -> bool:
    """Whether the hardship of a unit is in shared data at all (fixed per unit)."""
    return happens(word, visible)


@inlined
def may_be_flagged(word: np.uint32, entitled_months: int, false_alarm: float, part: float, p: Screening) -> bool:
    """Whether this month's match would flag a unit that leaves a trace; true hardship only after the lags.

    `part` is `seen_part`: a match looks at the whole register, and at others as chance has it.
    """
    if entitled_months < 0:
        return happens(word, false_alarm * part)
    return entitled_months >= p.lag_months + p.data_lag_months and happens(word, p.sensitivity_month * part)


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
def false_alarm_chance(expected_true: float, others: float, p: Screening) -> float:
    """Monthly probability that a unit without entitlement is flagged; follows from `precision` where that is set.

    `others` counts units without entitlement, those not on the register by their `seen_part`.
    """
    if p.precision <= 0.0:
        return p.false_alarm_month
    return min(expected_true * (1.0 - p.precision) / p.precision / max(others, 1.0), 1.0)


@inlined
def tells_former_poor(p: Screening) -> bool:
    """Whether the anti-return list takes units of former poverty and other low ones differently."""
    return (p.watch_former_poor > 0.5) != (p.watch_marginal > 0.5)


@inlined
def watched(former_poor: bool, low: bool, sudden: bool, p: Screening) -> bool:
    """Whether a rural unit is of a type that the anti-return list takes: `low` in income or with rigid cost."""
    if low and (p.watch_former_poor if former_poor else p.watch_marginal) > 0.5:
        return True
    return sudden and p.watch_sudden > 0.5


@inlined
def cross_match_chance(month: int, p: Screening) -> float:
    """Probability that this month's match of the anti-return list finds an entitled unit of it."""
    if p.cross_match_interval_months > 0.5 and matches_in(month, p.cross_match_interval_months):
        return p.cross_match_detection
    return 0.0


@inlined
def listed_chance(on_list: bool, month: int, p: Screening) -> float:
    """Monthly probability that an entitled unit is found by the watch over the anti-return list or by its match."""
    if not on_list:
        return 0.0
    cross = cross_match_chance(month, p)
    return cross + p.watch_detection * (1.0 - cross)


@inlined
def followed_chance(field_check_share: float, p: Screening) -> float:
    """Probability that a flag is followed up at all."""
    return field_check_share * (1.0 - p.leakage_share)
