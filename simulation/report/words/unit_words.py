"""Words of units and of how a cliff changes."""

from typing import Final

from simulation.messages.catalogues import labels_of

UNITS: Final = labels_of("labels", "units", without_words=("1",))
CHANGES: Final = labels_of("labels", "changes")
