"""A fit that is killed goes on where it was, and its bits depend on nothing but its input."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from formula_toys import A, B, C, aims_of, fitted, noisy
from threadpoolctl import threadpool_limits

from calibration.store import FILE, PointStore
from calibration.waves import Design
from simulation.simulate.errors import ExperimentError

DESIGN = Design(2, 16, 2, 8, 100)


def expected(province: str, values: dict[str, float]) -> list[float]:
    return [1000 * values[A.path], 500 / values[B.path], 2e4 / (1 + np.exp(-values[C.path]))]


AIMS = {"north": aims_of("north", [1500, 900, 8000])}


class Counted:
    """A simulator that is killed at a certain call."""

    def __init__(self, last: int = 10**9) -> None:
        self.calls, self.last, self.simulate = 0, last, noisy(expected)

    def __call__(self, province: str, values: dict[str, float], replications: int) -> np.ndarray:
        self.calls += 1
        if self.calls > self.last:
            raise KeyboardInterrupt
        return self.simulate(province, values, replications)


@pytest.mark.parametrize("last", [3, 21])
def test_a_killed_fit_goes_on_and_ends_with_the_same_bits(tmp_path: Path, last: int) -> None:
    """Killed in the first wave and in the second."""
    whole, killed, again = Counted(), Counted(last), Counted()
    first = fitted(tmp_path / "whole", (A, B, C), AIMS, whole, DESIGN)
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "killed", (A, B, C), AIMS, killed, DESIGN)
    second = fitted(tmp_path / "killed", (A, B, C), AIMS, again, DESIGN)
    assert again.calls == whole.calls - last
    assert np.array_equal(first.posterior.points, second.posterior.points)
    assert (first.national, first.provincial) == (second.national, second.provincial)
    assert first.waves == second.waves


def test_a_process_that_is_killed_loses_no_point(tmp_path: Path) -> None:
    code = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_resume as t
class Killed(t.Counted):
    def __call__(self, *given):
        if self.calls == 10:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(*given)
t.fitted(t.Path({str(tmp_path / "store")!r}), (t.A, t.B, t.C), t.AIMS, Killed(), t.DESIGN)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    again, whole = Counted(), Counted()
    second = fitted(tmp_path / "store", (A, B, C), AIMS, again, DESIGN)
    first = fitted(tmp_path / "whole", (A, B, C), AIMS, whole, DESIGN)
    assert again.calls == whole.calls - 10
    assert np.array_equal(first.posterior.points, second.posterior.points)


def test_the_same_bits_for_one_thread_and_two(tmp_path: Path) -> None:
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            found.append(fitted(tmp_path / str(threads), (A, B, C), AIMS, noisy(expected), DESIGN))
    assert np.array_equal(found[0].posterior.points, found[1].posterior.points)
    assert found[0].waves == found[1].waves


def test_a_store_with_other_inputs_is_refused_by_name(tmp_path: Path) -> None:
    with PointStore(tmp_path, {"scale": 0.01, "seed": 1}):
        pass
    with pytest.raises(ExperimentError, match=r"scale: stored 0\.01, asked 0\.02") as error:
        PointStore(tmp_path, {"scale": 0.02, "seed": 1})
    assert "seed" not in str(error.value)
    with PointStore(tmp_path, {"seed": 1, "scale": 0.01}):
        pass


def test_more_waves_go_on_from_the_points_of_fewer(tmp_path: Path) -> None:
    def notes(waves: int, points: int = 16) -> dict[str, object]:
        return {"design": {"waves": waves, "points": points}}

    with PointStore(tmp_path, notes(2)) as store:
        store.keep("north", {"a": 1.0}, np.ones((2, 3)))
    with PointStore(tmp_path, notes(3)) as store:
        assert store.find("north", {"a": 1.0}, 2) is not None
    for other in (notes(2), notes(4, points=32)):  # fewer again; another design
        with pytest.raises(ExperimentError, match="design"):
            PointStore(tmp_path, other)


def test_a_store_in_use_is_refused_and_a_foreign_file_too(tmp_path: Path) -> None:
    with PointStore(tmp_path / "one", {}), pytest.raises(ExperimentError, match="in use"):
        PointStore(tmp_path / "one", {})
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / FILE).write_text("nothing of the kind" * 100)
    with pytest.raises(ExperimentError, match="not a store"):
        PointStore(tmp_path / "two", {})


def test_a_damaged_row_is_simulated_again(tmp_path: Path) -> None:
    values = {A.path: 1.0}
    with PointStore(tmp_path, {}) as store:
        store.keep("north", values, np.array([[1.0, 2.0], [3.0, 4.0]]))
        assert np.array_equal(store.find("north", values, 2), [[1.0, 2.0], [3.0, 4.0]])
        assert store.find("south", values, 2) is None
        assert store.find("north", values, 1) is None
    base = sqlite3.connect(tmp_path / FILE)
    with base:
        base.execute("update point set simulated = ?", (np.arange(4.0).tobytes(),))
    base.close()
    with PointStore(tmp_path, {}) as store:
        assert store.find("north", values, 2) is None


@pytest.mark.parametrize("wrong", ["waves", "points", "replications", "noise", "particles", "seed"])
def test_settings_out_of_range_are_named(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        Design(**{wrong: -1}).check()
