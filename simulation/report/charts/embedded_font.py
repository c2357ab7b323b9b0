"""The bundled font inside a self-contained page, cut to the letters of the page.

A machine without Chinese fonts, as many servers are, would show and print boxes otherwise.
"""

import base64
import io
from importlib import resources

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from simulation.report.charts.style import FONT_FILE


def embedded_font(text: str) -> str:
    """The font with the letters of `text` alone, base64 encoded as WOFF."""
    options = Options(notdef_outline=True, layout_features=[], hinting=False, desubroutinize=True)
    subset = Subsetter(options)
    subset.populate(text=text)
    with resources.as_file(resources.files("simulation.report") / FONT_FILE) as file, TTFont(file, lazy=True) as font:
        subset.subset(font)
        font.flavor = "woff"
        written = io.BytesIO()
        font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")
