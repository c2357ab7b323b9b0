"""Published figures and their loader. What is fitted to and what is held out for validation are two files.

`calibrate.csv` is all that a fit ever opens; `validate.csv` is opened by `doudi validate` alone. The rules of the
table (bands, roles, grades) are in docs/facts.md.
"""

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from calibration.checks import EVIDENCE, Names, check_row
from calibration.dates import ends_of, month_of
from calibration.statistics import PERIOD_BEFORE, band_of, statistic_of
from simulation.parameters.files.mistakes import Mistakes, nearest
from simulation.parameters.files.reading import data_folder, names_in, read_csv
from simulation.units import FIRST_MONTH

FOLDER: Final = Path(__file__).parent / "targets"
TARGETS: Final = FOLDER / "calibrate.csv"
COLUMNS: Final = (
    "id", "province", "place", "area", "statistic", "unit", "date", "value", "low", "high", "source", "address",
    "confidence", "role", "grade", "note",
)  # fmt: skip
ROLE: Final = "calibrate"
TARGET_DATE: Final = "2022-12"  # of the stocks that `calibrate` fits at the end of the warm-up


@dataclass(frozen=True)
class Fact:
    """One published figure. Money is nominal yuan, shares are fractions."""

    id: str
    province: str  # folder name, or china | elsewhere
    statistic: str  # name[:programme[+programme...]], see calibration.statistics
    value: float  # nan where the source orders two things; the band says which order
    unit: str
    date: str  # YYYY-MM, YYYY or YYYY-MM/YYYY-MM
    low: float
    high: float
    source: str
    address: str
    confidence: str  # seen | memory
    role: str  # calibrate | validate
    grade: str  # A official or its copy, B mirror or second hand, C other place or unsure, D weak
    place: str = ""  # prefecture or county as counties.csv writes it; empty = all of the province
    area: str = "all"  # all | urban | rural: the standard that applies to the unit (incomes: where it lives)
    note: str = ""

    @property
    def programmes(self) -> tuple[str, ...]:
        """Programmes that are added up: who is enrolled as a single person counts as dibao."""
        return tuple(self.statistic.partition(":")[2].split("+")) if ":" in self.statistic else ()

    @property
    def year(self) -> int:
        """Last year of the date."""
        return int(self.date.rpartition("/")[2][:4])

    @property
    def gates(self) -> bool:
        """Whether a miss is a failure: what is only remembered is reported and fails nothing."""
        return self.confidence == "seen"

    def meets(self, simulated: float) -> bool:
        """Whether a simulated value lies in the band."""
        return self.low <= simulated <= self.high

    def months(self) -> tuple[int, int]:
        """First and last month in which a run is read, from January 2023 = 0; see docs/facts.md for older dates.

        Figures of no province name no year of a run: they are read over 2022.
        """
        if self.province in EVIDENCE:
            return PERIOD_BEFORE
        first, last = (month_of(end) for end in ends_of(self.date))
        kind = statistic_of(self.statistic)
        if last < FIRST_MONTH:
            return PERIOD_BEFORE if kind is not None and kind.spans else (FIRST_MONTH, FIRST_MONTH)
        return max(first, FIRST_MONTH), last


def load_facts(file: Path | None = None, *, role: str = ROLE) -> tuple[Fact, ...]:
    """The facts of a file, in its order; without one, of the file that ships for the role.

    Raises ScenarioError with every mistake: a row of another role than asked for, an unknown province, place,
    statistic or programme with the nearest name, a date that no run covers, a value without unit, source or
    address, an id given twice, a grade that is not fitted to.
    """
    file = file or FOLDER / f"{role}.csv"
    mistakes = Mistakes()
    rows = read_csv(file, file.name, COLUMNS, mistakes)
    mistakes.check()
    facts: list[Fact] = []
    names, seen = names_of_scenarios(), set[str]()
    for number, row in rows:
        before = len(mistakes.found)
        check_row(row, f"{file.name}: line {number}", role, seen, names, mistakes)
        seen.add(row["id"])
        if len(mistakes.found) == before:
            facts.append(fact_of(row))
    mistakes.check()
    return tuple(facts)


def fact_of(row: dict[str, str]) -> Fact:
    """A fact from a checked row; the band follows the rule unless the row states one."""
    value = float(row["value"]) if row["value"] else float("nan")
    low, high = band_of(row["statistic"], value)
    texts = {name: row[name] for name in COLUMNS if name not in ("value", "low", "high")}
    return Fact(
        value=value, low=float(row["low"]) if row["low"] else low, high=float(row["high"]) if row["high"] else high,
        **texts,
    )  # fmt: skip


@cache
def names_of_scenarios() -> Names:
    """Names that rows may use, from the scenario files that ship."""
    root = data_folder()
    places: dict[str, frozenset[str]] = {}
    for province in names_in(root / "provinces", ""):
        table = (root / "provinces" / province / "counties.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(table)))
        places[province] = frozenset(row[key] for row in rows for key in ("prefecture", "county"))
    return Names(places, frozenset(names_in(root / "programmes", ".toml")))


def load_targets(file: Path = TARGETS) -> tuple[Fact, ...]:
    """The stocks that `calibrate` fits: persons of a whole province at the end of 2022.

    Raises ScenarioError as `load_facts` does, and when no row of the file is such a stock.
    """
    facts = load_facts(file)
    chosen = tuple(fact for fact in facts if is_target(fact))
    if not chosen:
        mistakes = Mistakes()
        wanted = f"at least one stock_persons of a whole province at {TARGET_DATE}"
        mistakes.add(file.name, "", wanted, "none", nearest("stock_persons", [fact.statistic for fact in facts]))
        mistakes.check()
    return chosen


def is_target(fact: Fact) -> bool:
    """Whether a fact is a stock of persons of a whole province at the end of the warm-up."""
    whole = not fact.place and fact.area == "all" and fact.date == TARGET_DATE
    return whole and fact.statistic.startswith("stock_persons:")
