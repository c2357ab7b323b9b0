"""A village as a network: how each household knows that it may claim."""

from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from simulation.messages.catalogues import labels_of
from simulation.processes.information import Knowledge
from simulation.report.charts.style import GRID, styled
from simulation.report.words.labels import Lang, filled

COLOURS: Final = {
    Knowledge.NONE: "#CCCCCC",
    Knowledge.OWN: "#4D4D4D",
    Knowledge.CAMPAIGN: "#56B4E9",
    Knowledge.WORD_OF_MOUTH: "#E69F00",
    Knowledge.VISIT: "#009E73",
    Knowledge.SCREENING: "#D55E00",
    Knowledge.REFERRAL: "#0072B2",
    Knowledge.HOTLINE: "#CC79A7",
}
KNOWS: Final = labels_of("plots", "knowledge", order=[code.name.lower() for code in COLOURS])


@styled
def village_chart(
    village: "nx.Graph[Any]", places: dict[Any, Any], knows: npt.NDArray[np.integer[Any]], lang: Lang = "en"
) -> Figure:  # fmt: skip
    """Units of one village at `places`, coloured by `knows` (codes of `Knowledge`, in the order of the nodes)."""
    figure = Figure(figsize=(7.5, 6.0), layout="constrained")
    axes = figure.subplots()
    nx.draw_networkx_edges(village, places, ax=axes, edge_color=GRID, width=0.5)
    nodes = list(village.nodes)
    for code, colour in COLOURS.items():
        at = np.array([places[node] for node, own in zip(nodes, knows, strict=True) if own == code]).reshape(-1, 2)
        label = f"{filled(KNOWS, code.name.lower(), lang)}: {len(at)}"
        axes.scatter(at[:, 0], at[:, 1], s=25, color=colour, zorder=2, label=label)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_axis_off()
    return figure
