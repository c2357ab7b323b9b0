"""The sheet of a workbook that says which charts are in its folder: picture, tables, and how to read each."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from simulation.report.charts.registry import Chart
from simulation.report.files.sheets import Sheet
from simulation.report.words.labels import Lang
from simulation.report.words.plot_words import plot_text

COLUMNS = ("chart", "picture_file", "tables_of", "how_to_read")


def charts_sheet(book: Workbook, charts: Sequence[Chart], lang: Lang) -> None:
    """One row per chart, in the order of the report."""
    heading = plot_text("sheet_charts", lang)
    rows = [(each.name, each.picture, ", ".join(each.files()[1:]), each.note_in(lang)) for each in charts]
    Sheet(book, heading, heading).table([plot_text(name, lang) for name in COLUMNS], rows, freeze=1)
