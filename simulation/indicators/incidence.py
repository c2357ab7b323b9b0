"""Where the money goes, of arrays: households with `weights`, `persons`, benefits and incomes in one unit of money.

Rows of weight 0 count for nothing, whatever they hold; a NaN elsewhere makes an indicator NaN, and so does a
denominator of 0. Weights below 0 raise ValueError.
"""

import numpy as np
import numpy.typing as npt

from simulation.indicators.poverty_measures import gap_money
from simulation.indicators.rows import ratio, weighed

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def benefit_incidence(benefits: Numbers, weights: Numbers, group: Numbers, groups: int) -> Floats:
    """(groups,) share of all benefits that goes to each group; `group` (n,) indices (ASPIRE). NaN without benefits."""
    w, given, place = weighed(weights, benefits, group)
    paid = np.bincount(place.astype(np.int64), given * w, groups)
    return paid / paid.sum() if paid.sum() else np.full(groups, np.nan)


def beneficiary_incidence(persons: Numbers, receives: Numbers, group: Numbers, groups: int) -> Floats:
    """(groups,) persons of each group who live with a recipient / all such persons (ASPIRE)."""
    return benefit_incidence(np.asarray(receives, float), persons, group, groups)


def adequacy(benefits: Numbers, after: Numbers, weights: Numbers) -> float:
    """Benefits / income after them, over those who receive any (generosity; ASPIRE)."""
    w, b, y = weighed(weights, benefits, after)
    paid = ~(b <= 0.0)  # a NaN is counted, and seen
    return ratio(float((w * b)[paid].sum()), float((w * y)[paid].sum()))


def cgh(benefits: Numbers, weights: Numbers, in_target: Numbers, target_share: float) -> float:
    """Coady-Grosh-Hoddinott: share of the benefits that reaches the target / the target's share of the population.

    1 = as good as a payment to everyone; 60 % of the money to the lowest 40 % gives 1.5 (World Bank primer 10).
    """
    inside = np.asarray(in_target, bool).astype(int)
    return ratio(float(benefit_incidence(benefits, weights, inside, 2)[1]), target_share)


def benefit_cost_ratio(
    before: Numbers, after: Numbers, persons: Numbers, line: Numbers, weights: Numbers, cost: float | None = None
) -> float:
    """(poverty gap before - after) / benefits, or / `cost` (with administration and outreach). World Bank 2022."""
    closed = gap_money(before, persons, line, weights) - gap_money(after, persons, line, weights)
    w, y0, y1 = weighed(weights, before, after)
    paid = float((w * (y1 - y0)).sum())
    return ratio(closed, paid if cost is None else cost)


def spill_over(before: Numbers, after: Numbers, persons: Numbers, line: Numbers, weights: Numbers) -> float:
    """Part of the benefits that lifts incomes above the line; 1 - benefit_cost_ratio when no benefit is negative."""
    w, y0, y1, z, size = weighed(weights, before, after, line, persons)
    need = z * size
    above = np.maximum(0.0, y1 - need) - np.maximum(0.0, y0 - need)
    return ratio(float((w * above).sum()), float((w * (y1 - y0)).sum()))


def effectiveness(reached: float, best: float) -> float:
    """CEQ impact effectiveness: (F0 - F1) / (F0 - F*), F* the least poverty the same money could give (memory)."""
    return ratio(reached, best)


def best_gap_cut(before: Numbers, persons: Numbers, line: Numbers, weights: Numbers, money: float) -> float:
    """The most by which `money` can cut the poverty gap: all of it, up to the gap itself."""
    return float(np.minimum(money, gap_money(before, persons, line, weights)))
