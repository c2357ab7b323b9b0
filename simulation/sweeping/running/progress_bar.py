"""One progress bar for a sweep: how many runs are done, how fast, how many failed, how long it will take."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from simulation.sweeping.running.driver import Status

LINE_SECONDS: Final = 60.0  # between two lines where there is no terminal to redraw


class Bar:
    """Fed with the status of each run that ends. `progress`: True (tqdm, terminal and notebook), a callable, False."""

    def __init__(self, counts: Callable[[], dict[str, int]], progress: Any) -> None:
        """Begin with what the store contains already."""
        self._counts = Counter(counts())
        self._call = progress if callable(progress) else None
        self._bar: Any = None
        self._line = time.monotonic()
        if progress is True:
            from tqdm.auto import tqdm

            done = self._total() - self._counts[Status.PENDING]
            every = 0.1 if sys.stderr.isatty() else LINE_SECONDS
            self._bar = tqdm(total=self._total(), initial=done, unit="run", mininterval=every, dynamic_ncols=True)

    def _total(self) -> int:
        return sum(self._counts.values())

    def again(self, counts: Mapping[str, int]) -> None:
        """Go on with what a store contains now: a search asks for more runs again and again."""
        first, self._counts = not self._counts, Counter(counts)
        if self._bar is not None:
            self._bar.total, self._bar.n = self._total(), self._total() - self._counts[Status.PENDING]
            if first:
                self._bar.initial = self._bar.n
            self._bar.refresh()

    def __enter__(self) -> "Bar":
        """This bar."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Leave the last line on the screen."""
        if self._bar is not None:
            self._bar.close()

    @contextmanager
    def during(self, text: str) -> Iterator[None]:
        """Say `text` while something else is done first; rate and time left do not count it."""
        self._print(text)
        if self._bar is None:
            yield
            return
        self._bar.set_description(text)
        yield
        self._bar.set_description("", refresh=False)
        self._bar.start_t = self._bar.last_print_t = self._bar._time()

    def _print(self, text: str) -> None:
        if self._call is not None:
            self._call(self._total() - self._counts[Status.PENDING], self._total(), text)

    def update(self, statuses: Sequence[Status]) -> None:
        """Count finished runs."""
        self._counts.update(statuses)
        self._counts[Status.PENDING] -= len(statuses)
        bad = {status.value: self._counts[status] for status in (Status.FAILED, Status.CRASHED_TWICE, Status.TIMEOUT)}
        counts = {name: count for name, count in bad.items() if count}
        if self._bar is not None:
            self._bar.set_postfix(counts, refresh=False)
            self._bar.update(len(statuses))
        self._print(", ".join(f"{count} {name}" for name, count in counts.items()) or "sweep")


@contextmanager
def bar_over(counts: Callable[[], dict[str, int]], progress: Any) -> Iterator[Bar]:
    """A bar of its own for one pass; or `progress`, where that is a bar which outlives it."""
    if isinstance(progress, Bar):
        progress.again(counts())
        yield progress
    else:
        with Bar(counts, progress) as bar:
            yield bar
