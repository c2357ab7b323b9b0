"""What may be wrong with a row of the table of facts: every mistake, with the nearest name."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from calibration.dates import DATE, ends_of, month_of
from calibration.statistics import (
    EXPERIMENT,
    LAST_MONTH,
    NO_PROGRAMME_FILE,
    STATISTICS,
    Statistic,
    statistic_of,
)
from simulation.parameters.files.mistakes import Mistakes
from simulation.units import FIRST_MONTH

AREAS: Final = ("all", "urban", "rural")
GRADES: Final = ("A", "B", "C", "D")
EVIDENCE: Final = ("china", "elsewhere")  # of no single province
NOT_FITTED: Final = ("C", "D")
# The only figures on why entitled households are not paid come from elsewhere: nothing better can be fitted to.
FITTED_ALL_THE_SAME: Final = ("T16", "T17")
EARLIEST_LEVEL: Final = FIRST_MONTH - 1  # a stock of December 2020 is read one month later


@dataclass(frozen=True)
class Names:
    """Names that a row may use: places by province, and programmes."""

    places: Mapping[str, frozenset[str]]
    programmes: frozenset[str]


def check_row(
    row: dict[str, str], place: str, role: str, known: Collection[str], names: Names, mistakes: Mistakes
) -> None:
    """Record what is wrong with a row; `place` names file and line, `role` is the only one allowed here."""
    if row["role"] != role:
        mistakes.add(place, "role", f"{role!r}: {_only(role)}", row["role"])
    _check_whose(row, place, names, mistakes)
    kind = _check_statistic(row, place, names, mistakes)
    _check_date(row, place, kind, mistakes)
    check_numbers(row, place, mistakes)
    for column, valid in (("area", AREAS), ("confidence", ("seen", "memory")), ("grade", GRADES)):
        if row[column] not in valid:
            mistakes.unknown(place, column, column, row[column], valid)
    for column in ("id", "source", "address"):
        if not row[column].strip():
            mistakes.add(place, column, "a text", "nothing")
    if row["id"] in known:
        mistakes.add(place, "id", "each id once", row["id"])
    if role == "calibrate" and row["grade"] in NOT_FITTED and row["id"] not in FITTED_ALL_THE_SAME:
        mistakes.add(place, "grade", "A or B: others are not fitted to", row["grade"])


def _only(role: str) -> str:
    return "nothing else is fitted to" if role == "calibrate" else "what is fitted to is no check"


def _check_whose(row: dict[str, str], place: str, names: Names, mistakes: Mistakes) -> None:
    if row["province"] not in (*names.places, *EVIDENCE):
        mistakes.unknown(place, "province", "province", row["province"], (*names.places, *EVIDENCE))
    elif row["place"] and row["place"] not in names.places.get(row["province"], ()):
        valid = names.places.get(row["province"], frozenset())
        mistakes.unknown(place, "place", f"prefecture or county of {row['province']}", row["place"], valid)


def _check_statistic(row: dict[str, str], place: str, names: Names, mistakes: Mistakes) -> Statistic | None:
    head, colon, programmes = row["statistic"].partition(":")
    kind = statistic_of(row["statistic"])
    if kind is None:
        mistakes.unknown(place, "statistic", "statistic", head, STATISTICS)
        return None
    if row["unit"] != kind.unit:
        mistakes.add(place, "unit", kind.unit, row["unit"] or "nothing")
    if head == EXPERIMENT:
        return kind
    if bool(colon) != kind.programmes:
        wanted = f"{head}:PROGRAMME[+PROGRAMME...]" if kind.programmes else head
        mistakes.add(place, "statistic", wanted, row["statistic"])
    for programme in programmes.split("+") if colon else ():
        if programme not in names.programmes and programme not in NO_PROGRAMME_FILE:
            mistakes.unknown(place, "statistic", "programme", programme, names.programmes)
    return kind


def _check_date(row: dict[str, str], place: str, kind: Statistic | None, mistakes: Mistakes) -> None:
    if not DATE.fullmatch(row["date"]):
        mistakes.add(place, "date", "YYYY-MM, YYYY or YYYY-MM/YYYY-MM", row["date"])
        return
    first, last = (month_of(end) for end in ends_of(row["date"]))
    if first > last:
        mistakes.add(place, "date", "a period that begins before it ends", row["date"])
    elif last > LAST_MONTH or (kind is not None and kind.level and first < EARLIEST_LEVEL):
        mistakes.add(place, "date", "a date from 2020-12 to 2025-12, which a run covers", row["date"])


def check_numbers(row: dict[str, str], place: str, mistakes: Mistakes) -> None:
    """Value and band: finite, none negative, in order; a row without a value has both ends of a band."""
    numbers: dict[str, float] = {}
    for column in ("value", "low", "high"):
        if row[column]:
            number = number_of(row[column])
            if number is None or number < 0.0 or (column == "value" and number == 0.0):
                mistakes.add(place, column, "a positive number", row[column])
            else:
                numbers[column] = number
    if not row["value"] and not {"low", "high"} <= set(numbers):
        if not row["statistic"].startswith(EXPERIMENT):
            mistakes.add(place, "value", "a positive number, or both ends of a band", "nothing")
        return
    order = [numbers[column] for column in ("low", "value", "high") if column in numbers]
    if order != sorted(order):
        mistakes.add(place, "low", "low <= value <= high", " ".join(f"{number:g}" for number in order))


def number_of(text: str) -> float | None:
    """A finite number, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
