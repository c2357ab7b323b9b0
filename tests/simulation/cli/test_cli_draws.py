"""`--draws` of compare and run: a number of posterior draws or a file of parameter sets."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import simulation as sim
from simulation.cli.main import app
from simulation.cli.options import draws_of


def test_a_number_or_a_file() -> None:
    assert draws_of(None) is None
    assert draws_of("0") == 0
    assert draws_of("12") == 12
    assert draws_of("sets.csv") == Path("sets.csv")
    with pytest.raises(typer.BadParameter):
        draws_of("-1")


@pytest.mark.parametrize(
    ("words", "called", "given"),
    [
        (["compare", "hubei", "none", "--draws", "0"], "compare", 0),
        (["compare", "hubei", "none"], "compare", None),
        (["compare", "hubei", "none", "dibao_line_plus_10", "--draws", "7"], "compare_all", 7),
        (["run", "hubei", "--draws", "2", "--replications", "3"], "run", 2),
    ],
)
def test_commands_pass_it_on(
    words: list[str], called: str, given: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    seen: dict[str, object] = {}

    def asked(*_: object, **settings: object) -> None:
        seen.update(settings)
        raise KeyboardInterrupt

    monkeypatch.setattr(sim, called, asked, raising=False)
    assert CliRunner().invoke(app, words).exit_code == 130
    assert seen["draws"] == given
    assert seen["replications"] == {"run": 3, "compare": 10, "compare_all": None}[called]


def test_draws_that_are_not_there_end_with_one_message() -> None:
    done = CliRunner().invoke(app, ["compare", "hubei", "none", "--draws", "100000"])
    assert done.exit_code == 2
    assert "scenarios/posterior.csv" in done.output
