"""`doudi cache` says how much is kept, and clears it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli.main import app
from simulation.compile import outdated_kernels
from simulation.report.tables import cache
from simulation.simulate import run_cache


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "400"})
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_what_is_kept_is_shown_and_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(run_cache.FOLDER, str(tmp_path))
    (tmp_path / "state-1.npz").write_bytes(bytes(3_000_000))
    (tmp_path / "notes.txt").write_text("not ours")
    shown = said("cache")
    assert "1 files" in shown
    assert "3 MB" in shown
    assert tmp_path.name in shown
    assert "1 个文件" in said("cache", "--lang", "zh")
    assert said("cache", "clear") == "3 MB removed."
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    assert "0 files" in said("cache")


def test_off_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(run_cache.FOLDER, " OFF ")
    assert said("cache").startswith("Nothing is kept: DOUDI_RUN_CACHE is off. Compiled kernels: ")
    assert said("cache", "clear") == "0 MB removed."


def test_kernels_are_shown_and_cleared_where_that_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(run_cache.FOLDER, "off")
    held = (outdated_kernels.Version(tmp_path, 180_000_000, 1.0), outdated_kernels.Version(tmp_path, 20_000_000, 0.0))
    monkeypatch.setattr(cache, "versions", lambda: held)
    monkeypatch.setattr(outdated_kernels, "remove_others", lambda: 20_000_000)
    assert "200 MB in" in said("cache")
    assert "2 versions" in said("cache")
    assert "2 个版本" in said("cache", "--lang", "zh")
    assert said("cache", "clear") == "0 MB removed."
    assert said("cache", "clear", "--kernels") == "20 MB removed."
