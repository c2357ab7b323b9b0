"""Several reforms compared with one baseline, as files to hand on: tables, chart, report and workbook."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.workbook import Workbook

from simulation.comparison.several_reforms import SideBySide
from simulation.report.charts.style import REFORM
from simulation.report.files.assumptions_sheet import assumptions_sheet
from simulation.report.files.chart_files import Picture, charts_for, numbers_of, save_charts
from simulation.report.files.html_report import Page, flat_record, rendered
from simulation.report.files.pdf import print_pdf
from simulation.report.files.sheets import (
    FONT,
    OPTIONS,
    OTHER_FORMAT,
    POINTS,
    Number,
    Series,
    Sheet,
    change_cell,
    level_cell,
)
from simulation.report.files.workbook import CHANGES, NO_DATE, NUMBERS
from simulation.report.files.years_sheet import years_sheet
from simulation.report.output_folder import write_csv, written_whole
from simulation.report.tables.doubt import calibration_line, part_columns, reading, with_parts
from simulation.report.tables.partitions import budget_frames, group_frames, indicator_frames, year_frames
from simulation.report.tables.sections import assumption_table, plain_unit
from simulation.report.tables.several_reforms import (
    assumptions_of,
    reached_line,
    reform_titles,
    reforms_tables,
    rows_of,
)
from simulation.report.tables.tables import settings_line
from simulation.report.words.amounts import ONE, unit_label
from simulation.report.words.experiment_words import MAIN_FIGURES, named, named_with_unit, say, unit_of
from simulation.report.words.labels import OBSERVERS, Lang, chosen, group_label, indicator_label
from simulation.report.words.results import changes_of, scenario_title
from simulation.report.words.words import text


def write_reforms(found: SideBySide, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Write tables, chart, workbook, run record and report to `folder`, all or none.

    Raises OutputError when the folder may not be written, or the disk refuses.
    """
    with written_whole(folder, force=force) as staging:
        _write_files(found, staging, lang)


def _write_files(found: SideBySide, folder: Path, lang: Lang) -> None:
    frames = indicator_frames("comparison", found.table()) | group_frames("gainers_losers", found.flips())
    frames |= budget_frames(found) | year_frames(found) | {"assumptions": assumptions_of(found)}
    charts = charts_for("SideBySide", found)
    frames |= numbers_of(charts, found)
    if len(pairs := found.pairwise()):
        frames |= indicator_frames("pairwise", pairs)
    for name, frame in frames.items():
        write_csv(frame, folder / f"{name}.csv")
    record = {each.reform_name: each.run_record for each in found.comparisons}
    (folder / "run.json").write_text(json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")
    pictures = save_charts(charts, found, folder, lang)
    write_reforms_workbook(found, folder / "comparison.xlsx", lang)
    (folder / "report.html").write_text(reforms_report(found, pictures, lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")


def reforms_report(found: SideBySide, pictures: Sequence[Picture], lang: Lang = "en") -> str:
    """HTML of the report: what each reform changes, the charts, the tables, the run records."""
    first, titles = found.comparisons[0], reform_titles(found, lang)
    changes = [
        f"{titles[each.reform_name]}: {change}" for each in found.comparisons for change in changes_of(each, lang)
    ]
    records = [line for each in found.comparisons for line in flat_record(each.run_record, f"{each.reform_name}.")]
    page = Page(
        title=_title(found, lang), settings=" ".join((settings_line(first, lang), reached_line(found, lang))).strip(),
        reading=reading(first, lang), status=calibration_line(first, lang), changes=changes,
        pictures=pictures,
        tables=[*reforms_tables(found, lang), assumption_table(first, lang)], record=records,
    )  # fmt: skip
    return rendered(page, lang)


def _title(found: SideBySide, lang: Lang) -> str:
    province = scenario_title(found.comparisons[0], "baseline", lang)
    return province + ("：" if lang == "zh" else ": ") + say("several", lang, count=len(found.comparisons))


def write_reforms_workbook(found: SideBySide, file: Path, lang: Lang = "en") -> None:
    """Write the workbook: main figures with a chart each, every indicator, and the differences between reforms.

    Raises OSError when the disk refuses.
    """
    titles, table, pairs = reform_titles(found, lang), found.table(), found.pairwise()
    marked = any(
        starred(row) for name in MAIN_FIGURES for row in rows_of(table, name)
    )  # else the cover has no * to explain
    first = found.comparisons[0]
    read = with_parts(text("paired" if marked else "paired_figures", lang), first, lang)
    notes = (settings_line(first, lang), calibration_line(first, lang), text("model_not_figure", lang), read)
    parts = part_columns(table)
    with Workbook(str(file), dict(OPTIONS)) as book:
        book.set_properties({"title": _title(found, lang), "created": NO_DATE, "author": "doudi"})
        book.formats[0].set_font_name(FONT)
        _cover(Sheet(book, text("sheet_cover", lang), _title(found, lang), notes), table, titles, lang)
        sheets = [("sheet_comparison", table, (*NUMBERS, *parts))]
        sheets += [("sheet_pairs", pairs, (*NUMBERS[2:], *parts))] * bool(len(pairs))
        for name, frame, numbers in sheets:
            heading = text(name, lang)
            sheet = Sheet(book, heading, heading)
            words = ("scenario", *(("against",) if "against" in frame else ()))
            leading = [say("reform", lang), *([say("less", lang)] if "against" in frame else [])]
            names = ("indicator", "group_column", "observer", "unit", *numbers, "indicator_id", "group_id", "note")
            head = [*leading, *(text(each, lang) for each in names)]
            rows = (
                (*(titles[row[each]] for each in words), indicator_label(row["indicator"], lang) + starred(row),
                 group_label(row["group"], lang), chosen(OBSERVERS, row["observer"], lang),
                 plain_unit(row["unit"], lang), *_cells(row, numbers, lang), row["indicator"], row["group"],
                 text("too_few", lang) if row.get("note") else "")
                for row in frame.to_dict("records")
            )  # fmt: skip
            sheet.table(head, rows, freeze=1)
        years_sheet(book, text("sheet_years", lang), [(titles[c.reform_name], c) for c in found.comparisons], lang)
        assumptions_sheet(book, found.comparisons[0], lang)


def starred(row: Any) -> str:
    """The mark of a row that rests on an assumed price or share."""
    return " *" if row.get("value_status") == "assumed" else ""


def _cover(sheet: Sheet, table: pd.DataFrame, titles: dict[str, str], lang: Lang) -> None:
    sheet.page.hide_gridlines(2)
    head = (say("reform", lang), *(text(name, lang) for name in NUMBERS))
    for place, name in enumerate(MAIN_FIGURES):
        held, unit = rows_of(table, name), unit_of(name)
        sheet.line(named_with_unit(name, lang) + starred(held[0]), bold=True)
        rows = [(titles[row["scenario"]], *_cells(row, NUMBERS, lang)) for row in held]
        cells = sheet.table(head, rows, names=("scenario", *NUMBERS))
        points = unit_label(unit, ONE, lang, difference=True)
        title = f"{named(name, lang)}: {say('change', lang)} ({points})"
        series = [Series(say("change", lang), "difference", REFORM)]
        sheet.chart("bar", title, cells, "scenario", series, at=(3 + 17 * place, 8), size=(620, 320),
                    number_format=POINTS[lang] if unit == "share" else OTHER_FORMAT)  # fmt: skip


def _cells(row: dict[Any, Any], names: tuple[str, ...], lang: Lang) -> Iterator[Number]:
    return (
        change_cell(row[name], row["unit"], lang) if name in CHANGES else level_cell(row[name], row["unit"])
        for name in names
    )
