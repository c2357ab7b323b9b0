"""Heat map of a sweep over two levers: how far each point is from the baseline."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.report.charts.registry import chart
from simulation.report.charts.style import footnote, styled
from simulation.report.words.amounts import PERCENT, scale_for, unit_label, written
from simulation.report.words.experiment_words import named, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.plot_words import plot_text
from simulation.report.words.unit_words import UNITS
from simulation.sweeping.results.grid import grid_table
from simulation.sweeping.results.sweep_results import Sweep


@chart("heat_map", "Sweep", position=40, tables=("sweep",), in_folder=False)
@styled
def heat_chart(sweep: Sweep, lang: Lang = "en", indicator: str = "budget") -> Figure:
    """A cell per point, the difference written in it; hatched where its 95% interval includes 0.

    Raises ExperimentError unless the sweep is a grid of two levers.
    """
    grid = grid_table(sweep, indicator)
    across, up = (str(name) for name in grid.columns[:2])
    table = grid.pivot(index=up, columns=across, values="difference")
    unit = unit_of(indicator)
    largest = float(np.nanmax(np.abs(table.to_numpy(float))))
    scale = PERCENT if unit == "share" else scale_for(largest, unit, lang)
    rows, columns = table.shape
    figure = Figure(figsize=(2.6 + 1.05 * columns, 2.0 + 0.62 * rows), layout="constrained")
    axes = figure.subplots()
    reach = largest or 1.0
    mesh = axes.imshow(table, cmap="PuOr_r", vmin=-reach, vmax=reach, origin="lower", aspect="auto")
    for place, row in enumerate(grid.sort_values([up, across]).to_dict("records")):
        _cell(axes, place % columns, place // columns, row, written(row["difference"], scale, unit, signed=True),
              abs(row["difference"]) > 0.6 * reach)  # fmt: skip
    axes.set_xticks(range(columns), [f"{value:g}" for value in table.columns])
    axes.set_yticks(range(rows), [f"{value:g}" for value in table.index])
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(visible=False)
    label = f" ({unit_label(unit, scale, lang, difference=True)})" if unit in UNITS else ""
    axes.set_title(plot_text("heat", lang, indicator=named(indicator, lang)) + label)
    figure.colorbar(mesh, ax=axes, format=lambda value, _place: written(value, scale, unit, signed=True))
    footnote(figure, plot_text("heat_note", lang), lang)
    return figure


def _cell(axes: Any, x: int, y: int, row: dict[Any, Any], shown: str, dark: bool) -> None:
    if row["low"] <= 0.0 <= row["high"]:
        axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1.0, 1.0, fill=False, hatch="///", edgecolor="#888888", lw=0.0))
    box = None if dark else {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 1.0}
    axes.text(x, y, shown, ha="center", va="center", fontsize=8.5, color="white" if dark else "black", bbox=box)
