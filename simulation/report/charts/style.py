"""How charts look: the bundled Chinese font, colours distinguished by colour-blind eyes and on grey paper."""

import functools
import re
import textwrap
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from simulation.report.words.amounts import ONE, Scale, written

FAMILY: Final = "Doudi Sans SC"
FONT_FILE: Final = "fonts/DoudiSansSC-Regular.otf"
# characters of rare place names that the bundled font lacks come from the reader's own fonts, if any
FALLBACKS: Final = ("DejaVu Sans",)
# Okabe and Ito's palette; baseline and reform differ in line style too
BASELINE: Final = "#4D4D4D"
REFORM: Final = "#0072B2"
LOSS: Final = "#D55E00"
CAUSE_COLOURS: Final = ("#999999", "#56B4E9", "#E69F00", "#D55E00", "#F0E442", "#009E73", "#CC79A7")
HATCHES: Final = ("", "///", "...", "xx", "", "\\\\\\", "++")
GRID: Final = "#DDDDDD"
DPI: Final = 150
LETTERS_PER_INCH: Final = 18.5  # of a footnote; a Chinese character takes the room of a little more than two

_SETTINGS: Final[Any] = {
    "font.family": [FAMILY, *FALLBACKS],
    "font.size": 9.0,
    "axes.unicode_minus": False,  # the bundled font and every fallback contain the plain hyphen
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "path",
}


@functools.cache
def _register_font() -> None:
    with resources.as_file(resources.files("simulation.report") / FONT_FILE) as file:
        font_manager.fontManager.addfont(Path(file))


def styled[**P](draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draws a figure under our font and settings, without touching the caller's own."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        _register_font()
        with mpl.rc_context(_SETTINGS):
            figure = draw(*args, **kwargs)
            figure.draw_without_rendering()  # tick labels are made here, so that they too take our font
        return figure

    return drawn


def save(figure: Figure, file: Path) -> None:
    """Writes a figure as PNG; the file holds no date, so equal figures are equal files."""
    with mpl.rc_context(_SETTINGS):
        figure.savefig(file, dpi=DPI, metadata={"Software": "doudi"})


def scaled_axis(axes: Axes, which: str, scale: Scale, unit: str) -> None:
    """Writes the ticks of the `x` or `y` axis in `scale`, without needless decimals."""

    def tick(value: float, _place: float) -> str:
        shown = value / scale.divisor
        return f"{shown:,.10g}" if abs(shown) < 1e6 else written(value, scale or ONE, unit)

    (axes.xaxis if which == "x" else axes.yaxis).set_major_formatter(FuncFormatter(tick))


def footnote(figure: Figure, sentence: str, lang: str) -> None:
    """Writes how to read a figure below it, broken into lines as wide as the figure."""
    room = int(figure.get_figwidth() * LETTERS_PER_INCH)
    lines = textwrap.wrap(sentence, room) if lang == "en" else wrapped(sentence, room)
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=8.0, color="#555555", linespacing=1.35)


def wrapped(sentence: str, room: int) -> list[str]:
    """Lines of Chinese as wide as `room` Latin letters; words and numbers stay whole, no line begins with a stop.

    >>> wrapped("这不是 Kaplan-Meier 估计，会低估。", 16)
    ['这不是 ', 'Kaplan-Meier 估', '计，会低估。']
    """
    lines, width = [""], 0.0
    for piece in re.findall(r"[!-~]+[，。；：、）]*\s?|.[，。；：、）]*", sentence):
        wide = sum(1.0 if ord(letter) < 0x2E80 else 2.3 for letter in piece)
        if width + wide > room and lines[-1]:
            lines.append("")
            width = 0.0
        lines[-1] += piece
        width += wide
    return lines
