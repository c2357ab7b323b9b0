"""The lock files are in step, and no tracked file names a machine or an index."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
from hatchling.builders.wheel import WheelBuilder

import simulation

ROOT = Path(simulation.__file__).parents[1]
# what the commands need, and with it everything that developing needs
LOCKS = {"requirements.run.lock.txt": (), "requirements.lock.txt": ("--all-groups",)}
EXPORT = ("export", "--quiet", "--no-emit-project", "--no-header", "--no-annotate")
INDEX_HOST = re.compile(r"(py)?pi\.(org|python)|python" + r"hosted|index-" + r"url|simple/?['\"]")
MACHINE_PATH = re.compile(r"(^|[^a-z.~{}\w])/(work|farm|root|home|tmp|Users)/|file:" + "///")
NOT_TEXT = (".otf", ".png", ".mo")


def run(*command: str) -> str:
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def project_files() -> list[Path]:
    """Tracked files, and new ones which git does not ignore."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_files() -> list[Path]:
    return [file for file in project_files() if file.suffix not in NOT_TEXT]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_is_in_step_with_the_project(name: str) -> None:
    """Made by the commands that CONTRIBUTING states."""
    uv = shutil.which("uv")
    assert uv is not None, "uv is in the group `test`"
    assert run(uv, *EXPORT, *LOCKS[name]) == (ROOT / name).read_text(encoding="utf-8")
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    stated = [set(line.split()) for line in text.splitlines() if line.endswith(f" -o {name}")]
    assert stated == [{"uv", *EXPORT, *LOCKS[name], "-o", name} - {"--quiet"}]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_everything_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 30
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_versions_are_fixed_by_date_not_by_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"]["exclude-newer"]
    assert "index" not in project["tool"]["uv"]
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "uv.lock" not in {file.name for file in project_files()}


def test_no_file_names_an_index_host() -> None:
    for file in text_files():
        assert not INDEX_HOST.search(file.read_text(encoding="utf-8")) or file == Path(__file__), file


def test_no_file_names_a_path_of_a_machine() -> None:
    for file in text_files():
        lines = file.read_text(encoding="utf-8").splitlines()
        found = [line for line in lines if MACHINE_PATH.search(line)]
        assert not found or file == Path(__file__), (file, found[:3])


def test_notebooks_hold_no_outputs() -> None:
    files = sorted((ROOT / "notebooks").glob("*.ipynb"))
    run(sys.executable, "-m", "nbstripout", "--verify", *map(str, files))
    for file in files:
        nbformat.validate(nbformat.read(file, as_version=4))


def test_readme_opens_with_the_two_commands_and_ci_ends_with_the_second() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^pip install uv && .*$", text, re.M)
    assert first == "pip install uv && uv run doudi compare zhejiang dibao_line_plus_10"
    assert second == "pip install uv && uv run --group test pytest"
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == second


def test_wheel_holds_data_and_font(tmp_path: Path) -> None:
    """Built by the project's own backend, as pip does, without reaching for an index."""
    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(zipfile.ZipFile(built).namelist())
    assert {
        "simulation/report/fonts/DoudiSansSC-Regular.otf",
        "simulation/report/fonts/OFL.txt",
        "simulation/report/templates/report.html",
        "simulation/calculator/templates/explanation.html",
        "simulation/app/assets/index.html",
        "simulation/messages/locales/zh/LC_MESSAGES/text.po",
        "simulation/messages/locales/en/LC_MESSAGES/text.mo",
        "scenarios/provinces/zhejiang/counties.csv",
        "scenarios/provinces/zhejiang/province.toml",
        "scenarios/reforms/none.toml",
    } <= names
    assert not any(name.startswith(("tests/", "notebooks/")) for name in names)
