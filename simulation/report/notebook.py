"""Scenarios and results as HTML for a cell of JupyterLab: the same tables as in the terminal, nothing loaded."""

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
from simulation.report.words.labels import STATUSES, Lang, chosen, filled
from simulation.report.words.results import Reportable, changes_of, is_change, outcome_title
from simulation.report.words.words import text
from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.search.solution import Solution
from simulation.sweeping.results.sweep_results import Sweep
from simulation.templating import rendered

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.report.charts.plots import Plots

WORDS: Final = labels_of("text", "scenario")
type Search = Sweep | Solution | Frontier | Sensitivity | Robustness
SEARCHES: Final[dict[type[Any], Callable[[Any, Lang], list[Table]]]] = {
    Solution: solution_tables, Frontier: frontier_tables,
    Sensitivity: sensitivity_tables, Robustness: robustness_tables,
}  # fmt: skip
# of a result; `open`: tables that are open, while the others unfold
NOTHING_ELSE: Final = {"title": "", "changes": (), "lines": (), "tables": (), "open": 1, "last_line": ""}


def language() -> Lang:
    """The language of notebook output: that of the environment variable DOUDI_LANG, else English."""
    return "zh" if os.environ.get("DOUDI_LANG") == "zh" else "en"


def html_of(thing: SideBySide | Reportable | Search) -> str:
    """A result, a comparison, several side by side or a search as HTML that needs nothing else."""
    return rendered("simulation.report", "result.html", **{**NOTHING_ELSE, **_parts(thing, language())})


def _parts(thing: SideBySide | Reportable | Search, lang: Lang) -> dict[str, object]:
    """What `result.html` shows of a result, by the names that it uses; what is left out is as in `NOTHING_ELSE`."""
    if isinstance(thing, SideBySide):
        tables = reforms_tables(thing, lang)
        return {"lines": [calibration_line(thing.comparisons[0], lang)], "tables": tables, "open": len(tables)}
    if isinstance(thing, Sweep):
        tables = sweep_tables(thing, lang) if thing.status()["ok"] else []
        return {"lines": [status_line(thing, lang), calibration_of(thing, lang)], "tables": tables}
    if isinstance(thing, Solution | Frontier | Sensitivity | Robustness):
        status = calibration_of(thing if isinstance(thing, Robustness) else thing.sweep, lang)
        return {"lines": [status], "tables": SEARCHES[type(thing)](thing, lang)}
    tables = indicator_tables(thing, lang, full=False)
    if is_change(thing):
        tables.append(flip_table(thing, lang, full=False))
    return {
        "title": outcome_title(thing, lang),
        "changes": changes_of(thing, lang) if is_change(thing) else [],
        "lines": [settings_line(thing, lang), calibration_line(thing, lang), reading(thing, lang)],
        "tables": [*tables, year_table(thing, lang, full=False), cascade_table(thing, lang)],
        "last_line": text("model_not_figure", lang),
    }


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
        "households": filled(WORDS, "census", lang) if own is None else own.name,
        "values": " · ".join(texts),
        "digest": scenario.digest[:16],
        "calibration": scenario.calibration(lang),
    }
    return rendered(
        "simulation.report", "scenario.html",
        title=scenario.label_zh if lang == "zh" else scenario.label_en,
        facts=[(filled(WORDS, name, lang), value) for name, value in facts.items()],
        changes=scenario.baseline().diff(scenario, lang),
    )  # fmt: skip
