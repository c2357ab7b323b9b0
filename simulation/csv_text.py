"""Text that a spreadsheet would take for a formula: kept as text in every CSV that doudi writes.

A cell that begins with one of `FORMULA_STARTS` is run by Excel, LibreOffice and others when a CSV is opened (CWE-1236);
an id or a label from somebody else's file could begin so. An apostrophe before it, the mark of text in spreadsheets,
keeps it as it is to be read.
"""

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-](\d+(,\d{3})*(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?")  # signed; others begin with a digit


def as_text(cell: Any) -> Any:
    """A cell as a spreadsheet shows it and never runs it; what is not a text, and a number as text, as it is.

    >>> as_text("=1+1"), as_text("-5"), as_text("-5.2%"), as_text("- none"), as_text(-5)
    ("'=1+1", '-5', '-5.2%', "'- none", -5)
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def frame_as_text(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The table with every text in cells and column names through `as_text`; columns of numbers as they are."""
    words = [name for name in frame.columns if frame[name].dtype.kind not in "biufcmM"]
    safe = frame.assign(**{name: [as_text(cell) for cell in frame[name]] for name in words})
    return safe.rename(columns={name: as_text(name) for name in frame.columns})
