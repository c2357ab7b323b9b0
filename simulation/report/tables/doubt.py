"""What a result says of its own uncertainty: calibration status of the province, and the two parts of its intervals."""

from typing import Final

import pandas as pd

from simulation.messages.catalogues import labels_of
from simulation.report.words.amounts import MISSING, half_width
from simulation.report.words.labels import Lang, filled
from simulation.report.words.results import Reportable, is_change
from simulation.report.words.words import text

PARTS: Final = ("monte_carlo", "parameters")  # columns of tables under posterior draws
WORDS: Final = labels_of("text", "uncertainty")


def calibration_line(outcome: Reportable, lang: Lang) -> str:
    """Which published stocks of its province a result's baseline meets, or how far it is off; empty if not recorded."""
    return str(outcome.run_record.get("calibration", {}).get(lang, ""))


def draws_of(outcome: Reportable) -> int:
    """How many different posterior draws a result rests on; 0 where none."""
    return len(set(outcome.run_record.get("draws", {}).get("numbers", ())))


def reading(outcome: Reportable, lang: Lang) -> str:
    """How to read the intervals of a result."""
    if is_change(outcome):
        return with_parts(text("paired", lang), outcome, lang)
    if outcome.replications == 1:
        return text("one_run", lang)
    return with_parts(filled(WORDS, "several_runs", lang, replications=outcome.replications), outcome, lang)


def with_parts(sentence: str, outcome: Reportable, lang: Lang) -> str:
    """A sentence about intervals, followed by what their two parts are where a result has them."""
    draws = draws_of(outcome)
    if draws < 2:
        return sentence
    return f"{sentence}{'' if lang == 'zh' else ' '}{filled(WORDS, 'two_parts', lang, draws=draws)}"


def part_columns(frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns of the two parts, where a table has them with numbers in them."""
    return tuple(name for name in PARTS if name in frame and frame["parameters"].notna().any())


def part_cell(half: float, note: str, unit: str, lang: Lang) -> str:
    """`± 1.2 million`: a half-width of a row; a dash where it has no interval."""
    return MISSING if note else half_width(half, unit, lang)
