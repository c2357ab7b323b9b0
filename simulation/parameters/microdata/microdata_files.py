"""Reading and checking a folder of microdata: every mistake at once, by file, row and column."""

import hashlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.extras import absent
from simulation.parameters.files.mistakes import Mistakes, nearest
from simulation.parameters.files.reading import digest_of, read_bytes, read_csv
from simulation.parameters.microdata.microdata import (
    HOUSEHOLDS,
    MOST_HOUSEHOLDS,
    MOST_PERSONS,
    PERSONS,
    Column,
    Incomes,
    Microdata,
)
from simulation.parameters.microdata.microdata_codes import coded, codes_for, suspects
from simulation.parameters.microdata.microdata_settings import FILE, MicrodataSettings, read_settings
from simulation.parameters.microdata.microdata_summary import summarised

SHOWN: Final = 5  # rows named in one mistake; the others are counted
WORKING_AGES: Final = (18, 74)  # whose wages the model follows as wages

type Mask = npt.NDArray[np.bool_]


class _Table:
    """One file as columns of text, and its mistakes by row."""

    def __init__(
        self, folder: Path, stem: str, schema: tuple[Column, ...], settings: MicrodataSettings, mistakes: Mistakes
    ) -> None:
        self.mistakes, self.schema, self.settings, self.stem = mistakes, schema, settings, stem
        csv, parquet = folder / f"{stem}.csv", folder / f"{stem}.parquet"
        self.file = parquet if parquet.is_file() and not csv.is_file() else csv
        self.name = str(self.file)
        self.cells = self._parquet() if self.file is parquet else self._csv()
        self.values = pd.DataFrame(index=self.cells.index)
        self.empty: dict[str, int] = {}  # cells without an answer, by table and column
        self.missing = pd.Series(False, index=self.cells.index)  # rows without an answer that is required

    def _csv(self) -> pd.DataFrame:
        rows = read_csv(self.file, self.name, (), self.mistakes)
        cells = pd.DataFrame([row for _, row in rows], index=[line for line, _ in rows], dtype=str)
        if not rows and not self.mistakes.found:
            self.mistakes.add(self.name, "rows", "at least one row", "none")
        stripped: pd.DataFrame = cells.apply(lambda column: column.str.strip())
        return stripped

    def _parquet(self) -> pd.DataFrame:
        try:
            import duckdb
        except ImportError:
            self.mistakes.add(self.name, "", f"a CSV file ({absent('Parquet', 'duckdb', 'store')})", "Parquet")
            return pd.DataFrame()
        try:
            frame: pd.DataFrame = duckdb.read_parquet(self.name).df()
        except duckdb.Error as error:
            self.mistakes.add(self.name, "", "a Parquet file", str(error).partition("\n")[0])
            return pd.DataFrame()
        frame.index = pd.RangeIndex(2, len(frame) + 2)
        cells: pd.DataFrame = frame.map(lambda cell: "" if pd.isna(cell) else str(cell).strip())
        return cells

    def check(self) -> None:
        """Header, then every cell of every column."""
        known = [column.name for column in self.schema]
        for name in self.cells.columns:
            if name not in known:
                self.mistakes.unknown(self.name, "header", "column", str(name), known)
        for column in self.schema:
            if column.name in self.cells:
                self.values[column.name] = self._parsed(column, self.cells[column.name])
            elif column.required and len(self.cells.columns):
                near = nearest(column.name, map(str, self.cells.columns))
                self.mistakes.add(self.name, "header", f"a column {column.name!r}", "none", near)
            else:
                filled = pd.Series(column.default, index=self.cells.index, dtype=str)
                self.values[column.name] = self._parsed(column, filled)

    def _parsed(self, column: Column, cells: "pd.Series[Any]") -> "pd.Series[Any]":
        empty = cells == ""
        if column.required:
            self.wrong(empty, column.name, "a value", cells)
        codes = codes_for(column.name, self.settings.missing_codes)
        if codes and column.kind in ("number", "whole"):
            missing = coded(cells, codes)
            empty |= missing
            self.cells[column.name] = cells.mask(missing, "")
            if column.required:
                self.missing |= missing
        self.empty[f"{self.stem}.{column.name}"] = int(empty.sum())
        if column.kind == "name":
            return cells
        if column.kind == "choice":
            filled = cells.mask(empty, column.default).replace({"1.0": "1", "0.0": "0", "True": "1", "False": "0"})
            self.wrong(~filled.isin([*column.choices, ""]), column.name, " or ".join(column.choices), cells)
            return filled
        numbers = pd.to_numeric(cells.mask(empty), errors="coerce").astype(float)
        empty |= self._codes(column, numbers, cells)
        fits = numbers.between(column.low, column.high)
        fits &= (numbers == np.floor(numbers)) if column.kind == "whole" else True
        kind = "a whole number" if column.kind == "whole" else "a number"
        least = "above 0" if 0 < column.low < 1e-6 else f"of at least {column.low:g}"
        most = f" and at most {column.high:g}" if np.isfinite(column.high) else ""
        self.wrong(~fits & ~empty, column.name, f"{kind} {least}{most} ({column.unit})", cells)
        return numbers.fillna(0.0)

    def _codes(self, column: Column, numbers: "pd.Series[float]", cells: "pd.Series[Any]") -> "pd.Series[bool]":
        """Cells that look like undeclared missing codes, reported as mistakes."""
        found = pd.Series(False, index=cells.index)
        if column.unit.startswith("yuan") or column.name == "age":
            real = codes_for(column.name, self.settings.real_values)
            for value, reason in suspects(numbers, age=column.name == "age", real=real).items():
                rows, shown = numbers == value, f"{value:.15g}"
                where = f"`missing_codes` or `real_values` of {FILE} to say what {shown} is ({reason})"
                self.wrong(rows, column.name, where, cells)
                found |= rows
        return found

    def wrong(self, rows: "pd.Series[bool]", column: str, expected: str, found: "pd.Series[Any]") -> None:
        """One mistake for all rows that share it: the first cell, and the lines of the others."""
        lines = [int(line) for line in rows.index[rows.to_numpy(bool)]]
        if not lines:
            return
        value = found.loc[lines[0]]
        rest = f" (and in rows {', '.join(map(str, lines[1:SHOWN]))}" if len(lines) > 1 else ""
        rest += f", {len(lines) - SHOWN} more)" if len(lines) > SHOWN else ")" if rest else ""
        shown = "an empty cell" if value == "" else f"{value}"
        self.mistakes.add(self.name, f"row {lines[0]}, {column}", expected, shown + rest)


def read_microdata(
    folder: str | Path, counties: list[int], mistakes: Mistakes, incomes: Incomes | None = None
) -> Microdata | None:
    """households.csv and persons.csv (or .parquet) of a folder, checked; None when any mistake was found.

    `counties`: codes of the province. Rows are numbered as in a spreadsheet, the header being row 1. What its numbers
    mean is in `microdata.toml`; `incomes` goes before it.
    """
    place, before = Path(folder), len(mistakes.found)
    if not place.is_dir():
        mistakes.add(str(place), "", "a folder with households.csv and persons.csv", "no such folder")
        return None
    settings = read_settings(place, incomes, mistakes)
    _check_one_form(place, mistakes)
    if len(mistakes.found) > before:
        return None
    homes, people = (_Table(place, stem, schema, settings, mistakes) for stem, schema in
                     (("households", HOUSEHOLDS), ("persons", PERSONS)))  # fmt: skip
    homes.check()
    people.check()
    if len(mistakes.found) > before:
        return None
    left_out = leave_out(homes, people)
    _check_homes(homes, counties)
    _check_people(homes, people)
    if len(mistakes.found) > before:
        return None
    digests = [digest_of(read_bytes(table.file, table.name, mistakes) or b"") for table in (homes, people)]
    digest = hashlib.sha256("".join([*digests, settings.model_dump_json()]).encode()).hexdigest()
    households, persons = _households(homes), _persons(homes, people)
    summary = summarised(households, persons, homes.empty | people.empty)
    has_county = "county" in homes.cells
    return Microdata(
        place.name, households, _workers_wages(persons), has_county, digest, summary, settings.incomes, left_out
    )


def _check_one_form(folder: Path, mistakes: Mistakes) -> None:
    """A folder contains its tables as CSV or as Parquet: of two forms nobody knows which is meant."""
    forms = ("csv", "parquet")
    held = {form: [n for n in ("households", "persons") if (folder / f"{n}.{form}").is_file()] for form in forms}
    if all(held.values()):
        found = ", ".join(f"{name}.{form}" for form in forms for name in held[form])
        mistakes.add(str(folder), "", "tables in one form, CSV or Parquet", f"both: {found}")


def leave_out(homes: _Table, people: _Table) -> tuple[int, float]:
    """Take out households without a required answer; (how many, share of the weights).

    The others of the same residence, and county if the file has it, stand for them: their weights rise in one
    proportion (weighting classes). A class of which nobody is left is a mistake.
    """
    values, cells = homes.values, homes.cells
    lost = homes.missing | values["household"].isin(people.values["household"][people.missing])
    weight = values["weight"].astype(float)
    if not lost.any():
        return 0, 0.0
    classes = values["residence"] + (values["county"].astype(str) if "county" in cells else "")
    total, kept = weight.groupby(classes).transform("sum"), weight.mask(lost, 0.0).groupby(classes).transform("sum")
    homes.wrong(lost & (kept <= 0), "household", "an answer in every required column from some household of its "
                "residence and county", values["household"])  # fmt: skip
    share = float(weight[lost].sum() / weight.sum())
    values["weight"] = weight * total / kept.where(kept > 0, 1.0)
    gone = set(values["household"][lost])
    for table in (homes, people):
        rows = ~table.values["household"].isin(gone)
        table.values, table.cells = table.values[rows], table.cells[rows]
    return int(lost.sum()), share


def _check_homes(homes: _Table, counties: list[int]) -> None:
    values, cells = homes.values, homes.cells
    homes.wrong(values["household"].duplicated(), "household", "each household once", values["household"])
    if "county" in cells:
        homes.wrong(cells["county"] == "", "county", "a county in every row, or no such column", cells["county"])
        unknown = ~values["county"].isin(counties) & (cells["county"] != "")
        homes.wrong(unknown, "county", "a county of the province", cells["county"])
    if "registration_county" in cells:
        given = cells["registration_county"] != ""
        unknown = given & ~values["registration_county"].isin(counties)
        homes.wrong(unknown, "registration_county", "a county of the province", cells["registration_county"])
        elsewhere = given & (values["registration"] != "other_county")
        homes.wrong(
            elsewhere, "registration", "other_county together with a registration_county", values["registration"]
        )
    total = float(values["weight"].sum())
    if "county" in cells and total > MOST_HOUSEHOLDS:  # without counties weights are shares
        homes.mistakes.add(homes.name, "weight", f"a sum of at most {MOST_HOUSEHOLDS:,} households", f"{total:,.0f}")


def _check_people(homes: _Table, people: _Table) -> None:
    """What the two tables must hold together."""
    values = people.values
    people.wrong(~values["household"].isin(homes.values["household"]), "household", "a household of the other table",
                 values["household"])  # fmt: skip
    sizes = values.groupby("household").size()
    persons = homes.values["household"].map(sizes).fillna(0).astype(int)
    homes.wrong(persons == 0, "household", "at least one person in the other table", homes.values["household"])
    homes.wrong(persons > MOST_PERSONS, "household", f"at most {MOST_PERSONS} persons", persons)
    alone = (homes.values["kind"] != "family") & (persons > 1)
    homes.wrong(alone, "kind", "one person in each row of a dormitory or care home", persons)
    units = values.groupby("household")["unit"].agg(["max", "nunique"])
    gaps = homes.values["household"].map(units["max"] + 1 != units["nunique"]).fillna(False).astype(bool)
    homes.wrong(gaps, "household", "units numbered 0, 1, ... without a gap", homes.values["household"])
    idle = (values["wage"] > 0) & (values["works"] == "0")
    people.wrong(idle, "works", "1 where there is a wage", values["works"])


def _households(homes: _Table) -> pd.DataFrame:
    frame = homes.values.reset_index(drop=True)
    for name in ("car", "second_home", "renting", "county", "registration_county"):
        frame[name] = frame[name].astype("int64")
    return frame


def _persons(homes: _Table, people: _Table) -> pd.DataFrame:
    """Persons sorted by household."""
    frame = people.values.copy()
    order = pd.Series(np.arange(len(homes.values)), index=homes.values["household"])
    frame["home"] = frame["household"].map(order)
    for name in ("age", "unit", "generation", "works", "ill", "student", "married"):
        frame[name] = frame[name].astype("int64")
    return frame.sort_values("home", kind="stable", ignore_index=True)


def _workers_wages(persons: pd.DataFrame) -> pd.DataFrame:
    """Wages of those the model counts as no workers put under business."""
    frame = persons.copy()
    no_worker = ~frame["age"].between(*WORKING_AGES) | (frame["student"] == 1) | (frame["disability"] == "severe")
    frame["business"] += frame["wage"].where(no_worker, 0.0)
    frame["wage"] = frame["wage"].where(~no_worker, 0.0)
    return frame
