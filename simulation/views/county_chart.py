"""Tiles of counties in blocks by prefecture: a map without geography, for there is none in the data."""

import math
from typing import Final, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.views.labels import Lang, indicator_label
from simulation.views.plot_words import note_on
from simulation.views.results import Outcome, is_change, outcome_title
from simulation.views.sections import plain_unit
from simulation.views.style import footnote, styled
from simulation.views.words import text

ACROSS: Final = 14  # tiles in a row of the picture
GAP: Final = 0.35  # between blocks, in tiles
HEAD: Final = 0.55  # for the name of a prefecture, in tiles
UNITS: Final = {"enrolment_share": "share", "benefits_yuan_resident_year": "yuan/year"}


class Block(NamedTuple):
    """A prefecture: its rows in the table, its upper left corner and the tiles in a row, in tiles."""

    name: str
    rows: pd.DataFrame
    left: float
    top: float
    across: int


def blocks_of(frame: pd.DataFrame) -> tuple[list[Block], float]:
    """Prefectures in the order of the table, each as wide as it is high, packed in rows; and the height of all."""
    placed: list[Block] = []
    left, top, tallest = 0.0, 0.0, 0
    for name, rows in frame.groupby("prefecture", sort=False):
        across = min(math.ceil(math.sqrt(len(rows))), ACROSS)
        down = math.ceil(len(rows) / across)
        if left + across > ACROSS + 0.5:
            left, top, tallest = 0.0, top + tallest + HEAD + GAP, 0
        placed.append(Block(str(name), rows, left, top, across))
        left, tallest = left + across + GAP, max(tallest, down)
    return placed, top + tallest + HEAD


@styled
def county_chart(outcome: Outcome, lang: Lang = "en", measure: str = "benefits_yuan_resident_year") -> Figure:
    """A tile per county, coloured and labelled by `measure` ("enrolment_share" or "benefits_yuan_resident_year").

    Of a comparison the difference reform - baseline, of a single scenario its level.
    """
    side = "difference" if is_change(outcome) else "baseline"
    frame = outcome.by_county()
    unit = UNITS[measure]
    values = frame[f"{measure}_{side}"].to_numpy(float) * (100.0 if unit == "share" else 1.0)
    blocks, height = blocks_of(frame.assign(shown=values))
    figure = Figure(figsize=(11.5, 1.6 + 0.52 * height), layout="constrained")
    words = (
        [indicator_label(measure, lang), text(side, lang)] if is_change(outcome) else [indicator_label(measure, lang)]
    )
    label = " – ".join(words) + f" ({plain_unit(unit, lang)})"
    figure.suptitle(f"{outcome_title(outcome, lang)}\n{label}", fontsize=12, x=0.01, ha="left", linespacing=1.4)
    axes = figure.subplots()
    norm, cmap = _colours(values)
    for block in blocks:
        _block(axes, block, norm, cmap, unit)
    axes.set_xlim(-0.1, max(block.left + block.across for block in blocks) + GAP)
    axes.set_ylim(height, -0.1)
    axes.axis("off")
    bar = figure.colorbar(mpl.cm.ScalarMappable(norm, cmap), ax=axes, shrink=0.6, aspect=30, pad=0.01)
    bar.ax.yaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    footnote(figure, note_on("counties", lang), lang)
    return figure


def _colours(values: np.ndarray) -> tuple[Normalize, str]:
    """Blue for more; with falls besides, orange for less, white at zero."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if low < 0.0:
        reach = max(-low, high)
        return Normalize(-reach, reach), "PuOr"
    return Normalize(0.0, high if high > 0.0 else 1.0), "Blues"


def _block(axes: Axes, block: Block, norm: Normalize, cmap: str, unit: str) -> None:
    axes.text(block.left, block.top + HEAD - 0.12, block.name, fontsize=9.0, va="bottom")
    colours = mpl.colormaps[cmap]
    for place, (name, value) in enumerate(zip(block.rows["county"], block.rows["shown"], strict=True)):
        x, y = block.left + place % block.across, block.top + HEAD + place // block.across
        colour = colours(norm(value))
        axes.add_patch(Rectangle((x, y), 0.97, 0.95, facecolor=colour, edgecolor="#888888", lw=0.4))
        dark = float(np.dot(colour[:3], (0.299, 0.587, 0.114))) < 0.55  # luminance, for letters that can be read
        ink = "white" if dark else "black"
        short = str(name) if len(str(name)) < 6 else f"{str(name)[:5]}…"
        axes.text(x + 0.48, y + 0.36, short, ha="center", va="center", fontsize=6.6, color=ink)
        shown = f"{value:,.2f}" if unit == "share" else f"{value:,.0f}"
        axes.text(x + 0.48, y + 0.72, shown, ha="center", va="center", fontsize=6.6, color=ink)
