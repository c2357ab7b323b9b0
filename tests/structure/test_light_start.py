"""`uv run doudi` installs what the commands need and no tool; every other command that a text says names its group."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from test_project import ROOT, run, text_files
from without import RUN_LOCK, locked, plain

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LINT = {"mypy", "ruff", "pandas-stubs", "scipy-stubs", "types-networkx"}
TEST = {"pytest", "pytest-xdist", "hypothesis", "playwright", "psutil", "nbclient", "nbstripout", "hatchling", "uv"}
DOCS = {"sphinx", "furo", "myst-parser"}
NOTEBOOK = {"jupyterlab", "ipykernel", "ipython", "ipywidgets"}
OF_COMMANDS = {"scikit-learn", "salib", "pymoo", "duckdb", "distributed", "solara"}
MOST = 46  # packages of the default set, those of other systems included, as of today: each further one is a decision
# what a text says to type after `uv run` -> the package that it comes from or cannot do without
NEEDS = {
    "doudi": "numba", "python": "numba", "jupyter": "jupyterlab", "mypy": "mypy", "nbstripout": "nbstripout",
    "pytest": "pytest", "ruff": "ruff", "lint-imports": "import-linter",
    "solara": "solara", "sphinx-build": "sphinx", "doudi calibrate": "scikit-learn",
    "doudi frontier": "pymoo", "python -m benchmarks.page": "playwright", "python tests/killing.py": "pytest",
    "python -m benchmarks.recovery": "scikit-learn",
}  # fmt: skip
TYPED = re.compile(r"\buv run ((?:--(?:group|extra|with) \S+ )*)([a-z][\w-]*(?: (?:-m )?[\w./-]*\w)?)")
COMPARE = """
import sys, without
without.without_the_rest()
out, *names = sys.argv[1:]
for name in names:
    __import__(name)
sys.argv = ["doudi", "compare", "inner_mongolia", "dibao_line_plus_10", "--scale", "0.0001", "--months", "1",
            "--replications", "2", "--draws", "0", "--out", out]
sys.modules["simulation.cli.main"].main()
"""


@cache
def installed(options: str) -> set[str]:
    """Names of what `uv run` with these options installs; `--with` is for one call and adds to them."""
    kept = re.findall(r"--(?:group|extra) \S+", options)
    text = run("uv", "export", "--quiet", "--no-emit-project", "--no-hashes", *" ".join(kept).split())
    return locked(text) | {plain(name) for name in re.findall(r"--with (\S+)", options)}


def test_default_set_has_no_tool() -> None:
    names = locked(RUN_LOCK.read_text(encoding="utf-8"))
    assert {"numba", "numpy", "scipy", "mesa", "networkx", "matplotlib"} <= names
    assert not names & (LINT | TEST | DOCS | NOTEBOOK | OF_COMMANDS)
    assert len(names) <= MOST
    assert PROJECT["tool"]["uv"]["default-groups"] == []


@pytest.mark.parametrize(
    ("group", "has", "has_not"),
    [
        ("notebook", NOTEBOOK | {"pymoo", "salib"}, LINT | DOCS | {"hypothesis", "playwright", "pytest"}),
        ("docs", DOCS, LINT | TEST | NOTEBOOK),
        ("words", {"babel"}, LINT | TEST | DOCS | NOTEBOOK | OF_COMMANDS),
        ("lint", LINT, TEST | DOCS | NOTEBOOK),
        ("test", TEST | DOCS | NOTEBOOK | OF_COMMANDS - {"solara"}, LINT),
        ("dev", TEST | DOCS | NOTEBOOK | LINT, {"solara"}),
    ],
)
def test_a_group_has_its_tools_and_no_others(group: str, has: set[str], has_not: set[str]) -> None:
    names = installed(f"--group {group}")
    assert has <= names
    assert not has_not & names


def typed() -> dict[str, set[tuple[str, str]]]:
    """(options, command) after each `uv run` in a text of the project -> the files that say it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for file in text_files():
        if file != Path(__file__):
            for options, command in TYPED.findall(file.read_text(encoding="utf-8")):
                found.setdefault(file.relative_to(ROOT).as_posix(), set()).add((options.strip(), command))
    return found


def test_every_command_of_a_text_names_the_group_that_it_needs() -> None:
    found = typed()
    for file, commands in found.items():
        for options, command in commands:
            tool = command.split()[0]
            assert tool in NEEDS, f"{file}: {command}: say in NEEDS which package it comes from"
            assert NEEDS.get(command, NEEDS[tool]) in installed(options), f"{file}: uv run {options} {command}"
    everything = {(options, command.split()[0]) for commands in found.values() for options, command in commands}
    for page in ("README.md", "docs/by_role.md"):
        assert ("--group notebook", "jupyter lab") in found[page], page
    assert everything >= {
        ("--group test", "pytest"), ("--group test", "nbstripout"), ("--group lint", "mypy"), ("--group lint", "ruff"),
        ("--group docs", "sphinx-build"), ("--extra classroom", "solara"),
    }  # fmt: skip


def test_every_module_and_compare_need_the_default_packages_alone(tmp_path: Path) -> None:
    """Mesa's viewer and the scripts that make font and catalogues are left out: they are no command's."""
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for package in ("simulation", "calibration")
        for file in sorted((ROOT / package).rglob("*.py"))
        if file.name not in ("__init__.py", "mesa_view.py", "make_font.py", "make_catalogues.py")
    ]
    done = subprocess.run(
        [sys.executable, "-c", COMPARE, str(tmp_path / "out"), *names], cwd=ROOT / "tests", capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {"report.html", "comparison.xlsx", "budget.png"} <= {file.name for file in (tmp_path / "out").iterdir()}


def test_an_error_names_an_extra_that_has_the_library() -> None:
    calls = [
        [argument.value for argument in node.args if isinstance(argument, ast.Constant)][1:]
        for package in ("simulation", "calibration")
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "absent"
    ]
    assert {extra for _, extra in calls} == {"calibrate", "classroom", "cluster", "explore", "store"}
    for library, extra in calls:
        names = {plain(re.split(r"[\[<>=]", each)[0]) for each in EXTRAS[extra]}
        assert plain(library) in names, (library, extra)
