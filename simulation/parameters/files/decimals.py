"""Decimal arithmetic of lines and changes: 650 x 1.15 is 747.5, which is 748 yuan, and not 747.4999...

A number of a file or of a hand is the decimal that was written, which is the shortest one that reads back as the same
float. Sums and products of such numbers are exact; quotients have 34 significant digits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, DivisionByZero, localcontext

import numpy as np
import numpy.typing as npt

type Decimals = npt.NDArray[np.object_]  # Decimal in every cell, NaN where a table says nothing

NOTHING = Decimal("NaN")
_LARGEST = 2**53  # yuan or fen: beyond any column, and a hundred times it still has room in 64 bits
_EXACT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[DivisionByZero])


@contextmanager
def decimal_arithmetic() -> Iterator[None]:
    """The precision and rounding of this module, whatever context the caller's thread has set.

    In it NaN is neither below nor above anything, as among floats.
    """
    with localcontext(_EXACT):
        yield


def exact(number: float) -> Decimal:
    """The decimal as it was written.

    >>> exact(1.15)
    Decimal('1.15')
    """
    return Decimal(repr(float(number)))


def whole_number(value: Decimal) -> Decimal:
    """Half up to a whole number (negative ones half away from 0); NaN stays NaN.

    >>> whole_number(exact(650) * exact(1.15))
    Decimal('748')
    """
    return value.to_integral_value(ROUND_HALF_UP)


def _ceiling(value: Decimal) -> int:
    return 0 if value.is_nan() else _in_64_bits(value.to_integral_value(ROUND_CEILING))


def _each(function: Callable[[Decimal], object], values: Decimals) -> Decimals:
    return np.array([function(value) for value in values.ravel()], object).reshape(values.shape)


def whole(values: Decimals) -> Decimals:
    """Every cell as `whole_number` rounds it."""
    return _each(whole_number, values)


def missing(values: Decimals) -> npt.NDArray[np.bool_]:
    """The cells that say nothing."""
    return _each(Decimal.is_nan, values).astype(bool)


def _in_64_bits(value: Decimal) -> int:
    return max(-_LARGEST, min(_LARGEST, int(value)))


def integers(values: Decimals) -> npt.NDArray[np.int64]:
    """Whole numbers as int64; those beyond 2^53 as that, which the check of widths refuses by name."""
    return _each(_in_64_bits, values).astype(np.int64)


def ceilings(values: Decimals) -> npt.NDArray[np.int64]:
    """The least whole numbers not below the values; 0 for NaN."""
    return _each(_ceiling, values).astype(np.int64)


def floats(values: Decimals) -> npt.NDArray[np.float64]:
    """The nearest floats."""
    return values.astype(np.float64)
