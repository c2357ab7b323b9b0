"""Scenarios and results as HTML for a cell of JupyterLab: the same tables as in the terminal, nothing loaded."""

import html
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from simulation.comparison.several_reforms import SideBySide
from simulation.messages.catalogues import labels_of
from simulation.report.tables.doubt import calibration_line, reading
from simulation.report.tables.experiments import (
    calibration_of,
    frontier_tables,
    robustness_tables,
    sensitivity_tables,
    status_line,
    sweep_tables,
)
from simulation.report.tables.sections import Table, cascade_table, flip_table, indicator_tables, year_table
from simulation.report.tables.several_reforms import reforms_tables
from simulation.report.tables.solution_tables import solution_tables
from simulation.report.tables.tables import settings_line
from simulation.report.words.labels import STATUSES, Lang, chosen
from simulation.report.words.results import Outcome, changes_of, is_change, outcome_title
from simulation.report.words.words import text
from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.search.solution import Solution
from simulation.sweeping.results.sweep_results import Sweep

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.report.charts.plots import Plots

WORDS: Final = labels_of("text", "scenario")
type Search = Sweep | Solution | Frontier | Sensitivity | Robustness
SEARCHES: Final[dict[type[Any], Callable[[Any, Lang], list[Table]]]] = {
    Solution: solution_tables, Frontier: frontier_tables,
    Sensitivity: sensitivity_tables, Robustness: robustness_tables,
}  # fmt: skip
OPEN: Final = 1  # tables that are open; the others unfold


def language() -> Lang:
    """The language of notebook output: that of the environment variable DOUDI_LANG, else English."""
    return "zh" if os.environ.get("DOUDI_LANG") == "zh" else "en"


def html_of(thing: SideBySide | Outcome | Search) -> str:
    """A result, a comparison, several side by side or a search as HTML that needs nothing else."""
    lang = language()
    if isinstance(thing, SideBySide):
        status = calibration_line(thing.comparisons[0], lang)
        return "".join([_line(status), *(_table(each) for each in reforms_tables(thing, lang))])
    if isinstance(thing, Sweep):
        texts = [status_line(thing, lang), calibration_of(thing, lang)]
        tables = sweep_tables(thing, lang) if thing.status()["ok"] else []
        return "".join(_line(each) for each in texts if each) + _folded(tables)
    if isinstance(thing, Solution | Frontier | Sensitivity | Robustness):
        status = calibration_of(thing if isinstance(thing, Robustness) else thing.sweep, lang)
        return (_line(status) if status else "") + _folded(SEARCHES[type(thing)](thing, lang))
    tables = indicator_tables(thing, lang, full=False)
    if is_change(thing):
        tables.append(flip_table(thing, lang, full=False))
    tables += [year_table(thing, lang, full=False), cascade_table(thing, lang)]
    changes = changes_of(thing, lang) if is_change(thing) else []
    head = [settings_line(thing, lang), calibration_line(thing, lang), reading(thing, lang)]
    return "".join([
        _title(outcome_title(thing, lang)), _list(changes), *(_line(each) for each in head if each),
        _folded(tables),
        _line(text("model_not_figure", lang)),
    ])  # fmt: skip


def plots_of(thing: object) -> "Plots":
    """The plots of a result by name."""
    from simulation.report.charts.plots import Plots

    return Plots(thing)


def html_of_scenario(scenario: "Scenario") -> str:
    """What a scenario rests on and, in words, what it changes."""
    lang = language()
    counts = scenario.assumptions()["status"].value_counts()
    texts = [f"{chosen(STATUSES, str(status), lang)} {count}" for status, count in counts.items()]
    own = scenario.sources.microdata
    facts = {
        "name": scenario.name,
        "practice": scenario.sources.practice,
        "households": getattr(WORDS["census"], lang) if own is None else own.name,
        "values": " · ".join(texts),
        "digest": scenario.digest[:16],
        "calibration": scenario.calibration(lang),
    }
    rows = "".join(
        f"<tr><th style='text-align:left'>{getattr(WORDS[name], lang)}</th>"
        f"<td style='text-align:left'>{html.escape(value)}</td></tr>"
        for name, value in facts.items()
    )
    title = scenario.label_zh if lang == "zh" else scenario.label_en
    return f"{_title(title)}<table>{rows}</table>{_list(scenario.baseline().diff(scenario, lang))}"


def _title(words: str) -> str:
    return f"<p><b>{html.escape(words)}</b></p>"


def _line(words: str) -> str:
    return f"<p style='margin:0;opacity:.75'>{html.escape(words)}</p>"


def _list(lines: list[str]) -> str:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if lines else ""


def _folded(tables: list[Table]) -> str:
    return "".join(_table(each, unfold=place >= OPEN) for place, each in enumerate(tables))


def _table(table: Table, *, unfold: bool = False) -> str:
    """A table; with `unfold` behind its title."""
    head = "".join(f"<th style='{_side(k, table)}'>{html.escape(name)}</th>" for k, name in enumerate(table.headings))
    body = "".join(
        "<tr>" + "".join(f"<td style='{_side(k, table, row.detail)}'>{html.escape(cell)}</td>"
                         for k, cell in enumerate(row.cells)) + "</tr>"
        for row in table.rows
    )  # fmt: skip
    title, note = html.escape(table.title), _line(table.note) if table.note else ""
    drawn = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"
    if unfold:
        return f"<details><summary>{title}</summary>{drawn}</details>"
    return f"<p style='margin-bottom:0'><b>{title}</b></p>{drawn}"


def _side(column: int, table: Table, detail: bool = False) -> str:
    side = "left" if column < table.text_columns else "right"
    return f"text-align:{side}" + (";padding-left:2em" if detail and column == 0 else "")
