"""`comparison.xlsx`: the workbook to hand on. Numbers as numbers in yuan, persons and shares; native charts."""

import datetime
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
from xlsxwriter.workbook import Workbook

from simulation.ledger import PAYERS
from simulation.report.charts.comparison_chart import key_name, key_rows
from simulation.report.charts.registry import Chart
from simulation.report.charts.style import CAUSE_COLOURS, LOSS, REFORM
from simulation.report.files.assumptions_sheet import assumptions_sheet
from simulation.report.files.charts_sheet import charts_sheet
from simulation.report.files.html_report import flat_record
from simulation.report.files.reported import reported_sheet
from simulation.report.files.sheets import COLOURS, FONT, OPTIONS, Cells, Number, Series, Sheet, change_cell, level_cell
from simulation.report.files.years_sheet import years_sheet
from simulation.report.tables.doubt import PARTS, calibration_line, part_columns, reading
from simulation.report.tables.sections import MARK, plain_unit, records
from simulation.report.tables.tables import settings_line
from simulation.report.words.amounts import ONE as UNSCALED
from simulation.report.words.amounts import unit_label
from simulation.report.words.county_names import named
from simulation.report.words.labels import (
    AREAS,
    GROUPS,
    INDICATORS,
    KINDS,
    OBSERVERS,
    Lang,
    chosen,
    group_label,
    indicator_label,
)
from simulation.report.words.periods import gainers_title, with_period
from simulation.report.words.results import (
    Change,
    Reportable,
    changes_of,
    is_change,
    outcome_title,
    scenario_title,
    side_text,
)
from simulation.report.words.words import text
from simulation.reported.counterparts import has_statements

ALL: Final = "all"
MONEY: Final = "#,##0.00"
COUNT: Final = "#,##0"
SHARE: Final = "0.00%"
NUMBERS: Final = ("baseline", "reform", "difference", "low", "high")
CHANGES: Final = ("difference", "low", "high", *PARTS)
SIDES: Final = ("baseline", "reform")
NO_DATE: Final = datetime.datetime(2023, 1, 1)  # equal results are equal files


def write_workbook(outcome: Reportable, file: Path, lang: Lang = "en", charts: Sequence[Chart] = ()) -> None:
    """Write the workbook of an outcome: cover, indicators, budget, counties, winners, assumptions, charts, record.

    `charts`: those in the same folder. Raises OSError when the disk refuses.
    """
    with Workbook(str(file), dict(OPTIONS)) as book:
        book.set_properties({"title": outcome_title(outcome, lang), "created": NO_DATE, "author": "doudi"})
        book.formats[0].set_font_name(FONT)
        _cover(book, outcome, lang)
        _indicators(book, outcome, lang)
        _budget(book, outcome, lang)
        years_sheet(book, text("sheet_years", lang), [("", outcome)], lang)
        _counties(book, outcome, lang)
        if is_change(outcome):
            _winners(book, outcome, lang)
        if has_statements(outcome):
            reported_sheet(book, outcome, lang)
        assumptions_sheet(book, outcome, lang)
        if charts:
            charts_sheet(book, charts, lang)
        _record(book, outcome, lang)


def _cover(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """Title, how to read it, the few main figures, spending by month."""
    notes = (settings_line(outcome, lang), calibration_line(outcome, lang), text("model_not_figure", lang),
             reading(outcome, lang))  # fmt: skip
    sheet = Sheet(book, text("sheet_cover", lang), outcome_title(outcome, lang), notes)
    sheet.page.hide_gridlines(2)
    frame = key_rows(outcome.table())
    names = (NUMBERS if is_change(outcome) else ("value",)) + part_columns(frame)
    rows = [
        (key_name(row, lang) + _mark(row), plain_unit(row.unit, lang), *_numbers(row, names, lang))
        for row in records(frame)
    ]
    sheet.table(
        (text("main_figures", lang), text("unit", lang), *(side_text(name, outcome, lang) for name in names)), rows
    )
    monthly, cells = _months(sheet, outcome, lang)
    series = [Series(scenario_title(outcome, side, lang), side, COLOURS[side]) for side in monthly]
    sheet.chart("line", _in_yuan("budget_title", lang), cells, "month", series, at=(cells.first - 1, 4))


def _months(sheet: Sheet, outcome: Reportable, lang: Lang) -> tuple[list[str], Cells]:
    """Spending of all programmes by month, a column per scenario."""
    frame = outcome.budget_by_month(by=())
    sides = [side for side in SIDES if (frame["scenario"] == side).any()]
    wide = frame.pivot_table(index=["month", "label"], columns="scenario", values="mean_yuan").reset_index()
    rows = [(row["label"], *(row[side] for side in sides)) for _, row in wide.iterrows()]
    headings = (text("month", lang), *(side_text(side, outcome, lang) for side in sides))
    return sides, sheet.table(headings, rows, MONEY, names=("month", *sides))


def _in_yuan(title: str, lang: Lang) -> str:
    return f"{text(title, lang)} ({plain_unit('yuan', lang)})"


def _numbers(row: Any, names: Sequence[str], lang: Lang) -> list[Number]:
    """Cells of an indicator row, each in the format of its unit; the interval is of the difference, if any."""
    changes = CHANGES if "difference" in names else ()
    cells = {name: change_cell(getattr(row, name), row.unit, lang) for name in names if name in changes}
    cells |= {name: level_cell(getattr(row, name), row.unit) for name in names if name not in changes}
    return [Number(row.variance_ratio, "0.00") if name == "variance_ratio" else cells[name] for name in names]


def _indicators(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """Every row of the CSV, with ids next to the words; a chart of why the poor are not reached."""
    frame = outcome.table()
    numbers = tuple(name for name in ("value", *NUMBERS) if name in frame.columns) + part_columns(frame)
    numbers += ("variance_ratio",) if "variance_ratio" in frame.columns else ()
    names = ("indicator", "group_column", "observer", "unit", *numbers, "indicator_id", "group_id", "area", "note")
    sheet = Sheet(book, text("sheet_comparison", lang),
                  with_period(text("sheet_comparison", lang), outcome.period, lang))  # fmt: skip
    rows = []
    for row in records(frame):
        label = indicator_label(row.indicator, lang) + _mark(row)
        words = (label, _group(row, lang), chosen(OBSERVERS, row.observer, lang), plain_unit(row.unit, lang))
        note = text("too_few", lang) if getattr(row, "note", "") else ""
        rows.append((*words, *_numbers(row, numbers, lang), row.indicator, row.group, row.area, note))
    cells = sheet.table([side_text(name, outcome, lang) for name in names], rows, names=names, freeze=1)
    causes = frame["group"].astype(str).str.startswith("cause:").to_numpy().nonzero()[0]
    if causes.size:
        _cause_chart(sheet, cells, (cells.first + int(causes[0]), cells.first + int(causes[-1])), outcome, lang)


def _mark(row: Any) -> str:
    """The mark of a row that rests on an assumed price or share."""
    return f" {MARK}" if row.value_status == "assumed" else ""


def _group(row: Any, lang: Lang) -> str:
    area = chosen(AREAS, row.area, lang)
    kind = "" if ":" not in row.group else chosen(KINDS, row.group.partition(":")[0], lang) + " · "
    return kind + group_label(row.group, lang) + (f" · {area}" if area else "")


def _cause_chart(sheet: Sheet, cells: Cells, rows: tuple[int, int], outcome: Reportable, lang: Lang) -> None:
    """Columns of the exclusion error of the poor by cause, baseline next to reform."""
    colours = {**COLOURS, "value": REFORM}
    series = [Series(side_text(side, outcome, lang), side, colours[side]) for side in colours if side in cells.columns]
    sheet.chart("column", text("causes_title", lang), cells, "group_column", series, at=(cells.last + 2, 0), rows=rows,
                number_format="0.0%")  # fmt: skip


def _budget(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """Spending by month x programme x payer: a row per scenario, programme and payer, a column per month, a sum."""
    frame = outcome.budget_by_month()
    months = frame.drop_duplicates("month").sort_values("month")
    head = tuple(text(name, lang) for name in ("scenario", "programme", "payer"))
    title = _in_yuan("sheet_budget", lang)
    sheet = Sheet(book, text("sheet_budget", lang), title, (text("budget_note", lang),))
    keys = ["scenario", "programme", "payer"]
    wide = frame.pivot_table(index=keys, columns="month", values="mean_yuan", sort=False).reset_index()
    rows = [
        (
            side_text(row["scenario"], outcome, lang), chosen(GROUPS, row["programme"], lang),
            chosen(GROUPS, row["payer"], lang),
            math.fsum(row[month] for month in months["month"]), *(row[month] for month in months["month"]),
        )
        for _, row in wide.iterrows()
    ]  # fmt: skip
    headings = (*head, text("sum", lang), *months["label"])
    cells = sheet.table(headings, rows, MONEY, freeze=3)
    _band(book, frame, outcome, lang)
    _payer_chart(sheet, outcome, cells, lang)


def _payer_chart(sheet: Sheet, outcome: Reportable, cells: Cells, lang: Lang) -> None:
    """Who pays, under each scenario: sums over the months, in a small table with a chart of its own."""
    frame = outcome.budget_by_month(by=("payer",))
    sides = [side for side in SIDES if (frame["scenario"] == side).any()]
    sums = frame.groupby(["payer", "scenario"], sort=False)["mean_yuan"].agg(math.fsum)
    rows = [
        (chosen(GROUPS, payer, lang), *(float(sums[payer, side]) for side in sides))
        for payer in PAYERS
        if (payer, sides[0]) in sums.index
    ]
    headings = (text("payer", lang), *(side_text(side, outcome, lang) for side in sides))
    found = sheet.table(headings, rows, MONEY, names=("payer", *sides))
    series = [Series(side_text(side, outcome, lang), side, COLOURS[side]) for side in sides]
    sheet.chart("column", _in_yuan("payers_title", lang), found, "payer", series, at=(cells.last + 2, 4))


def _band(book: Workbook, frame: pd.DataFrame, outcome: Reportable, lang: Lang) -> None:
    """The long table with bands, as the CSV has it."""
    words, numbers = ("scenario", "programme", "payer"), ("mean_yuan", "low_yuan", "high_yuan")
    sheet = Sheet(book, text("sheet_bands", lang), _in_yuan("sheet_bands", lang), (text("band", lang),))
    rows = []
    for row in records(frame):
        said = (
            side_text(row.scenario, outcome, lang),
            chosen(GROUPS, row.programme, lang),
            chosen(GROUPS, row.payer, lang),
        )
        rows.append((row.label, *said, *(getattr(row, name) for name in numbers)))
    headings = [text(name, lang) for name in ("month", *words, *numbers)]
    sheet.table(headings, rows, MONEY, freeze=1)


def _counties(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """A row per county: money, recipients, both over residents; gainers and losers."""
    frame = outcome.by_county()
    programme = str(frame["recipients_programme"].iloc[0])
    frame = named(frame.drop(columns=["recipients_programme", "period"]), lang)
    if is_change(outcome):
        flips = outcome.flips()
        flips = flips[flips["group_kind"] == "county"][["gainers", "losers", "mean_change_yuan_month"]]
        if len(flips) == len(frame):  # same counties in the same order
            frame = pd.concat([frame, flips.reset_index(drop=True)], axis=1)
    title = with_period(text("sheet_counties", lang), outcome.period, lang)
    sheet = Sheet(book, text("sheet_counties", lang), title, (text("counties_note", lang),))
    headings = [_county_heading(name, programme, outcome, lang) for name in frame.columns]
    rows = [
        tuple(_county_cell(name, value, lang) if isinstance(value, float) else str(value)
              for name, value in zip(frame.columns, row, strict=True))
        for row in frame.itertuples(index=False)
    ]  # fmt: skip
    sheet.table(headings, rows, freeze=3)


_OF_HOUSEHOLDS: Final = {"gainers": "gainers_households", "losers": "losers_households",
                         "mean_change_yuan_month": "mean_change_households"}  # fmt: skip


def _county_cell(column: str, value: float, lang: Lang) -> Number:
    if column.endswith("_share_difference"):
        return change_cell(value, "share", lang)
    return Number(value, MONEY if "yuan" in column else SHARE if "_share_" in column else COUNT)


def _county_heading(column: str, programme: str, outcome: Reportable, lang: Lang) -> str:
    """`benefits_yuan_year_reform` -> `Benefits paid (yuan/year), Reform`; persons with the programme they are on."""
    if column in _OF_HOUSEHOLDS:
        return text(_OF_HOUSEHOLDS[column], lang)
    indicator = next((name for name in INDICATORS if column.startswith(f"{name}_")), "")
    if not indicator:
        return text(f"{column}_column", lang)
    side = column.removeprefix(f"{indicator}_")
    unit = "yuan/year" if "yuan" in indicator else "share" if "share" in indicator else "persons"
    unit = unit_label(unit, UNSCALED, lang, difference=side == "difference")
    label = indicator_label(indicator, lang)
    label += "" if "yuan" in indicator else f" · {group_label(f'programme:{programme}', lang)}"
    return f"{label} ({unit}){'，' if lang == 'zh' else ', '}{side_text(side, outcome, lang)}"


def _winners(book: Workbook, change: Change, lang: Lang) -> None:
    """Gainers and losers by decile and type, with a chart by decile."""
    flips, columns = change.flips(), ("gainers", "losers", "unchanged", "mean_change_yuan_month")
    sheet = Sheet(book, text("gainers", lang), gainers_title(change.period, lang))
    kept = flips[flips["group_kind"].isin(("all", "decile", "type"))]
    order = {"decile": 0, "type": 1, "all": 2}
    kept = kept.sort_values("group_kind", key=lambda kinds: kinds.map(order), kind="stable")
    rows = []
    for row in records(kept):
        group = ALL if row.group_kind == ALL else f"{row.group_kind}:{row.group}"
        counts = (getattr(row, name) for name in columns[:-1])
        rows.append((group_label(group, lang), *counts, Number(row.mean_change_yuan_month, MONEY)))
    shown_names = ("gainers_households", "losers_households", "unchanged_households", "mean_change_households")
    headings = (side_text("group", change, lang), *(text(name, lang) for name in shown_names))
    cells = sheet.table(headings, rows, COUNT, names=("group", *columns))
    deciles = int((kept["group_kind"] == "decile").sum())
    series = [Series(text("gainers_column", lang), "gainers", CAUSE_COLOURS[1]),
              Series(text("losers_column", lang), "losers", LOSS)]  # fmt: skip
    sheet.chart("column", side_text("deciles_title", change, lang), cells, "group", series, at=(cells.last + 2, 0),
                rows=(cells.first, cells.first + deciles - 1))  # fmt: skip


def _record(book: Workbook, outcome: Reportable, lang: Lang) -> None:
    """What is needed to get the same numbers again, and what the reform changes."""
    sheet = Sheet(book, text("run_record", lang), text("run_record", lang))
    if is_change(outcome):
        sheet.line(side_text("changes", outcome, lang), bold=True)
        for change in changes_of(outcome, lang) or [text("no_changes", lang)]:
            sheet.line(str(change))
        sheet.row += 1
    sheet.table((text("parameter", lang), text("value", lang)), flat_record(outcome.run_record))
