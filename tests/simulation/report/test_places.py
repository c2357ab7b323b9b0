"""A folder is replaced only where doudi marked it as its own, and no link is followed out of its folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from fakes import FakeComparison, FakeResult

from simulation.report.files import outputs
from simulation.report.output_folder import MARK, OutputError, check_folder, written_whole
from simulation.report.tables.mechanisms import check_findings_file, write_findings

OLD_RESULT_NAMES = ("points.csv", "run.json", "comparison.csv", "report.html", "sweep.xlsx")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def result(folder: Path) -> Path:
    """A small result in `folder`, and its name."""
    with written_whole(folder, force=True) as staging:
        (staging / "run.json").write_text("{}")
        (staging / "comparison.csv").write_text("a\n1\n")
    return folder


@pytest.mark.parametrize("name", OLD_RESULT_NAMES)
def test_a_folder_of_the_users_is_kept_whatever_its_files_are_called(tmp_path: Path, name: str) -> None:
    """`--force` deleted a folder that happened to hold a `points.csv`."""
    own = tmp_path / "survey"
    own.mkdir()
    (own / name).write_text("years of work")
    with pytest.raises(OutputError, match=rf"{name}.*{MARK}"):
        result(own)
    assert contents(own) == {name: b"years of work"}


def test_a_file_of_the_users_in_our_folder_keeps_the_folder(tmp_path: Path) -> None:
    folder = result(tmp_path / "out")
    (folder / "points.csv").write_text("mine")  # a name of ours, but not of this result
    before = contents(folder)
    with pytest.raises(OutputError, match=r"points\.csv"):
        result(folder)
    assert contents(folder) == before


def test_what_comes_into_the_folder_while_the_result_is_made_is_kept(tmp_path: Path) -> None:
    folder = result(tmp_path / "out")

    def interrupted() -> None:
        with written_whole(folder, force=True) as staging:
            (staging / "new.csv").write_text("")
            (folder / "notes.txt").write_text("mine")

    with pytest.raises(OutputError, match=r"notes\.txt"):
        interrupted()
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "comparison.csv").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def _folder(place: Path) -> None:
    place.mkdir()
    (place / "mine.txt").write_text("mine")


def _link(place: Path) -> None:
    place.symlink_to(place.parent.parent / "elsewhere")


@pytest.mark.parametrize("made", [_folder, _link])
@pytest.mark.parametrize("name", ["comparison.csv", "Thumbs.db", MARK, ".ipynb_checkpoints"])
def test_folders_and_links_under_our_names_are_not_ours(
    tmp_path: Path, name: str, made: Callable[[Path], None]
) -> None:  # fmt: skip
    folder = result(tmp_path / "out")
    (folder / name).unlink(missing_ok=True)
    made(folder / name)
    with pytest.raises(OutputError):
        check_folder(folder, force=True)


def test_what_desktops_and_notebooks_leave_behind_goes_with_our_result(tmp_path: Path) -> None:
    folder = result(tmp_path / "out")
    (folder / "Thumbs.db").write_text("")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "comparison-checkpoint.csv").write_text("")
    check_folder(folder, force=True)
    (folder / ".ipynb_checkpoints" / "thesis-checkpoint.ipynb").write_text("{}")
    with pytest.raises(OutputError, match="ipynb_checkpoints"):
        check_folder(folder, force=True)


@pytest.mark.parametrize(
    "mark", ["", "{", "[]", '{"files": 1}', '{"files": [1]}', '{"files": ["../mine.txt"]}', "[" * 50_000, " " * 200_000]
)
def test_a_damaged_mark_is_none(tmp_path: Path, mark: str) -> None:
    folder = result(tmp_path / "out")
    (folder / MARK).write_text(mark)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="not written by doudi"):
        result(folder)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (folder / "comparison.csv").exists()


def test_the_mark_names_every_file(tmp_path: Path) -> None:
    folder = result(tmp_path / "out")
    assert json.loads((folder / MARK).read_text())["files"] == ["comparison.csv", "run.json"]
    assert contents(result(folder)).keys() == {MARK, "comparison.csv", "run.json"}  # replaced: it is ours


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("force", [True, False])
def test_a_link_is_not_followed(tmp_path: Path, there: bool, force: bool) -> None:
    target = tmp_path / "elsewhere"
    if there:
        result(target)
    (tmp_path / "out").symlink_to(target)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="is a link"):
        check_folder(tmp_path / "out", force=force)
    assert contents(tmp_path) == before
    assert (tmp_path / "out").is_symlink()


def test_findings_replace_findings_only(tmp_path: Path) -> None:
    """`mechanisms check --out` replaced any file of that name."""
    file = tmp_path / "effects.csv"
    write_findings([], file)
    write_findings([], file)
    assert list(pd.read_csv(file))[:2] == ["mechanism", "lever"]
    own = tmp_path / "own.csv"
    own.write_text("mechanism,mine\n")
    (tmp_path / "link.csv").symlink_to(own)
    for place in (own, tmp_path / "link.csv", tmp_path, tmp_path / "nowhere" / "effects.csv"):
        with pytest.raises(OutputError):
            check_findings_file(place)
        with pytest.raises(OutputError):
            write_findings([], place)
    assert own.read_text() == "mechanism,mine\n"


@pytest.mark.usefixtures("blank_plots")
def test_results_of_every_command_carry_the_mark(tmp_path: Path) -> None:
    for name, outcome in {"run": FakeResult(), "compare": FakeComparison()}.items():
        outputs.write(outcome, tmp_path / name)
        held = {each.name for each in (tmp_path / name).iterdir()} - {MARK}
        assert set(json.loads((tmp_path / name / MARK).read_text(encoding="utf-8"))["files"]) == held
