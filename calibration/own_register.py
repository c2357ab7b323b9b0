"""A province's own table of stocks by county and programme: checked, and turned into facts that are fitted to.

The table stays where it is: nothing copies it, and what is made of it names the file without its folder.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from calibration.checks import AREAS, number_of
from calibration.statistics import STATISTICS, band_of
from calibration.targets import ROLE, Fact, names_of_scenarios
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import read_csv, read_text
from simulation.parameters.scenario.scenario import Scenario

COLUMNS: Final = ("county", "programme", "persons", "households", "date")  # and `area`, if it is given
FIRST, LAST = "2021-01", "2023-12"
MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
COUNTS: Final = {"persons": "stock_persons", "households": "stock_units"}
PUBLISHED: Final = {"dibao": "dibao+single"}  # who is enrolled alone counts as dibao in every register


def is_register(file: Path) -> bool:
    """Whether the heading of a CSV has counts, which a table of facts has not; raises ScenarioError for no text."""
    mistakes = Mistakes()
    text = read_text(file, file.name, mistakes)
    mistakes.check()
    heading = next(csv.reader(io.StringIO(text or "")), [])
    return not COUNTS.keys().isdisjoint(name.strip() for name in heading)


def load_register(file: Path, province: str) -> tuple[Fact, ...]:
    """Facts from a CSV with a row per county and programme; an empty county is the whole province.

    Columns: `county` (county or prefecture, as counties.csv writes it), `programme` (id, such as dibao or tekun),
    `persons` and `households` (one of them may be empty), `date` (YYYY-MM, from 2021-01 to 2023-12), and if wanted
    `area` (all, urban, rural). Raises ScenarioError with every mistake: an unknown province, county or programme
    with the nearest name, a negative or missing count, households without persons, a date out of range, a stock
    given twice. Where every county is listed, their sums are facts of the province too.
    """
    mistakes = Mistakes()
    names = names_of_scenarios()
    if province not in names.places:
        mistakes.unknown(file.name, "province", "province", province, names.places)
    rows = read_csv(file, file.name, COLUMNS, mistakes)
    mistakes.check()
    facts: list[Fact] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, given in rows:
        place, before = f"{file.name}: line {number}", len(mistakes.found)
        row = {"area": "all"} | {key: text.strip() for key, text in given.items() if key != "area" or text.strip()}
        _check(row, place, province, mistakes)
        key = (row["county"], row["programme"], row["area"], row["date"])
        if key in seen:
            mistakes.add(place, "county", "each county, programme, area and date once", f"the same as line {seen[key]}")
        seen.setdefault(key, number)
        if len(mistakes.found) == before:
            facts += _facts(row, number, province, file.name)
    mistakes.check()
    counties = frozenset(Scenario.load(province).counties["county"])
    return (*facts, *_province_totals(facts, counties))


def _check(row: dict[str, str], place: str, province: str, mistakes: Mistakes) -> None:
    names = names_of_scenarios()
    if row["county"] and row["county"] not in names.places[province]:
        mistakes.unknown(place, "county", f"county of {province}", row["county"], names.places[province])
    if row["programme"] not in names.programmes:
        mistakes.unknown(place, "programme", "programme", row["programme"], names.programmes)
    if row["area"] not in AREAS:
        mistakes.unknown(place, "area", "area", row["area"], AREAS)
    if not MONTH.fullmatch(row["date"]) or not FIRST <= row["date"] <= LAST:
        mistakes.add(place, "date", f"a month YYYY-MM from {FIRST} to {LAST}", row["date"] or "nothing")
    counts: dict[str, float] = {}
    for column in COUNTS:
        number = number_of(row[column]) if row[column] else None
        if number is not None and number >= 0.0 and number.is_integer():
            counts[column] = number
        elif row[column]:
            mistakes.add(place, column, "a whole number that is not negative", row[column])
    if not any(row[column] for column in COUNTS):
        mistakes.add(place, "persons", "persons or households", "nothing")
    if len(counts) == len(COUNTS) and counts["households"] > counts["persons"]:
        found = f"{counts['households']:.0f} of {counts['persons']:.0f} persons"
        mistakes.add(place, "households", "at most as many as persons", found)


def _facts(row: dict[str, str], number: int, province: str, name: str) -> list[Fact]:
    """The counts of a row that are not zero: a stock of nobody has no ratio to be fitted to."""
    facts = []
    for column, statistic in COUNTS.items():
        if not row[column] or float(row[column]) == 0.0:
            continue
        value = float(row[column])
        full = f"{statistic}:{PUBLISHED.get(row['programme'], row['programme'])}"
        low, high = band_of(full, value)
        facts.append(Fact(
            f"own:{number}:{column}", province, full, value, STATISTICS[statistic].unit, row["date"], low, high,
            f"own register ({name})", name, "seen", ROLE, "A", row["county"], row["area"],
        ))  # fmt: skip
    return facts


def _province_totals(facts: Sequence[Fact], counties: frozenset[str]) -> list[Fact]:
    """The sums over all counties, where every county of the province is listed: counties alone are small samples.

    `counties`: names of all counties. Facts of the whole province that the table gives itself are left as they are.
    """
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.statistic, fact.area, fact.date), []).append(fact)
    totals = []
    for (statistic, area, date), rows in groups.items():
        if {fact.place for fact in rows} != counties:
            continue
        value = sum(fact.value for fact in rows)
        low, high = band_of(statistic, value)
        totals.append(dataclasses.replace(
            rows[0], id=f"own:all:{statistic}:{area}:{date}", value=value, low=low, high=high, place="",
        ))  # fmt: skip
    return totals
