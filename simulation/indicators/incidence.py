"""Where the money goes, of arrays: households with `weights`, `persons`, benefits and incomes in one unit of money."""

import numpy as np
import numpy.typing as npt

from simulation.indicators.poverty_measures import gap_money
from simulation.indicators.rows import ratio

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def benefit_incidence(benefits: Numbers, weights: Numbers, group: Numbers, groups: int) -> Floats:
    """(groups,) share of all benefits that goes to each group; `group` (n,) indices (ASPIRE). NaN without benefits."""
    paid = np.bincount(np.asarray(group), np.asarray(benefits, float) * np.asarray(weights, float), groups)
    return paid / paid.sum() if paid.sum() else np.full(groups, np.nan)


def beneficiary_incidence(persons: Numbers, receives: Numbers, group: Numbers, groups: int) -> Floats:
    """(groups,) persons of each group who live with a recipient / all such persons (ASPIRE)."""
    reached = np.where(np.asarray(receives, bool), np.asarray(persons, float), 0.0)
    return benefit_incidence(reached, np.ones(reached.size), group, groups)


def adequacy(benefits: Numbers, after: Numbers, weights: Numbers) -> float:
    """Benefits / income after them, over those who receive any (generosity; ASPIRE)."""
    b, y, w = (np.asarray(part, float) for part in (benefits, after, weights))
    paid = b > 0.0
    return ratio(float((w * b)[paid].sum()), float((w * y)[paid].sum()))


def cgh(benefits: Numbers, weights: Numbers, in_target: Numbers, target_share: float) -> float:
    """Coady-Grosh-Hoddinott: share of the benefits that reaches the target / the target's share of the population.

    1 = as good as a payment to everyone; 60 % of the money to the lowest 40 % gives 1.5 (World Bank primer 10).
    """
    inside = np.asarray(in_target, bool).astype(int)
    return float(benefit_incidence(benefits, weights, inside, 2)[1]) / target_share


def benefit_cost_ratio(
    before: Numbers, after: Numbers, persons: Numbers, line: Numbers, weights: Numbers, cost: float | None = None
) -> float:
    """(poverty gap before - after) / benefits, or / `cost` (with administration and outreach). World Bank 2022."""
    closed = gap_money(before, persons, line, weights) - gap_money(after, persons, line, weights)
    paid = float((np.asarray(weights, float) * (np.asarray(after, float) - np.asarray(before, float))).sum())
    return ratio(closed, paid if cost is None else cost)


def spill_over(before: Numbers, after: Numbers, persons: Numbers, line: Numbers, weights: Numbers) -> float:
    """Part of the benefits that lifts incomes above the line; 1 - benefit_cost_ratio when no benefit is negative."""
    y0, y1, w = (np.asarray(part, float) for part in (before, after, weights))
    need = np.asarray(line, float) * np.asarray(persons, float)
    above = np.maximum(0.0, y1 - need) - np.maximum(0.0, y0 - need)
    return ratio(float((w * above).sum()), float((w * (y1 - y0)).sum()))


def effectiveness(reached: float, best: float) -> float:
    """CEQ impact effectiveness: (F0 - F1) / (F0 - F*), F* the least poverty the same money could give (memory)."""
    return ratio(reached, best)


def best_gap_cut(before: Numbers, persons: Numbers, line: Numbers, weights: Numbers, money: float) -> float:
    """The most by which `money` can cut the poverty gap: all of it, up to the gap itself."""
    return min(money, gap_money(before, persons, line, weights))
