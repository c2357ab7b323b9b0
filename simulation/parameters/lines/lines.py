"""Lines by county and area: rows of lines.csv, spread where only a mean is published, uprated by year.

Tables of lines.csv: `dibao` (a line as stated) or `dibao_mean` (published mean; that of the province is spread over
its prefectures by the stated rule), `tekun` (else ratio x dibao), `marginal_multiple`, `minimum_wage`,
`disposable_income`, and `band_ceiling` (income of a three-person household up to which the band above the marginal
line reaches; no row = no band).

The order, everywhere in decimals: the row in force, grown to the year, in whole yuan half up (the line in force
without a change); the changes in their order, exact; whole yuan half up; what is derived from the line so rounded.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.files.dates import month_from
from simulation.parameters.files.decimals import NOTHING, Decimals, ceilings, exact, integers, whole, whole_number
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, read_csv
from simulation.parameters.lines.line_spread import Spreads
from simulation.rules.facts import Line
from simulation.units import FEN, MONTHS_PER_YEAR

AREAS = ("rural", "urban")  # the order of the second axis
UNITS = {
    "dibao": "yuan/person/month",
    "dibao_mean": "yuan/person/month",
    "tekun": "yuan/person/month",
    "marginal_multiple": "x line",
    "minimum_wage": "yuan/month",
    "disposable_income": "yuan/person/year",
    "band_ceiling": "yuan/household/year",
}
CHANGEABLE = ("dibao", "tekun", "marginal_multiple", "minimum_wage", "disposable_income", "band_ceiling")
WHOLE = ("dibao", "tekun", "minimum_wage", "disposable_income")  # paid and shown in whole yuan
_CACHED_TABLES = 256  # matrices
_AS_STATED = ("marginal_multiple", "band_ceiling")  # not uprated
_OF_DIBAO = ("dibao", "dibao_mean")  # two tables of one line: what is stated comes before what is spread from a mean
_REQUIRED = ("marginal_multiple", "minimum_wage", "disposable_income")
_COLUMNS = ("county", "area", "table", "value", "unit", "from", "status", "confidence", "source")
_STATUS = ("stated", "derived", "calibrated", "assumed")
_CONFIDENCE = ("seen", "memory", "none")

type Matrix = npt.NDArray[np.float64]  # (counties, areas)
type Rows = npt.NDArray[np.object_]  # the LineRow that holds in each cell, or None
type Growth = Callable[[str, int], Decimal]  # (parameter of group prices, calendar year) -> growth into it
type Places = Mapping[int, str]  # county code -> its prefecture


@dataclass(frozen=True)
class LineRow:
    """One row of lines.csv; county 0 without a prefecture and area "*" stand for all."""

    county: int
    area: str
    table: str
    value: float
    start: int  # month index
    status: str
    confidence: str
    source: str
    prefecture: str = ""

    @property
    def place(self) -> int | str:
        """The county, the prefecture, or 0 for the province."""
        return self.prefecture or self.county

    def covers(self, county: int, prefecture: str, area: str) -> bool:
        """Whether the row states something for a county and area."""
        return self.place in (0, county, prefecture) and self.area in ("*", area)


def read_lines(file: Folder, name: str, places: Places, mistakes: Mistakes) -> tuple[LineRow, ...]:
    """Rows of lines.csv; every defect, and every county left without a line, becomes a mistake."""
    before = len(mistakes.found)
    seen: dict[tuple[int | str, str, str, int], int] = {}
    rows = []
    for number, cells in read_csv(file, name, _COLUMNS, mistakes):
        if not set(_COLUMNS) <= set(cells):
            break
        row = _line_row(cells, f"line {number}", name, places, mistakes)
        if row is None:
            continue
        key = (row.place, row.area, row.table, row.start)
        if key in seen:
            mistakes.add(name, f"line {number}", "one value per county, area, table and date", f"as line {seen[key]}")
        seen[key] = number
        rows.append(row)
    if len(mistakes.found) == before:
        _check_cover(rows, places, name, mistakes)
    return tuple(rows)


def _line_row(cells: dict[str, str], key: str, name: str, places: Places, mistakes: Mistakes) -> LineRow | None:
    before = len(mistakes.found)
    table, area, start, value = cells["table"], cells["area"], 0, 0.0
    if table not in UNITS:
        mistakes.unknown(name, f"{key}, table", "table", table, UNITS)
    elif cells["unit"] != UNITS[table]:
        mistakes.add(name, f"{key}, unit", UNITS[table], cells["unit"])
    if area not in (*AREAS, "*"):
        mistakes.unknown(name, f"{key}, area", "area", area, (*AREAS, "*"))
    county, prefecture = _place(cells["county"], f"{key}, county", name, places, mistakes)
    for column, valid in (("status", _STATUS), ("confidence", _CONFIDENCE)):
        if cells[column] not in valid:
            mistakes.unknown(name, f"{key}, {column}", column, cells[column], valid)
    if not cells["source"]:
        mistakes.add(name, f"{key}, source", "a source", "an empty cell")
    try:
        start = month_from(cells["from"])
    except ValueError as error:
        mistakes.add(name, f"{key}, from", str(error), cells["from"])
    try:
        value = float(cells["value"])
        if not math.isfinite(value) or value <= 0:
            mistakes.add(name, f"{key}, value", "a finite number above 0", cells["value"])
    except ValueError:
        mistakes.add(name, f"{key}, value", "a number", cells["value"])
    if len(mistakes.found) > before:
        return None
    return LineRow(county, area, table, value, start, cells["status"], cells["confidence"], cells["source"], prefecture)


def _place(text: str, key: str, name: str, places: Places, mistakes: Mistakes) -> tuple[int, str]:
    """(county, prefecture) that a cell of the column `county` names: a code, a prefecture, or "*"."""
    if text in {str(code) for code in places}:
        return int(text), ""
    if text in places.values():
        return 0, text
    if text != "*":
        known = {*map(str, places), *places.values(), "*"}
        mistakes.unknown(name, key, "code of a county, prefecture or *", text, known)
    return 0, ""


def _check_cover(rows: list[LineRow], places: Places, name: str, mistakes: Mistakes) -> None:
    for table in ("dibao", *_REQUIRED):
        allowed = _OF_DIBAO if table == "dibao" else (table,)
        for area in AREAS:
            held = [row for row in rows if row.table in allowed]
            missing = [code for code, where in places.items() if not any(row.covers(code, where, area) for row in held)]
            if missing:
                named = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
                found = f"none for {len(missing)} counties: missing county {named}"
                mistakes.add(name, f"{table}, {area}", "a value for every county", found)


def _rank(row: LineRow, month: int) -> tuple[int, ...]:
    """Among rows of one cell the highest holds.

    Of those in force the most specific (stated before spread from a mean, the county's own, one area, the
    prefecture's), then the latest. While none is in force the earliest, then the most specific.
    """
    specific = (row.table != "dibao_mean", row.county != 0, row.area != "*", row.prefecture != "")
    if row.start <= month:
        return (1, *specific, row.start)
    return (0, -row.start, *specific)


def later_dates(rows: Sequence[LineRow]) -> set[int]:
    """Months at which a row of a table comes into force in addition to earlier ones, of whatever county and area."""
    first: dict[str, int] = {}
    for row in rows:
        table = _family(row.table)
        first[table] = min(first.get(table, row.start), row.start)
    return {row.start for row in rows if row.start > first[_family(row.table)]}


def _family(table: str) -> str:
    return "dibao" if table in _OF_DIBAO else table


def grown[N: (float, Decimal)](value: N, from_year: int, to_year: int, growth: Callable[[int], N]) -> N:
    """`value` of one year carried to another by yearly growth rates (backwards by dividing)."""
    for year in range(from_year + 1, to_year + 1):
        value *= 1 + growth(year)
    for year in range(to_year + 1, from_year + 1):
        value /= 1 + growth(year)
    return value


class LineTables:
    """Line tables of one province: rows and counties in, matrices (county, area) for any month out."""

    def __init__(self, rows: tuple[LineRow, ...], counties: pd.DataFrame) -> None:
        self.rows = rows
        self.rows_of = {table: [row for row in rows if _family(row.table) == table] for table in UNITS}
        self.codes = [int(code) for code in counties["adcode"]]
        urban = counties["population"].to_numpy(float) * counties["share_urban"].fillna(0.0).to_numpy(float)
        self.weights = np.column_stack([counties["population"].to_numpy(float) - urban, urban])
        self.prefectures = counties["prefecture"].tolist()
        self._spreads: dict[int, Spreads] = {}
        self._cache: dict[tuple[str, int], Rows] = {}
        self._grown: dict[tuple[object, ...], Decimals] = {}

    def spreads(self, date: int) -> Spreads:
        """How the lines lie around a mean published for `date`: cells with a line of their own by then are left out.

        A line that is stated later was part of that mean, so it moves nobody else's line and nothing before its date.
        """
        stated = [row for row in self.rows if row.table == "dibao" and row.place != 0 and row.start <= date]
        if len(stated) not in self._spreads:
            own = np.zeros(self.weights.shape, bool)
            for row in stated:
                own |= self.covered(row)
            self._spreads[len(stated)] = Spreads(self.prefectures, self.weights, own)
        return self._spreads[len(stated)]

    def _chosen(self, table: str, month: int) -> Rows:
        """The row that holds in each cell, None without one; found once between two dates of the table.

        For `dibao` a row of either of its two tables.
        """
        key = (table, self._in_force(table, month))
        if key not in self._cache:
            cells = np.full((len(self.codes), len(AREAS)), None, object)
            for row in sorted(self.rows_of[table], key=lambda row: _rank(row, month)):
                cells[self.covered(row)] = row
            self._cache[key] = cells
        return self._cache[key]

    def _in_force(self, table: str, month: int) -> int:
        return sum(row.start <= month for row in self.rows_of[table])

    def covered(self, row: LineRow) -> npt.NDArray[np.bool_]:
        """Mask (county, area) of the cells for which a row states something."""
        places = zip(self.codes, self.prefectures, strict=True)
        return np.array([[row.covers(code, where, area) for area in AREAS] for code, where in places])

    def matrix(self, table: str, month: int, growth: Growth, between: Decimal, within: Decimal) -> Decimals:
        """Values of a table in the unit of lines.csv, grown to the year of `month`; NaN without a row.

        `disposable_income` is that of the year before; `marginal_multiple` and `band_ceiling` are not uprated.
        `between`, `within`: half-width of prefecture lines around the province's published mean, and of county lines
        around their prefecture's, both relative. Read-only: whoever changes other values asks for the same again.
        """
        year = month // MONTHS_PER_YEAR - (table == "disposable_income")
        kind = "line_growth" if table in ("dibao", "tekun") else "income_growth"
        chosen = self._chosen(table, month)
        dates = () if table in _AS_STATED else sorted({row.start // MONTHS_PER_YEAR for row in chosen.flat if row})
        factors = {since: grown(Decimal(1), since, year, lambda y: growth(kind, y)) for since in dates}
        key = (table, self._in_force(table, month), between, within, *factors.values())
        found = self._grown.get(key)
        if found is None:
            if len(self._grown) >= _CACHED_TABLES:
                self._grown.clear()
            found = self._grown[key] = self._by_cell(chosen, factors, between, within)
        return found

    def _by_cell(self, chosen: Rows, factors: dict[int, Decimal], between: Decimal, within: Decimal) -> Decimals:
        result = np.full(chosen.shape, NOTHING, object)
        for (i, j), row in np.ndenumerate(chosen):
            if row is not None:
                value = self.spread_mean(row, i, between, within) if row.table == "dibao_mean" else exact(row.value)
                result[i, j] = value * factors.get(row.start // MONTHS_PER_YEAR, 1)
        result.setflags(write=False)
        return result

    def spread_mean(self, row: LineRow, county: int, between: Decimal, within: Decimal) -> Decimal:
        """A county's line around the published mean of the province, in whole yuan; another row's mean is the line.

        The mean over the residents whom the row covers and who have no line of their own at its date equals the
        published one but for rounding (see `Spreads`). One row for both areas: one line.
        """
        mean = exact(row.value)
        if row.place != 0:
            return mean
        return whole_number(mean * self.spreads(row.start).factor(county, row.area, between, within))

    def cells(self, counties: tuple[int | str, ...], area: str) -> npt.NDArray[np.bool_]:
        """Mask (county, area) of the cells a change filters; no county and area "*" = all."""
        row = np.array([not counties or code in counties for code in self.codes])
        column = np.array([area in ("*", name) for name in AREAS])
        return np.logical_and.outer(row, column)  # type: ignore[no-any-return]


def line_cube(tables: dict[str, Decimals]) -> npt.NDArray[np.int64]:
    """(county, area, Line) in fen per person-month from the tables in force (`Line.BAND`: per household-month).

    Whole yuan half up; `band_ceiling` NaN = no band.
    """
    dibao = whole(tables["dibao"])
    cube = np.zeros((*dibao.shape, len(Line)), np.int64)
    for line, yuan in (
        (Line.DIBAO, dibao),
        (Line.TEKUN, tables["tekun"]),
        (Line.MARGINAL, tables["marginal_multiple"] * dibao),
        (Line.MINIMUM_WAGE, tables["minimum_wage"]),
        (Line.DISPOSABLE_INCOME, tables["disposable_income"] / MONTHS_PER_YEAR),
    ):
        cube[..., line] = integers(whole(yuan)) * FEN
    # the ceiling is strict: whole fen below it pass
    cube[..., Line.BAND] = ceilings(tables["band_ceiling"] * FEN / MONTHS_PER_YEAR)
    return cube
