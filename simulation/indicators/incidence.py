"""Where the money goes, of arrays: households with `weights`, `persons`, benefits and incomes in one unit of money.

Rows of weight 0 count for nothing, whatever they hold; a NaN elsewhere makes an indicator NaN, and so does a
denominator of 0. Weights below 0 raise ValueError.
"""

import numpy as np
import numpy.typing as npt

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


def benefit_cost_ratio(gap_closed: float, cost: float) -> float:
    """Poverty gap closed (`gap_money` before less after) / benefits, or / cost with administration and outreach.

    Both in one unit of money over the same months; NaN without cost. Source: World Bank 2022.
    """
    return ratio(gap_closed, cost)


def spill_over(gap_closed: float, benefits: float) -> float:
    """Part of the benefits that lifts incomes above the line: all that does not close the gap; NaN without benefits."""
    return 1.0 - benefit_cost_ratio(gap_closed, benefits)
