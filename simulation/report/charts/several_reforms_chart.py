"""Several reforms compared with one baseline, as a chart: the differences with their intervals."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.comparison.several_reforms import SideBySide
from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, REFORM, scaled_axis, styled
from simulation.report.tables.several_reforms import reform_titles, rows_of
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.experiment_words import MAIN_FIGURES, named, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.periods import with_period


@chart("comparison", "SideBySide", position=10, note="beside", tables=("comparison",))
@styled
def reforms_chart(found: SideBySide, lang: Lang = "en") -> Figure:
    """A panel per main indicator: the difference of each reform with its interval; parameter draws as a thin line."""
    titles = list(reform_titles(found, lang).values())
    figure = Figure(figsize=(9.0, (1.1 + 0.36 * len(titles)) * len(MAIN_FIGURES)), layout="constrained")
    table = found.table()
    for axes, name in zip(figure.subplots(len(MAIN_FIGURES)), MAIN_FIGURES, strict=True):
        _differences(axes, pd.DataFrame(rows_of(table, name)), titles, unit_of(name), lang)
        axes.set_title(with_period(f"{named(name, lang)}: {say('change', lang)}", found.period, lang))
    if found.draws:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure


def _differences(axes: Axes, rows: pd.DataFrame, titles: list[str], unit: str, lang: Lang) -> None:
    places = np.arange(len(rows))[::-1]
    axes.axvline(0.0, color=BASELINE, lw=1.0, ls="--")
    axes.hlines(places, rows["low"], rows["high"], color=REFORM, lw=5.0, alpha=0.45, label=say("interval", lang))
    ends = ["difference", "low", "high"]
    if "draw_low" in rows:
        axes.hlines(places - 0.22, rows["draw_low"], rows["draw_high"], color="black", lw=1.2, label=say("draws", lang))
        ends += ["draw_low", "draw_high"]
    axes.plot(rows["difference"], places, "o", color=REFORM, ms=5.0)
    axes.set_yticks(places, titles)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="y", visible=False)
    largest = float(np.nan_to_num(np.abs(rows[ends].to_numpy(float))).max())
    scale = scale_for(largest, unit, lang)
    if not largest > 0.0:
        axes.set_xlim(-1.0, 1.0)
        axes.set_xticks([0.0])
    scaled_axis(axes, "x", scale, unit)
    axes.set_xlabel(unit_label(unit, scale, lang, difference=True), loc="right")
