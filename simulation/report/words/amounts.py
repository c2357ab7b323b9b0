"""How an amount is written: 万 and 亿 or thousand and million, percent, percentage points.

Nothing is computed here but the scale in which a number is shown.
"""

import math
from typing import Final, NamedTuple

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, chosen, filled
from simulation.report.words.unit_words import UNITS


class Scale(NamedTuple):
    """A divisor and what the divided number is counted in, placed before the unit (万元, million yuan)."""

    divisor: float
    prefix: str


ONE: Final = Scale(1.0, "")
PERCENT: Final = Scale(0.01, "")
MISSING: Final = "–"
ROUNDING: Final = 1e-12  # what is left of equal numbers after a mean; one person of a province is 1e-8 of it
_SHARES: Final = labels_of("labels", "amounts")  # units of a difference of shares
_SCALES: Final[dict[str, tuple[Scale, ...]]] = {
    "zh": (Scale(1e8, "亿"), Scale(1e4, "万"), ONE),
    "en": (Scale(1e9, "billion"), Scale(1e6, "million"), ONE),
}
_COUNTED_UNITS: Final = (
    "yuan/year",
    "yuan",
    "persons",
    "units",
    "households",
    "persons/year",
    "units/year",
    "hours/year",
    "hours",
    "count",
)


def scale_for(largest: float, unit: str, lang: Lang) -> Scale:
    """Scale in which numbers of `unit` up to `largest` in size are shown; percent for shares."""
    if unit == "share":
        return PERCENT
    if unit in _COUNTED_UNITS and math.isfinite(largest):
        return next((each for each in _SCALES[lang] if abs(largest) >= each.divisor), ONE)
    return ONE


def unit_label(unit: str, scale: Scale, lang: Lang, *, difference: bool = False) -> str:
    """Unit with its scale: `万元/年`, `million yuan/year`, `%`; points for a share's difference."""
    if unit == "share" and difference:
        return filled(_SHARES, "percentage_points", lang)
    between = " " if lang == "en" and scale.prefix else ""
    return scale.prefix + between + chosen(UNITS, unit, lang)


def _decimals(shown: float, scale: Scale, unit: str) -> int:
    if scale.divisor < 1.0 or scale.divisor > 1.0:
        return 2 if abs(shown) < 100.0 else 1 if abs(shown) < 1000.0 else 0
    if unit == "1":  # a ratio
        return 3 if abs(shown) < 10.0 else 1
    return 0 if unit in _COUNTED_UNITS else 1


def written(value: float, scale: Scale, unit: str, *, signed: bool = False) -> str:
    """`value` in `scale`, without scale and unit words; a dash when there is none; exact zero is `0`."""
    if not math.isfinite(value):
        return MISSING
    if abs(value) < ROUNDING:
        return "0"
    shown = value / scale.divisor
    sign = "+" if signed else ""
    decimals = _decimals(shown, scale, unit)
    if abs(shown) < 0.5 * 10.0**-decimals:  # never let a change that is there be written as none
        return f"{shown:{sign}.{-math.floor(math.log10(abs(shown)))}f}"
    return f"{shown:{sign},.{decimals}f}"


def amount(value: float, unit: str, lang: Lang, *, signed: bool = False) -> str:
    """`value` with the scale word it needs, ready for a table cell: `9.52 billion`, `95.2 亿`, `12.30`."""
    scale = scale_for(value, unit, lang)
    return _with_prefix(written(value, scale, unit, signed=signed), scale, unit, lang, points=signed)


def level(value: float, unit: str, lang: Lang) -> str:
    """`amount`, a share with its percent sign: for tables whose unit is nowhere else."""
    shown = amount(value, unit, lang)
    return f"{shown}%" if unit == "share" and shown != MISSING else shown


def interval(low: float, high: float, unit: str, lang: Lang) -> str:
    """`[low, high]` of a difference, both in one scale; a dash when there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    scale = scale_for(max(abs(low), abs(high)), unit, lang)
    ends = (written(end, scale, unit, signed=True) for end in (low, high))
    return _with_prefix(f"[{', '.join(ends)}]", scale, unit, lang, points=True)


def half_width(value: float, unit: str, lang: Lang) -> str:
    """`± 1.20 million`, `± 0.31 pp`: half of an interval of a difference; a dash when there is none."""
    if not math.isfinite(value):
        return MISSING
    scale = scale_for(value, unit, lang)
    return f"± {_with_prefix(written(value, scale, unit), scale, unit, lang, points=True)}"


def _with_prefix(number: str, scale: Scale, unit: str, lang: Lang, *, points: bool) -> str:
    if number in (MISSING, "0"):
        return number
    word = scale.prefix
    if unit == "share" and points:
        word = filled(_SHARES, "pp", lang)
    return f"{number} {word}" if word else number
