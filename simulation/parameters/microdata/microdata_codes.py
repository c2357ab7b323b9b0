"""Missing codes in a table of numbers: a 9999998 that stands for "no answer" must never count as money.

Surveys mark what was not answered by numbers that no answer has. What looks like such a number is refused until the
folder's `microdata.toml` says whether it is one (`missing_codes`) or a value (`real_values`).
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

NEGATIVE: Final = (-1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0, -8.0, -9.0, -99.0, -999.0)
BEYOND: Final = 20.0  # times the 99th percentile of the others
SHARE: Final = 0.01  # of the positive values, and so many rows, and so many times the numbers around it: a repeated
FEWEST: Final = 10  # digit inside the range of the others is then no chance
SPIKE: Final = 10.0
AROUND: Final = 0.25  # of the value on both sides
TRIED: Final = 50  # largest different values that are looked at
AGES_BELOW: Final = 5  # ages 94 to 98 together have more people than 99 alone

type Floats = npt.NDArray[np.float64]


def coded(cells: "pd.Series[Any]", codes: tuple[float, ...]) -> "pd.Series[bool]":
    """Which cells (text) contain one of the declared codes."""
    return pd.to_numeric(cells, errors="coerce").isin(codes)


def repeated_digit(value: float) -> bool:
    """Whether a whole number of two or more digits is written with one digit, or with nines and a last 6 to 9.

    >>> [repeated_digit(x) for x in (9999998.0, 8888.0, 99.0, 9.0, 1998.0)]
    [True, True, True, False, False]
    """
    if value != np.floor(value) or not 10 <= value < 1e15:
        return False
    digits = str(int(value))
    return len(set(digits)) == 1 or (set(digits[:-1]) == {"9"} and digits[-1] in "6789" and len(digits) > 2)


def suspects(numbers: "pd.Series[float]", *, age: bool = False, real: tuple[float, ...] = ()) -> dict[float, str]:
    """Values of a column (NaN = empty) that look like missing codes, with the reason; `real` ones are let pass."""
    values: Floats = numbers.dropna().to_numpy(np.float64).astype(np.float64)
    found = {float(v): "a negative code" for v in np.unique(values[values < 0]) if v in NEGATIVE}
    if age:
        near = ((values < 99) & (values >= 99 - AGES_BELOW)).sum()
        if (values == 99).sum() > max(near, 3):
            found[99.0] = f"more persons than of {99 - AGES_BELOW} to 98 together"
    else:
        found |= _of_money(values[values > 0])
    return {value: reason for value, reason in found.items() if value not in real}


def _of_money(positive: Floats) -> dict[float, str]:
    found: dict[float, str] = {}
    distinct, count = np.unique(positive, return_counts=True)
    alike = np.array([repeated_digit(v) for v in distinct], bool)
    plain = positive[~np.isin(positive, distinct[alike])]
    top = float(np.quantile(plain, 0.99)) if len(plain) else np.inf
    for value, rows in zip(distinct[alike], count[alike], strict=True):
        if value > top or _is_spike(float(value), int(rows), positive):
            found[float(value)] = f"one digit repeated, in {rows} rows"
    kept = distinct[~alike]
    for value in kept[::-1][:TRIED]:
        below = plain[plain < value]
        if not len(below) or value <= BEYOND * np.quantile(below, 0.99):
            break
        found[float(value)] = f"more than {BEYOND:g} times the 99th percentile"
    return found


def _is_spike(value: float, rows: int, positive: Floats) -> bool:
    """Whether a value is far more frequent than the whole numbers around it."""
    around = int((np.abs(positive - value) <= AROUND * value).sum()) - rows
    usual = around / (2.0 * AROUND * value)
    return rows >= max(FEWEST, SHARE * len(positive), SPIKE * usual) and rows < 0.5 * len(positive)


def codes_for(column: str, declared: Mapping[str, tuple[float, ...]]) -> tuple[float, ...]:
    """Codes of one column: its own, and those of all columns (`"*"`)."""
    return (*declared.get("*", ()), *declared.get(column, ()))
