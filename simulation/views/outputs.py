"""The files of a result: tables, workbook, run record, charts and report, written as one whole folder."""

import json
from pathlib import Path
from typing import Final

import pandas as pd

from simulation.views.budget_chart import budget_chart
from simulation.views.comparison_chart import comparison_chart
from simulation.views.funnel_chart import funnel_chart
from simulation.views.labels import Lang
from simulation.views.pdf import print_pdf
from simulation.views.place import OutputError, check_folder, moved_into_place
from simulation.views.report import report
from simulation.views.results import Outcome, is_change
from simulation.views.style import save
from simulation.views.workbook import write_workbook

CSV_ENCODING: Final = "utf-8-sig"  # the mark by which spreadsheets know UTF-8


def write(outcome: Outcome, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Writes tables, workbook, run record, charts and report of a result or a comparison to `folder`.

    Raises OutputError as `check_folder` does, and when the disk refuses.
    """
    folder = folder.absolute()
    check_folder(folder, force=force)
    try:
        with moved_into_place(folder) as staging:
            _write_files(outcome, staging, lang)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def _write_files(outcome: Outcome, folder: Path, lang: Lang) -> None:
    table = "comparison.csv" if is_change(outcome) else "result.csv"
    write_csv(outcome.table(), folder / table)
    write_csv(outcome.budget_by_month(), folder / "budget_by_month.csv")
    write_csv(outcome.funnel(), folder / "funnel.csv")
    record = json.dumps(outcome.run_record, ensure_ascii=False, indent=2, default=str)
    (folder / "run.json").write_text(record + "\n", encoding="utf-8")
    pictures = {"budget_alt": folder / "budget.png"}
    save(budget_chart(outcome, lang), folder / "budget.png")
    save(funnel_chart(outcome, lang), folder / "funnel.png")
    if is_change(outcome):
        save(comparison_chart(outcome, lang), folder / "comparison.png")
        pictures = {"comparison_alt": folder / "comparison.png", **pictures}
    write_workbook(outcome, folder / ("comparison.xlsx" if is_change(outcome) else "result.xlsx"), lang)
    (folder / "report.html").write_text(report(outcome, pictures, lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")


def write_csv(frame: pd.DataFrame, file: Path) -> None:
    """A table as a spreadsheet opens it: UTF-8 with its mark, lines ended as on Windows."""
    frame.to_csv(file, index=False, encoding=CSV_ENCODING, lineterminator="\r\n")
