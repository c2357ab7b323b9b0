"""Who is reached: totals of persons by target and receipt, and every rate of them.

Denominators differ between authors, so each rate says over whom it is taken. World Bank = Revisiting Targeting in
Social Assistance, 2022. A rate over nobody is NaN. The ledger holds such totals (`Reached(...)`), `counted` makes them
of households: either way the rates are these.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio, weighed

type Numbers = npt.ArrayLike


class Reached(NamedTuple):
    """Persons of a population: of the target, of these who receive, all who receive, everyone (NaN: not known)."""

    target: float
    reached: float
    receiving: float = float("nan")
    everyone: float = float("nan")

    @property
    def coverage(self) -> float:
        """Persons of the target who live with a recipient / all of it (ASPIRE: direct and indirect beneficiaries)."""
        return ratio(self.reached, self.target)

    @property
    def exclusion_error(self) -> float:
        """Target persons not reached / all target persons: undercoverage (World Bank)."""
        return 1.0 - self.coverage

    @property
    def inclusion_error(self) -> float:
        """Persons who receive and are not targeted / all who receive (World Bank)."""
        return 1.0 - ratio(self.reached, self.receiving)

    @property
    def leakage_rate(self) -> float:
        """Persons who receive and are not targeted / all persons not targeted (Ravallion; memory)."""
        return ratio(self.receiving - self.reached, self.everyone - self.target)

    @property
    def targeting_differential_1(self) -> float:
        """TD1 = coverage of the target - inclusion error (fits every cell of the World Bank's table 7.4)."""
        return self.coverage - self.inclusion_error

    @property
    def targeting_differential_2(self) -> float:
        """TD2 = coverage of the target - leakage rate (Ravallion; memory)."""
        return self.coverage - self.leakage_rate


def counted(persons: Numbers, target: Numbers, receives: Numbers) -> Reached:
    """Totals of households: `persons` (n,) weights, `target` and `receives` (n,) true or false for each.

    Rows of weight 0 count for nothing; all totals are NaN where it is not known (NaN) of another row whether it is
    targeted or receives. Weights below 0 raise ValueError.

    >>> counted([4, 1, 1], [True, True, False], [True, False, True]).exclusion_error
    0.19999999999999996
    """
    weight, wanted, got = weighed(persons, target, receives)
    if np.isnan(wanted + got).any():
        return Reached(*[float("nan")] * 4)
    inside, paid = wanted != 0.0, got != 0.0
    return Reached(*(float(weight[those].sum()) for those in (inside, inside & paid, paid, inside | ~inside)))
