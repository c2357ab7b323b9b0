"""The sheet of assumptions of a workbook."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook

from simulation.report.files.sheets import Sheet
from simulation.report.tables.sections import MARK, fitted_words, records
from simulation.report.words.labels import CONFIDENCES, STATUSES, Lang, chosen
from simulation.report.words.results import Reportable
from simulation.report.words.words import text


def assumptions_sheet(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """Every value that an outcome rests on, with unit, range, status, for whom it was fitted, and source."""
    sheet = Sheet(book, text("sheet_assumptions", lang), text("assumptions", lang))
    names = ("parameter", "path", "value", "unit", "status", "fitted_for", "confidence", "year", "low", "high",
             "source", "changed")  # fmt: skip
    rows: list[Sequence[Any]] = []
    for row in records(outcome.assumptions()):
        year = f"{row.year:.0f}" if pd.notna(row.year) else ""
        value = row.value if isinstance(row.value, int | float) else str(row.value)
        rows.append((
            str(getattr(row, f"label_{lang}") or row.path), str(row.path), value, str(row.unit),
            chosen(STATUSES, str(row.status), lang), fitted_words(str(row.fitted_for), lang),
            chosen(CONFIDENCES, str(row.confidence), lang), year,
            row.low, row.high, str(row.source) if pd.notna(row.source) else "", MARK if row.changed else "",
        ))  # fmt: skip
    sheet.table([text(name, lang) for name in names], rows, freeze=1)
