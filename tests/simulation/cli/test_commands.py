"""A command registers itself; options that commands share are declared once and refused together."""

import dataclasses
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from simulation.cli import commands
from simulation.cli.commands import add_all, command, group
from simulation.cli.main import app
from simulation.cli.options import CompareOptions, Delivery, Options, RunOptions, SearchOptions
from simulation.run_settings import DEFAULTS, LIMITS
from simulation.simulate.errors import ExperimentError

CLASSES = (RunOptions, CompareOptions, SearchOptions)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """An application whose registry a test may add to."""
    monkeypatch.setattr(commands, "_known", dict(commands._known))
    return typer.Typer()


def test_a_command_needs_nothing_but_its_own_line(own: typer.Typer) -> None:
    @command()
    def greet(name: Annotated[str, typer.Argument()], *, asked: Delivery) -> None:
        """Greet."""
        typer.echo(f"{name} {asked.lang.short} {asked.out} {asked.force}")

    add_all(own)
    done = CliRunner().invoke(own, ["greet", "Li", "--lang", "zh", "--out", "there", "--force"])
    assert done.output == "Li zh there True\n"
    listed = [each.name for each in own.registered_commands]
    assert listed.index("greet") > listed.index("diff")  # without a position it is listed after those that name one
    with pytest.raises(ValueError, match="'greet' already"):
        command("greet")(lambda: None)
    with pytest.raises(ValueError, match="'sweep' already"):
        group(typer.Typer(), "sweep")


def test_commands_are_listed_in_the_order_of_their_places() -> None:
    listed = [each.name for each in app.registered_commands]
    assert listed[:3] == ["explain", "cliffs", "sweep"]
    assert [name for name in listed if name in ("diff", "check", "run", "cases")] == ["run", "check", "cases", "diff"]
    assert [each.name for each in app.registered_groups] == ["mechanisms", "trial", "cache"]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda each: each.__name__)
def test_options_have_the_defaults_of_the_settings(kind: type[Options]) -> None:
    given = {name: default for name, default in kind.names().items() if name in LIMITS and name != "replications"}
    assert given == {name: getattr(DEFAULTS, name) for name in given}
    assert {"scale", "months", "seed"} <= set(given)
    assert set(kind().size()) == set(given) | {"replications"}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda each: each.__name__)
def test_everything_that_cannot_be_is_in_one_message(kind: type[Options], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = {"scale": 0.0, "months": -1, "replications": 0, "seed": -5, "out": tmp_path / "file"}
    if kind is CompareOptions:
        wrong |= {"draws": "-2", "until": "budget"}
    with pytest.raises(ExperimentError) as caught:
        kind(**wrong).check()
    assert str(caught.value).startswith(f"{len(wrong)} mistakes in the options")
    for name in wrong.keys() - {"out"}:
        assert f"\n  - --{name}: " in str(caught.value)
    assert "is a file; --out expects a folder" in str(caught.value)


@pytest.mark.parametrize("words", [
    ("compare", "hubei", "none"), ("run", "hubei"), ("sensitivity", "hubei", "--over", "dibao.line_multiple"),
    ("solve", "hubei", "--vary", "dibao.line_multiple", "--target", "budget=1"),
    ("frontier", "hubei", "--over", "dibao.line_multiple"), ("validate", "hubei"), ("reported", "hubei"),
    ("mechanisms", "pairs", "hubei", "top_or_bottom"),
], ids=lambda words: "-".join(words[:2]))  # fmt: skip
def test_a_command_refuses_its_sizes_before_any_work(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--scale", "1.5", "--replications", "0"])
    assert done.exit_code == 2
    assert "\n  - --scale: expected a number above 0 and at most 1, found 1.5\n" in done.stderr
    assert "\n  - --replications: expected a whole number of at least 1, found 0\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_field_of_options_cannot_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Delivery().force = True  # type: ignore[misc]
