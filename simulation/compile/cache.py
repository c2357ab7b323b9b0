"""Values that are found once and kept, also where several threads ask for the same one at the same time."""

import functools
import threading
from collections.abc import Callable


def kept[**P, R](most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Like `functools.lru_cache(most)`, but whoever asks while a value is being found waits for it.

    Replications start side by side: with `lru_cache` alone each of them would rake the same province.
    """

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        cached, lock = functools.lru_cache(most)(function), threading.RLock()

        @functools.wraps(function)
        def found(*args: P.args, **kwargs: P.kwargs) -> R:
            with lock:
                return cached(*args, **kwargs)  # type: ignore[arg-type]

        return found

    return decorated
