"""What was made last from the same things, kept so that it is not made again."""

import threading
from collections.abc import Callable
from typing import Any, Final

from cachetools import LRUCache

MOST_KEPT: Final = 8
_LOCK: Final = threading.Lock()  # requests of the page check reforms at the same time


def remembered[V](cache: dict[str, Any], name: str, key: str, make: Callable[[], V]) -> V:
    """What was made for `key` under `name` of a cache, made if it is not there; the last `MOST_KEPT` asked for stay.

    `key`: all that it is made from, such as the `repr` of changes: `==` takes 1, 1.0 and true for the same. Two threads
    that ask at the same time may both make it.
    """
    with _LOCK:
        held: LRUCache[str, V] = cache.setdefault(name, LRUCache(MOST_KEPT))
        if key in held:
            return held[key]
    made = make()
    with _LOCK:
        held[key] = made
    return made
