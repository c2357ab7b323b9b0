"""Tiles of counties in blocks by prefecture: a map without geography, for there is none in the data."""

import math
import textwrap
from typing import Final, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import footnote, styled
from simulation.report.tables.sections import plain_unit
from simulation.report.words.county_names import short_place
from simulation.report.words.labels import Lang, group_label, indicator_label
from simulation.report.words.periods import heading
from simulation.report.words.plot_words import note_on
from simulation.report.words.results import Reportable, is_change, outcome_title
from simulation.report.words.words import text

ACROSS: Final = 14  # tiles in a row of the picture
GAP: Final = 0.35  # between blocks, in tiles
HEAD: Final = 0.55  # for the name of a prefecture, in tiles
LETTERS: Final[dict[Lang, int]] = {"zh": 5, "en": 13}  # in a line of a tile
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


def on_a_tile(name: str, lang: Lang) -> str:
    """A name in at most two lines as wide as a tile."""
    wide = LETTERS[lang]
    lines = textwrap.wrap(name, wide, break_long_words=lang == "zh") if len(name) > wide else [name]
    kept = lines[:2]
    if len(lines) > 2 or any(len(line) > wide + 2 for line in kept):
        kept[-1] = f"{kept[-1][: wide - 1]}…"
    return "\n".join(kept)


@chart(
    "counties", *OUTCOMES, position=100, tables=("counties",), numbers=lambda outcome: {"counties": outcome.by_county()}
)
@styled
def county_chart(outcome: Reportable, lang: Lang = "en", measure: str = "benefits_yuan_resident_year") -> Figure:
    """A tile per county, coloured and labelled by `measure` ("enrolment_share" or "benefits_yuan_resident_year").

    Of a comparison the difference reform - baseline, of a single scenario its level.
    """
    side = "difference" if is_change(outcome) else "baseline"
    frame = outcome.by_county()
    unit = UNITS[measure]
    values = frame[f"{measure}_{side}"].to_numpy(float) * (100.0 if unit == "share" else 1.0)
    blocks, height = blocks_of(frame.assign(shown=values))
    figure = Figure(figsize=(11.5, 1.6 + 0.52 * height), layout="constrained")
    words = [indicator_label(measure, lang)]
    if measure == "enrolment_share":
        words.append(group_label(f"programme:{frame['recipients_programme'].iloc[0]}", lang))
    words += [text(side, lang)] if is_change(outcome) else []
    label = heading(" – ".join(words) + f" ({plain_unit(unit, lang)})", outcome.period, lang)
    figure.suptitle(f"{outcome_title(outcome, lang)}\n{label}", fontsize=12, x=0.01, ha="left", linespacing=1.4)
    axes = figure.subplots()
    norm, cmap = _colours(values)
    for block in blocks:
        _block(axes, block, norm, cmap, unit, lang)
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


def _block(axes: Axes, block: Block, norm: Normalize, cmap: str, unit: str, lang: Lang) -> None:
    axes.text(block.left, block.top + HEAD - 0.12, short_place(block.name, lang), fontsize=9.0, va="baseline")
    colours = mpl.colormaps[cmap]
    for place, (name, value) in enumerate(zip(block.rows["county"], block.rows["shown"], strict=True)):
        x, y = block.left + place % block.across, block.top + HEAD + place // block.across
        colour = colours(norm(value))
        axes.add_patch(Rectangle((x, y), 0.97, 0.95, facecolor=colour, edgecolor="#888888", lw=0.4))
        dark = float(np.dot(colour[:3], (0.299, 0.587, 0.114))) < 0.55  # luminance, for letters that can be read
        ink = "white" if dark else "black"
        lines = on_a_tile(short_place(str(name), lang), lang)
        axes.text(
            x + 0.48, y + 0.46, lines, ha="center", va="baseline", fontsize=6.6 if "\n" not in lines else 5.6,
            color=ink, linespacing=1.0,
        )  # fmt: skip
        shown = f"{value:,.2f}" if unit == "share" else f"{value:,.0f}"
        axes.text(x + 0.48, y + 0.8, shown, ha="center", va="baseline", fontsize=6.6, color=ink)
