"""Published figures that may be fitted to. Every row states source, year and role; another role is refused."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulation.parameters.files import data_folder, digest_of, names_in, read_bytes, read_csv
from simulation.parameters.mistakes import Mistakes

TARGETS: Final = Path(__file__).parent / "targets" / "stocks.csv"
COLUMNS: Final = ("id", "province", "statistic", "value", "unit", "year", "source", "confidence", "role")
ROLE: Final = "calibrate"
QUANTITY: Final = "stock_persons"


@dataclass(frozen=True)
class Target:
    """One published stock: persons on one or several programmes of a province at the end of 2022."""

    id: str
    province: str
    statistic: str  # stock_persons:<programme>[+<programme>...]
    value: float  # persons
    unit: str
    year: int
    source: str
    confidence: str  # seen | memory

    @property
    def programmes(self) -> tuple[str, ...]:
        """Programmes whose persons are added up: who is enrolled as a single person counts as dibao."""
        return tuple(self.statistic.partition(":")[2].split("+"))


def load_targets(file: Path = TARGETS) -> tuple[Target, ...]:
    """The targets of a file, in its order.

    Raises ScenarioError with every mistake: a role other than `calibrate`, an unknown province or programme,
    a figure without source, year or unit, a value that is not a positive number, an id given twice.
    """
    mistakes = Mistakes()
    rows = read_csv(file, file.name, COLUMNS, mistakes)
    mistakes.check()
    targets: list[Target] = []
    for number, row in rows:
        _check(row, f"{file.name}: line {number}", {target.id for target in targets}, mistakes)
        if not mistakes.found:
            rest = {name: row[name] for name in COLUMNS if name not in ("value", "year", "role")}
            targets.append(Target(value=float(row["value"]), year=int(row["year"]), **rest))
    if not rows:
        mistakes.add(file.name, "", "at least one target", "an empty table")
    mistakes.check()
    return tuple(targets)


def targets_digest(file: Path = TARGETS) -> str:
    """SHA-256 of the target file, the same with line ends of Windows. Raises ScenarioError without the file."""
    mistakes = Mistakes()
    content = read_bytes(file, file.name, mistakes)
    mistakes.check()
    return digest_of(content or b"")


def _check(row: dict[str, str], place: str, known: set[str], mistakes: Mistakes) -> None:
    root = data_folder()
    if row["role"] != ROLE:
        mistakes.add(place, "role", f"{ROLE!r}: nothing else is fitted to", row["role"])
    provinces = names_in(root / "provinces", "")
    if row["province"] not in provinces:
        mistakes.unknown(place, "province", "province", row["province"], provinces)
    quantity, _, programmes = row["statistic"].partition(":")
    if quantity != QUANTITY:
        mistakes.unknown(place, "statistic", "quantity", quantity, [QUANTITY])
    shipped = names_in(root / "programmes", ".toml")
    for programme in programmes.split("+"):
        if programme not in shipped:
            mistakes.unknown(place, "statistic", "programme", programme, shipped)
    if not (_is_number(row["value"]) and float(row["value"]) > 0.0):
        mistakes.add(place, "value", "a positive number", row["value"])
    if not row["year"].isdecimal():
        mistakes.add(place, "year", "a year", row["year"])
    if row["confidence"] not in ("seen", "memory"):
        mistakes.unknown(place, "confidence", "confidence", row["confidence"], ["seen", "memory"])
    for column in ("id", "unit", "source"):
        if not row[column].strip():
            mistakes.add(place, column, "a text", "nothing")
    if row["id"] in known:
        mistakes.add(place, "id", "each id once", row["id"])


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
