"""Several reforms compared with one baseline, as tables: each against the baseline, and what sets them apart."""

from typing import Any

import pandas as pd

from simulation.comparison.several_reforms import SideBySide
from simulation.report.tables.doubt import draws_of, part_cell, part_columns, with_parts
from simulation.report.tables.reforms_by_year import reforms_by_year
from simulation.report.tables.sections import Row, Table, interval_cell, too_few_note
from simulation.report.words.amounts import amount, interval, level
from simulation.report.words.experiment_words import MAIN_FIGURES, named, named_with_unit, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.periods import with_period
from simulation.report.words.results import scenario_title
from simulation.report.words.words import text
from simulation.simulate.indicator_positions import ALIASES


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


def reforms_tables(found: SideBySide, lang: Lang) -> list[Table]:
    """Benefits by year; per main indicator each reform against the baseline, then what sets reforms apart."""
    drawn, titles = bool(found.draws), reform_titles(found, lang)
    table, pairs = found.table(), found.pairwise()
    parts = part_columns(table)
    head = [say(key, lang) for key in ("reform", "mean", "change", "interval")] + [say("draws", lang)] * drawn
    head += [text(name, lang) for name in parts]
    tables = []
    for name in MAIN_FIGURES:
        unit = unit_of(name)
        rows = [
            Row((
                titles[row["scenario"]], level(row["reform"], unit, lang),
                amount(row["difference"], unit, lang, signed=True), _interval(row, unit, lang),
                *([interval(row["draw_low"], row["draw_high"], unit, lang)] if drawn else []),
                *(part_cell(row[name], row.get("note", ""), unit, lang) for name in parts),
            ))
            for row in rows_of(table, name)
        ]  # fmt: skip
        rows += [
            Row((
                say("against", lang, one=titles[row["scenario"]], other=titles[row["against"]]), "",
                amount(row["difference"], unit, lang, signed=True), _interval(row, unit, lang),
                *([interval(row["draw_low"], row["draw_high"], unit, lang)] if drawn else []),
                *(part_cell(row[name], row.get("note", ""), unit, lang) for name in parts),
            ), detail=True)
            for row in (rows_of(pairs, name) if len(pairs) else [])
        ]  # fmt: skip
        title = say("beside", lang, indicator=named_with_unit(name, lang), replications=found.replications)
        title = with_period(title, found.period, lang)
        few = too_few_note(pd.DataFrame(rows_of(table, name)), lang)
        note = " ".join(each for each in (few, _samples(found, lang) * (name == MAIN_FIGURES[-1])) if each)
        tables.append(Table("beside", title, tuple(head), tuple(rows), note=note))
    return [reforms_by_year(found, titles, lang), *tables]


def _samples(found: SideBySide, lang: Lang) -> str:
    """That all reforms have the same sample, and what the intervals hold."""
    first = found.comparisons[0]
    return with_parts(text("paired", lang), first, lang) if draws_of(first) > 1 else say("crn", lang)


def _interval(row: Any, unit: str, lang: Lang) -> str:
    return interval_cell(row["low"], row["high"], row.get("note", ""), unit, lang)


def assumptions_of(found: SideBySide) -> pd.DataFrame:
    """Every value that each reform's results rest on; those it changes are marked."""
    return pd.concat([each.assumptions().assign(scenario=each.reform_name) for each in found.comparisons])


def rows_of(table: pd.DataFrame, name: str) -> list[Any]:
    """Records of an indicator given by its alias."""
    observer, group, indicator = ALIASES[name]
    chosen = (table["observer"] == observer) & (table["group"] == group) & (table["indicator"] == indicator)
    return list(table[chosen].to_dict("records"))
