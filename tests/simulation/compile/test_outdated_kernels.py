"""Kernels of other versions go when they are old; what is not a version of ours, and what is in use, never."""

import os
from pathlib import Path

import pytest

from simulation.compile.outdated_kernels import remove_others, remove_outdated, versions
from simulation.simulate import precompile

DAY = 24 * 3600.0
NOW = 1000 * DAY
HERE, ELSEWHERE = "8ca49473", "0f0f0f0f"


def made(folder: Path, days: float, size: int = 1000) -> Path:
    """A version whose last kernel was compiled so many days ago."""
    (folder / "simulation_0").mkdir(parents=True)
    for name, age in (("a.nbc", days + 5), ("b.nbc", days)):
        file = folder / "simulation_0" / name
        file.write_bytes(bytes(size // 2))
        os.utime(file, (NOW - age * DAY, NOW - age * DAY))
    return folder


@pytest.fixture
def present(tmp_path: Path) -> Path:
    return made(tmp_path / f"{'a' * 16}-{HERE}", days=400)


def left(present: Path) -> set[str]:
    return {each.name for each in present.parent.iterdir()}


def test_earlier_versions_of_this_copy_go_after_a_day_and_of_others_after_a_month(present: Path) -> None:
    root = present.parent
    old, new = made(root / f"{'b' * 16}-{HERE}", 1.1), made(root / f"{'c' * 16}-{HERE}", 0.9)
    gone, used = made(root / f"{'a' * 16}-{ELSEWHERE}", 31), made(root / f"{'b' * 16}-{ELSEWHERE}", 29)
    assert [each.folder for each in versions(present)] == [new, old, used, gone, present]
    assert remove_outdated(NOW, present) == 2000
    assert left(present) == {present.name, new.name, used.name}
    assert remove_outdated(NOW, present) == 0


def test_what_is_not_a_version_stays(present: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    root, outside = present.parent, made(tmp_path_factory.mktemp("outside") / "kept", 400)
    (root / "runs").mkdir()
    made(root / "another tool", 400)
    (root / f"{'d' * 16}-{HERE}").symlink_to(outside)
    assert remove_outdated(NOW, present) == remove_others(present) == 0
    assert left(present) == {present.name, "runs", "another tool", f"{'d' * 16}-{HERE}"}
    assert len(list(outside.rglob("*.nbc"))) == 2


def test_all_but_the_present_go_where_that_is_asked(present: Path) -> None:
    made(present.parent / f"{'b' * 16}-{HERE}", 0.1)
    made(present.parent / f"{'b' * 16}-{ELSEWHERE}", 0.1)
    assert remove_others(present) == 2000
    assert left(present) == {present.name}
    assert remove_others(present.parent / "nothing" / present.name) == 0


def test_they_are_looked_for_when_new_ones_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(precompile, "remove_outdated", lambda: asked.append(True))
    monkeypatch.setattr(precompile, "cores", lambda: 1)
    for cold in (False, True):
        monkeypatch.setattr(precompile, "is_cold", lambda cold=cold: cold)
        precompile._started.cache_clear()
        try:
            precompile.start_compiling()
        finally:
            precompile._started.cache_clear()
        assert asked == [True] * cold
