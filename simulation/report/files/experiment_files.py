"""An experiment as files to hand on: tables (CSV), chart, workbook, report and run record, one whole folder."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd
from xlsxwriter.workbook import Workbook

from simulation.report.files.chart_files import Picture, charts_for, numbers_of, save_charts
from simulation.report.files.html_report import Page, flat_record, rendered
from simulation.report.files.pdf import print_pdf
from simulation.report.files.sheets import FONT, OPTIONS, Sheet, change_cell, level_cell
from simulation.report.files.workbook import NO_DATE
from simulation.report.output_folder import write_csv, written_whole
from simulation.report.tables import experiments as tables
from simulation.report.tables.sections import Table
from simulation.report.tables.solution_tables import solution_tables
from simulation.report.words.experiment_words import column_heading, named_with_unit, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.words import text
from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.search.solution import Solution
from simulation.simulate.indicator_positions import ALIASES
from simulation.sweeping.results.sweep_results import Sweep

# Columns that contain a parameter's value, a count or a share, whatever the indicator of the row.
_PLAIN: Final = (
    "point",
    "root",
    "value",
    "low_value",
    "high_value",
    "replications",
    "draws",
    "draw",
    "evaluations",
    "S1",
    "S1_conf",
    "ST",
    "ST_conf",
)


# Columns that contain differences: of shares in percentage points.
_CHANGES: Final = re.compile(
    r"(^|_)(difference|change|low|high|low_effect|high_effect|missed_by|mu|mu_star|sigma)($|_)"
)


class Handover(NamedTuple):
    """What is handed on: `frames` by the name of their file and sheet, the first of them the result."""

    name: str
    title: str
    tables: list[Table]
    frames: Mapping[str, pd.DataFrame]
    found: Any  # the result that the charts draw
    sweep: Sweep
    record: Mapping[str, Any] = {}  # more for the run record, under the name


def sweep_files(sweep: Sweep, lang: Lang) -> Handover:
    """Every point's main indicators, what the points are, spending by month and year if kept, and what failed."""
    summary, shown = sweep.summary(), tables.sweep_tables(sweep, lang)
    frames = {"sweep": summary, "points": sweep.points()}
    if sweep.holds_arrays:
        frames["budget_by_month"] = sweep.budget_by_month()
        frames |= {"by_year": sweep.by_year(), "by_year_total": sweep.by_year(total=True)}
    if len(troubles := sweep.troubles()):
        frames["troubles"] = troubles
    title = shown[0].title.partition(" – ")[0]
    return Handover("sweep", title, shown, frames, sweep, sweep)


def solution_files(found: Solution, lang: Lang) -> Handover:
    """The solution, its targets and every evaluation on the way."""
    frames = {"solution": found.table(), "targets": found.targets, "evaluations": found.tried}
    shown = solution_tables(found, lang)
    return Handover("solution", say("solution", lang), shown, frames, found, found.sweep, found.record())


def frontier_files(found: Frontier, lang: Lang) -> Handover:
    """The undominated reforms."""
    shown = tables.frontier_tables(found, lang)
    frames = {"frontier": found.table()}
    return Handover("frontier", shown[0].title, shown, frames, found, found.sweep)


def sensitivity_files(found: Sensitivity, lang: Lang) -> Handover:
    """Effects or indices of each parameter."""
    shown = tables.sensitivity_tables(found, lang)
    frames = {"sensitivity": found.table()}
    return Handover("sensitivity", shown[0].title, shown, frames, found, found.sweep)


def robustness_files(found: Robustness, sweep: Sweep, lang: Lang) -> Handover:
    """Ranks over the futures, and the regret of each point in each future."""
    shown = tables.robustness_tables(found, lang)
    frames = {"robustness": found.table(), "regret": found.regret_table()}
    return Handover("robustness", shown[0].title, shown, frames, found, sweep)


def write_experiment(what: Handover, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Write everything to `folder`, all or nothing. Raises OutputError when it may not be written."""
    with written_whole(folder, force=force) as staging:
        _write_files(what, staging, lang)


def _write_files(what: Handover, folder: Path, lang: Lang) -> None:
    record, charts = what.sweep.record(), charts_for(type(what.found).__name__, what.found)
    frames = {**what.frames, **numbers_of(charts, what.found), "assumptions": what.sweep.assumptions()}
    for name, frame in frames.items():
        write_csv(frame, folder / f"{name}.csv")
    kept = {**record, what.name: what.record} if what.record else record
    (folder / "run.json").write_text(json.dumps(kept, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")
    pictures = save_charts(charts, what.found, folder, lang)
    status = tables.calibration_of(what.sweep, lang)
    notes = [
        _settings(record, lang), tables.status_line(what.sweep, lang), *([status] if status else []),
        text("model_not_figure", lang),
    ]  # fmt: skip
    _write_workbook(what, frames, notes, pictures, folder / f"{what.name}.xlsx", lang)
    page = Page(
        title=what.title, settings=" ".join(notes[:2]), status=status, reading=say("crn", lang), tables=what.tables,
        record=list(flat_record({name: value for name, value in record.items() if name != "packages"})),
        pictures=pictures,
    )  # fmt: skip
    (folder / "report.html").write_text(rendered(page, lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")


def _settings(record: Mapping[str, Any], lang: Lang) -> str:
    sizes = {name: record[name] for name in ("months", "scale", "replications", "seed")}
    return f"{record['baseline']}: {text('settings', lang, **sizes)}"


def _write_workbook(
    what: Handover,
    frames: Mapping[str, pd.DataFrame],
    notes: list[str],
    pictures: list[Picture],
    file: Path,
    lang: Lang,
) -> None:
    """A cover with the chart, then a sheet per table, numbers as numbers."""
    with Workbook(str(file), dict(OPTIONS)) as book:
        book.set_properties({"title": what.title, "created": NO_DATE, "author": "doudi"})
        book.formats[0].set_font_name(FONT)
        cover = Sheet(book, text("sheet_cover", lang), what.title, notes)
        if pictures:
            cover.page.insert_image(cover.row + 1, 0, str(pictures[0].file), {"x_scale": 0.6, "y_scale": 0.6})
        for name, frame in frames.items():
            heading = say(f"sheet_{name}", lang)
            sheet = Sheet(book, heading, heading)
            headings = [column_heading(str(column), lang) for column in frame.columns]
            sheet.table(headings, _cells(frame, lang), freeze=1)


def _cells(frame: pd.DataFrame, lang: Lang) -> Iterator[tuple[Any, ...]]:
    """Rows with each number in the format of its indicator: that of its row, or that its column is named after."""
    for row in frame.to_dict("records"):
        indicator = str(row.get("indicator", ""))
        yield tuple(_cell(str(name), value, indicator, lang) for name, value in row.items())


def _cell(column: str, value: Any, indicator: str, lang: Lang) -> Any:
    if isinstance(value, str):
        return named_with_unit(value, lang) if column == "indicator" else value
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    owner = next((name for name in ALIASES if column.startswith(name)), indicator)
    plain = column in _PLAIN or "." in column
    if plain or not unit_of(owner):
        return value
    unit, change = unit_of(owner), _CHANGES.search(column.removeprefix(owner)) is not None
    return change_cell(value, unit, lang) if change else level_cell(value, unit)
