"""Sudden hardship and the wish for help: a large cost that leaves too little for a household's basic living.

Which households ask follows from their need alone, by one set of parameters: what is left of income and savings after
the cost, against an amount per head that is the same in the whole country. A poor province has more such households.
"""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import happens
from simulation.parameters.schema.processes import Hardship

SCHOOL_STARTS = 8  # September, months from January
YEAR = 12


@inlined
def bill_is_due(identity: int, month: int) -> bool:
    """Whether the ordinary health spending of a unit falls due in this month: one month a year, another every year."""
    return (np.int64(identity) + 5 * (month // YEAR) - month) % YEAR == 0  # type: ignore[no-any-return]


@inlined
def schooling_yuan(word: np.uint32, minors: int, month: int, p: Hardship) -> float:
    """Cost (yuan) of a minor who begins a costly school; 0 in other months and without one."""
    if month % YEAR != SCHOOL_STARTS or not happens(word, minors * p.schooling_prob_year):
        return 0.0
    return p.schooling_yuan  # type: ignore[no-any-return]


@inlined
def is_large(cost_yuan: float, income_yuan_month: float, p: Hardship) -> bool:
    """Whether a cost is large against the income of a unit."""
    return cost_yuan > 0.0 and cost_yuan >= p.large_months * income_yuan_month


@inlined
def need_share(
    cost_yuan: float, income_yuan_month: float, assets_yuan: float, persons: int, index: float, p: Hardship
) -> float:
    """Part (0 to 1) of its basic living that a unit lacks over the horizon once it has borne a cost; 0 = it can.

    `income_yuan_month`: of the unit, benefits included; `index` takes the basic amount from prices of 2022.
    """
    basic = p.basic_yuan_month * index * persons * p.horizon_months
    left = assets_yuan + p.horizon_months * income_yuan_month - cost_yuan
    return min(max(1.0 - left / basic, 0.0), 1.0)


@inlined
def asks_probability(seek_prob: float, knows: bool, share: float, p: Hardship) -> float:
    """Chance that a unit in such need turns to the village or the desk."""
    return seek_prob * share * (1.0 if knows else p.unaware_share)
