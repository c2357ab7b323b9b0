"""The documentation builds without network, and everything its pages tell a reader to type does run.

Every fenced block of the README and of `docs/` is run or read here, at a tiny scale where it states none. A block that
only shows something says why in a comment before it: `<!-- shown only: reason -->`.
"""

import re
import shlex
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
import typer
from sphinx.cmd.build import build_main
from typer.testing import CliRunner

import simulation
from simulation.cli.main import app
from simulation.sweeping.design.sweep_file import read_sweep

pytestmark = pytest.mark.usefixtures("few_counties")

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {file.stem: file for file in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
BLOCK = re.compile(
    r"^(?:<!-- shown only: (?P<why>.+?) -->\n)?```(?:\{code-block\} )?(?P<kind>\S*)\n(?::caption: (?P<name>\S+)\n\n)?"
    r"(?P<text>.*?)^```$",
    re.M | re.S,
)
ELSEWHERE = re.compile(
    r"<(?:script|img|iframe)[^>]*src=\"https?:|<link[^>]*rel=\"stylesheet\"[^>]*href=\"https?:|@import"
)
BUILT = ("index", "start", "by_role", "microdata", "model", "rules", "cases", "experiments", "extending", "sources",
         "glossary", "mechanisms", "decisions", "made/api", "made/parameters", "made/processes", "made/indicators",
         "made/columns", "made/schema", "made/charts", "made/changelog")  # fmt: skip
TINY: dict[str, Any] = {"scale": 0.0005, "months": 7, "replications": 2}


class Block(NamedTuple):
    """One fenced block."""

    why: str | None
    kind: str
    name: str | None
    text: str


def blocks(page: str) -> list[Block]:
    found = [Block(**match.groupdict()) for match in BLOCK.finditer(PAGES[page].read_text(encoding="utf-8"))]
    return [each for each in found if each.kind != "{toctree}"]


@pytest.mark.filterwarnings("ignore")
def test_the_site_builds_without_a_warning_and_asks_nobody(tmp_path):
    assert (
        build_main(["-q", "-W", "--keep-going", "-d", str(tmp_path / "kept"), str(DOCS), str(tmp_path / "site")]) == 0
    )
    site = tmp_path / "site"
    for name in BUILT:
        assert not ELSEWHERE.findall((site / f"{name}.html").read_text(encoding="utf-8")), name
    parameters = (site / "made" / "parameters.html").read_text(encoding="utf-8")
    assert "visit.visits_per_grid_month" in parameters
    assert "补差扣减率" in parameters or "withdrawal rate" in parameters
    processes = (site / "made" / "processes.html").read_text(encoding="utf-8")
    assert "passing_probability" in processes
    assert "living.live" in processes
    assert "registration_county" in (site / "made" / "schema.html").read_text(encoding="utf-8")


@pytest.fixture
def tiny(monkeypatch):
    """Calls that state no size run at a tiny one, and in this process: to start others takes longer than such runs."""
    from simulation.simulate.executors import serial

    here = {"executor": serial()}
    sizes = {"compare": TINY, "run": TINY, "sweep": TINY | here, "solve": here, "frontier": here, "sensitivity": here}
    for name, size in sizes.items():
        real = getattr(simulation, name)
        monkeypatch.setattr(simulation, name, lambda *a, _r=real, _s=size, **k: _r(*a, **(k | _s)), raising=False)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_type_runs(page, tmp_path, monkeypatch, tiny):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.why:
            continue
        if block.kind == "toml":
            reads_toml(tmp_path / (block.name or "block.toml"), block.text)
        elif block.name and block.name.endswith(".py"):  # a file that the next command loads
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        elif block.kind == "python":
            exec(block.text, names)
        else:
            assert block.kind == "console", f"{page}: run it, or say why not: {block.text[:60]}"
            for line in block.text.splitlines():
                done = CliRunner().invoke(app, shlex.split(line)[1:])
                assert done.exit_code == 0, f"{line}\n{done.output}"
    if page == "start":
        assert list(tmp_path.glob("*/report.html"))


def reads_toml(file: Path, text: str) -> None:
    """A file of a page: kept for the commands that name it, and read as what it is."""
    file.write_text(text, encoding="utf-8")
    if "[[case]]" in text:
        done = CliRunner().invoke(app, ["cases", str(file)])
        assert done.exit_code == 0, done.output
    elif "[[change]]" in text:
        done = CliRunner().invoke(app, ["check", str(file)])
        assert done.exit_code == 0, done.output
    else:
        assert "[grid]" in text, "a reform, a sweep or cases"
        read_sweep(file)


def commands(command: click.Command, path: str = "doudi") -> dict[str, set[str]]:
    """Every command by its words, with its options."""
    found = {path: {option for each in command.params for option in (*each.opts, *each.secondary_opts)}}
    for name, inner in getattr(command, "commands", {}).items():
        found |= commands(inner, f"{path} {name}")
    return found


KNOWN = commands(typer.main.get_command(app))


def typed_in(page: str) -> list[str]:
    """Commands of a page, inline and in blocks, without comments."""
    text = PAGES[page].read_text(encoding="utf-8")
    lines = re.findall(r"`(?:uv run (?:--extra \S+ )?)?(doudi [a-z][^`\n]*)`", text)
    lines += [line for block in blocks(page) for line in block.text.splitlines() if line.startswith("doudi ")]
    return [re.sub(r"^doudi --plugin \S+", "doudi", line.split("  #")[0]) for line in lines]


def test_every_command_in_the_text_exists_with_its_options():
    """Also the README's synopsis, in which several commands may share a line."""
    for page in PAGES:
        for line in typed_in(page):
            options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", line)) - {"--help"}
            for first in re.match(r"doudi ((?:[a-z]+ \| )*[a-z-]+)", line)[1].split(" | "):
                words = line.split()[2:3]
                path = (
                    f"doudi {first} {words[0]}" if words and f"doudi {first} {words[0]}" in KNOWN else f"doudi {first}"
                )
                assert path in KNOWN, f"{page}: {line}"
                assert options <= KNOWN[path], f"{page}: {line}: {options - KNOWN[path]}"


def test_the_readme_names_every_command():
    text = PAGES["README"].read_text(encoding="utf-8")
    for path in KNOWN:
        if path.count(" ") == 1:
            assert re.search(rf"^doudi (?:\w+ \| )*{path.split()[1]}\b", text, re.M), path
