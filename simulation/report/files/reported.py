"""What a province reported, and the model: tables for terminal and report, a sheet, and the data of the page."""

import math
from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.text import Text
from xlsxwriter.workbook import Workbook

from simulation.comparison.comparison_result import Comparison
from simulation.report.files.sheets import Number, Sheet, number_format
from simulation.report.tables.sections import Row, Table
from simulation.report.words.amounts import MISSING, scale_for, written
from simulation.report.words.labels import PROVINCES, Lang, chosen
from simulation.report.words.reported_words import BOUNDS, SCALED, said, unit_name
from simulation.report.words.results import side_text
from simulation.reported.counterparts import Counterpart, both_sides, counterparts
from simulation.simulate.results import Result

KINDS: Final = ("compared", "alone", "set", "none")
HEADINGS: Final = {
    "compared": ("figure", "statement", "unit", "period", "reported", "simulated", "interval", "ratio"),
    "alone": ("mechanism", "statement", "unit", "period", "simulated", "interval"),
    "set": ("figure", "statement", "unit", "reported", "input", "books"),
    "none": ("figure", "statement", "reported", "reason"),
}
TEXT_COLUMNS: Final = {"compared": 4, "alone": 4, "set": 3, "none": 4}
UNBROKEN: Final = (0,)  # the column of ids


def reported_tables(result: Result, lang: Lang) -> list[Table]:
    """Compared, simulated alone, set, and without a counterpart."""
    return _tables(counterparts(result), lang)


def _tables(found: Sequence[Counterpart], lang: Lang) -> list[Table]:
    return [_table(kind, [each for each in found if each.kind == kind], lang) for kind in KINDS]


def explained_tables(result: Result, lang: Lang) -> list[Table]:
    """The same for a page on which nothing else says how they are read."""
    first, *others = reported_tables(result, lang)
    between = "" if lang == "zh" else " "
    return [first._replace(note=f"{said('as_shipped', lang)}{between}{first.note}"), *others]


def paired_table(change: Comparison, lang: Lang) -> Table:
    """What was reported for months of the run, with baseline and reform; no rows where there is no such statement."""
    sides = [side_text(name, change, lang) for name in ("baseline", "reform")]
    ratios = [f"{said('ratio', lang)}{'：' if lang == 'zh' else ': '}{side}" for side in sides]
    names = ("figure", "statement", "unit", "period")
    headings = (*(said(name, lang) for name in (*names, "reported")), *sides, *ratios)
    found = both_sides(change)
    rows = [
        (*(_cell(base, name, lang) for name in names), _figure(base, lang), _in_scale(base.value, base, lang),
         _in_scale(reform.value, base, lang), ratio_cell(base), ratio_cell(reform))
        for base, reform in found
    ]  # fmt: skip
    notes = (said("paired_note", lang), _notes([base for base, _ in found], lang))
    return Table(
        "reported_paired", said("paired", lang), headings, tuple(Row(cells) for cells in rows), len(names),
        ("" if lang == "zh" else " ").join(filter(None, notes)), UNBROKEN,
    )  # fmt: skip


def _figure(each: Counterpart, lang: Lang) -> str:
    """What was reported, with its bound; a dash for an output without a figure."""
    s = each.statement
    return MISSING if s.value is None else f"{BOUNDS[s.bound]}{_in_scale(s.value, each, lang)}"


def _in_scale(value: float, each: Counterpart, lang: Lang) -> str:
    """A value as the row's unit says, which is scaled but for inputs."""
    return number(value, each.statement.unit) if each.kind == "set" else _shown(value, each, lang)


def heading(result: Result, lang: Lang) -> list[str]:
    """Province and title; how it was run; how the tables are read."""
    name, between = chosen(PROVINCES, result.scenario.province, lang), "：" if lang == "zh" else ": "
    settings = said("settings", lang, scale=result.scale, replications=result.replications, seed=result.settings.seed)
    lines = [f"{name}{between}{said('title', lang)}", settings, said("as_shipped", lang)]
    return lines if result.replications > 1 else [*lines, said("one_replication", lang)]


def count_line(found: Sequence[Counterpart], lang: Lang) -> str:
    """How many statements of each kind there are."""
    kinds = [each.kind for each in found]
    compared, alone, sets, none = (kinds.count(kind) for kind in KINDS)
    return said("count", lang, compared=compared, alone=alone, sets=sets, none=none)


class ReportedReport:
    """What `doudi reported` prints."""

    def __init__(self, result: Result, lang: Lang) -> None:
        self.result, self.lang = result, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Inputs and statements without a counterpart first, the comparison last, then how it was run."""
        from simulation.report.tables.tables import to_rich

        found = counterparts(self.result)
        for table in reversed(_tables(found, self.lang)):
            if table.rows:
                yield to_rich(table)
                yield ""
        title, *lines = heading(self.result, self.lang)
        yield Group(
            Text(title, style="bold"), Text(count_line(found, self.lang)),
            *(Text(line, style="dim") for line in lines),
        )  # fmt: skip


def _table(kind: str, found: Sequence[Counterpart], lang: Lang) -> Table:
    names = HEADINGS[kind]
    rows = tuple(Row(tuple(_cell(each, name, lang) for name in names)) for each in found)
    headings = tuple(said(name, lang) for name in names)
    return Table(
        f"reported_{kind}", said(kind, lang), headings, rows, TEXT_COLUMNS[kind], _notes(found, lang), UNBROKEN
    )


def _notes(found: Sequence[Counterpart], lang: Lang) -> str:
    """How statements are read, each under the row it belongs to."""
    between, end = ("：", "；") if lang == "zh" else (": ", "; ")
    lines = [
        f"{each.statement.figure or getattr(each.statement.label, lang)}{between}{getattr(each.statement.note, lang)}"
        for each in found
        if each.statement.note
    ]
    return end.join(lines)


def _cell(each: Counterpart, name: str, lang: Lang) -> str:
    s = each.statement
    cells: dict[str, Any] = {
        "figure": lambda: s.figure, "statement": lambda: getattr(s.label, lang), "unit": lambda: _unit(each, lang),
        "period": lambda: period_of(s.period, lang), "mechanism": lambda: " ".join(s.mechanism),
        "reported": lambda: _reported(each, lang), "simulated": lambda: _simulated(each, lang),
        "interval": lambda: _interval(each, lang), "ratio": lambda: ratio_cell(each),
        "input": lambda: number(each.input, s.unit), "books": lambda: _books(each),
        "reason": lambda: getattr(s.reason, lang),
    }  # fmt: skip
    return str(cells[name]())


def period_of(period: str, lang: Lang) -> str:
    """`2022-09 to 2023-04`, or one month: its end."""
    first, _, last = period.partition("/")
    if last:
        return said("months", lang, first=first, last=last)
    return said("month_end", lang, month=first)


def _unit(each: Counterpart, lang: Lang) -> str:
    """The unit, with the scale in which the row's numbers are written."""
    unit = each.statement.unit
    if each.kind == "set" or unit not in SCALED or unit == "share":
        return unit_name(unit, lang)
    prefix = scale_for(_largest(each), SCALED[unit], lang).prefix
    return f"{prefix}{' ' if prefix and lang == 'en' else ''}{unit_name(unit, lang)}"


def _largest(each: Counterpart) -> float:
    sizes = [abs(x) for x in (each.value, each.statement.value or 0.0) if math.isfinite(x)]
    return max(sizes, default=0.0)


def _shown(value: float, each: Counterpart, lang: Lang) -> str:
    unit = each.statement.unit
    if unit not in SCALED:
        return number(value, unit)
    return written(value, scale_for(_largest(each), SCALED[unit], lang), SCALED[unit])


def _reported(each: Counterpart, lang: Lang) -> str:
    s = each.statement
    assert s.value is not None
    shown = _shown(s.value, each, lang) if each.kind == "compared" else number(s.value, s.unit)
    return f"{BOUNDS[s.bound]}{shown}"


def _simulated(each: Counterpart, lang: Lang) -> str:
    return said("short", lang) if each.missing == "short" else _shown(each.value, each, lang)


def _books(each: Counterpart) -> str:
    """What the books hold under an input, with their months; a dash where nothing counts it."""
    period = each.statement.period.replace("/", "…")
    return f"{number(each.value, each.statement.unit)} ({period})" if period else MISSING


def _interval(each: Counterpart, lang: Lang) -> str:
    if each.missing == "few":
        return said("few", lang)
    if not math.isfinite(each.low):
        return MISSING
    return f"[{_shown(each.low, each, lang)}, {_shown(each.high, each, lang)}]"


def number(value: float, unit: str) -> str:
    """A plain number; years without a comma."""
    if not math.isfinite(value):
        return MISSING
    if unit == "share":
        return f"{100.0 * value:.4g}"
    return f"{value:.0f}" if unit == "year" else f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:,.4g}"


def ratio_cell(each: Counterpart) -> str:
    """`0.98 [0.95, 1.01]`; two figures where it is small."""
    ratio, (low, high) = each.ratio, each.ratio_interval
    if not math.isfinite(ratio):
        return MISSING
    ends = f" [{_ratio(low)}, {_ratio(high)}]" if math.isfinite(low) else ""
    return f"{_ratio(ratio)}{ends}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 or value == 0.0 else f"{value:.2g}"


def reported_sheet(book: Workbook, result: Result, lang: Lang) -> None:
    """All statements with their numbers as numbers: a row each."""
    found = sorted(counterparts(result), key=lambda each: KINDS.index(each.kind))
    title, *notes = heading(result, lang)
    sheet = Sheet(book, said("sheet", lang), title, (*notes, count_line(found, lang)))
    names = ("kind", "figure", "mechanism", "statement", "unit", "period", "bound", "reported", "input", "simulated",
             "interval", "ratio", "reading", "expression")  # fmt: skip
    headings: list[str] = []
    for name in names:
        headings += [f"{said(name, lang)} {end}" for end in ("−", "+")] if name == "interval" else [said(name, lang)]
    sheet.table(headings, [_sheet_row(each, lang) for each in found], freeze=4)


def _sheet_row(each: Counterpart, lang: Lang) -> list[Any]:
    s = each.statement
    shown = number_format(SCALED.get(s.unit, "1"))
    amounts = [
        Number(math.nan if v is None else v, shown) for v in (s.value, each.input, each.value, each.low, each.high)
    ]
    period = period_of(s.period, lang) if s.period else ""
    return [
        said(f"kind_{each.kind}", lang), s.figure, " ".join(s.mechanism), getattr(s.label, lang),
        unit_name(s.unit, lang), period, BOUNDS[s.bound].strip(), *amounts, Number(each.ratio, "0.000"),
        getattr(s.reading, lang) if s.reading else "", s.expressions,
    ]  # fmt: skip


def page_table(found: Sequence[Counterpart], lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the page: what was reported and what its run gives; then outputs without a figure."""
    names = ("statement", "unit", "period", "reported", "simulated", "ratio")
    rows = [
        [MISSING if name in ("reported", "ratio") and each.kind == "alone" else _cell(each, name, lang)
         for name in names]
        for kind in KINDS[:2]
        for each in found
        if each.kind == kind
    ]  # fmt: skip
    return [said(name, lang) for name in names], rows
