"""Several reforms: what each changes in each calendar year."""

from collections.abc import Mapping

from simulation.comparison.several_reforms import SideBySide
from simulation.report.tables.sections import Row, Table, records
from simulation.report.words.experiment_words import say
from simulation.report.words.labels import Lang
from simulation.report.words.periods import by_year, chosen_unit, year_cells
from simulation.report.words.periods import say as say_years
from simulation.report.words.words import text


def reforms_by_year(found: SideBySide, titles: Mapping[str, str], lang: Lang) -> Table:
    """A row per reform and year: benefits of all programmes, baseline, reform and paired difference."""
    names = ("baseline", "reform", "difference", "interval")
    rows = []
    for change in found.comparisons:
        frame = by_year(change, full=False)
        for row in records(frame[frame["programme"] == "all"]):
            _, year, _, *numbers = year_cells(row, lang, names)
            rows.append(Row((titles[change.reform_name], year, *numbers)))
    headings = (say("reform", lang), say_years("year_column", lang), *(text(name, lang) for name in names))
    what = f"{say_years('benefits_yuan', lang)} ({chosen_unit('yuan', lang)})"
    title = f"{say_years('by_year', lang)}{'：' if lang == 'zh' else ': '}{what}"
    return Table("by_year", title, headings, tuple(rows), 2, say_years("by_year_note", lang))
