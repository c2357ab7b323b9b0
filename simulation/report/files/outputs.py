"""The files of a result: tables, workbook, run record, charts and report, written as one whole folder."""

import json
from pathlib import Path

import pandas as pd

from simulation.report.charts.plots import OF_COMPARISON, OF_RESULT
from simulation.report.charts.style import save
from simulation.report.files.html_report import report
from simulation.report.files.pdf import print_pdf
from simulation.report.files.workbook import write_workbook
from simulation.report.output_folder import write_csv, written_whole
from simulation.report.tables.partitions import budget_frames, group_frames, indicator_frames, step_frames, year_frames
from simulation.report.words.labels import Lang
from simulation.report.words.results import Outcome, is_change
from simulation.reported.counterparts import counterparts, frame_of, has_statements


def write(outcome: Outcome, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Writes tables, workbook, run record, charts and report of a result or a comparison to `folder`.

    Raises OutputError as `check_folder` does, and when the disk refuses.
    """
    with written_whole(folder, force=force) as staging:
        _write_files(outcome, staging, lang)


def _write_files(outcome: Outcome, folder: Path, lang: Lang) -> None:
    table = "comparison" if is_change(outcome) else "result"
    frames = indicator_frames(table, outcome.table()) | budget_frames(outcome) | year_frames(outcome)
    if has_statements(outcome):
        frames["reported"] = frame_of(counterparts(outcome))
    for name, frame in (frames | _numbers_of_plots(outcome)).items():
        write_csv(frame, folder / f"{name}.csv")
    record = json.dumps(outcome.run_record, ensure_ascii=False, indent=2, default=str)
    (folder / "run.json").write_text(record + "\n", encoding="utf-8")
    plots = dict(OF_COMPARISON if is_change(outcome) else OF_RESULT)
    if not len(outcome.incidence()):
        plots.pop("incidence")
    pictures = {kind: folder / f"{kind}.png" for kind in plots}
    for kind, draw in plots.items():
        save(draw(outcome, lang), pictures[kind])
    write_workbook(outcome, folder / f"{table}.xlsx", lang)
    (folder / "report.html").write_text(report(outcome, pictures, lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")


def _numbers_of_plots(outcome: Outcome) -> dict[str, pd.DataFrame]:
    """What the plots show, by the name of the file, where it is in no other."""
    frames = group_frames("funnel", outcome.funnel())
    frames |= {"fan": outcome.fan(), "waits": outcome.waits(), "counties": outcome.by_county()}
    if len(incidence := outcome.incidence()):
        frames["incidence"] = incidence
    if is_change(outcome):
        frames |= step_frames("waterfall", outcome.budget_steps()) | group_frames("winners", outcome.flips())
    return frames
