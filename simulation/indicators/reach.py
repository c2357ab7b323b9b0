"""Who is reached, of arrays: `persons` (n,) weights, `target` and `receives` (n,) true or false for each household.

Denominators differ between authors, so each rate says over whom it is taken. World Bank = Revisiting Targeting in
Social Assistance, 2022. A rate over nobody is NaN.
"""

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio

type Numbers = npt.ArrayLike


def _share(persons: Numbers, inside: Numbers, of: Numbers) -> float:
    weight, chosen, whole = np.asarray(persons, float), np.asarray(inside, bool), np.asarray(of, bool)
    return ratio(float(weight[chosen & whole].sum()), float(weight[whole].sum()))


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
    return _share(persons, receives, ~np.asarray(target, bool))


def leakage_of_money(benefits: Numbers, weights: Numbers, target: Numbers) -> float:
    """Benefits to households not targeted / all benefits; `weights` are households (memory)."""
    paid = np.asarray(benefits, float) * np.asarray(weights, float)
    return ratio(float(paid[~np.asarray(target, bool)].sum()), float(paid.sum()))


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
    w, owed = np.asarray(weights, float), np.asarray(due, float)
    received = np.where(owed > 0.0, np.asarray(paid, float), 0.0)
    return ratio(float((w * received).sum()), float((w * owed).sum()))
