"""The flat tables that rule files become: all that a rule kernel ever reads.

One row per programme, condition, amount, income item, schedule bracket and extra; whole numbers are fen,
persons or indices. New values, a longer schedule or a new programme change the contents, never the types, so
nothing is compiled again. Records are read as `row["name"]`, which works compiled and in plain Python.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

NONE = -1  # "no such row"


class Quantity(IntEnum):
    """What a rule may look at besides the facts themselves; continues the numbering of `Fact`."""

    COUNTED_INCOME = 32  # fen/month: the programme's own counted income
    COVERED_PERSONS = 33  # persons the programme would pay for
    LABOUR_INCOME = 34  # fen/month: wage + business
    AVAILABLE_WORKERS = 35  # able persons not in a recorded job loss
    INCOME = 36  # fen/month: wage + business + pension + other, nothing deducted


class Op(IntEnum):
    """How a condition compares its quantity with its amount."""

    LT = 0
    LE = 1
    EQ = 2
    GE = 3
    GT = 4
    NE = 5


class Item(IntEnum):
    """How an income row changes counted income."""

    COUNT = 0  # + share x (quantity - what its schedule ignores)
    DEDUCT = 1  # - share x quantity, at most the limit
    FLOOR = 2  # + what the quantity lacks to the limit (imputed wage)
    EXCESS = 3  # + share x (quantity over the limit) (support owed by relatives)


class Benefit(IntEnum):
    """How the payment follows from need and counted income."""

    NOTHING = 0  # status and bundled aid only
    TOP_UP = 1  # need - withdrawal rate x counted income
    FLAT = 2  # need
    SHARE = 3  # a share of a quantity, at most need


class Profile(IntEnum):
    """What is paid while leaving gradually."""

    OLD_AMOUNT = 0
    PROPORTIONAL = 1  # falls as income nears the ceiling
    LINEAR = 2  # falls month by month to zero


PROGRAMME = np.dtype(
    [
        ("monthly", np.int64),  # 1 = monthly status, 0 = one-off
        ("income_first", np.int64),  # rows of the income table
        ("income_end", np.int64),
        ("income_block", np.int64),  # equal for programmes that share one block: counted once
        ("condition_first", np.int64),
        ("condition_end", np.int64),
        ("covered", np.int64),  # quantity that is covered, capped at the persons of the unit; NONE = all
        ("covered_too", np.int64),  # a second quantity added to it; NONE
        ("need", np.int64),  # row of the amount table
        ("benefit", np.int64),  # see Benefit
        ("withdraw", np.float64),  # withdrawal rate, or the share of a SHARE benefit
        ("quantity", np.int64),  # of a SHARE benefit
        ("minimum", np.int64),  # amount rows; NONE = no limit
        ("maximum", np.int64),
        ("round_to", np.int64),  # fen
        ("supplement_first", np.int64),  # rows of the extra table
        ("supplement_end", np.int64),
        ("bundle_first", np.int64),
        ("bundle_end", np.int64),
        ("exit_months", np.int64),
        ("exit_ceiling", np.float64),  # multiple of the dibao line
        ("exit_profile", np.int64),  # see Profile
    ]
)
AMOUNT = np.dtype(
    [("fen", np.int64), ("multiple", np.float64), ("line", np.int64), ("per", np.int64)]
)  # (fen + multiple x line) x per; line NONE counts as 1, per NONE as 1
CONDITION = np.dtype([("quantity", np.int64), ("op", np.int64), ("amount", np.int64), ("reason", np.int64)])
INCOME = np.dtype(
    [
        ("item", np.int64),  # see Item
        ("quantity", np.int64),
        ("share", np.float64),
        ("limit", np.int64),  # amount row; NONE
        ("bracket_first", np.int64),  # rows of the bracket table
        ("bracket_end", np.int64),
        ("bracket_per", np.int64),  # quantity over which the schedule is shared out (workers); NONE
        ("when", np.int64),  # the row acts only if this quantity ...
        ("when_least", np.int64),  # ... is at least this; NONE = always
    ]
)
BRACKET = np.dtype([("from_fen", np.int64), ("rate", np.float64)])  # share ignored of income above `from_fen`
EXTRA = np.dtype([("count", np.int64), ("amount", np.int64)])  # amount for each of `count`; NONE = once


class Rules(NamedTuple):
    """The rules of one month. Programmes stand in legal order; `main` is the programme decide explains."""

    programmes: npt.NDArray[np.void]  # PROGRAMME
    amounts: npt.NDArray[np.void]  # AMOUNT
    conditions: npt.NDArray[np.void]  # CONDITION
    income: npt.NDArray[np.void]  # INCOME
    brackets: npt.NDArray[np.void]  # BRACKET
    extras: npt.NDArray[np.void]  # EXTRA
    main: int
