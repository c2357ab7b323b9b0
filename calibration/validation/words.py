"""Names of statistics and headings of the validation table in Chinese and English: catalogues `validation.po`."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Lang, filled
from simulation.place_names import english_name
from simulation.report.words.labels import PROVINCES

STATISTICS: Final = labels_of("validation", "statistics")
VERDICTS: Final = labels_of(
    "validation", "verdicts", order=("out", "in band", "not observed", "input", "uninformative")
)
WORDS: Final = labels_of("validation", "text")
AREAS: Final = labels_of("validation", "areas", order=("urban", "rural"))


def said(key: str, lang: Lang, **values: object) -> str:
    """A heading or sentence."""
    return filled(WORDS, key, lang, **values)


def statistic_name(statistic: str, lang: Lang) -> str:
    """Name of a statistic with its programmes."""
    head, _, programmes = statistic.partition(":")
    label = getattr(STATISTICS[head], lang)
    return f"{label}: {programmes}" if programmes else label


def where(province: str, place: str, area: str, lang: Lang) -> str:
    """Province or place, and the area if it is not all."""
    if place:
        name = place if lang == "zh" else english_name(place).full
    elif province in WORDS:
        name = said(province, lang)
    else:
        name = getattr(PROVINCES[province], lang)
    return f"{name}, {getattr(AREAS[area], lang)}" if area in AREAS else name
