"""Where results go: whether a folder may be written, and how a whole folder is moved into place.

Whatever interrupts the writing, the place holds either what it held before or the whole new result. Only a folder that
doudi marked as its own is ever replaced: `MARK` names the files that were written, and any other file in the folder
is a reason to leave it alone.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.csv_text import frame_as_text

if TYPE_CHECKING:
    import pandas as pd

MARK: Final = ".doudi-result.json"  # in every folder that was written here
CSV_ENCODING: Final = "utf-8-sig"  # the mark by which spreadsheets know UTF-8
# left behind by desktops and notebooks; no reason to refuse a folder
IGNORED_FILES: Final = (".DS_Store", "Thumbs.db", "desktop.ini")
CHECKPOINTS: Final = ".ipynb_checkpoints"  # of notebooks: a folder of copies of what was opened
LARGEST_MARK: Final = 100_000  # bytes


class OutputError(Exception):
    """An output folder that cannot or must not be written; the message says why and what to do."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Raises OutputError unless a result may be written to `folder`; leaves nothing behind.

    Refused are: a file or a link of that name, a folder that contains files (with `force`: one without doudi's mark, or
    with files that the mark does not name), and a place where no folder can be made.
    """
    if folder.is_symlink():
        raise OutputError(f"{folder}: is a link; --out expects a folder, such as {os.path.realpath(folder)}")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; --out expects a folder")
    _check_held(folder, force=force)
    try:
        os.rmdir(tempfile.mkdtemp(dir=_existing_parent(folder), prefix=".doudi-"))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def check_file(file: Path, *, force: bool) -> None:
    """Raises OutputError unless one file may be written: a new one, or with `force` an old one."""
    if file.is_symlink() or file.is_dir():
        raise OutputError(f"{file}: is a {'link' if file.is_symlink() else 'folder'}; a file is expected")
    if not file.absolute().parent.is_dir():
        raise OutputError(f"{file}: there is no folder {file.absolute().parent}")
    if file.exists() and not force:
        raise OutputError(f"{file}: is there already; --force replaces it")


def _check_held(folder: Path, *, force: bool) -> None:
    """Raises OutputError where `folder` contains what must not be replaced."""
    try:
        held = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read ({error.strerror})") from error
    marked = _marked(folder)
    strange = [each.name for each in held if not _is_ours(each, marked)]
    if strange:
        hint = "" if marked is not None else f"; it lacks the mark ({MARK}) of a folder that --force may replace"
        raise OutputError(f"{folder}: contains files not written by doudi ({', '.join(strange[:4])}){hint}")
    if held and not force:
        named = [each.name for each in held if each.name != MARK]
        raise OutputError(f"{folder}: already contains {', '.join(named[:4])}; --force replaces a result")


def _marked(folder: Path) -> frozenset[str] | None:
    """Names of the files that doudi wrote to `folder`; None where the mark is missing or not one of ours."""
    mark = folder / MARK
    try:
        if mark.is_symlink() or not mark.is_file() or mark.stat().st_size > LARGEST_MARK:
            return None
        files = json.loads(mark.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    whole = isinstance(files, list) and all(isinstance(name, str) for name in files)
    return frozenset(files) if whole else None


def _is_ours(entry: Path, marked: frozenset[str] | None) -> bool:
    """Whether an entry of a folder may go with an earlier result."""
    if entry.name == CHECKPOINTS and entry.is_dir() and not entry.is_symlink():
        return all(_is_ours(copy, _copies(marked)) for copy in entry.iterdir())
    if entry.is_symlink() or not entry.is_file():
        return False
    return entry.name in IGNORED_FILES or (marked is not None and entry.name in (MARK, *marked))


def _copies(marked: frozenset[str] | None) -> frozenset[str]:
    """What a notebook calls its copies of files."""
    return frozenset(f"{Path(name).stem}-checkpoint{Path(name).suffix}" for name in marked or ())


def _leave_mark(folder: Path) -> None:
    """Name everything that is in `folder` as doudi's own."""
    from importlib.metadata import version

    files = sorted(each.name for each in folder.iterdir())
    mark = {"doudi": version("doudi"), "note": "doudi --force may replace this folder", "files": files}
    (folder / MARK).write_text(json.dumps(mark, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _existing_parent(folder: Path) -> Path:
    return next(parent for parent in folder.absolute().parents if parent.exists())


@contextmanager
def moved_into_place(folder: Path) -> Iterator[Path]:
    """A staging folder on the same disk, renamed to `folder` at the end and removed after any failure.

    Raises OutputError where something else came to be in `folder` meanwhile.
    """
    parent = _existing_parent(folder)
    holder = Path(tempfile.mkdtemp(dir=parent, prefix=".doudi-"))
    staging, earlier = holder / "new", holder / "earlier"
    staging.mkdir()
    try:
        yield staging
        _leave_mark(staging)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            check_folder(folder, force=True)
            folder.rename(earlier)
        staging.rename(folder)
    finally:
        if earlier.exists() and not folder.exists():  # interrupted between the two renames
            earlier.rename(folder)
        shutil.rmtree(holder, ignore_errors=True)


@contextmanager
def written_whole(folder: Path, *, force: bool) -> Iterator[Path]:
    """The staging folder of a result, which then is in `folder` whole or not at all.

    Raises OutputError when the folder may not be written, or the disk refuses.
    """
    folder = folder.absolute()
    check_folder(folder, force=force)
    try:
        with moved_into_place(folder) as staging:
            yield staging
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def csv_text(frame: "pd.DataFrame") -> str:
    """A table as CSV with lines ended as on Windows, in which no text is a formula."""
    return frame_as_text(frame).to_csv(index=False, lineterminator="\r\n")


def write_csv(frame: "pd.DataFrame", file: Path) -> None:
    """A table as a spreadsheet opens it: UTF-8 with its mark, lines ended as on Windows, no text run as a formula.

    Raises OutputError when the disk refuses; the file is written whole or not at all.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(csv_text(frame).encode(CSV_ENCODING))
        unfinished.replace(file)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)
