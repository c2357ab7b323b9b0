"""Words of the plots in Chinese and English, and how each is to be read."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import Lang, filled

TEXT: Final = labels_of("plots", "text")
# One sentence under each plot: how to read it, and what it does not say.
NOTES: Final = labels_of("plots", "notes")


def plot_text(key: str, lang: Lang, **values: object) -> str:
    """Words `key` of a plot in `lang`, `{places}` filled from `values`."""
    return filled(TEXT, key, lang, **values)


def note_on(kind: str, lang: Lang, **values: object) -> str:
    """How the plot `kind` is to be read."""
    return filled(NOTES, kind, lang, **values)
