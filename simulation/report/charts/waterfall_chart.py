"""Waterfall: from the baseline's yearly cost to the reform's, a bar for each reason."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, REFORM, footnote, scaled_axis, styled
from simulation.report.tables.partitions import step_frames
from simulation.report.words.amounts import scale_for, unit_label, written
from simulation.report.words.labels import Lang
from simulation.report.words.periods import titled
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Change

VISIBLE: Final = 0.04  # of the total: below, the axis is cut so that the steps can be seen


@chart(
    "waterfall", "Comparison", position=20, tables=("waterfall",),
    numbers=lambda change: step_frames("waterfall", change.budget_steps()),
)  # fmt: skip
@styled
def waterfall_chart(change: Change, lang: Lang = "en") -> Figure:
    """Totals at both ends, between them what adds (up) and what saves (down, hatched); whiskers: 95% intervals."""
    table = change.budget_steps()
    ends = table["step"].isin(("baseline", "reform"))
    table = table[ends | (table["yuan_year"] != 0.0)].reset_index(drop=True)
    figure = Figure(figsize=(10.0, 4.8), layout="constrained")
    figure.suptitle(titled(change, plot_text("waterfall", lang), lang), fontsize=13, x=0.01, ha="left")
    _bars(figure.subplots(), table, lang)
    footnote(figure, note_on("waterfall", lang), lang)
    return figure


def _bars(axes: Axes, table: pd.DataFrame, lang: Lang) -> None:
    sizes = table["yuan_year"].to_numpy(float)
    steps, total = sizes[1:-1], max(sizes[0], sizes[-1])
    tops = sizes[0] + np.append(0.0, np.cumsum(steps))  # level before the first step, and after each
    scale = scale_for(total, "yuan/year", lang)
    room = 0.02 * (tops.max() - tops.min()) + 0.008 * total
    for place, size in ((0, sizes[0]), (len(sizes) - 1, sizes[-1])):
        axes.bar(place, size, width=0.7, color=BASELINE)
        axes.annotate(written(size, scale, "yuan/year"), (place, size + room), ha="center", va="bottom")
    for place, (size, before) in enumerate(zip(steps, tops[:-1], strict=True), start=1):
        up = size > 0.0
        axes.bar(place, size, bottom=before, width=0.7, color=REFORM if up else LOSS, hatch="" if up else "///",
                 edgecolor="white")  # fmt: skip
        axes.plot([place - 1.35, place + 0.35], [before, before], color="black", lw=0.7)
        spread = table.loc[place, ["low", "high"]].to_numpy(float) - size
        if np.isfinite(spread).all():
            axes.errorbar(place, before + size, [[-spread[0]], [spread[1]]], color="black", elinewidth=0.9, capsize=2.5)
        above = max(before, before + size + (spread[1] if np.isfinite(spread[1]) else 0.0))
        axes.annotate(written(size, scale, "yuan/year", signed=True), (place, above + room), ha="center", va="bottom")
    axes.set_xticks(range(len(sizes)), [plot_text(f"step_{step}", lang) for step in table["step"]])
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", visible=False)
    scaled_axis(axes, "y", scale, "yuan/year")
    label = unit_label("yuan/year", scale, lang)
    cut = bool(len(steps)) and float(np.abs(steps).max()) < VISIBLE * total
    axes.margins(y=0.1)
    if cut:
        span = max(float(tops.max() - tops.min()), 0.01 * total)
        axes.set_ylim(tops.min() - 0.6 * span, tops.max() + 0.6 * span)
        label += " – " + plot_text("axis_cut", lang)
    axes.set_title(label)
