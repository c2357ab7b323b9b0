"""What is kept is found once, however many ask at the same time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from simulation.compile.cache import kept


def test_threads_that_ask_together_get_one_value() -> None:
    found: list[int] = []
    together = threading.Barrier(4)

    @kept(2)
    def square(number: int) -> int:
        """Its square, slowly."""
        found.append(number)
        time.sleep(0.05)
        return number * number

    def ask(number: int) -> int:
        together.wait()
        return square(number)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, [3, 3, 3, 4])) == [9, 9, 9, 16]
    assert sorted(found) == [3, 4]
    assert square.__doc__ == "Its square, slowly."


def test_the_oldest_value_makes_room() -> None:
    found: list[int] = []

    @kept(1)
    def same(number: int) -> int:
        found.append(number)
        return number

    assert [same(n) for n in (1, 1, 2, 1)] == [1, 1, 2, 1]
    assert found == [1, 2, 1]
