"""Parameters in words: what a path is called, above the path itself, as the axes of charts show it."""

import textwrap
from collections.abc import Mapping
from typing import Final

from simulation.report.words.labels import Lang
from simulation.sweeping.results.sweep_results import Sweep

LONGEST: Final = 44  # letters of a name on an axis; the table of assumptions contains the whole

type Names = Mapping[str, str]  # by path


def names_of(sweep: Sweep, lang: Lang) -> Names:
    """The name of every parameter of the baseline of a sweep."""
    stated = sweep.assumptions()
    return dict(zip(stated["path"], stated[f"label_{lang}"], strict=True))


def in_words(path: str, names: Names, more: str = "") -> str:
    r"""Name, and below it the path as it is written in files (`*` multiplies, `+` adds), and `more` behind it.

    >>> in_words("lines.dibao*", {"lines.dibao": "dibao line"}, "[1, 1.2]")
    'dibao line\nlines.dibao* [1, 1.2]'
    """
    written = f"{path} {more}".strip()
    name = names.get(path.rstrip("*+"), "")
    return f"{textwrap.shorten(name, LONGEST, placeholder=' …')}\n{written}" if name else written
