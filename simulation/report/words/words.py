"""Sentences and headings of the terminal tables, the charts and the report in Chinese and English."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, filled

TEXT: Final = labels_of("text", "text")


def text(key: str, lang: Lang, **values: object) -> str:
    """Sentence `key` in `lang`, its `{places}` filled from `values`; KeyError for a key that is not there."""
    return filled(TEXT, key, lang, **values)
