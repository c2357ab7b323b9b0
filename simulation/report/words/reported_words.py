"""Words of the tables in which a province's statements are compared with the model: headings, units, bounds."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, filled

WORDS: Final = labels_of("reported", "text")
BOUNDS: Final = {"exact": "", "at least": "≥ ", "at most": "≤ ", "approx": "≈ ", "less than": "< "}
# How an amount of a unit is scaled (see `amounts`); all others are written as plain numbers.
SCALED: Final = {
    "persons": "persons", "person-times": "persons", "households": "units", "household-times": "units",
    "cases": "units", "copies": "units", "lists": "units", "applications": "units", "visits": "count",
    "flags": "count", "calls": "count", "papers": "count", "trips": "count", "items": "count", "yuan": "yuan",
    "share": "share", "working days": "days",
}  # fmt: skip
UNIT_WORDS: Final = labels_of("reported", "units")


def said(key: str, lang: Lang, **values: object) -> str:
    """Words `key` in `lang`, their `{places}` filled."""
    return filled(WORDS, key, lang, **values)


def unit_name(unit: str, lang: Lang) -> str:
    """A unit in words; one that is in no catalogue is shown as itself."""
    return getattr(UNIT_WORDS[unit], lang) if unit in UNIT_WORDS else unit
