"""Plugins: a file or an entry point that registers, from Python and the command line; its text is in the identity."""

from importlib import metadata
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

import simulation as sim
from simulation.cli.main import app
from simulation.extensions import identity
from simulation.indicators.registered import registered
from simulation.parameters.files.mistakes import ScenarioError
from simulation.simulate.errors import ExperimentError

TEXT = """
import simulation as sim

SIZE = 2


def helper():
    return SIZE


sim.register_indicator("of_file", lambda ledger: float(helper()), unit="1", zh="甲", en="Of a file")
"""


def written(folder: Path, text: str = TEXT) -> Path:
    file = folder / "own.py"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_registers_and_all_of_it_is_in_the_identity(tmp_path: Path) -> None:
    assert sim.load_plugin(written(tmp_path)) == ["of_file"]
    (first,) = identity.record().values()
    assert sim.load_plugin(written(tmp_path)) == ["of_file"]
    assert (first,) == tuple(identity.record().values())
    sim.load_plugin(written(tmp_path, TEXT.replace("SIZE = 2", "SIZE = 3")))
    assert (first,) != tuple(identity.record().values())


def test_another_process_has_it(tmp_path: Path) -> None:
    """What is packed needs no file there: it is taken apart and put together as a worker does it."""
    sim.load_plugin(written(tmp_path))
    content, known = identity.packed(), identity.identity()
    sim.unregister()
    (tmp_path / "own.py").unlink()
    identity.unpack(content, known)
    (own,) = registered()
    assert own.function(None) == 2.0
    identity._unpacked.clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", "nothing registered"),
        ("x = 1\ny = x.z\n", "line 2: expected a file that runs, found AttributeError"),
        ("def f(:\n", "line 1: expected a file that runs, found SyntaxError"),
        ("import simulation as sim\nsim.register_process('p', print, writes=['wages'])\n", "wages"),
    ],
)
def test_a_file_that_does_not_work_is_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ScenarioError, match="1 mistake") as raised:
        sim.load_plugin(written(tmp_path, text))
    assert expected in str(raised.value)


def test_the_command_line_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    done = CliRunner().invoke(app, ["--plugin", "own.py", "check"])
    assert done.exit_code == 0, done.output
    assert [each.name for each in registered()] == ["of_file"]
    done = CliRunner().invoke(app, ["--plugin", "none.py", "check"])
    assert done.exit_code == 2
    assert "no such file" in done.output


RUNS = {"--scale", "--replications", "--executor", "--threads", "--households"}  # options of a command that runs months
READS = {"doudi results", "doudi robustness"}  # what was run


def commands_of(command: click.Command, path: str = "doudi") -> dict[str, set[str]]:
    found = {path: {option for each in command.params for option in each.opts}}
    for name, inner in getattr(command, "commands", {}).items():
        found |= commands_of(inner, f"{path} {name}")
    return found


def test_every_command_that_runs_has_the_option() -> None:
    known = commands_of(typer.main.get_command(app))
    having = {path for path, options in known.items() if "--plugin" in options}
    assert having == {path for path, options in known.items() if options & RUNS} | READS | {"doudi"}
    assert {"doudi run", "doudi sweep", "doudi mechanisms check", "doudi trial outreach", "doudi app"} <= having


@pytest.mark.parametrize(
    "words",
    [
        ["--plugin", "own.py", "run", "zhejiang"],
        ["run", "--plugin", "own.py", "zhejiang"],
        ["run", "zhejiang", "--plugin", "own.py"],
        ["--plugin", "own.py", "run", "zhejiang", "--plugin", "other.py"],
        ["compare", "zhejiang", "none", "--plugin", "own.py"],
        ["mechanisms", "check", "--plugin", "own.py"],
    ],
    ids=" ".join,
)
def test_it_stands_before_or_after_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words) -> None:
    seen = []

    def ran(*given: object, **options: object) -> None:
        seen.append([each.name for each in registered()])
        raise ExperimentError("seen")

    for place in ("simulation.run", "simulation.compare", "simulation.mechanisms.checking.check"):
        monkeypatch.setattr(place, ran, raising=False)
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    (tmp_path / "other.py").write_text(TEXT.replace("of_file", "of_another"), encoding="utf-8")
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2, done.output
    assert "seen" in done.output
    assert seen == [sorted(["of_file", "of_another"][: words.count("--plugin")])]


def test_after_the_command_a_mistake_is_one_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["run", "zhejiang", "--plugin", "none.py"])
    assert done.exit_code == 2
    assert "none.py: expected a Python file, found no such file" in done.output


def test_entry_points_register_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name, value = "own_figures", "package:register"

        def load(self):
            return lambda: sim.register_indicator("of_package", lambda ledger: 1.0, unit="1", zh="甲", en="x")

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point()] if group == "doudi.plugins" else [])
    assert sim.load_plugin("own_figures") == ["of_package"]
    with pytest.raises(ScenarioError, match="did you mean 'own_figures'"):
        sim.load_plugin("own_figure")
