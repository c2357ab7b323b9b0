"""Serious illness of a member: rigid expenditure for a spell, sometimes for good. And the ordinary spending of a year.

Serious illness is what offices recognise: it is documented, lasts for a spell and is deducted as rigid expenditure.
Ordinary spending (visits, medicine, a stay in hospital) is borne out of a household's consumption. It makes most of the
catastrophic spending that surveys find (out of pocket at least 40% of what a household can pay), above all of old and
poor households, and it makes them ask for temporary assistance (`processes/hardship.py`); no status looks at it.
"""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import exp, normal
from simulation.parameters.schema.shocks import Illness

LARGEST_YEAR = 600_000.0  # yuan: out of pocket on ordinary care
MOST_INCOMES = 5.0  # times the reference: spending does not grow with income beyond


@inlined
def onset_probability(persons: int, elders: int, p: Illness) -> float:
    """Monthly probability that serious illness begins in a unit."""
    return min((persons - elders + elders * p.elder_factor) * p.onset_prob_month, 1.0)


@inlined
def rigid_yuan_month(word: np.uint32, p: Illness) -> int:
    """Out-of-pocket cost (yuan per month) of a spell: a lognormal bill less what insurance pays, at most 60,000."""
    return int(min(p.cost_yuan_month * exp(p.cost_log_sd * normal(word)) * (1.0 - p.reimbursed_share), 60000.0))


@inlined
def earnings_left(sick: int, p: Illness) -> float:
    """Factor on the earnings of a unit whose spell of serious illness lasts `sick` more months (0 = none)."""
    return 1.0 - p.income_loss if sick > 0 else 1.0


@inlined
def ordinary_yuan_year(
    lasting: np.uint32, fresh: np.uint32, persons: int, frail: int, income_yuan_year: float, index: float, p: Illness
) -> float:
    """Out-of-pocket ordinary health spending of a unit in a year (yuan): lognormal, less what insurance pays.

    `lasting` is drawn once, `fresh` every year: `ordinary_lasting` is their correlation. `frail`: members who are old,
    severely disabled or ill, of `persons`. `income_yuan_year`: per head at prices of 2022; `index` takes it to the
    year's. Bills follow income less than in proportion, linearly, as in the fifths of Fujian (G450 to G454).
    """
    z = np.sqrt(p.ordinary_lasting) * normal(lasting) + np.sqrt(1.0 - p.ordinary_lasting) * normal(fresh)
    incomes = min(income_yuan_year / p.ordinary_income_yuan, MOST_INCOMES)
    level = 1.0 - p.ordinary_income_part + p.ordinary_income_part * incomes
    bill = (persons - frail + frail * p.ordinary_factor) * p.ordinary_yuan_year * level * index
    cost = bill * exp(p.ordinary_log_sd * z) * (1.0 - p.reimbursed_share)
    return min(cost, LARGEST_YEAR)  # type: ignore[no-any-return]
