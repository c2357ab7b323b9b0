"""Parameter groups drawn from the ranges of their Fields, and what a yes or a normal draw means in plain numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.special import ndtri

from simulation.parameters.schema.groups import GROUPS, fields_of

WORDS = 2**32
# four bytes: hypothesis draws small numbers of a wide range more often than large ones
WORD = st.binary(min_size=4, max_size=4).map(lambda drawing: np.uint32(int.from_bytes(drawing)))
# `draws.normal` lies on chords between 4,096 quantiles: within 1e-4 of the normal distribution outside its tails
INNER_WORD = WORD.map(lambda word: np.uint32(WORDS // 16 + int(word) * 7 // 8))
BOOL = st.booleans()
SHARE = st.floats(0, 1)


def drawn(group: str, **chosen: Any) -> st.SearchStrategy[Any]:
    """The group with every parameter inside the range of its Field, one time in eight at either end.

    One byte a parameter; none falls on the border between two variants (0.5, 1.5 ...; see `value_on_border`).
    `chosen`: values that stay as they are.
    """
    fields = fields_of(group)

    def group_of(drawing: bytes) -> Any:
        shares = [min(max(byte - 32, 0) / 191, 1.0) for byte in drawing]
        values = [f.low + (f.high - f.low) * share for f, share in zip(fields.values(), shares, strict=True)]
        return GROUPS[group](*values)._replace(**chosen)

    return st.binary(min_size=len(fields), max_size=len(fields)).map(group_of)


def lowest(group: str, **chosen: float) -> Any:
    """The group with every parameter at the low end of its range, but for those `chosen`: for tables by hand."""
    return GROUPS[group](*(float(field.low) for field in fields_of(group).values()))._replace(**chosen)


def chance_of(yes: Callable[[np.uint32], bool]) -> float:
    """Share of all words that say yes, where the lower ones do: found by halving."""
    low, high = 0, WORDS
    while low < high:
        middle = (low + high) // 2
        if yes(np.uint32(middle)):
            low = middle + 1
        else:
            high = middle
    return low / WORDS


def quantile(word: np.uint32) -> float:
    """The standard normal quantile that a word stands for."""
    return float(ndtri((int(word) + 0.5) / WORDS))


def at(share: float) -> np.uint32:
    """The word in that part of all words."""
    return np.uint32(min(int(share * WORDS), WORDS - 1))


def value_on_border(value_at: Callable[[float], Any], border: float) -> str:
    """Whether a switch or variant is read "below" or "above" on the border between two whole values.

    A sweep may try such a value, so the formula must take one side; the value must matter at all.
    """
    below, on_it, above = (value_at(border + away) for away in (-0.25, 0.0, 0.25))
    assert below != above
    assert on_it in (below, above)
    return "below" if on_it == below else "above"


def is_on(switch: float) -> bool:
    """A drawn switch as the nearer of 0 and 1."""
    return round(switch) == 1
