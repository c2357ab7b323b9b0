"""Exclusion error against inclusion error: of a result by observer, and of a sweep by point."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, REFORM, footnote, styled
from simulation.report.words.labels import Lang
from simulation.report.words.periods import titled
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Reportable, is_change
from simulation.report.words.words import text
from simulation.sweeping.results.sweep_results import Sweep

# observer: (exclusion error, inclusion error, colour, marker)
OBSERVED: Final = {
    "survey": ("exclusion_error_poor_share", "inclusion_error_share", "#E69F00", "s"),
    "truth": ("exclusion_error_poor_share", "inclusion_error_share", "#000000", "o"),
    "rule": ("exclusion_error_entitled_share", "inclusion_error_share", REFORM, "D"),
    "audit": ("exclusion_error_entitled_share", "inclusion_error_share", "#009E73", "^"),
}
PERCENT: Final = 100.0
MOST_NAMED: Final = 25  # points of a sweep that are named


@chart("errors", "Comparison", position=60, tables=("comparison",))
@chart("errors", "Result", position=60, tables=("result",))
@styled
def errors_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """An arrow per observer from the baseline to the reform; a point each for a single scenario."""
    table = outcome.table()
    table = table[(table["group"] == "all") & (table["area"] == "all")].set_index(["observer", "indicator"])
    change = is_change(outcome)
    figure = Figure(figsize=(7.6, 5.6), layout="constrained")
    figure.suptitle(titled(outcome, plot_text("errors", lang), lang), fontsize=13, x=0.01, ha="left")
    axes = figure.subplots()
    for observer, (excluded, included, colour, marker) in OBSERVED.items():
        keys = [(observer, included), (observer, excluded)]
        if all(key in table.index for key in keys):
            _observer(axes, table.loc[keys], colour, marker, plot_text(f"seen_{observer}", lang), changed=change)
    _axes(axes, lang)
    axes.legend(loc="best")
    footnote(figure, note_on("errors" if change else "errors_one", lang), lang)
    return figure


def _observer(axes: Axes, pair: pd.DataFrame, colour: str, marker: str, name: str, *, changed: bool) -> None:
    """The rows of inclusion (x) and exclusion (y) of one observer."""
    start = _percent(pair["baseline" if changed else "value"])
    axes.plot([start[0]], [start[1]], marker, color=colour, ms=8.0, mfc="white" if changed else colour, mew=1.6,
              ls="none", label=name)  # fmt: skip
    if not changed:
        return
    end = _percent(pair["reform"])
    axes.plot([end[0]], [end[1]], marker, color=colour, ms=6.0)
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.5, "shrinkA": 5.0,
                                              "shrinkB": 3.0})  # fmt: skip
    low, high = _percent(pair["low"]), _percent(pair["high"])
    if np.isfinite([low, high]).all():
        spread = [[[end[i] - start[i] - low[i]], [start[i] + high[i] - end[i]]] for i in (0, 1)]
        axes.errorbar([end[0]], [end[1]], spread[1], spread[0], fmt="none", ecolor=colour, elinewidth=0.9, capsize=2.0)


def _percent(pair: pd.Series) -> tuple[float, float]:
    """(inclusion, exclusion) in percent."""
    inclusion, exclusion = (PERCENT * float(value) for value in pair)
    return inclusion, exclusion


def _axes(axes: Axes, lang: Lang) -> None:
    axes.set_xlabel(plot_text("inclusion_axis", lang))
    axes.set_ylabel(plot_text("exclusion_axis", lang))
    axes.margins(0.14)


@chart("errors", "Sweep", position=30, note="trade_off", tables=("sweep",), in_folder=False)
@styled
def trade_off_chart(sweep: Sweep, lang: Lang = "en") -> Figure:
    """The points of a sweep, joined where one lever alone moves; crosses: 95% intervals of the paired difference."""
    names = ("inclusion_error", "exclusion_error")
    summary = sweep.summary(names)
    x, y = (summary[summary["indicator"] == name].reset_index(drop=True) for name in names)
    figure = Figure(figsize=(7.6, 5.6), layout="constrained")
    figure.suptitle(plot_text("trade_off", lang), fontsize=13, x=0.01, ha="left")
    axes = figure.subplots()
    points = sweep.points()
    levers = points.drop(columns=["point", "label", "reform"])
    mean = PERCENT * np.column_stack([x["mean"], y["mean"]])
    spread = [PERCENT * np.abs(np.array([part["low"], part["high"]], float) - part["difference"].to_numpy(float))
              for part in (x, y)]  # fmt: skip
    axes.errorbar(mean[1:, 0], mean[1:, 1], spread[1][:, 1:], spread[0][:, 1:], fmt="none", ecolor="#888888",
                  elinewidth=0.9, capsize=2.0)  # fmt: skip
    if levers.shape[1] == 1 and points["reform"].eq("").all():
        order = levers.iloc[1:, 0].to_numpy(float).argsort() + 1
        axes.plot(mean[order, 0], mean[order, 1], "-", color=REFORM, lw=1.2)
    axes.plot(mean[1:, 0], mean[1:, 1], "o", color=REFORM, ms=6.0)
    axes.plot([mean[0, 0]], [mean[0, 1]], "D", color=LOSS, ms=9.0, label=text("baseline", lang))
    for place in range(1, min(len(points), MOST_NAMED + 1)):
        given = [f"{value:g}" for value in levers.iloc[place].to_numpy(float) if np.isfinite(value)]
        name = ", ".join([points["reform"][place]] * bool(points["reform"][place]) + given)
        axes.annotate(name, mean[place], (5, 4), textcoords="offset points", fontsize=7.5, color=BASELINE)
    _axes(axes, lang)
    axes.legend(loc="best")
    if len(levers.columns):
        footnote(figure, plot_text("point_labels", lang, levers=", ".join(levers.columns)), lang)
    return figure
