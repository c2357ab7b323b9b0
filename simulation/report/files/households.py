"""Tables and files about households: an explanation, the cliff atlas, the units near a cliff."""

from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from simulation.calculator import CliffAtlas, Explanation
from simulation.calculator.explanation import COLUMNS, Entry, cells, headings
from simulation.report.files.chart_files import charts_for, save_charts
from simulation.report.output_folder import write_csv, written_whole
from simulation.report.tables.sections import Row, Table, records
from simulation.report.words.amounts import MISSING, amount
from simulation.report.words.labels import AREAS, Lang, chosen
from simulation.report.words.unit_words import CHANGES
from simulation.report.words.words import text
from simulation.simulate.marginal_rates import MarginalRates

# the rule names its programme; the step says whether a test holds, and by how much it is missed
IN_TERMINAL: Final = tuple(COLUMNS.index(c) for c in ("step", "value", "unit", "rule", "reference"))
SHOWN: Final = {"income": "cliffs", "line": "cliffs_crossing"}


def explanation_table(explanation: Explanation) -> Table:
    """The steps of a decision, under a line for each programme that is tried; its verdict as the title."""
    lang = explanation.lang
    heads = headings(lang)
    labels = dict(zip(explanation.programmes["programme"], explanation.programmes[f"label_{lang}"], strict=True))
    rows: list[Row] = []
    for programme, lines in groupby(explanation.lines, key=lambda line: line.programme):
        steps = list(lines)
        if programme:
            outcome = "refused" if any(line.passed is False for line in steps) else "given"
            title = f"{labels[programme]}{'：' if lang == 'zh' else ': '}{text(outcome, lang)}"
            rows.append(Row((title, *[""] * (len(IN_TERMINAL) - 1))))
        rows += [Row(_in_terminal(line), detail=bool(programme)) for line in steps]
    names = tuple(heads[place] for place in IN_TERMINAL)
    note = text("explanation_note", lang)
    return Table("explanation", explanation.verdict, names, tuple(rows), note=note, unbroken=(1, 2, 3))


def _in_terminal(line: Entry) -> tuple[str, ...]:
    """The cells of a step; the mark of a test comes before its words."""
    step, *rest = (cells(line)[place] for place in IN_TERMINAL)
    mark = cells(line)[COLUMNS.index("passed")]
    return f"{mark} {step}" if mark else step, *rest


def cliff_tables(atlas: CliffAtlas, rates: MarginalRates | None, lang: Lang) -> list[Table]:
    """Cliffs along the own income, cross-programme ones along the line, and the units near a cliff if counted."""
    cliffs = atlas.table()
    tables = []
    for axis, title in SHOWN.items():
        part = cliffs[cliffs["axis"] == axis]
        if axis == "line":
            crossing = [name for name in part.columns if name.startswith("cross_programme")]
            part = part[(part[crossing] == True).any(axis=1)]  # noqa: E712 - missing where there is no such cliff
        if len(part):
            tables.append(_cliff_table(part, atlas, axis, text(title, lang), lang))
    if rates is not None:
        tables.append(_near_table(rates, lang))
    return tables


def _cliff_table(cliffs: pd.DataFrame, atlas: CliffAtlas, axis: str, title: str, lang: Lang) -> Table:
    """`before → after` in one cell; ranges are those of the scenario named last."""
    sides = ("before",) if atlas.after is None else ("before", "after")
    names = {each.id: getattr(each, lang) for each in atlas.types}
    heads = ["household_type", "rule"] + (["own_income"] if axis == "line" else [])
    heads += ["cliff_at", "cliff_drop", "cliff_range", "cliff_first_year"] + (
        ["cliff_change"] if len(sides) == 2 else []
    )
    areas: dict[tuple[str, ...], list[str]] = {}  # by type and cells: one line where town and country do not differ
    for row in cliffs.to_dict("records"):
        line = [row["type"], f"{row[f'why_{lang}']}\n{row['rule']}"]
        line += [_money(row["income_yuan"])] if axis == "line" else []
        for name in ("at_yuan", "drop_yuan"):
            line.append(_arrow([row[f"{name}_{side}"] for side in sides]))
        ends = [side for side in sides if not np.isnan(row[f"drop_yuan_{side}"])]
        low, high = (row[f"drop_{end}_yuan_{ends[-1]}"] for end in ("low", "high"))
        line += [f"{low:,.0f}–{high:,.0f}", _arrow([row[f"first_year_yuan_{side}"] for side in sides])]
        line += [getattr(CHANGES[row["change"]], lang)] if len(sides) == 2 else []
        areas.setdefault(tuple(line), []).append(row["area"])
    rows = [Row((_named(names[kind], where, lang), *rest)) for (kind, *rest), where in areas.items()]
    headings = tuple(text(name, lang) for name in heads)
    unbroken = tuple(range(2, len(heads)))
    return Table(axis, title, headings, tuple(rows), text_columns=2, note=text("cliffs_note", lang), unbroken=unbroken)


def _named(kind: str, areas: list[str], lang: Lang) -> str:
    """A household type, with the area where the other one differs."""
    return kind if len(areas) > 1 else f"{kind} · {chosen(AREAS, areas[0], lang)}"


def _money(value: float) -> str:
    return MISSING if np.isnan(value) else f"{value:,.0f}"


def _arrow(values: list[float]) -> str:
    """One number, or two with an arrow where they differ."""
    written = [_money(value) for value in values]
    return " → ".join(dict.fromkeys(written))


def _near_table(rates: MarginalRates, lang: Lang) -> Table:
    """Units near a cliff by scenario and rule."""
    frame = rates.cliffs()
    names = {one.name: getattr(one, f"label_{lang}") for one in rates.scenarios}
    rows = []
    for (scenario, rule), part in frame.groupby(["scenario", "rule"], sort=False):
        by_side = {row.side: row for row in records(part)}
        counts = []
        for side in ("ahead", "behind"):
            row = by_side.get(side)
            counts += [MISSING, MISSING] if row is None else [
                amount(row.units, "units", lang), f"{row.units_low:,.0f}–{row.units_high:,.0f}"
            ]  # fmt: skip
        why = f"{part[f'why_{lang}'].iloc[0]} ({rule})"
        rows.append(Row((names[str(scenario)], why, *counts)))
    columns = ("units_ahead", "cliff_range", "units_behind", "cliff_range")
    headings = ("", text("rule", lang), *(text(name, lang) for name in columns))
    return Table("near", text("near_cliffs", lang), headings, tuple(rows), text_columns=2)


def write_cliffs(
    atlas: CliffAtlas, rates: MarginalRates | None, folder: Path, lang: Lang = "en", *, force: bool = False
) -> None:
    """Write `cliffs.csv` and `cliffs.png`, and with `rates` the distribution and the units near a cliff.

    Raises OutputError as `check_folder` does, and when the disk refuses.
    """
    with written_whole(folder, force=force) as staging:
        write_csv(atlas.table(), staging / "cliffs.csv")
        save_charts(charts_for("CliffAtlas", atlas), atlas, staging, lang)
        if rates is not None:
            write_csv(rates.distribution(), staging / "marginal_rates.csv")
            write_csv(rates.cliffs(), staging / "units_near_cliffs.csv")
            save_charts(charts_for("MarginalRates", rates), rates, staging, lang)
