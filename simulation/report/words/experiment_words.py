"""Words of sweeps, solutions, frontiers, sensitivity and robustness in Chinese and English."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, filled, indicator_label
from simulation.report.words.unit_words import UNITS
from simulation.simulate.indicator_positions import ALIASES

TEXT: Final = labels_of("experiments", "text")
# shown of every point of a sweep and of every reform of several, where all would be too many
MAIN_FIGURES: Final = ("budget", "exclusion_error", "poverty_gap")


def say(key: str, lang: Lang, **values: object) -> str:
    """Sentence `key` in `lang`, its `{places}` filled from `values`."""
    return filled(TEXT, key, lang, **values)


def column_heading(column: str, lang: Lang) -> str:
    """Heading of a column of a table of results; paths and other names stay as they are in the CSV file."""
    if column in ALIASES:
        return named_with_unit(column, lang)
    key = next((key for key in (f"column_{column}", column) if key in TEXT), None)
    return say(key, lang) if key else column


def named(indicator: str, lang: Lang) -> str:
    """Label of an indicator given by alias, name or "observer/group/name"."""
    return indicator_label(ALIASES[indicator][2] if indicator in ALIASES else indicator.rsplit("/", 1)[-1], lang)


def named_with_unit(indicator: str, lang: Lang) -> str:
    """Label of an indicator with its unit; a share is written with its own sign."""
    unit = unit_of(indicator)
    if unit not in UNITS or unit == "share":
        return named(indicator, lang)
    return named(indicator, lang) + (f"（{UNITS[unit].zh}）" if lang == "zh" else f" ({UNITS[unit].en})")


def unit_of(indicator: str) -> str:
    """Unit of an indicator, from the ending of its name: share, yuan or hours a year, or a plain number."""
    name = ALIASES[indicator][2] if indicator in ALIASES else indicator
    endings = {"_share": "share", "yuan_year": "yuan/year", "hours_year": "hours/year", "_persons": "persons"}
    return next((unit for ending, unit in endings.items() if name.endswith(ending)), "")
