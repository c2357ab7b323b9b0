"""The commands about mechanisms: what is asked for reaches the check, and the exit code says whether pairs act."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from simulation.cli.main import app
from simulation.mechanisms.as_reported import PairFinding

SAID = ("nation", "verification.delegated_share: 0.2 -> 1", "measure:MINUTES_BUREAU", "down", "casework", 120000.0, 0.0,
        -120000.0, -150000.0, -90000.0, -1.0, 0.0, 4, 0.005, 18)  # fmt: skip
ACTS = PairFinding("XP-20", "fujian", *SAID, True)
FAILS = PairFinding("XP-20", "inner_mongolia", *SAID, False, "moves nothing")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the check is asked for; it finds a pair that acts and, over all provinces, one that does not."""
    seen: list[tuple[object, ...]] = []

    def check(ids: list[str], province: str | None, threads: int | None, progress: object) -> list[PairFinding]:
        seen.append((ids, province, threads))
        return [ACTS] if province else [ACTS, FAILS]

    monkeypatch.setattr("simulation.mechanisms.as_reported.check_as_reported", check)
    return seen


def doudi(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["mechanisms", *arguments])


def test_the_check_where_it_was_reported_ends_well_when_all_act(
    asked: list[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "pairs.csv"
    said = doudi("check", "--as-reported", "--province", "fujian", "XP-20", "--threads", "1", "--out", str(file))
    assert said.exit_code == 0, said.output
    assert asked == [(["XP-20"], "fujian", 1)]
    assert said.output.strip().splitlines()[-1] == "1 of 1 act"
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 2


def test_it_ends_with_1_when_a_pair_does_not_act(asked: list[tuple[object, ...]]) -> None:
    said = doudi("check", "--as-reported", "--lang", "zh")
    assert said.exit_code == 1
    assert asked == [([], None, None)]
    assert said.output.strip().splitlines()[-1] == "1 of 2 act"


def test_a_file_that_holds_something_else_is_refused_before_anything_runs(
    asked: list[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n", encoding="utf-8")
    assert doudi("check", "--as-reported", "--out", str(file)).exit_code == 2
    assert asked == []


def test_a_province_needs_as_reported() -> None:
    said = doudi("check", "--province", "fujian")
    assert said.exit_code == 2
    assert "--as-reported" in said.output


def test_names_that_nobody_reported_are_refused() -> None:
    said = doudi("check", "--as-reported", "--province", "fujan", "XP05")
    assert said.exit_code == 2
    assert "did you mean 'fujian'" in said.output + said.stderr
    assert "did you mean 'XP-05'" in said.output + said.stderr
