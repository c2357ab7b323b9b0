"""Incidence: how much of the money each income decile gets, and how many of its people are reached."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import BASELINE, REFORM, footnote, styled
from simulation.report.words.labels import Lang
from simulation.report.words.periods import titled
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Reportable, side_text
from simulation.report.words.words import text

PERCENT = 100.0
SIDES = {"baseline": (BASELINE, "///", "--", "s"), "reform": (REFORM, "", "-", "o")}


@chart(
    "incidence", *OUTCOMES, position=70, tables=("incidence",),
    numbers=lambda outcome: {"incidence": outcome.incidence()},
    applies=lambda outcome: len(outcome.incidence()) > 0,  # a run in parts has no deciles
)  # fmt: skip
@styled
def incidence_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """Bars of benefit shares with the concentration curve (left), coverage of each decile (right)."""
    frame = outcome.incidence()
    figure = Figure(figsize=(11.0, 4.8), layout="constrained")
    figure.suptitle(titled(outcome, plot_text("incidence", lang), lang), fontsize=13, x=0.01, ha="left")
    money, reached = figure.subplots(1, 2, width_ratios=(1.3, 1.0))
    sides = [side for side in SIDES if (frame["scenario"] == side).any()]
    for place, side in enumerate(sides):
        part = frame[frame["scenario"] == side]
        at = part["decile"].to_numpy(float) + 0.8 / len(sides) * (place - (len(sides) - 1) / 2)
        name = side_text(side, outcome, lang)
        _money(money, part, at, 0.8 / len(sides), (side, name), lang)
        _bars(reached, at, PERCENT * part["coverage_share"].to_numpy(float), 0.8 / len(sides), (side, name))
    money.plot([0.5, 10.5], [0.0, PERCENT], color="#888888", lw=1.0, ls=":", label=plot_text("equal", lang))
    for axes, title in ((money, "benefit_share"), (reached, "coverage")):
        axes.set_xticks(np.arange(1, 11))
        axes.set_xlabel(text("deciles_axis", lang))
        axes.set_title(plot_text(title, lang))
        axes.grid(axis="x", visible=False)
        axes.set_ylim(bottom=0.0)
    money.set_ylim(top=105.0)
    money.legend(loc="center right")
    reached.legend(loc="upper right")
    footnote(figure, note_on("incidence", lang), lang)
    return figure


def _money(axes: Axes, part: pd.DataFrame, at: np.ndarray, width: float, named: tuple[str, str], lang: Lang) -> None:
    """Bars with the band over replications, and the cumulated shares at the upper edges of the deciles."""
    share = PERCENT * part["benefit_share"].to_numpy(float)
    _bars(axes, at, share, width, named)
    side, name = named
    spread = np.abs(PERCENT * part[["low", "high"]].to_numpy(float).T - share)
    axes.errorbar(at, share, spread, fmt="none", ecolor="black", elinewidth=0.8, capsize=1.5)
    colour, _, line, marker = SIDES[side]
    curve = PERCENT * np.append(0.0, part["cumulated_share"].to_numpy(float))
    axes.plot(np.arange(11) + 0.5, curve, line, color=colour, marker=marker, ms=3.5, lw=1.2,
              label=plot_text("cumulated", lang, scenario=name))  # fmt: skip


def _bars(axes: Axes, at: np.ndarray, values: np.ndarray, width: float, named: tuple[str, str]) -> None:
    side, name = named
    colour, hatch, *_ = SIDES[side]
    axes.bar(at, values, width * 0.94, color=colour, hatch=hatch, edgecolor="white", label=name)
