"""Winners and losers: how many, how much, and which households."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.comparison_chart import draw_deciles
from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, REFORM, footnote, styled
from simulation.report.tables.partitions import group_frames
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.labels import Lang, group_label
from simulation.report.words.periods import titled
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Change
from simulation.report.words.words import text


@chart(
    "winners", "Comparison", position=30, tables=("winners",),
    numbers=lambda change: group_frames("winners", change.flips()),
)  # fmt: skip
@styled
def winners_chart(change: Change, lang: Lang = "en") -> Figure:
    """Gainers and losers by decile (left) and by type of household (right); mean change by decile between them."""
    flips = change.flips()
    figure = Figure(figsize=(12.0, 4.6), layout="constrained")
    figure.suptitle(titled(change, plot_text("winners", lang), lang), fontsize=13, x=0.01, ha="left")
    deciles, means, types = figure.subplots(1, 3, width_ratios=(1.1, 1.0, 1.0))
    draw_deciles(deciles, change, lang)
    _means(means, flips[flips["group_kind"] == "decile"], lang)
    _types(types, flips[flips["group_kind"] == "type"], lang)
    footnote(figure, note_on("winners", lang), lang)
    return figure


def _means(axes: Axes, rows: pd.DataFrame, lang: Lang) -> None:
    values = rows["mean_change_yuan_month"].to_numpy(float)
    colours = [REFORM if value >= 0.0 else LOSS for value in values]
    axes.bar(np.arange(len(rows)), values, 0.7, color=colours)
    axes.axhline(0.0, color=BASELINE, lw=0.8)
    axes.set_xticks(np.arange(len(rows)), rows["group"].astype(str))
    axes.set_xlabel(text("deciles_axis", lang))
    axes.grid(axis="x", visible=False)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    if not np.any(values):
        axes.set_ylim(-1.0, 1.0)
    axes.set_title(plot_text("mean_change", lang), linespacing=1.35)


def _types(axes: Axes, rows: pd.DataFrame, lang: Lang) -> None:
    at = np.arange(len(rows))[::-1]
    axes.barh(at, rows["gainers"], 0.62, color=REFORM)
    axes.barh(at, -rows["losers"], 0.62, color=LOSS, hatch="///", edgecolor="white")
    axes.axvline(0.0, color=BASELINE, lw=0.8)
    axes.set_yticks(at, [group_label(f"type:{group}", lang) for group in rows["group"]])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    largest = float(rows[["gainers", "losers"]].to_numpy(float).max(initial=0.0))
    if not largest > 0.0:
        axes.set_xlim(-1.0, 1.0)
    scale = scale_for(largest, "households", lang)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{abs(value) / scale.divisor:,.10g}")
    axes.set_title(f"{plot_text('by_type', lang)}\n{unit_label('households', scale, lang)}", linespacing=1.35)
