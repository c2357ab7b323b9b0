"""What a table of an experiment says about amounts of lines that it set: whether they grow as the baseline's do."""

from typing import Final

from simulation.messages.catalogues import labels_of
from simulation.parameters.scenario.points import Point
from simulation.report.words.labels import Lang, filled
from simulation.sweeping.results.sweep_results import Sweep

WORDS: Final = labels_of("text", "uprating")


def uprating_note(sweep: Sweep, lang: Lang) -> str:
    """A sentence for the lines that grow and one for those that do not; empty where no line was set or added to."""
    points = [Point.from_record(record).uprating for record in sweep.design()["points"]]
    notes = []
    for key, grows in (("uprated", True), ("frozen", False)):
        paths = list(dict.fromkeys(path for point in points for path in point[grows]))
        if paths:
            notes.append(filled(WORDS, key, lang, paths=("、" if lang == "zh" else ", ").join(paths)))
    return ("" if lang == "zh" else " ").join(notes)


def with_note(note: str, sweep: Sweep, lang: Lang) -> str:
    """A note with that sentence behind it."""
    return " ".join(part for part in (note, uprating_note(sweep, lang)) if part)
