"""One bar tells how much is done, how fast, how much failed and how long it takes, in a terminal and a notebook."""

import io
import sys
from functools import partial

import pytest

from simulation.progress import ProgressBar, progress_bar
from simulation.sweeping.running.driver import Status
from simulation.sweeping.running.run_count import RunCount, counting

HELD = {Status.OK: 1, Status.FAILED: 0, Status.CRASHED_TWICE: 0, Status.TIMEOUT: 0, Status.PENDING: 5}


class Terminal(io.StringIO):
    """Where a person reads."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_the_bar_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    with counting(lambda: HELD, True) as count:
        assert "1/6" in written.getvalue()  # what the store held already is done
        assert count.bar is not None
        drawn = count.bar._bar
        begun = drawn.start_t
        with count.during("compiling"):
            assert "compiling" in written.getvalue()
        assert drawn.start_t > begun  # what came first does not slow the rate
        count.update([Status.OK, Status.FAILED])
        drawn.refresh()
        line = written.getvalue().split("\r")[-1]
        assert "3/6" in line
        assert "run/s" in line or "s/run" in line
        assert "failed=1" in line
        assert "<" in line  # time taken < time left
        assert "?" not in line.split("<")[1].split(",")[0]


def test_the_bar_of_a_notebook_is_a_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    from ipywidgets import HBox
    from tqdm.notebook import tqdm_notebook

    monkeypatch.setattr("tqdm.auto.tqdm", partial(tqdm_notebook, display=False))
    count = RunCount(lambda: HELD, True)
    assert count.bar is not None
    count.update([Status.OK, Status.CRASHED_TWICE])
    drawn = count.bar._bar
    assert isinstance(drawn.container, HBox)
    assert (drawn.n, drawn.total) == (3, 6)
    assert "poison=1" in drawn.postfix
    count.close()


def test_a_caller_may_draw_its_own() -> None:
    told: list[tuple[int, int, str]] = []
    with counting(lambda: HELD, lambda *each: told.append(each)) as count:
        count.update([Status.OK])
        count.update([Status.TIMEOUT, Status.OK])
    assert told == [(2, 6, "sweep"), (4, 6, "1 timeout")]


def test_a_search_has_one_bar_that_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    count = RunCount(dict, True)
    for planned in (6, 9):
        with counting(lambda planned=planned: HELD | {Status.PENDING: planned - 1}, count) as same:  # type: ignore[misc]
            assert same is count
            same.update([Status.OK])
            assert same.bar is not None
            same.bar._bar.refresh()
            assert f"2/{planned}" in written.getvalue().split("\r")[-1]
    count.close()
    told: list[tuple[int, int, str]] = []
    with counting(lambda: HELD, lambda *each: told.append(each)) as own:
        own.update([Status.OK])
    assert told == [(2, 6, "sweep")]


def test_a_command_shows_its_stages_on_the_same_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    with progress_bar() as report:
        assert isinstance(report, ProgressBar)
        for done, total, text in ((5, 10, "1-20"), (10, 10, "1-20"), (2, 8, "21-30")):
            report(done, total, text)
            report._bar.refresh()
            assert f"{text}: {100 * done // total:3d}%" in written.getvalue().split("\r")[-1]
        assert report._bar.n == 2  # the next stage has a rate and a total of its own
    assert written.getvalue().split("\r")[-1].strip() == ""  # nothing of it stays on the screen


def test_a_short_command_writes_nothing_into_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as report:
        report(1, 2, "half")
        report(2, 2, "half")
    assert capsys.readouterr() == ("", "")
