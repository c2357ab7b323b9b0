"""A village as a network: how each household knows that it may claim."""

from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from simulation.processes.information import Knowledge
from simulation.report.charts.style import GRID, styled
from simulation.report.words.labels import Label, Lang

KNOWS: Final = {
    Knowledge.NONE: (Label("不知道", "does not know"), "#CCCCCC"),
    Knowledge.OWN: (Label("自己知道", "by itself"), "#4D4D4D"),
    Knowledge.CAMPAIGN: (Label("政策宣传", "publicity"), "#56B4E9"),
    Knowledge.WORD_OF_MOUTH: (Label("口口相传", "word of mouth"), "#E69F00"),
    Knowledge.VISIT: (Label("走访", "visit"), "#009E73"),
    Knowledge.SCREENING: (Label("数据比对", "screening"), "#D55E00"),
    Knowledge.REFERRAL: (Label("转介", "referral"), "#0072B2"),
    Knowledge.HOTLINE: (Label("热线", "hotline"), "#CC79A7"),
}


@styled
def village_chart(
    village: "nx.Graph[Any]", places: dict[Any, Any], knows: npt.NDArray[np.integer[Any]], lang: Lang = "en"
) -> Figure:  # fmt: skip
    """Units of one village at `places`, coloured by `knows` (codes of `Knowledge`, in the order of the nodes)."""
    figure = Figure(figsize=(7.5, 6.0), layout="constrained")
    axes = figure.subplots()
    nx.draw_networkx_edges(village, places, ax=axes, edge_color=GRID, width=0.5)
    nodes = list(village.nodes)
    for code, (label, colour) in KNOWS.items():
        at = np.array([places[node] for node, own in zip(nodes, knows, strict=True) if own == code]).reshape(-1, 2)
        axes.scatter(at[:, 0], at[:, 1], s=25, color=colour, zorder=2, label=f"{getattr(label, lang)}: {len(at)}")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_axis_off()
    return figure
