"""What health costs households: catastrophic and impoverishing spending, of arrays with one entry per household.

Out of pocket means after insurance, in a year. Spending is catastrophic from 40% of a household's capacity to pay: its
consumption less its food (Xu et al. 2003; studies such as evidence I01, I03 and I04 differ in detail, 9% to 13%). The
model keeps incomes and no consumption, so both follow from income by two lines through national means of 2022:

- of income above the poverty line 40% is saved: consumption is 62% of income in towns and 83% in the country (N10, N12,
  seen), income minus consumption over income minus line is 0.47 and 0.27 there;
- food takes 0.35 of the poverty line and 0.2 of consumption, which gives the Engel shares of about 0.30 and 0.34
  (memory); of a consumption at the line it is 0.55.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

type Numbers = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

SAVED: Final = 0.4  # of income above the poverty line
FOOD_OF_LINE: Final = 0.35
FOOD_OF_CONSUMPTION: Final = 0.2
CATASTROPHIC: Final = 0.4  # of the capacity to pay


def consumption(income: Numbers, line: Numbers) -> Numbers:
    """Consumption (yuan a year) of households by income, benefits included, and poverty line of all members.

    >>> consumption(np.array([8000.0, 30000.0]), np.array([10000.0, 10000.0])).tolist()
    [8000.0, 22000.0]
    """
    return income - SAVED * np.maximum(income - line, 0.0)


def capacity_to_pay(income: Numbers, line: Numbers) -> Numbers:
    """Consumption less food (yuan a year); food is no more than consumption allows.

    >>> capacity_to_pay(np.array([2000.0, 30000.0]), np.array([10000.0, 10000.0])).tolist()
    [900.0, 14100.0]
    """
    spent = consumption(income, line)
    return (1.0 - FOOD_OF_CONSUMPTION) * spent - FOOD_OF_LINE * np.minimum(line, spent)


def is_catastrophic(out_of_pocket: Numbers, income: Numbers, line: Numbers) -> Flags:
    """Whether households spend at least 40% of their capacity to pay; without capacity, anything."""
    return np.asarray((out_of_pocket > 0.0) & (out_of_pocket >= CATASTROPHIC * capacity_to_pay(income, line)))


def is_impoverished(out_of_pocket: Numbers, income: Numbers, line: Numbers) -> Flags:
    """Whether households are at or above the poverty line by income and below it without what they spend on health."""
    return np.asarray((income >= line) & (income - out_of_pocket < line))
