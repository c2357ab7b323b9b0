"""How many runs of a sweep are done and how many failed, shown on the progress bar or handed to the caller."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext

from simulation.progress import OnProgress, ProgressBar
from simulation.sweeping.running.driver import Status

BAD = (Status.FAILED, Status.CRASHED_TWICE, Status.TIMEOUT)


class RunCount:
    """Fed with the status of each run that ends. `progress`: True (the progress bar), a callable, or False."""

    def __init__(self, counts: Callable[[], dict[str, int]], progress: OnProgress | bool) -> None:
        """Begin with what the store contains already."""
        self._counts = Counter(counts())
        self._report = progress if callable(progress) else None
        self.bar = ProgressBar("run", self._done, self._total) if progress is True else None

    @property
    def _total(self) -> int:
        return sum(self._counts.values())

    @property
    def _done(self) -> int:
        return self._total - self._counts[Status.PENDING]

    def again(self, counts: Mapping[str, int]) -> None:
        """Go on with what a store contains now: a search asks for more runs again and again."""
        first, self._counts = not self._counts, Counter(counts)
        if self.bar is not None:
            self.bar.extend(self._done, self._total, first=first)

    def close(self) -> None:
        """Leave the last line on the screen."""
        if self.bar is not None:
            self.bar.close()

    @contextmanager
    def during(self, text: str) -> Iterator[None]:
        """Say `text` while something else is done first; rate and time left do not count it."""
        self._say(text)
        with nullcontext() if self.bar is None else self.bar.during(text):
            yield

    def _say(self, text: str) -> None:
        if self._report is not None:
            self._report(self._done, self._total, text)

    def update(self, statuses: Sequence[Status]) -> None:
        """Count finished runs."""
        self._counts.update(statuses)
        self._counts[Status.PENDING] -= len(statuses)
        bad = {status.value: self._counts[status] for status in BAD if self._counts[status]}
        if self.bar is not None:
            self.bar.advance(len(statuses), bad)
        self._say(", ".join(f"{count} {name}" for name, count in bad.items()) or "sweep")


@contextmanager
def counting(counts: Callable[[], dict[str, int]], progress: "OnProgress | RunCount | bool") -> Iterator[RunCount]:
    """A count for one pass; or `progress`, where that is a count which outlives it."""
    if isinstance(progress, RunCount):
        progress.again(counts())
        yield progress
        return
    count = RunCount(counts, progress)
    try:
        yield count
    finally:
        count.close()
