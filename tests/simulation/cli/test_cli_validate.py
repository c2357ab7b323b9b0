"""`doudi validate` from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli.main import app

TINY = ("--scale", "0.0001", "--replications", "1", "--threads", "1")


def call(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["validate", *map(str, words)])
    return result.exit_code, result.output


def test_a_province_is_validated_and_written(tmp_path: Path) -> None:
    code, text = call("hubei", *TINY, "--json", "--out", tmp_path / "rows.csv")
    assert code == 0
    rows = json.loads(text[text.index("{") :])["rows"]
    assert {row["province"] for row in rows} == {"hubei", "china", "elsewhere"}
    table = (tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == len(rows) + 1
    code, text = call("hubei", *TINY, "--out", tmp_path / "rows.csv")
    assert code == 2
    assert "--force" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hubay",), "'hubei'"),
        (("hubei", "--docs"), "together with"),
        (("hubei", "--out", "rows.txt"), ".csv or .json"),
        (("hubei", "--scale", "0"), "--scale"),
        (("hubei", "--draws", "100000"), "posterior.csv: draws: expected"),
    ],
)
def test_bad_input_is_refused_before_the_run(words: tuple[str, ...], said: str) -> None:
    code, text = call(*words)
    assert code == 2
    assert said in text
