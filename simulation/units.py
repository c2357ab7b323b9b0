"""Money and time. Money is integer fen (1 yuan = 100 fen); months count from the policy date.

Month 0 is January 2023 (base date 31 December 2022); warm-up months are negative. Names carry units:
`_fen`, `_fen_month`, `_yuan_year`, `_months`, `_working_days`, `_minutes`, `_share` (0 to 1).
"""

import datetime
from typing import Final

from simulation.compile.kernel import inlined

FEN: Final = 100
WORKING_DAYS: Final = 21  # working days in a month: the clock on which legal time limits run
BASE_YEAR: Final = 2023  # year of month 0
# The first month that is simulated (January 2021, when the warm-up begins): populations are built for it, and every
# series of values must be known from it on.
FIRST_MONTH: Final = -24
MONTHS_PER_YEAR: Final = 12
# Added before a product is cut to whole fen. Half up, and a half that binary arithmetic leaves a little short (0.285 x
# 100 fen is 28.499999999999996) is the half that the decimals say: for shares of up to five decimals and amounts of up
# to 10^9 fen no other product comes within a millionth of a fen of a half.
HALF_UP: Final = 0.500001

# The most that a unit can earn or be paid in a month. Three months of it fit the 32 bits of `Units.quarter`, a payment
# fits those of a case, and 500 million households that draw it for 36 months sum to less than 2^63 fen.
LARGEST_FEN: Final = 500_000_000
# The highest line of a person-month: a unit of 16 persons at three times the line is still below LARGEST_FEN.
LARGEST_LINE_FEN: Final = 10_000_000
# Programmes that stack on statuses: each has a row of `Ledger.aids`, and the bundle of status files has one.
MOST_AID_PROGRAMMES: Final = 47


def month_of(date: datetime.date) -> int:
    """Month index of a date: 0 for January 2023.

    >>> month_of(datetime.date(2024, 3, 1))
    14
    """
    return (date.year - BASE_YEAR) * MONTHS_PER_YEAR + date.month - 1


def month_label(month: int) -> str:
    """Calendar label of a month index.

    >>> month_label(-1)
    '2022-12'
    """
    years, rest = divmod(month, MONTHS_PER_YEAR)
    return f"{BASE_YEAR + years}-{rest + 1:02d}"


def first_day(month: int) -> datetime.date:
    """First day of a month.

    >>> first_day(12)
    datetime.date(2024, 1, 1)
    """
    years, rest = divmod(month, MONTHS_PER_YEAR)
    return datetime.date(BASE_YEAR + years, rest + 1, 1)


def last_day(month: int) -> datetime.date:
    """Last day of a month.

    >>> last_day(13)
    datetime.date(2024, 2, 29)
    """
    return first_day(month + 1) - datetime.timedelta(days=1)


@inlined
def share_of(amount_fen: int, share: float) -> int:
    """Whole fen of a share of an amount, rounded half up for amounts >= 0 (see `HALF_UP`)."""
    return int(amount_fen * share + HALF_UP)
