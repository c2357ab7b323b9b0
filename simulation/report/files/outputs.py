"""The files of a result: tables, workbook, run record, charts and report, written as one whole folder."""

import json
from pathlib import Path

from simulation.report.files.chart_files import charts_for, numbers_of, save_charts
from simulation.report.files.html_report import report
from simulation.report.files.pdf import print_pdf
from simulation.report.files.workbook import write_workbook
from simulation.report.output_folder import write_csv, written_whole
from simulation.report.tables.partitions import indicator_frames, year_frames
from simulation.report.words.labels import Lang
from simulation.report.words.results import Reportable, is_change
from simulation.reported.counterparts import counterparts, frame_of, has_statements


def write(outcome: Reportable, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Writes tables, workbook, run record, charts and report of a result or a comparison to `folder`.

    Raises OutputError as `check_folder` does, and when the disk refuses.
    """
    with written_whole(folder, force=force) as staging:
        _write_files(outcome, staging, lang)


def _write_files(outcome: Reportable, folder: Path, lang: Lang) -> None:
    table, owner = ("comparison", "Comparison") if is_change(outcome) else ("result", "Result")
    charts = charts_for(owner, outcome)
    frames = indicator_frames(table, outcome.table()) | year_frames(outcome)
    if has_statements(outcome):
        frames["reported"] = frame_of(counterparts(outcome))
    for name, frame in (frames | numbers_of(charts, outcome)).items():
        write_csv(frame, folder / f"{name}.csv")
    record = json.dumps(outcome.run_record, ensure_ascii=False, indent=2, default=str)
    (folder / "run.json").write_text(record + "\n", encoding="utf-8")
    pictures = save_charts(charts, outcome, folder, lang)
    write_workbook(outcome, folder / f"{table}.xlsx", lang, charts)
    (folder / "report.html").write_text(report(outcome, pictures, lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")
