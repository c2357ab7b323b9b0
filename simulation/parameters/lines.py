"""Lines by county and area: rows of lines.csv, spread where only a mean is published, uprated by year.

Tables of lines.csv: `dibao` (a county's own line) or `dibao_mean` (published mean, spread over prefectures by
the stated rule), `tekun` (else ratio x dibao), `marginal_multiple`, `minimum_wage`, `disposable_income`, and
`band_ceiling` (income of a three-person household up to which the band above the marginal line reaches; no row =
no band).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.dates import month_from
from simulation.parameters.files import Folder, read_csv
from simulation.parameters.mistakes import Mistakes
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
_REQUIRED = ("marginal_multiple", "minimum_wage", "disposable_income")
_COLUMNS = ("county", "area", "table", "value", "unit", "from", "status", "confidence", "source")
_STATUS = ("stated", "derived", "calibrated", "assumed")
_CONFIDENCE = ("seen", "memory", "none")

type Matrix = npt.NDArray[np.float64]  # (counties, areas)
type Growth = Callable[[str, int], float]  # (parameter of group prices, calendar year) -> growth into it


@dataclass(frozen=True)
class LineRow:
    """One row of lines.csv; county 0 and area "*" stand for all."""

    county: int
    area: str
    table: str
    value: float
    start: int  # month index
    status: str
    confidence: str
    source: str


def read_lines(file: Folder, name: str, codes: Sequence[int], mistakes: Mistakes) -> tuple[LineRow, ...]:
    """Rows of lines.csv; every defect, and every county left without a line, becomes a mistake."""
    before = len(mistakes.found)
    seen: dict[tuple[int, str, str, int], int] = {}
    rows = []
    for number, cells in read_csv(file, name, _COLUMNS, mistakes):
        if not set(_COLUMNS) <= set(cells):
            break
        row = _line_row(cells, f"line {number}", name, codes, mistakes)
        if row is None:
            continue
        key = (row.county, row.area, row.table, row.start)
        if key in seen:
            mistakes.add(name, f"line {number}", "one value per county, area, table and date", f"as line {seen[key]}")
        seen[key] = number
        rows.append(row)
    if len(mistakes.found) == before:
        _check_cover(rows, codes, name, mistakes)
    return tuple(rows)


def _line_row(cells: dict[str, str], key: str, name: str, codes: Sequence[int], mistakes: Mistakes) -> LineRow | None:
    before = len(mistakes.found)
    table, area, county, start, value = cells["table"], cells["area"], 0, 0, 0.0
    if table not in UNITS:
        mistakes.unknown(name, f"{key}, table", "table", table, UNITS)
    elif cells["unit"] != UNITS[table]:
        mistakes.add(name, f"{key}, unit", UNITS[table], cells["unit"])
    if area not in (*AREAS, "*"):
        mistakes.unknown(name, f"{key}, area", "area", area, (*AREAS, "*"))
    if cells["county"] != "*":
        known = {str(code) for code in codes}
        if cells["county"] not in known:
            mistakes.unknown(name, f"{key}, county", "county", cells["county"], known)
        else:
            county = int(cells["county"])
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
    return LineRow(county, area, table, value, start, cells["status"], cells["confidence"], cells["source"])


def _check_cover(rows: list[LineRow], codes: Sequence[int], name: str, mistakes: Mistakes) -> None:
    for table in ("dibao", *_REQUIRED):
        allowed = ("dibao", "dibao_mean") if table == "dibao" else (table,)
        for area in AREAS:
            held = [row for row in rows if row.table in allowed and row.area in (area, "*")]
            if any(row.county == 0 for row in held):
                continue
            missing = [code for code in codes if code not in {row.county for row in held}]
            if missing:
                named = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
                found = f"none for {len(missing)} counties: missing county {named}"
                mistakes.add(name, f"{table}, {area}", "a value for every county", found)


def _held(rows: Sequence[LineRow], county: int, area: str, month: int) -> LineRow | None:
    """The row in force: the county's own before a general one, one area before both, the latest date."""
    best: tuple[tuple[int, int, int], LineRow] | None = None
    for row in rows:
        if row.county not in (0, county) or row.area not in ("*", area):
            continue
        dated = row.start if row.start <= month else -(10**5) - row.start  # before its first date: the earliest
        rank = (int(row.county != 0), int(row.area != "*"), dated)
        if best is None or rank > best[0]:
            best = (rank, row)
    return None if best is None else best[1]


def later_dates(rows: Sequence[LineRow]) -> set[int]:
    """Months at which a row replaces an earlier one of the same county, area and table."""
    first: dict[tuple[int, str, str], int] = {}
    for row in rows:
        key = (row.county, row.area, row.table)
        first[key] = min(first.get(key, row.start), row.start)
    return {row.start for row in rows if row.start > first[row.county, row.area, row.table]}


def grown(value: float, from_year: int, to_year: int, growth: Callable[[int], float]) -> float:
    """`value` of one year carried to another by yearly growth rates (backwards by dividing)."""
    for year in range(from_year + 1, to_year + 1):
        value *= 1.0 + growth(year)
    for year in range(to_year + 1, from_year + 1):
        value /= 1.0 + growth(year)
    return value


class LineTables:
    """Line tables of one province: rows and counties in, matrices (county, area) for any month out."""

    def __init__(self, rows: tuple[LineRow, ...], counties: pd.DataFrame) -> None:
        self.rows = rows
        self.codes = [int(code) for code in counties["adcode"]]
        urban = counties["population"].to_numpy(float) * counties["share_urban"].fillna(0.0).to_numpy(float)
        self.weights = np.column_stack([counties["population"].to_numpy(float) - urban, urban])
        self.prefectures = counties["prefecture"].tolist()
        self.positions = self._positions()
        self._cache: dict[tuple[str, int], tuple[Matrix, npt.NDArray[np.int64]]] = {}

    def _positions(self) -> npt.NDArray[np.float64]:
        """Place of each county's prefecture between -1 (least urban) and 1 (most), by rank of urban share."""
        names = sorted(set(self.prefectures))
        member = np.array([names.index(name) for name in self.prefectures])
        total = np.bincount(member, self.weights.sum(axis=1))
        share = np.bincount(member, self.weights[:, 1]) / np.maximum(total, 1.0)
        rank = np.empty(len(names))
        rank[np.lexsort((np.arange(len(names)), share))] = np.arange(len(names))
        place = rank / max(1, len(names) - 1) * 2 - 1 if len(names) > 1 else np.zeros(1)
        return place[member]  # type: ignore[no-any-return]

    def _selected(self, table: str, month: int) -> tuple[Matrix, npt.NDArray[np.int64]]:
        """Values in force and the years they are of; computed once between two dates of the table."""
        rows = [row for row in self.rows if row.table == table]
        key = (table, sum(row.start <= month for row in rows))
        if key not in self._cache:
            general = [row for row in rows if row.county == 0]
            values = np.full((len(self.codes), len(AREAS)), np.nan)
            years = np.zeros(values.shape, np.int64)
            for i, code in enumerate(self.codes):
                local = [row for row in rows if row.county == code]
                for j, area in enumerate(AREAS):
                    row = _held([*general, *local], code, area, month)
                    if row is not None:
                        values[i, j], years[i, j] = row.value, row.start // MONTHS_PER_YEAR
            self._cache[key] = values, years
        return self._cache[key]

    def matrix(self, table: str, month: int, growth: Growth, shift: int = 0) -> Matrix:
        """Values of a table in the units of lines.csv; `shift` years back (prior-year income: -1).

        `marginal_multiple` and `band_ceiling` are not uprated. Cells without a row are NaN.
        """
        values, years = self._selected(table, month)
        if table in ("marginal_multiple", "band_ceiling"):
            return values.copy()
        kind = "line_growth" if table in ("dibao", "dibao_mean", "tekun") else "income_growth"
        year = month // MONTHS_PER_YEAR + shift
        factors = {int(y): grown(1.0, int(y), year, lambda y: growth(kind, y)) for y in np.unique(years)}
        return values * np.vectorize(factors.__getitem__, otypes=[float])(years)  # type: ignore[no-any-return]

    def spread_mean(self, mean: Matrix, spread: float) -> Matrix:
        """Prefecture lines around a published mean, rounded to whole yuan.

        line = mean x (1 + spread x (place - resident-weighted mean place)), so that the mean
        over residents equals the published one but for rounding. One mean for both areas: one line.
        """
        unified = bool(np.allclose(mean[:, 0], mean[:, 1], equal_nan=True))
        result = np.empty_like(mean)
        for j in range(len(AREAS)):
            weight = self.weights.sum(axis=1) if unified else self.weights[:, j]
            centre = np.average(self.positions, weights=weight) if weight.sum() > 0 else 0.0
            result[:, j] = np.floor(mean[:, j] * (1.0 + spread * (self.positions - centre)) + 0.5)
        return result

    def cells(self, counties: tuple[int | str, ...], area: str) -> npt.NDArray[np.bool_]:
        """Mask (county, area) of the cells a change filters; no county and area "*" = all."""
        row = np.array([not counties or code in counties for code in self.codes])
        column = np.array([area in ("*", name) for name in AREAS])
        return np.logical_and.outer(row, column)  # type: ignore[no-any-return]

    def dibao(self, month: int, growth: Growth, spread: float) -> Matrix:
        """Dibao lines (yuan per person-month, not rounded): own lines, else spread means, grown."""
        own = self.matrix("dibao", month, growth)
        if not np.isnan(own).any():
            return own
        published = self.matrix("dibao_mean", month, lambda *_: 0.0)
        spread_out = self.spread_mean(published, spread)
        ratio = self.matrix("dibao_mean", month, growth) / published
        return np.where(np.isnan(own), spread_out * ratio, own)


def whole_yuan(values: Matrix) -> npt.NDArray[np.int64]:
    """Fen of values in yuan, rounded to whole yuan, half up."""
    return (np.floor(values + 0.5) * FEN).astype(np.int64)


def line_cube(changed: dict[str, Matrix], tekun_ratio: float) -> npt.NDArray[np.int64]:
    """(county, area, Line) in fen per person-month from the tables in force (`Line.BAND`: per household-month).

    `tekun` NaN = ratio x dibao; `band_ceiling` NaN = no band.
    """
    dibao = whole_yuan(changed["dibao"])
    cube = np.zeros((*dibao.shape, len(Line)), np.int64)
    cube[..., Line.DIBAO] = dibao
    tekun = np.where(np.isnan(changed["tekun"]), tekun_ratio * dibao / FEN, changed["tekun"])
    cube[..., Line.TEKUN] = whole_yuan(tekun)
    cube[..., Line.MARGINAL] = whole_yuan(changed["marginal_multiple"] * dibao / FEN)
    cube[..., Line.MINIMUM_WAGE] = whole_yuan(changed["minimum_wage"])
    cube[..., Line.DISPOSABLE_INCOME] = whole_yuan(changed["disposable_income"] / MONTHS_PER_YEAR)
    band = np.nan_to_num(changed["band_ceiling"]) * FEN / MONTHS_PER_YEAR
    cube[..., Line.BAND] = np.ceil(band).astype(np.int64)  # the ceiling is strict: whole fen below it pass
    return cube
