"""Visits: how many a village gets, whom the walk meets, what is recognised, who gets a care visit."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import uniform
from simulation.parameters.schema.discovery import Visit

STRIDE = 7919  # a prime above any village size: the round visits every unit once
DAYS_PER_MONTH = 30
CANVASS_EVERY = 6  # months between visits to a household of the register that data point to (assumed)
FRAIL_RISK = 0.5  # the frail are twice as far up in the order of risk (assumed)


@inlined
def minutes_each(travel: float, p: Visit) -> float:
    """Minutes of a contact, visit or call, where a visit takes `travel` times as long."""
    return (p.minutes * (1.0 - p.remote_share) + p.remote_minutes * p.remote_share) * travel


@inlined
def visits_possible(minutes: int, travel: float, p: Visit) -> float:
    """Contacts of a month in the mean: what is aimed at (more where each takes less), within the minutes planned."""
    each = minutes_each(travel, p)
    return min(p.visits_per_grid_month * (p.minutes / each), minutes / each)


@inlined
def visits_of_month(visits: float, word: np.uint32) -> int:
    """Whole contacts of one month: the part of one falls into as large a part of the months.

    Under the same draws more minutes never make fewer, and a few per cent more act.
    """
    return int(visits + uniform(word))


@inlined
def whole_minutes(travel: float, p: Visit) -> int:
    """Whole minutes booked per contact, at least one."""
    return max(int(minutes_each(travel, p)), 1)


@inlined
def check_minutes(travel: float, p: Visit) -> int:
    """Minutes of a check of a flag."""
    if p.field_check_minutes <= 0.0:
        return whole_minutes(travel, p)
    return max(int(p.field_check_minutes * travel), 1)


@inlined
def recognition(p: Visit) -> float:
    """Probability that an entitled unit is recognised in a contact of the usual mix of visits and calls."""
    return p.detection * (1.0 - p.remote_share + p.remote_share * p.remote_detection_ratio)


@inlined
def contact_chance(p: Visit) -> float:
    """Monthly probability that an entitled unit is recognised in passing, by grid workers who meet it anyway."""
    return min(p.contact_rate_year / 12.0, 1.0) * p.contact_detection if p.grid_enabled > 0.5 else 0.0


@inlined
def list_minutes(minutes: int, p: Visit) -> int:
    """Minutes of a village's visiting time that lists may take."""
    return int(minutes * p.alert_guided_share)


@inlined
def canvass_due(month: int, identity: int, p: Visit) -> bool:
    """Whether a household of the register is on this month's list of visits, where data say whom to visit."""
    return p.targeting > 1.5 and (month + identity) % CANVASS_EVERY == 0


@inlined
def desk_checks(persons: int, persons_per_desk: float, capacity: float, word: np.uint32) -> int:
    """Flags that desks of so many residents may answer in a month: `capacity` a post, a part of one by its share."""
    return int(persons / persons_per_desk * capacity + uniform(word))


@inlined
def care_minutes(travel: float, p: Visit) -> int:
    """Whole minutes of a care visit, at least one."""
    return max(int(p.care_minutes * travel), 1)


@inlined
def unit_on_round(step: int, units: int, offset: int) -> int:
    """The unit met at one step of the walk round a village of `units` rows."""
    return (step * STRIDE + offset) % units


@inlined
def random_unit(word: np.uint32, units: int) -> int:
    """A unit of a village of `units` rows, whichever."""
    return np.int64(np.uint64(word) * np.uint64(units) >> np.uint64(32))  # type: ignore[return-value]


@inlined
def care_interval(word: np.uint32, frail: bool, p: Visit) -> int:
    """Days between care visits to a holder of a status: by risk tier, or on the tour of all; 0 = none."""
    risk = uniform(word) * (FRAIL_RISK if frail else 1.0)
    days = p.interval_general_days
    if risk < p.tier_high_share:
        days = p.interval_high_days
    elif risk < p.tier_high_share + p.tier_key_share:
        days = p.interval_key_days
    if p.enrolled_interval_days > 0.0 and (days <= 0.0 or p.enrolled_interval_days < days):
        days = p.enrolled_interval_days
    return int(days)


@inlined
def care_visits_due(month: int, interval_days: int, word: np.uint32) -> int:
    """Care visits of one holder that fall in a month, from a start of its own."""
    if interval_days <= 0:
        return 0
    phase = np.int64(np.uint64(word) * np.uint64(interval_days) >> np.uint64(32))
    since = month * DAYS_PER_MONTH + phase
    return (since + DAYS_PER_MONTH) // interval_days - since // interval_days  # type: ignore[no-any-return]


@inlined
def passing_probability(visits: float, units: int) -> float:
    """Monthly probability that a walk of so many visits round a village of `units` rows stops at a given door."""
    return min(visits / max(units, 1), 1.0)
