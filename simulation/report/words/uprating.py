"""What a table of an experiment says about amounts of lines that it set: whether they grow as the baseline's do."""

from typing import Final

from simulation.parameters.scenario.points import Point
from simulation.report.words.labels import Label, Lang
from simulation.sweeping.results.sweep_results import Sweep

_WORDS: Final = {
    True: Label(
        "{paths}：所设金额自起始年起每年 1 月随基准同幅增长（uprated = true）。",
        "{paths}: the amount set grows each January as the baseline does (uprated = true).",
    ),
    False: Label(
        "{paths}：所设金额各年不变，而基准逐年增长（uprated = false）。",
        "{paths}: the amount set is the same in every year, while the baseline grows (uprated = false).",
    ),
}


def uprating_note(sweep: Sweep, lang: Lang) -> str:
    """A sentence for the lines that grow and one for those that do not; empty where no line was set or added to."""
    points = [Point.from_record(record).uprating for record in sweep.design()["points"]]
    notes = []
    for grows, words in _WORDS.items():
        paths = list(dict.fromkeys(path for point in points for path in point[grows]))
        if paths:
            notes.append(str(getattr(words, lang)).format(paths=("、" if lang == "zh" else ", ").join(paths)))
    return ("" if lang == "zh" else " ").join(notes)


def with_note(note: str, sweep: Sweep, lang: Lang) -> str:
    """A note with that sentence behind it."""
    return " ".join(part for part in (note, uprating_note(sweep, lang)) if part)
