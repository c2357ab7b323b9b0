"""Where results go: whether a folder may be written, and how a whole folder is moved into place.

Whatever interrupts the writing, the place holds either what it held before or the whole new result.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

FORMS: Final = ("csv", "png")
PLOTTED: Final = (
    "by_year.csv", "by_year_total.csv",
    *(f"{kind}.{form}" for kind in ("fan", "incidence", "waits", "funnel", "counties") for form in FORMS), "errors.png",
)  # fmt: skip
COMPARISON_FILES: Final = (
    "comparison.csv",
    "budget_by_month.csv",
    "run.json",
    "budget.png",
    "comparison.png",
    "report.html",
    "comparison.xlsx",
    *PLOTTED,
    *(f"{kind}.{form}" for kind in ("waterfall", "winners") for form in FORMS),
)
OPTIONAL_FILES: Final = ("report.pdf",)  # where a browser is there to print it
RESULT_FILES: Final = (
    "result.csv", "budget_by_month.csv", "run.json", "budget.png", "report.html", "result.xlsx", *PLOTTED,
)  # fmt: skip
CLIFF_FILES: Final = ("cliffs.csv", "cliffs.png", "marginal_rates.csv", "units_near_cliffs.csv", "marginal_rates.png")
EXPERIMENT_FILES: Final = (
    "pairwise.csv", "gainers_losers.csv", "assumptions.csv", "points.csv", "troubles.csv", "targets.csv",
    "evaluations.csv", "regret.csv",
    *(f"{name}{ending}" for name in ("sweep", "solution", "frontier", "sensitivity", "robustness")
      for ending in (".csv", ".png", ".xlsx")),
)  # fmt: skip
CSV_ENCODING: Final = "utf-8-sig"  # the mark by which spreadsheets know UTF-8
# left behind by desktops and notebooks; no reason to refuse a folder
IGNORED_FILES: Final = (".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")


class OutputError(Exception):
    """An output folder that cannot or must not be written; the message says why and what to do."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Raises OutputError unless a result may be written to `folder`; leaves nothing behind.

    Refused are: a file of that name, a folder that holds files (with `force`: files which are not ours), and
    a place where no folder can be made.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; --out expects a folder")
    held = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    if held and not force:
        raise OutputError(f"{folder}: already holds {', '.join(held[:4])}; --force replaces a result")
    ours = (*COMPARISON_FILES, *RESULT_FILES, *CLIFF_FILES, *EXPERIMENT_FILES, *OPTIONAL_FILES, *IGNORED_FILES)
    strange = [name for name in held if name not in ours]
    if strange:
        raise OutputError(f"{folder}: holds files not written by doudi ({', '.join(strange[:4])})")
    try:
        os.rmdir(tempfile.mkdtemp(dir=_existing_parent(folder), prefix=".doudi-"))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def _existing_parent(folder: Path) -> Path:
    return next(parent for parent in folder.absolute().parents if parent.exists())


@contextmanager
def moved_into_place(folder: Path) -> Iterator[Path]:
    """A staging folder on the same disk, renamed to `folder` at the end and removed after any failure."""
    parent = _existing_parent(folder)
    holder = Path(tempfile.mkdtemp(dir=parent, prefix=".doudi-"))
    staging, earlier = holder / "new", holder / "earlier"
    staging.mkdir()
    try:
        yield staging
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rename(earlier)
        staging.rename(folder)
    finally:
        if earlier.exists() and not folder.exists():  # interrupted between the two renames
            earlier.rename(folder)
        shutil.rmtree(holder, ignore_errors=True)


@contextmanager
def written_whole(folder: Path, *, force: bool) -> Iterator[Path]:
    """The staging folder of a result, which then stands in `folder` whole or not at all.

    Raises OutputError when the folder may not be written, or the disk refuses.
    """
    folder = folder.absolute()
    check_folder(folder, force=force)
    try:
        with moved_into_place(folder) as staging:
            yield staging
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def write_csv(frame: "pd.DataFrame", file: Path) -> None:
    """A table as a spreadsheet opens it: UTF-8 with its mark, lines ended as on Windows."""
    frame.to_csv(file, index=False, encoding=CSV_ENCODING, lineterminator="\r\n")
