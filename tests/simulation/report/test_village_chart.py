"""The village as a network: every kind of knowledge counted in the legend, in both languages."""

import networkx as nx
import numpy as np
import pytest

from simulation.processes.information import Knowledge
from simulation.report.charts.village_chart import KNOWS, village_chart


@pytest.mark.parametrize(("lang", "words"), [("en", "word of mouth: 3"), ("zh", "口口相传: 3")])
def test_the_legend_counts_how_households_know(lang: str, words: str) -> None:
    village = nx.path_graph(5)
    knows = np.array([Knowledge.NONE, *[Knowledge.WORD_OF_MOUTH] * 3, Knowledge.VISIT])
    figure = village_chart(village, {n: (n, n % 2) for n in village}, knows, lang)  # type: ignore[arg-type]
    legend = [each.get_text() for each in figure.axes[0].get_legend().get_texts()]
    assert len(legend) == len(Knowledge) == len(KNOWS)
    assert words in legend
    assert sum(int(each.rsplit(" ", 1)[1]) for each in legend) == 5
