"""The tables of a result as plain text cells, in the order in which they are read.

Terminal and report both draw them, so that they say the same.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pandas as pd

from simulation.report.tables.doubt import PARTS, part_cell, part_columns
from simulation.report.words.amounts import MISSING, amount, interval, unit_label
from simulation.report.words.amounts import ONE as UNSCALED
from simulation.report.words.labels import (
    AREAS,
    CONFIDENCES,
    INDICATORS,
    KINDS,
    OBSERVERS,
    PROVINCES,
    SECTIONS,
    STATUSES,
    Lang,
    chosen,
    group_label,
    indicator_label,
    section_of,
)
from simulation.report.words.periods import by_year, gainers_title, say, with_period, year_cells
from simulation.report.words.results import Change, Reportable, is_change, side_text
from simulation.report.words.words import TEXT, text

MARK: Final = "*"  # next to what rests on an assumed value
DETAIL_KINDS: Final = ("county", "decile", "type")  # groups with too many rows for a terminal
UNPRINTED_KINDS: Final = ("county",)  # left to the CSV file


class Row(NamedTuple):
    """Cells of one line; `detail` = a part of the line above, `assumed` = rests on an assumed value."""

    cells: tuple[str, ...]
    detail: bool = False
    assumed: bool = False


class Table(NamedTuple):
    """A titled table; the first `text_columns` columns are words, the others are numbers."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    text_columns: int = 1
    note: str = ""
    unbroken: tuple[int, ...] = ()  # columns that stay on one line


def indicator_tables(outcome: Reportable, lang: Lang, *, full: bool) -> list[Table]:
    """One table per section that has rows; `full` adds areas, deciles, types and the variance ratio."""
    frame = _readable(outcome.table(), full=full)
    change = is_change(outcome)
    names: tuple[str, ...] = ("baseline", "reform", "difference", "interval") if change else ("value",)
    names += part_columns(frame)
    names += ("variance_ratio",) if change and full else ()
    headings = tuple(side_text(name, outcome, lang) for name in ("indicator", "unit", *names))
    tables = []
    for section, label in SECTIONS.items():
        part = frame[frame["section"] == section]
        if len(part):
            rows = tuple(_indicator_row(row, lang, names) for row in records(part))
            title = with_period(getattr(label, lang), outcome.period, lang)
            note = too_few_note(part, lang) if change else ""
            tables.append(Table(section, title, headings, rows, text_columns=2, note=note))
    return tables


def too_few_note(frame: pd.DataFrame, lang: Lang) -> str:
    """What to do about the rows of a table that have too few events for an interval; empty where all have enough."""
    few = "note" in frame and (frame["note"] != "").any()
    return text("too_few_rows", lang, note=text("too_few", lang)) if few else ""


def interval_cell(low: float, high: float, note: str, unit: str, lang: Lang) -> str:
    """`[low, high]` of a row, or that it rests on too few events where its `note` says so."""
    return text("too_few_cell", lang) if note else interval(low, high, unit, lang)


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows with the columns as attributes."""
    return iter(frame.itertuples(index=False))


def _readable(table: pd.DataFrame, *, full: bool) -> pd.DataFrame:
    """Rows to print, in reading order: indicator, area, observer, whole before parts."""
    frame = table.reset_index(drop=True)
    kinds = frame["group"].astype(str).str.partition(":")[0]
    hidden = UNPRINTED_KINDS if full else DETAIL_KINDS
    shown = ~kinds.isin(hidden) & (full | (frame["area"] == "all"))
    frame = frame[shown].assign(
        section=frame["indicator"].map(section_of),
        by_indicator=frame["indicator"].map({name: place for place, name in enumerate(INDICATORS)}),
        by_area=frame["area"].map({name: place for place, name in enumerate(AREAS)}),
        by_observer=frame["observer"].map({name: place for place, name in enumerate(OBSERVERS)}),
        by_kind=kinds.map({name: place for place, name in enumerate(KINDS)}),
    )
    order = ["by_indicator", "indicator", "by_area", "by_observer", "by_kind"]
    frame = frame.sort_values(order, kind="stable")
    has_whole = (frame["group"] == "all").groupby([frame[name] for name in order[1:4]], dropna=False)
    return frame.assign(detail=has_whole.transform("any") & (frame["group"] != "all"))


def plain_unit(unit: str, lang: Lang) -> str:
    """Unit as it is in the unit column: without a scale."""
    return unit_label(unit, UNSCALED, lang)


def row_label(row: Any, lang: Lang) -> str:
    """`Poverty gap · line z · rural`; only the group for a part of the line above it."""
    if row.detail:
        return group_label(row.group, lang)
    group = group_label(row.group, lang) if row.group != "all" else ""
    area, observer = chosen(AREAS, row.area, lang), chosen(OBSERVERS, row.observer, lang)
    parts = (indicator_label(row.indicator, lang), group, area, observer)
    return " · ".join(part for part in parts if part)


def _indicator_row(row: Any, lang: Lang, names: tuple[str, ...]) -> Row:
    assumed = row.value_status == "assumed"
    label = row_label(row, lang) + (f" {MARK}" if assumed else "")
    cells = [label, plain_unit(row.unit, lang)]
    for name in names:
        if name in PARTS:
            cells.append(part_cell(getattr(row, name), getattr(row, "note", ""), row.unit, lang))
        elif name == "interval":
            cells.append(interval_cell(row.low, row.high, getattr(row, "note", ""), row.unit, lang))
        elif name == "variance_ratio":
            ratio = row.variance_ratio
            cells.append(f"{ratio:,.{0 if ratio >= 10.0 else 1}f}" if pd.notna(ratio) else MISSING)
        else:
            cells.append(amount(getattr(row, name), row.unit, lang, signed=name == "difference"))
    return Row(tuple(cells), bool(row.detail), assumed)


def flip_table(change: Change, lang: Lang, *, full: bool) -> Table:
    """Gainers and losers; only deciles unless `full`, counties never (they are in the data)."""
    columns = ("gainers_households", "losers_households", "unchanged_households", "mean_change_households")
    frame = change.flips()
    kinds = ("decile", "type", "all") if full else ("decile", "all")
    rows = []
    for row in records(frame[frame["group_kind"].isin(kinds)]):
        counts = [amount(value, "households", lang) for value in (row.gainers, row.losers, row.unchanged)]
        mean = amount(row.mean_change_yuan_month, "yuan/month", lang, signed=True)
        group = "all" if row.group_kind == "all" else f"{row.group_kind}:{row.group}"
        rows.append(Row((group_label(group, lang), *counts, mean)))
    headings = (side_text("group", change, lang), *(text(name, lang) for name in columns))
    return Table("gainers", gainers_title(change.period, lang), headings, tuple(rows))


def year_table(outcome: Reportable, lang: Lang, *, full: bool) -> Table:
    """Spending and persons by calendar year; every programme if `full`, else persons on the largest alone."""
    change = is_change(outcome)
    names = ("baseline", "reform", "difference", "interval") if change else ("value", "interval")
    rows = tuple(Row(tuple(year_cells(row, lang, names))) for row in records(by_year(outcome, full=full)))
    sides = (side_text(name, outcome, lang) for name in ("unit", *names))
    headings = (text("indicator", lang), say("year_column", lang), *sides)
    return Table("by_year", say("by_year", lang), headings, rows, 3, say("by_year_note", lang))


def cascade_table(outcome: Reportable, lang: Lang) -> Table:
    """How the people below the line become the people enrolled."""
    rows = tuple(
        Row(
            (
                str(getattr(row, f"label_{lang}")),
                amount(row.persons, "persons", lang),
                f"{amount(row.share, 'share', lang)}%",
            )
        )
        for row in records(outcome.cascade())
    )
    headings = tuple(text(name, lang) for name in ("step", "persons", "share"))
    seen = outcome.cascade()["month"].iloc[0]
    return Table("cascade", f"{text('cascade', lang)}{'，' if lang == 'zh' else ', '}{seen}", headings, rows)


def assumption_table(outcome: Reportable, lang: Lang) -> Table:
    """Every value the results rest on, assumed ones marked, with status, what was read of it, range and source."""
    names = ("parameter", "path", "value", "unit", "status", "fitted_for", "confidence", "year", "range", "source")
    rows = tuple(_assumption_row(row, names, lang) for row in records(outcome.assumptions()))
    note = text("assumed_count", lang, assumed=sum(row.assumed for row in rows), total=len(rows))
    headings = tuple(text(name, lang) for name in names)
    return Table("assumptions", text("assumptions", lang), headings, rows, len(names), note)


def assumption_groups(outcome: Reportable, lang: Lang) -> Table:
    """The same values in short for a terminal: a row per group of parameters, each value behind its name."""
    groups: dict[str, list[str]] = {}
    assumed = 0
    for row in records(outcome.assumptions()):
        group, _, name = str(row.path).partition(".")
        cell = _assumption_row(row, ("value", "unit"), lang)
        assumed += cell.assumed
        value = " ".join(filter(None, (name, *cell.cells, MARK if cell.assumed else "")))
        groups.setdefault(group, []).append(value)
    rows = tuple(Row((group, "; ".join(values))) for group, values in groups.items())
    note = text("assumed_count", lang, assumed=assumed, total=sum(map(len, groups.values())))
    headings = (text("path", lang), text("value", lang))
    return Table("assumptions", text("assumptions", lang), headings, rows, len(headings), note)


def fitted_words(named: str, lang: Lang) -> str:
    """For whom a value was fitted: the nation, or provinces; empty where it was not."""
    known = PROVINCES | {"national": TEXT["nation"]}
    places = [chosen(known, each, lang) for each in named.split(", ") if each]
    return ("、" if lang == "zh" else ", ").join(places)


def _assumption_row(row: Any, names: tuple[str, ...], lang: Lang) -> Row:
    assumed = row.status == "assumed"
    ranged = pd.notna(row.low) and pd.notna(row.high)
    cells = {
        "parameter": str(getattr(row, f"label_{lang}") or row.path),
        "path": str(row.path),
        "value": f"{row.value:g}" if isinstance(row.value, int | float) else str(row.value),
        "unit": "" if row.unit == "1" else str(row.unit),
        "status": chosen(STATUSES, str(row.status), lang) + (f" {MARK}" if assumed else ""),
        "fitted_for": fitted_words(str(row.fitted_for), lang),
        "confidence": chosen(CONFIDENCES, str(row.confidence), lang),
        "year": f"{row.year:.0f}" if pd.notna(row.year) else "",
        "range": f"{row.low:g} – {row.high:g}" if ranged else "",
        "source": str(row.source) if pd.notna(row.source) else "",
    }
    return Row(tuple(cells[name] for name in names), assumed=assumed)
