"""The counties of a province: census figures by county, checked on load."""

import math

import numpy as np
import pandas as pd

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, read_csv

_REQUIRED = (
    "adcode",
    "prefecture",
    "county",
    "population",
    "households",
    "household_population",
    "share_urban",
)
_TEXT = {"prefecture", "county"}
_MAY_BE_EMPTY = {"townships", "share_employed_in_agriculture", "share_households_renting"}


def read_counties(file: Folder, name: str, expected: int | None, mistakes: Mistakes) -> pd.DataFrame | None:
    """Table of counties, sorted by adcode, empty cells NaN; None when a mistake was found.

    `expected`: number of counties that province.toml states, so that a lost row is noticed.
    """
    before = len(mistakes.found)
    rows = read_csv(file, name, _REQUIRED, mistakes)
    for line, row in rows:
        for column, text in row.items():
            if column not in _TEXT:
                _check_cell(f"line {line}, {column}", column, text, name, mistakes)
    codes = [row.get("adcode", "") for _, row in rows]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        mistakes.add(name, f"county {code}", "each county once", "two rows")
    if expected is not None and len(mistakes.found) == before and len(rows) != expected:
        mistakes.add(name, "rows", f"{expected} counties (province.toml)", f"{len(rows)}: missing county?")
    if len(mistakes.found) == before:
        for line, row in rows:
            _check_persons(f"line {line}", row, name, mistakes)
    if len(mistakes.found) > before:
        return None
    if not rows:
        mistakes.add(name, "rows", "at least one county", "none")
        return None
    frame = pd.DataFrame([row for _, row in rows])
    for column in frame.columns.difference(sorted(_TEXT)):
        frame[column] = [float(text) if text else np.nan for text in frame[column]]
    whole = ["adcode", "population", "households", "household_population"]
    frame[whole] = frame[whole].astype("int64")
    return frame.sort_values("adcode", ignore_index=True)


def _check_cell(key: str, column: str, text: str, name: str, mistakes: Mistakes) -> None:
    if text == "" and (column in _MAY_BE_EMPTY or column.startswith("share_")):
        return
    try:
        value = float(text)
    except ValueError:
        mistakes.add(name, key, "a number", text or "an empty cell")
        return
    if not math.isfinite(value) or value < 0:
        mistakes.add(name, key, "a finite number of at least 0", text)
    elif column.startswith("share_") and value > 1:
        mistakes.add(name, key, "a share from 0 to 1", text)
    elif column in ("adcode", "population", "households", "household_population") and value != int(value):
        mistakes.add(name, key, "a whole number", text)


def _check_persons(key: str, row: dict[str, str], name: str, mistakes: Mistakes) -> None:
    """A household has a member, and who lives in one is a resident."""
    homes, persons, residents = (float(row[each]) for each in ("households", "household_population", "population"))
    if not homes <= persons <= residents:
        expected = f"from {homes:.0f} (households) to {residents:.0f} (population)"
        mistakes.add(name, f"{key}, household_population", expected, f"{persons:.0f}")
