"""Several reforms compared with one baseline: tables, chart, report, workbook and files to hand on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from xlsxwriter.workbook import Workbook

from simulation.experiments.indicator_positions import ALIASES
from simulation.experiments.side_by_side import SideBySide
from simulation.views.amounts import ONE, amount, interval, level, scale_for, unit_label
from simulation.views.assumptions_sheet import assumptions_sheet
from simulation.views.beside_years import years_beside
from simulation.views.doubt import calibration_line, draws_of, part_cell, part_columns, reading, with_parts
from simulation.views.experiment_words import named, named_with_unit, say, unit_of
from simulation.views.labels import OBSERVERS, Lang, chosen, group_label, indicator_label
from simulation.views.partitions import budget_frames, group_frames, indicator_frames, year_frames
from simulation.views.pdf import print_pdf
from simulation.views.periods import with_period
from simulation.views.place import write_csv, written_whole
from simulation.views.report import Page, flat_record, rendered
from simulation.views.results import changes_of, scenario_title
from simulation.views.sections import Row, Table, assumption_table, interval_cell, plain_unit, too_few_note
from simulation.views.sheets import FONT, OPTIONS, OTHER_FORMAT, POINTS, Number, Series, Sheet, change_cell, level_cell
from simulation.views.style import BASELINE, REFORM, save, scaled_axis, styled
from simulation.views.tables import settings_line
from simulation.views.words import text
from simulation.views.workbook import CHANGES, NO_DATE
from simulation.views.years_sheet import years_sheet

SHOWN = ("budget", "exclusion_error", "poverty_gap")
NUMBERS = ("baseline", "reform", "difference", "low", "high")


def reform_titles(found: SideBySide, lang: Lang) -> dict[str, str]:
    """Label of each reform by its id."""
    return {each.reform_name: scenario_title(each, "reform", lang) for each in found.comparisons}


def reached_line(found: SideBySide, lang: Lang) -> str:
    """Whether `until` was reached, and after how many replications; empty when nothing was to be reached."""
    if found.reached is None:
        return ""
    rule, half, count, narrow = found.reached
    size = f"±{half:.2%}" if rule.relative else f"±{half:.4g}"
    return say("reached_line" if narrow else "not_reached_line", lang, indicator=named(rule.indicator, lang), size=size,
               replications=count)  # fmt: skip


def beside_tables(found: SideBySide, lang: Lang) -> list[Table]:
    """Benefits by year; per main indicator each reform against the baseline, then what sets reforms apart."""
    drawn, titles = bool(found.draws), reform_titles(found, lang)
    table, pairs = found.table(), found.pairwise()
    parts = part_columns(table)
    head = [say(key, lang) for key in ("reform", "mean", "change", "interval")] + [say("draws", lang)] * drawn
    head += [text(name, lang) for name in parts]
    tables = []
    for name in SHOWN:
        unit = unit_of(name)
        rows = [
            Row((
                titles[row["scenario"]], level(row["reform"], unit, lang),
                amount(row["difference"], unit, lang, signed=True), _interval(row, unit, lang),
                *([interval(row["draw_low"], row["draw_high"], unit, lang)] if drawn else []),
                *(part_cell(row[name], row.get("note", ""), unit, lang) for name in parts),
            ))
            for row in _of(table, name)
        ]  # fmt: skip
        rows += [
            Row((
                say("against", lang, one=titles[row["scenario"]], other=titles[row["against"]]), "",
                amount(row["difference"], unit, lang, signed=True), _interval(row, unit, lang),
                *([interval(row["draw_low"], row["draw_high"], unit, lang)] if drawn else []),
                *(part_cell(row[name], row.get("note", ""), unit, lang) for name in parts),
            ), detail=True)
            for row in (_of(pairs, name) if len(pairs) else [])
        ]  # fmt: skip
        title = say("beside", lang, indicator=named_with_unit(name, lang), replications=found.replications)
        title = with_period(title, found.period, lang)
        few = too_few_note(pd.DataFrame(_of(table, name)), lang)
        note = " ".join(each for each in (few, _samples(found, lang) * (name == SHOWN[-1])) if each)
        tables.append(Table("beside", title, tuple(head), tuple(rows), note=note))
    return [years_beside(found, titles, lang), *tables]


def _samples(found: SideBySide, lang: Lang) -> str:
    """That all reforms have the same sample, and what the intervals hold."""
    first = found.comparisons[0]
    return with_parts(text("paired", lang), first, lang) if draws_of(first) > 1 else say("crn", lang)


def _interval(row: Any, unit: str, lang: Lang) -> str:
    return interval_cell(row["low"], row["high"], row.get("note", ""), unit, lang)


@styled
def beside_chart(found: SideBySide, lang: Lang = "en") -> Figure:
    """A panel per main indicator: the difference of each reform with its interval; parameter draws as a thin line."""
    titles = list(reform_titles(found, lang).values())
    figure = Figure(figsize=(9.0, (1.1 + 0.36 * len(titles)) * len(SHOWN)), layout="constrained")
    table = found.table()
    for axes, name in zip(figure.subplots(len(SHOWN)), SHOWN, strict=True):
        _differences(axes, pd.DataFrame(_of(table, name)), titles, unit_of(name), lang)
        axes.set_title(with_period(f"{named(name, lang)}: {say('change', lang)}", found.period, lang))
    if found.draws:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure


def _differences(axes: Axes, rows: pd.DataFrame, titles: list[str], unit: str, lang: Lang) -> None:
    places = np.arange(len(rows))[::-1]
    axes.axvline(0.0, color=BASELINE, lw=1.0, ls="--")
    axes.hlines(places, rows["low"], rows["high"], color=REFORM, lw=5.0, alpha=0.45, label=say("interval", lang))
    ends = ["difference", "low", "high"]
    if "draw_low" in rows:
        axes.hlines(places - 0.22, rows["draw_low"], rows["draw_high"], color="black", lw=1.2, label=say("draws", lang))
        ends += ["draw_low", "draw_high"]
    axes.plot(rows["difference"], places, "o", color=REFORM, ms=5.0)
    axes.set_yticks(places, titles)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="y", visible=False)
    largest = float(np.nan_to_num(np.abs(rows[ends].to_numpy(float))).max())
    scale = scale_for(largest, unit, lang)
    if not largest > 0.0:
        axes.set_xlim(-1.0, 1.0)
        axes.set_xticks([0.0])
    scaled_axis(axes, "x", scale, unit)
    axes.set_xlabel(unit_label(unit, scale, lang, difference=True), loc="right")


def write_beside(found: SideBySide, folder: Path, lang: Lang = "en", *, force: bool = False) -> None:
    """Write tables, chart, workbook, run record and report to `folder`, all or none.

    Raises OutputError when the folder may not be written, or the disk refuses.
    """
    with written_whole(folder, force=force) as staging:
        _write_files(found, staging, lang)


def _write_files(found: SideBySide, folder: Path, lang: Lang) -> None:
    frames = indicator_frames("comparison", found.table()) | group_frames("gainers_losers", found.flips())
    frames |= budget_frames(found) | year_frames(found) | {"assumptions": assumptions_of(found)}
    if len(pairs := found.pairwise()):
        frames |= indicator_frames("pairwise", pairs)
    for name, frame in frames.items():
        write_csv(frame, folder / f"{name}.csv")
    record = {each.reform_name: each.run_record for each in found.comparisons}
    (folder / "run.json").write_text(json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8")
    save(beside_chart(found, lang), folder / "comparison.png")
    write_beside_workbook(found, folder / "comparison.xlsx", lang)
    (folder / "report.html").write_text(beside_report(found, folder / "comparison.png", lang), encoding="utf-8")
    print_pdf(folder / "report.html", folder / "report.pdf")


def assumptions_of(found: SideBySide) -> pd.DataFrame:
    """Every value that each reform's results rest on; those it changes are marked."""
    return pd.concat([each.assumptions().assign(scenario=each.reform_name) for each in found.comparisons])


def beside_report(found: SideBySide, picture: Path, lang: Lang = "en") -> str:
    """HTML of the report: what each reform changes, the chart, the tables, the run records."""
    first, titles = found.comparisons[0], reform_titles(found, lang)
    changes = [
        f"{titles[each.reform_name]}: {change}" for each in found.comparisons for change in changes_of(each, lang)
    ]
    records = [line for each in found.comparisons for line in flat_record(each.run_record, f"{each.reform_name}.")]
    page = Page(
        title=_title(found, lang), settings=" ".join((settings_line(first, lang), reached_line(found, lang))).strip(),
        reading=reading(first, lang), status=calibration_line(first, lang), changes=changes,
        pictures={"beside": picture},
        tables=[*beside_tables(found, lang), assumption_table(first, lang)], record=records,
    )  # fmt: skip
    return rendered(page, lang)


def _title(found: SideBySide, lang: Lang) -> str:
    province = scenario_title(found.comparisons[0], "baseline", lang)
    return province + ("：" if lang == "zh" else ": ") + say("several", lang, count=len(found.comparisons))


def write_beside_workbook(found: SideBySide, file: Path, lang: Lang = "en") -> None:
    """Write the workbook: main figures with a chart each, every indicator, and the differences between reforms.

    Raises OSError when the disk refuses.
    """
    titles, table, pairs = reform_titles(found, lang), found.table(), found.pairwise()
    marked = any(starred(row) for name in SHOWN for row in _of(table, name))  # else the cover has no * to explain
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
    for place, name in enumerate(SHOWN):
        held, unit = _of(table, name), unit_of(name)
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


def _of(table: pd.DataFrame, name: str) -> list[Any]:
    """Records of an indicator given by its alias."""
    observer, group, indicator = ALIASES[name]
    chosen = (table["observer"] == observer) & (table["group"] == group) & (table["indicator"] == indicator)
    return list(table[chosen].to_dict("records"))
