"""The funnel as a waterfall: units entitled, those lost at each stage, those paid; and its shape by type."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.indicators.funnel import STAGES
from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import BASELINE, CAUSE_COLOURS, LOSS, scaled_axis, styled
from simulation.report.tables.partitions import group_frames
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.labels import Lang
from simulation.report.words.periods import heading
from simulation.report.words.results import Reportable, scenario_title
from simulation.report.words.words import text

LOSSES: Final = ("lost_not_known", "lost_not_filed", "lost_not_verified", "lost_not_granted", "lost_not_paid")


@chart(
    "funnel", *OUTCOMES, position=90, tables=("funnel",), captioned=True,
    numbers=lambda outcome: group_frames("funnel", outcome.funnel()),
)  # fmt: skip
@styled
def funnel_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """Waterfall of the province (left), shares that reach each stage by type of household (right); of the baseline."""
    table = outcome.funnel()
    table = table[table["scenario"] == "baseline"]
    figure = Figure(figsize=(11.5, 4.6), layout="constrained")
    title = scenario_title(outcome, "baseline", lang)
    figure.suptitle(heading(f"{title} – {text('funnel', lang)}", outcome.period, lang), x=0.01, ha="left")
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1.0))
    _waterfall(left, table[table["group_kind"] == "all"].iloc[0], lang)
    _types(right, table[table["group_kind"] == "type"], lang)
    return figure


def _waterfall(axes: Axes, row: pd.Series, lang: Lang) -> None:
    values = row[list(STAGES)].to_numpy(float)
    labels, at = [text("stage_entitled", lang)], 1
    axes.bar(0, values[0], color=BASELINE)
    for name, before, after in zip(LOSSES, values[:-1], values[1:], strict=True):
        axes.bar(at, before - after, bottom=after, color=LOSS, hatch="///", edgecolor="white")
        axes.plot([at - 1.4, at + 0.4], [before, before], color="black", linewidth=0.7)
        _share(axes, at, before, (before - after) / max(values[0], 1.0))
        labels.append(text(name, lang))
        at += 1
    axes.bar(at, values[-1], color=CAUSE_COLOURS[5])
    axes.plot([at - 1.4, at + 0.4], [values[-1]] * 2, color="black", linewidth=0.7)
    _share(axes, at, values[-1], values[-1] / max(values[0], 1.0))
    labels.append(text("stage_paid", lang))
    axes.set_xticks(range(len(labels)), labels)
    scale = scale_for(float(values[0]), "units", lang)
    scaled_axis(axes, "y", scale, "units")
    axes.set_ylim(0.0, 1.08 * max(float(values[0]), 1.0))
    axes.grid(axis="x", visible=False)
    axes.set_title(f"{text('funnel_units', lang)}\n{unit_label('units', scale, lang)}")


def _share(axes: Axes, at: float, top: float, share: float) -> None:
    axes.annotate(
        f"{100 * share:.1f}%", (at, top), xytext=(0, 2.5), textcoords="offset points", ha="center", va="bottom",
        fontsize=8,
    )  # fmt: skip


def _types(axes: Axes, rows: pd.DataFrame, lang: Lang) -> None:
    """Lines over the stages, a type each: share of its entitled units that got so far."""
    for (_, row), colour, marker in zip(rows.iterrows(), CAUSE_COLOURS, "os^Dv", strict=False):
        values = row[list(STAGES)].to_numpy(float)
        if values[0] > 0:
            axes.plot(np.arange(len(STAGES)), 100.0 * values / values[0], color=colour, marker=marker,
                      label=text(f"type_{row['group']}", lang))  # fmt: skip
    axes.set_xticks(np.arange(len(STAGES)), [text(f"stage_{s}", lang) for s in STAGES])
    axes.set_ylim(0.0, 105.0)
    axes.set_title(text("funnel_by_type", lang))
    if axes.get_lines():  # in a short run of a small sample nobody may be entitled
        axes.legend(loc="upper right")  # the lines fall from the upper left
