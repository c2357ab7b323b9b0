"""The sheet by calendar year: spending in all, then each programme, in the years of the run."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from simulation.report.files.sheets import Number, Sheet, number_format
from simulation.report.tables.sections import records
from simulation.report.words.labels import Lang
from simulation.report.words.periods import by_year, chosen_unit, say, year_cell, year_row_label
from simulation.report.words.results import Reportable, is_change, side_text
from simulation.report.words.words import text


def years_sheet(book: Workbook, name: str, outcomes: Sequence[tuple[str, Reportable]], lang: Lang) -> None:
    """One row per year, indicator and programme; of several reforms under the name of each."""
    sheet = Sheet(book, name, say("by_year", lang), (say("by_year_note", lang),))
    sides = ("baseline", "reform", "difference") if is_change(outcomes[0][1]) else ("value",)
    numbers = (*sides, "low", "high")
    several = len(outcomes) > 1
    heads = (text(each, lang) if several else side_text(each, outcomes[0][1], lang) for each in ("unit", *numbers))
    head = (text("indicator", lang), say("year_column", lang), *heads)
    rows = [
        (*([reform] if several else []), year_row_label(row, lang), year_cell(row, lang), chosen_unit(row.unit, lang),
         *(Number(getattr(row, each), number_format(row.unit)) for each in numbers))
        for reform, outcome in outcomes
        for row in records(by_year(outcome, full=True))
    ]  # fmt: skip
    sheet.table((*([text("reform", lang)] if several else []), *head), rows, freeze=1)
