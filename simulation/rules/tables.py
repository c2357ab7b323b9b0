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


class Kind(IntEnum):
    """What a programme is in the month of the tables."""

    GRANT = 0  # one-off payment after a shock
    STATUS = 1  # monthly status: excludes the others, tried in legal order
    AID = 2  # stacks on a status, in kind or as a fee relief
    OFF = 3  # switched off by its `enabled`


class Quantity(IntEnum):
    """What a rule may look at besides the facts themselves; lies above the numbering of `Fact`."""

    COUNTED_INCOME = 64  # fen/month: the programme's own counted income
    COVERED_PERSONS = 65  # persons the programme would pay for
    LABOUR_INCOME = 66  # fen/month: wage + business
    AVAILABLE_WORKERS = 67  # able persons not in a recorded job loss
    INCOME = 68  # fen/month: wage + business + pension + other, nothing deducted
    RIGID_ILLNESS = 69  # fen/month: rigid expenditure that is neither schooling nor rehabilitation
    UNGRADED_SEVERE = 70  # severely disabled persons whose care grade is not known
    EXPENDITURE_PERSONS = 71  # persons with rigid expenditure who are neither ill nor severely disabled
    CERTIFIED_SEVERE = 72  # severely disabled persons with a certificate
    AID_GIVEN = 73  # fen/month, in aid only: aid of programmes earlier in the order
    NEED = 74  # fen/month: the programme's own need, with the supplements that belong to it
    # 1 = the household is of this type, by its main hardship: one of the five, see `limits.household_type`
    TYPE_EMERGENCY = 75
    TYPE_EXPENDITURE = 76
    TYPE_CARE = 77
    TYPE_DEVELOPMENT = 78
    TYPE_FLOOR = 79
    IDLE_ABLE = 80  # persons able to work who neither work nor must care for a member: see `limits.idle_able`


class PaidBy(IntEnum):
    """Whose money an aid is; of services it is the value that reaches the household, not money paid to it."""

    CIVIL_AFFAIRS = 0
    OTHER_DEPARTMENTS = 1  # medical insurance, education, housing, employment, utilities
    CHARITY = 2
    SERVICES = 3


class Shared(IntEnum):
    """Over whom the supply of an aid in a province is shared out."""

    NOBODY = 0  # no supply is stated: every holder gets the aid
    NEEDS = 1  # persons by whom the need counts: a supply may serve each of them several times
    HOUSEHOLDS = 2  # each once at most


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
    FLOOR = 2  # + what the quantity lacks to the limit (imputed wage of work that cannot be verified)
    EXCESS = 3  # + share x (quantity over the limit) (support owed by relatives)
    IMPUTE = 4  # + share x the limit, if there is any of the quantity (imputed wage of members who do not work)


class Benefit(IntEnum):
    """How the payment follows from need and counted income."""

    NOTHING = 0  # status and the aid that comes with it only
    TOP_UP = 1  # need - withdrawal rate x counted income
    FLAT = 2  # need
    SHARE = 3  # a share of a quantity, at most need
    TIERED = 4  # what a schedule gives at a quantity
    FORMULA = 5  # a plug-in of `rules.formulas`


class Rounding(IntEnum):
    """Direction of rounding to a multiple of `round_to`."""

    UP = 0
    DOWN = 1
    NEAREST = 2


class Profile(IntEnum):
    """What is paid while leaving gradually."""

    OLD_AMOUNT = 0
    PROPORTIONAL = 1  # falls as income nears the ceiling
    LINEAR = 2  # falls month by month to zero


PROGRAMME = np.dtype(
    [
        ("kind", np.int64),  # see Kind
        ("income_first", np.int64),  # rows of the income table
        ("income_end", np.int64),
        ("income_block", np.int64),  # equal for programmes that share one block: counted once
        ("condition_first", np.int64),
        ("condition_end", np.int64),
        ("plain_end", np.int64),  # conditions before this one look neither at counted income nor at the need
        ("tests_need", np.int64),  # 1 = a condition looks at the need
        ("group_first", np.int64),  # rows of the group table: members covered; none = the whole unit
        ("group_end", np.int64),
        ("whole", np.int64),  # 1 = covers all persons
        ("need", np.int64),  # row of the amount table
        ("benefit", np.int64),  # see Benefit
        ("withdraw", np.float64),  # withdrawal rate, or the share of a SHARE benefit
        ("quantity", np.int64),  # of a SHARE or TIERED benefit; number of the formula
        ("bracket_first", np.int64),  # rows of the bracket table: schedule of a TIERED benefit
        ("bracket_end", np.int64),
        ("bracket_per", np.int64),  # quantity over which the schedule is shared out; NONE
        ("arguments", np.int64),  # first of three amount rows: arguments of the formula; NONE
        ("minimum", np.int64),  # amount rows; NONE = no limit
        ("maximum", np.int64),
        ("round_to", np.int64),  # fen
        ("rounding", np.int64),  # see Rounding
        ("reach", np.float64),  # share of those entitled who get it, or of the amount that is paid out
        ("paid_by", np.int64),  # see PaidBy
        ("shared", np.int64),  # see Shared
        ("supply", np.float64),  # of an aid: how often, or for how many, it is there in the province in a year
        ("mean", np.float64),  # share of it for one household where no population is simulated; 1 without a supply
        ("supplement_first", np.int64),  # rows of the extra table
        ("supplement_end", np.int64),
        ("need_supplemented", np.int64),  # 1 = one of them raises the need
        ("bundle_first", np.int64),
        ("bundle_end", np.int64),
        ("bundle_counts", np.int64),  # 1 = a bundle looks at counted income or the need
        ("passport_first", np.int64),  # of a status: rows of the passport table
        ("passport_end", np.int64),
        ("bit", np.int64),  # of an aid: its own bit
        ("excludes", np.int64),  # of an aid: bits of the aids together with which it is not given
        ("exit_months", np.int64),
        ("exit_ceiling", np.float64),  # multiple of the dibao line
        ("exit_profile", np.int64),  # see Profile
    ]
)
AMOUNT = np.dtype(
    [
        ("constant", np.int64),  # 1 = `fen` alone
        ("fen", np.int64),
        ("multiple", np.float64),
        ("line", np.int64),
        ("per", np.int64),
        ("share", np.float64),
        ("scale_first", np.int64),  # bracket rows: equivalence scale by persons; none = 1
        ("scale_end", np.int64),
    ]
)  # share x (fen + multiple x line) x per x scale(persons); line NONE counts as 1, per NONE as 1
CONDITION = np.dtype(
    [
        ("quantity", np.int64),
        ("op", np.int64),
        ("amount", np.int64),
        ("reason", np.int64),
        ("share", np.float64),  # of the quantity that is tested
        ("waiver_first", np.int64),  # rows of the waiver table: held to be passed where one group of them holds
        ("waiver_end", np.int64),
    ]
)
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
        ("waiver_first", np.int64),  # the row does not act where one group of these holds
        ("waiver_end", np.int64),
    ]
)
WAIVER = np.dtype([("quantity", np.int64), ("op", np.int64), ("amount", np.int64), ("group", np.int64)])
BRACKET = np.dtype([("start", np.int64), ("base", np.float64), ("slope", np.float64)])  # base + slope x (x - start)
EXTRA = np.dtype([("count", np.int64), ("amount", np.int64), ("in_need", np.int64)])
# amount for each of `count`, NONE = once; in_need: 1 = a supplement that raises the need, 0 = paid in addition to it
GROUP = np.dtype([("quantity", np.int64)])
PASSPORT = np.dtype(
    [("aid", np.int64), ("need", np.int64), ("share", np.float64), ("taper", np.int64)]
)  # need: amount row in place of the aid's own, NONE = its own; taper: 1 = falls to 0 at the marginal line


class Rules(NamedTuple):
    """The rules of one month. Programmes are in legal order, aid last; `main` is the one that decide explains."""

    programmes: npt.NDArray[np.void]  # PROGRAMME
    amounts: npt.NDArray[np.void]  # AMOUNT
    conditions: npt.NDArray[np.void]  # CONDITION
    income: npt.NDArray[np.void]  # INCOME
    waivers: npt.NDArray[np.void]  # WAIVER
    brackets: npt.NDArray[np.void]  # BRACKET
    extras: npt.NDArray[np.void]  # EXTRA
    groups: npt.NDArray[np.void]  # GROUP
    passports: npt.NDArray[np.void]  # PASSPORT
    main: int
