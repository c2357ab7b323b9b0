"""The progress bar: one for every command, function and search, in a terminal, a notebook and a log."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

type OnProgress = Callable[[int, int, str], None]  # done, total, what is being done

REDRAW_SECONDS: Final = 0.1
LINE_SECONDS: Final = 60.0  # between two lines where there is no terminal to redraw
WITHOUT_UNIT: Final = "{desc}{percentage:3.0f}%|{bar}| [{elapsed}<{remaining}]"


class ProgressBar:
    """How much is done, how fast, and how long it will take (tqdm); itself a `OnProgress`: `bar(done, total, text)`.

    With `unit` (such as "run") the amounts and the rate are shown too. Where no terminal redraws it, a line a minute is
    written. `leave`: whether the last line stays on the screen.
    """

    def __init__(self, unit: str = "", done: int = 0, total: int = 0, *, leave: bool = True) -> None:
        """Begin with what is done already, which does not count for the rate."""
        from tqdm.auto import tqdm

        self._text, terminal = "", sys.stderr.isatty()
        self._bar: Any = tqdm(
            total=total, initial=done, unit=unit or "it", mininterval=REDRAW_SECONDS if terminal else LINE_SECONDS,
            bar_format=None if unit else WITHOUT_UNIT, dynamic_ncols=True, leave=leave,
            delay=0.0 if unit or terminal else LINE_SECONDS,  # a short command writes nothing into a log
        )  # fmt: skip

    def __call__(self, done: int, total: int, text: str) -> None:
        """Show `done` of `total`; another text, or less than before, begins a stage with a rate of its own."""
        if text != self._text or done < self._bar.n:
            self._bar.n = self._bar.last_print_n = 0
            self._bar.last_print_t = self._bar.start_t = self._bar._time()
            self._bar.set_description(text, refresh=False)
            self._text = text
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def advance(self, count: int, notes: Mapping[str, int]) -> None:
        """Count `count` more, with `notes` (such as how many failed) behind the bar."""
        self._bar.set_postfix(dict(notes), refresh=False)
        self._bar.update(count)

    def extend(self, done: int, total: int, *, first: bool) -> None:
        """Another amount of work to do; `first`: what is done now was done before the bar began."""
        self._bar.total, self._bar.n = total, done
        if first:
            self._bar.initial = done
        self._bar.refresh()

    @contextmanager
    def during(self, text: str) -> Iterator[None]:
        """Say `text` while something else is done first; rate and time left do not count it."""
        self._bar.set_description(text)
        yield
        self._bar.set_description("", refresh=False)
        self._bar.start_t = self._bar.last_print_t = self._bar._time()

    def close(self) -> None:
        """End it."""
        self._bar.close()


@contextmanager
def progress_bar(unit: str = "", *, leave: bool = False) -> Iterator[OnProgress]:
    """A progress bar on standard error, fed by `report(done, total, text)`, closed at the end."""
    bar = ProgressBar(unit, leave=leave)
    try:
        yield bar
    finally:
        bar.close()
