"""What was made last from the same things, kept so that it is not made again."""

from collections.abc import Callable
from typing import Final

MOST_KEPT: Final = 8


def remembered[V](held: dict[str, V], key: str, make: Callable[[], V]) -> V:
    """`held[key]`, made if it is not there; of what was not asked for longest is let go.

    `key`: all that it is made from, such as the `repr` of changes: `==` takes 1, 1.0 and true for the same.
    """
    found = held.pop(key, None)
    held[key] = make() if found is None else found
    while len(held) > MOST_KEPT:
        held.pop(next(iter(held)), None)
    return held[key]
