"""Who is reached, of arrays: `persons` (n,) weights, `target` and `receives` (n,) true or false for each household.

Denominators differ between authors, so each rate says over whom it is taken. World Bank = Revisiting Targeting in
Social Assistance, 2022. A rate over nobody is NaN, and so is one over rows of which it is not known (NaN) whether they
are targeted or receive; rows of weight 0 count for nothing. Weights below 0 raise ValueError.
"""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio, weighed

type Numbers = npt.ArrayLike
type Floats = npt.NDArray[np.float64]


def _share(persons: Numbers, inside: Numbers, of: Numbers) -> float:
    weight, chosen, whole = weighed(persons, inside, of)
    if np.isnan(chosen + whole).any():
        return float("nan")
    return ratio(float(weight[(chosen != 0.0) & (whole != 0.0)].sum()), float(weight[whole != 0.0].sum()))


def _others(target: Numbers) -> Floats:
    """(n,) 1 where `target` is false, NaN where it is not known."""
    known = np.asarray(target, float)
    return np.where(np.isnan(known), np.nan, known == 0.0)


def coverage(persons: Numbers, receives: Numbers, group: Numbers) -> float:
    """Persons of a group who live with a recipient / all persons of it (ASPIRE: direct and indirect beneficiaries)."""
    return _share(persons, receives, group)


def exclusion_error(persons: Numbers, target: Numbers, receives: Numbers) -> float:
    """Target persons not reached / all target persons: undercoverage (World Bank)."""
    return 1.0 - _share(persons, receives, target)


def inclusion_error(persons: Numbers, target: Numbers, receives: Numbers) -> float:
    """Persons reached who are not targeted / all persons reached (World Bank)."""
    return 1.0 - _share(persons, target, receives)


def leakage_rate(persons: Numbers, target: Numbers, receives: Numbers) -> float:
    """Persons reached who are not targeted / all persons not targeted: the other denominator (Ravallion; memory)."""
    return _share(persons, receives, _others(target))


def leakage_of_money(benefits: Numbers, weights: Numbers, target: Numbers) -> float:
    """Benefits to households not targeted / all benefits; `weights` are households (memory)."""
    w, given, others = weighed(weights, benefits, _others(target))
    return ratio(float((w * given * others).sum()), float((w * given).sum()))


def targeting_differential_1(persons: Numbers, target: Numbers, receives: Numbers) -> float:
    """TD1 = 1 - exclusion error - inclusion error (fits every cell of the World Bank's table 7.4)."""
    return 1.0 - exclusion_error(persons, target, receives) - inclusion_error(persons, target, receives)


def targeting_differential_2(persons: Numbers, target: Numbers, receives: Numbers) -> float:
    """TD2 = coverage of the target - leakage rate (Ravallion; memory)."""
    return 1.0 - exclusion_error(persons, target, receives) - leakage_rate(persons, target, receives)


def take_up(weights: Numbers, entitled: Numbers, receives: Numbers) -> float:
    """Entitled households that receive / all entitled households (caseload); `weights` are households."""
    return _share(weights, receives, entitled)


def take_up_of_money(weights: Numbers, due: Numbers, paid: Numbers) -> float:
    """What is paid to those entitled / what the rules would pay them; `due` 0 = not entitled."""
    w, owed, given = weighed(weights, due, paid)
    received = np.where(owed <= 0.0, 0.0, given)
    return ratio(float((w * received).sum()), float((w * owed).sum()))
