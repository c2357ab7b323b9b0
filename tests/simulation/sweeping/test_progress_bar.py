"""One bar tells how much is done, how fast, how much failed and how long it takes, in a terminal and a notebook."""

import io
import sys

import pytest

from simulation.sweeping.running.driver import Status
from simulation.sweeping.running.progress_bar import Bar, bar_over

HELD = {Status.OK: 1, Status.FAILED: 0, Status.CRASHED_TWICE: 0, Status.TIMEOUT: 0, Status.PENDING: 5}


class Terminal(io.StringIO):
    """Where a person reads."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_the_bar_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    with Bar(lambda: HELD, True) as bar:
        assert "1/6" in written.getvalue()  # what the store held already is done
        begun = bar._bar.start_t
        with bar.during("compiling"):
            assert "compiling" in written.getvalue()
        assert bar._bar.start_t > begun  # what came first does not slow the rate
        bar.update([Status.OK, Status.FAILED])
        bar._bar.refresh()
        line = written.getvalue().split("\r")[-1]
        assert "3/6" in line
        assert "run/s" in line or "s/run" in line
        assert "failed=1" in line
        assert "<" in line  # time taken < time left
        assert "?" not in line.split("<")[1].split(",")[0]


def test_the_bar_of_a_notebook_is_a_widget() -> None:
    from ipywidgets import HBox
    from tqdm.notebook import tqdm_notebook

    bar = Bar(lambda: HELD, False)
    bar._bar = tqdm_notebook(total=6, initial=1, unit="run", display=False)
    bar.update([Status.OK, Status.CRASHED_TWICE])
    assert isinstance(bar._bar.container, HBox)
    assert (bar._bar.n, bar._bar.total) == (3, 6)
    assert "poison=1" in bar._bar.postfix


def test_a_caller_may_draw_its_own() -> None:
    told: list[tuple[int, int, str]] = []
    with Bar(lambda: HELD, lambda *each: told.append(each)) as bar:
        bar.update([Status.OK])
        bar.update([Status.TIMEOUT, Status.OK])
    assert told == [(2, 6, "sweep"), (4, 6, "1 timeout")]


def test_a_search_has_one_bar_that_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    bar = Bar(dict, True)
    for planned in (6, 9):
        with bar_over(lambda planned=planned: HELD | {Status.PENDING: planned - 1}, bar) as same:  # type: ignore[misc]
            assert same is bar
            same.update([Status.OK])
            same._bar.refresh()
            assert f"2/{planned}" in written.getvalue().split("\r")[-1]
    bar.close()
    told: list[tuple[int, int, str]] = []
    with bar_over(lambda: HELD, lambda *each: told.append(each)) as own:
        own.update([Status.OK])
    assert told == [(2, 6, "sweep")]
