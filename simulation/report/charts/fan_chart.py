"""Fan chart: spending by month, the spread of the replications as nested bands."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from simulation.report.charts.budget_chart import LINES
from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import BASELINE, REFORM, footnote, scaled_axis, styled
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.labels import Lang
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Reportable, are_siblings, outcome_title, side_text
from simulation.report.words.words import text


@chart("fan", *OUTCOMES, position=40, tables=("fan",), numbers=lambda outcome: {"fan": outcome.fan()})
@styled
def fan_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """Baseline and reform together, and their paired difference next to them; one panel for a single scenario."""
    frame = outcome.fan()
    changed = bool((frame["scenario"] == "difference").any())
    figure = Figure(figsize=(11.0 if changed else 7.0, 4.4), layout="constrained")
    figure.suptitle(f"{outcome_title(outcome, lang)} – {plot_text('fan', lang)}", fontsize=13, x=0.01, ha="left")
    panels = figure.subplots(1, 2 if changed else 1, squeeze=False)[0]
    sides = [(side, *LINES[side]) for side in ("reform", "baseline")]
    _panel(panels[0], frame, sides, plot_text("fan_levels", lang), outcome, lang)
    if changed:
        title = side_text("difference", outcome, lang) if are_siblings(outcome) else plot_text("fan_difference", lang)
        _panel(panels[1], frame, [("difference", REFORM, "-", 1.8)], title, outcome, lang)
        panels[1].axhline(0.0, color=BASELINE, lw=1.0, ls="--")
    _legend(panels[0], outcome.replications, lang)
    footnote(figure, note_on("fan", lang), lang)
    return figure


def _panel(
    axes: Axes, frame: pd.DataFrame, sides: list[tuple[str, str, str, float]], title: str, outcome: Reportable,
    lang: Lang,
) -> None:  # fmt: skip
    shown = frame[frame["scenario"].isin([side for side, *_ in sides])]
    for side, colour, style, width in sides:
        part = shown[shown["scenario"] == side]
        if len(part):
            for low, high, alpha in (("p5_yuan", "p95_yuan", 0.16), ("p25_yuan", "p75_yuan", 0.3)):
                axes.fill_between(part["month"], part[low], part[high], color=colour, alpha=alpha, lw=0)
            axes.plot(
                part["month"], part["mean_yuan"], style, color=colour, lw=width, label=side_text(side, outcome, lang)
            )
    months = shown.drop_duplicates("month")
    ticks = months.iloc[np.arange(0, len(months), math.ceil(len(months) / 5))]
    axes.set_xticks(ticks["month"], ticks["label"])
    axes.set_ylim(bottom=min(0.0, 1.1 * float(shown["p5_yuan"].min())))
    axes.margins(x=0.01)
    axes.grid(axis="x", visible=False)
    scale = scale_for(float(shown[["p5_yuan", "p95_yuan"]].abs().to_numpy().max()), "yuan", lang)
    scaled_axis(axes, "y", scale, "yuan")
    axes.set_title(f"{title}\n{unit_label('yuan', scale, lang)}", linespacing=1.35)


def _legend(axes: Axes, replications: int, lang: Lang) -> None:
    """Lines, then what the bands hold."""
    handles, _ = axes.get_legend_handles_labels()
    if replications > 1:
        handles = [*reversed(handles), Patch(color=BASELINE, alpha=0.45, label=plot_text("fan_half", lang)),
                   Patch(color=BASELINE, alpha=0.16, label=plot_text("fan_most", lang))]  # fmt: skip
    axes.legend(handles=handles, loc="lower left", title=None if replications > 1 else text("band_one", lang),
                alignment="left", fontsize=8.5)  # fmt: skip
