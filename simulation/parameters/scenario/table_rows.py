"""Rows of a table that a user wrote: CSV or an Excel workbook, a column per parameter path, a row per scenario."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import read_bytes, read_text

WORDS: Final = ("name", "province", "practice", "reform", "uprated", "beyond_range")  # columns that hold text
type Cells = list[list[Any]]


def read_rows(file: Path, mistakes: Mistakes) -> list[dict[str, Any]]:
    """`{column: value}` of each row of a .csv or .xlsx file (its first sheet); empty cells are left out.

    Every defect becomes a mistake with its cell.
    """
    name = str(file)
    cells = _workbook(file, mistakes) if file.suffix.lower() == ".xlsx" else _comma_separated(file, mistakes)
    if not cells:
        if not mistakes.found:
            mistakes.add(name, "", "a row of column names and a row per scenario", "an empty table")
        return []
    head = ["" if cell is None else str(cell).strip() for cell in cells[0]]
    for column in {column for column in head if column and head.count(column) > 1}:
        mistakes.add(name, column, "each column once", "the column twice")
    rows = [(number, row) for number, row in enumerate(cells[1:], start=2) if any(_filled(cell) for cell in row)]
    if not rows:
        mistakes.add(name, "", "a row per scenario", "none below the column names")
    return [dict(_entries(name, number, head, row, mistakes)) for number, row in rows]


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _entries(
    name: str, number: int, head: list[str], row: list[Any], mistakes: Mistakes
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    for place, cell in enumerate(row):
        column = head[place] if place < len(head) else ""
        if not _filled(cell):
            continue
        if not column:
            mistakes.add(name, f"row {number}", "cells under a column name only", cell)
        elif column in WORDS:
            yield column, str(cell).strip()
        else:
            try:
                yield column, float(cell)
            except (TypeError, ValueError):
                mistakes.add(name, f"row {number}, {column}", "a number", cell)


def _comma_separated(file: Path, mistakes: Mistakes) -> Cells:
    text = read_text(file, str(file), mistakes)
    return [] if text is None else [list(row) for row in csv.reader(io.StringIO(text))]


def _workbook(file: Path, mistakes: Mistakes) -> Cells:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    content = read_bytes(file, str(file), mistakes)
    if content is None:
        return []
    try:
        shown, written = (load_workbook(io.BytesIO(content), data_only=each).worksheets[0] for each in (True, False))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        mistakes.add(str(file), "", "an Excel workbook (.xlsx)", type(error).__name__)
        return []
    cells = [list(row) for row in shown.iter_rows(values_only=True)]
    for r, row in enumerate(written.iter_rows(values_only=True)):
        for c, formula in enumerate(row):
            if formula is not None and cells[r][c] is None:
                place = written.cell(r + 1, c + 1).coordinate
                mistakes.add(str(file), place, "a formula with its result (save it in a spreadsheet)", formula)
    return cells
