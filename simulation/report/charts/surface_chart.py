"""Two facts of a household at once: aid over earnings and assets, or over earnings and household size."""

import numpy as np
from matplotlib.figure import Figure

from simulation.calculator import BudgetSurface
from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, styled
from simulation.report.words.labels import Lang
from simulation.report.words.words import text


@chart("surface", "BudgetSurface", position=10)
@styled
def surface_chart(surface: BudgetSurface, lang: Lang = "en") -> Figure:
    """Aid as colour, every cliff as a dot on the row where it lies (exact along the first axis), the household now."""
    frame = surface.table
    aid = frame.pivot(index=surface.second, columns="at_yuan", values="aid_yuan")
    figure = Figure(figsize=(8.6, 5.6), layout="constrained")
    axes = figure.add_subplot()
    across, up = aid.columns.to_numpy(float), aid.index.to_numpy(float)
    mesh = axes.pcolormesh(across, up, aid.to_numpy(float), cmap="Blues", shading="nearest", rasterized=True)
    figure.colorbar(mesh, ax=axes, label=text("aid", lang), format=lambda value, _place: f"{value:,.10g}")
    falls = surface.cliffs
    if len(falls):
        size = 4.0 + 60.0 * falls["drop_yuan"] / falls["drop_yuan"].max()
        axes.scatter(falls["at_yuan"], falls[surface.second], s=size, color=LOSS, lw=0, label=text("cliffs", lang))
    here = surface.here_yuan
    axes.plot([here], [getattr(surface.household, surface.second)], "o", color="black", mec="white", ms=8,
              label=text("here", lang))  # fmt: skip
    axes.grid(visible=False)
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(*_limits(up))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    axes.set_xlabel(text(f"axis_{surface.vary}", lang))
    axes.set_ylabel(text(f"axis_{surface.second}", lang))
    label = surface.scenario.label_zh if lang == "zh" else surface.scenario.label_en
    axes.set_title(f"{label} – {text('aid', lang)}")
    axes.legend(loc="upper right", frameon=True, edgecolor=BASELINE)
    return figure


def _limits(values: np.ndarray) -> tuple[float, float]:
    half = (values[1] - values[0]) / 2.0 if values.size > 1 else 0.5
    return float(values[0] - half), float(values[-1] + half)
