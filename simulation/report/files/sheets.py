"""A sheet of a workbook: titles, tables of words and numbers, native charts. Words are never taken for formulas."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from simulation.report.charts.style import BASELINE, REFORM
from simulation.report.words.labels import Lang

# no text of a scenario, label or source is ever read as a formula, a link or a number
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBER_FORMATS: Final = {
    "share": "0.00%",
    "yuan": "#,##0.00",
    "yuan/year": "#,##0.00",
    "yuan/month": "#,##0.00",
    "days": "0.0",
    "1": "0.0000",
}
OTHER_FORMAT: Final = "#,##0"
POINTS: Final = {"en": '0.000" pp"', "zh": '0.000" 百分点"'}  # Excel has no format that shows 0.0123 as 1.23 points
FONT: Final = "Microsoft YaHei"
WIDEST: Final = 46
A4: Final = 9  # Excel's number of the paper
COLOURS: Final = {"baseline": BASELINE, "reform": REFORM}


class Number(NamedTuple):
    """A cell with a number format of its own."""

    value: float
    shown: str


class Cells(NamedTuple):
    """Where a table is: its first row of numbers, its last, its columns by name (all from 0), their numbers."""

    first: int
    last: int
    columns: dict[str, int]
    numbers: dict[int, list[float]]  # by column; NaN for texts

    def between(self, column: str, first: int, last: int) -> list[float]:
        """Numbers of a column from one row to another; what is missing is left out."""
        held = self.numbers.get(self.columns[column], [])[first - self.first : last - self.first + 1]
        return [number for number in held if number is not None and math.isfinite(number)]


class Series(NamedTuple):
    """One line or bar of a chart: its name, the column of its values, its colour."""

    name: str
    column: str
    colour: str


class Sheet:
    """One worksheet, written from the top down."""

    def __init__(self, book: Workbook, name: str, title: str, notes: Iterable[str] = ()) -> None:
        self.book, self.name = book, name
        self.page: Worksheet = book.add_worksheet(name)
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        self.row = 0
        self.widths: dict[int, float] = {}
        self.line(title, bold=True, font_size=14)
        for note in filter(None, notes):
            self.line(note, font_color="#555555")
        self.row += 1

    def format(self, **properties: Any) -> Any:
        """A cell format of the workbook's font."""
        return self.book.add_format({"font_name": FONT, "font_size": 10, **properties})

    def line(self, text: str, **properties: Any) -> None:
        """A line of text across the sheet."""
        self.page.write_string(self.row, 0, text, self.format(**properties))
        self.row += 1

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[Any]], shown: str = "General",
        *, names: Sequence[str] = (), freeze: int = 0,
    ) -> Cells:  # fmt: skip
        """Headings, then a line per row of texts, numbers (in the format `shown`) and `Number`s in their own.

        `names`: what `Cells.columns` calls the columns (by default their headings); `freeze`: columns that stay in
        view, with the headings; 0 = nothing stays. Raises ValueError for two columns of one name, of which a chart
        would draw the last.
        """
        if len(set(names)) < len(names):
            raise ValueError(f"two columns of one name among {', '.join(names)}")
        head = self.format(bold=True, bottom=1, text_wrap=True, valign="top")
        for column, heading in enumerate(headings):
            self.page.write_string(self.row, column, heading, head)
            self._fit(column, heading)
        kinds: dict[str, Any] = {}
        first, drawn = self.row + 1, dict[int, list[float]]()
        for row in rows:
            self.row += 1
            for column, value in enumerate(row):
                number, format_ = value if isinstance(value, Number) else (value, shown)
                self._cell(column, number, format_, kinds)
                drawn.setdefault(column, []).append(math.nan if isinstance(number, str) else number)
        cells = Cells(first, self.row, {name: i for i, name in enumerate(names or headings)}, drawn)
        if freeze:
            self.page.freeze_panes(first, freeze)
            self.page.autofilter(first - 1, 0, max(self.row, first), len(headings) - 1)
            self.page.repeat_rows(first - 1)
        self.row += 2
        for column, width in self.widths.items():
            self.page.set_column(column, column, width)
        return cells

    def _cell(self, column: int, value: Any, number_format: str, kinds: dict[str, Any]) -> None:
        """One cell: numbers as numbers, what is missing as blank, all else as text."""
        if number_format not in kinds:
            kinds[number_format] = self.format(num_format=number_format)
        style = kinds[number_format]
        if isinstance(value, str):
            self.page.write_string(self.row, column, value, self._words(kinds))
            self._fit(column, value)
        elif value is None or not math.isfinite(value):
            self.page.write_blank(self.row, column, None, style)
        else:
            self.page.write_number(self.row, column, float(value), style)
            self._fit(column, "0" * 14)

    def _words(self, kinds: dict[str, Any]) -> Any:
        if "words" not in kinds:
            kinds["words"] = self.format()
        return kinds["words"]

    def _fit(self, column: int, text: str) -> None:
        """Widen a column to its longest text; a Chinese character takes the room of two."""
        room = sum(2.0 if ord(letter) > 0x2E7F else 1.0 for letter in text) + 1.5
        self.widths[column] = min(max(room, self.widths.get(column, 8.0)), WIDEST)

    def chart(
        self, kind: str, title: str, cells: Cells, categories: str, series: Iterable[Series], *, at: tuple[int, int],
        number_format: str = OTHER_FORMAT, stacked: bool = False, rows: tuple[int, int] | None = None,
        size: tuple[int, int] = (760, 340),
    ) -> None:  # fmt: skip
        """A native chart of columns of a table, placed at (row, column); `rows`: the part of it that is drawn.

        Zero is on the axis of numbers, so that lengths compare.
        """
        first, last = rows or (cells.first, cells.last)
        series = tuple(series)
        drawn = self.book.add_chart({"type": kind, **({"subtype": "stacked"} if stacked else {})})
        for each in series:
            place = cells.columns[each.column]
            drawn.add_series({
                "name": each.name,
                "categories": [self.name, first, cells.columns[categories], last, cells.columns[categories]],
                "values": [self.name, first, place, last, place],
                "line": {"color": each.colour, "width": 2.0} if kind == "line" else {"none": True},
                "fill": {"color": each.colour},
            })  # fmt: skip
        text = {"name": FONT, "size": 9}
        drawn.set_title({"name": title, "name_font": {"name": FONT, "size": 11}, "overlay": False})
        numbers = [number for each in series for number in cells.between(each.column, first, last)]
        words: dict[str, Any] = {"num_font": text, "label_position": "low"}
        amounts = _axis(numbers, number_format, text)
        if kind == "bar":  # lies on its side: amounts run along x; the first row of the table is to be the top one
            drawn.set_x_axis(amounts | {"num_font": {**text, "rotation": -45}})
            drawn.set_y_axis(words | {"reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
        else:
            drawn.set_x_axis(words)
            drawn.set_y_axis(amounts)
        drawn.set_legend({"position": "bottom", "font": text})
        drawn.set_size({"width": size[0], "height": size[1]})
        self.page.insert_chart(*at, drawn)


def _axis(numbers: Sequence[float], shown: str, font: dict[str, Any]) -> dict[str, Any]:
    """The axis of numbers: from zero, or to it; a spreadsheet would cut it where all are far from zero."""
    axis: dict[str, Any] = {"num_font": font, "num_format": shown, "major_gridlines": {"visible": True}}
    if numbers and min(numbers) >= 0.0 and max(numbers) > 0.0:
        axis["min"] = 0.0
    elif numbers and max(numbers) <= 0.0 and min(numbers) < 0.0:
        axis["max"] = 0.0
    return axis


def level_cell(value: float, unit: str) -> Number:
    """An amount of `unit`: a share in percent."""
    return Number(value, number_format(unit))


def change_cell(value: float, unit: str, lang: Lang) -> Number:
    """A difference of two amounts of `unit`: of shares in percentage points, written as the number of points."""
    return Number(100.0 * value, POINTS[lang]) if unit == "share" else Number(value, number_format(unit))


def number_format(unit: str) -> str:
    """How Excel shows a number of `unit`."""
    return NUMBER_FORMATS.get(unit, OTHER_FORMAT)
