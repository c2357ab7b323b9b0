"""`doudi cache` says how much is kept, and clears it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli.main import app
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
    assert said("cache") == "Nothing is kept: DOUDI_RUN_CACHE is off."
    assert said("cache", "clear") == "0 MB removed."
