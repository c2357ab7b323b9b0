"""How near the baseline of a province comes to what is published about it: `scenarios/calibration_status.csv`.

The fit and the validation write the file (`write`), every result quotes it in one line (`status_line`). A row is a
published figure next to its simulated counterpart, under the baseline of which `baseline` is the digest: where files
or scenario have changed since, nothing is claimed. A province of which nothing is published that could be met has one
row with the verdict "borrowed".
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Lang, chosen, filled
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, provinces_in, read_csv

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario

FILE: Final = "calibration_status.csv"
NAME: Final = f"scenarios/{FILE}"
VERDICTS: Final = ("meets", "off", "borrowed")
DIGITS: Final = 16  # of the digest of a baseline
NUMBERS: Final = ("published", "simulated", "low", "high", "scale")
SHOWN: Final = 3  # rows that the line names
# "unrecorded": the file has no row of the province; "changed": the scenario is not the baseline that was measured
type Kind = Literal["meets", "off", "borrowed", "changed", "unrecorded"]

WORDS: Final = labels_of("parameters", "calibration_words", without_words=("all",))  # of an area `all` nothing is said
LINES: Final = labels_of("parameters", "calibration")


@dataclass(frozen=True)
class StatusRow:
    """One published figure and its simulated counterpart; `published` to `high` in `unit`, NaN where borrowed.

    `date` is the month or year that the figure is of, `low` and `high` the band that counts as met, `source` the id of
    the published figure, `scale` and `replications` the size of the runs behind `simulated` (their mean), `baseline`
    the first digits of the structural digest of the scenario that was run.
    """

    province: str
    statistic: str
    area: str
    date: str
    unit: str
    published: float
    simulated: float
    low: float
    high: float
    verdict: str
    confidence: str
    source: str
    scale: float
    replications: int
    baseline: str

    @property
    def off_share(self) -> float:
        """Simulated over published, less 1."""
        return self.simulated / self.published - 1.0

    def words(self, lang: Lang) -> str:
        """`rural dibao`: what is counted."""
        area, what = (_word(each, lang) for each in (self.area, self.statistic))
        return area + (" " if lang == "en" and area else "") + what


COLUMNS: Final = tuple(field.name for field in fields(StatusRow))


def verdict_of(simulated: float, low: float, high: float) -> str:
    """Whether a simulated figure lies in its band: "meets" or "off"."""
    return "meets" if low <= simulated <= high else "off"


def write(rows: Iterable[StatusRow], file: Path) -> None:
    """Write the file, whole or not at all; an earlier one is replaced. Raises OSError when the disk refuses."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in asdict(row).items()})
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_text(text.getvalue(), encoding="utf-8")
    unfinished.replace(file)


def _cell(value: object) -> object:
    return f"{value:.10g}" * isfinite(value) if isinstance(value, float) else value


def read_status(root: Folder, province: str, mistakes: Mistakes) -> tuple[StatusRow, ...]:
    """The rows of one province; none where the data folder has no such file. Defects of any row are mistakes."""
    file = root / FILE
    if not file.is_file():
        return ()
    before = len(mistakes.found)
    rows = read_csv(file, NAME, COLUMNS, mistakes)
    if len(mistakes.found) > before:
        return ()
    provinces = provinces_in(root)
    read = [_row(line, cells, provinces, mistakes) for line, cells in rows]
    return tuple(row for row in read if row is not None and row.province == province)


def _row(line: int, cells: Mapping[str, str], provinces: Sequence[str], mistakes: Mistakes) -> StatusRow | None:
    before, place, verdict = len(mistakes.found), f"line {line}", cells["verdict"]
    if cells["province"] not in provinces:
        mistakes.unknown(NAME, f"{place}, province", "province", cells["province"], provinces)
    if verdict not in VERDICTS:
        mistakes.unknown(NAME, f"{place}, verdict", "verdict", verdict, VERDICTS)
    numbers = dict.fromkeys(NUMBERS, nan)
    for name in NUMBERS if verdict != "borrowed" else ():
        try:
            numbers[name] = float(cells[name])
        except ValueError:
            numbers[name] = nan
        if not isfinite(numbers[name]) or (name == "published" and numbers[name] <= 0):
            mistakes.add(NAME, f"{place}, {name}", "a number", cells[name] or "an empty cell")
    count = cells["replications"]
    if not count.isdecimal():
        mistakes.add(NAME, f"{place}, replications", "a whole number", count or "an empty cell")
    if len(mistakes.found) > before:
        return None
    found = verdict_of(numbers["simulated"], numbers["low"], numbers["high"])
    if verdict not in ("borrowed", found):
        mistakes.add(NAME, f"{place}, verdict", f"{found!r}, as the band says", verdict)
    words = {name: cells[name] for name in COLUMNS if name not in (*NUMBERS, "replications")}
    return StatusRow(**words, **numbers, replications=int(count))  # type: ignore[arg-type]


def kind_of(scenario: "Scenario") -> Kind:
    """What is known of the baseline that a scenario rests on."""
    sources = scenario.sources
    own = sources.microdata is not None or sources.practice != sources.province
    if own or scenario.structural_digest != scenario.baseline().structural_digest:
        return "changed"
    if not sources.status:
        return "unrecorded"
    measured = [row for row in sources.status if row.verdict != "borrowed"]
    if not measured:
        return "borrowed"
    if any(row.baseline != sources.baseline_digest[:DIGITS] for row in measured):
        return "changed"
    return "meets" if all(row.verdict == "meets" for row in measured) else "off"


def status_line(scenario: "Scenario", lang: Lang) -> str:
    """One line with the calibration status of a scenario's province; see `kind_of`."""
    kind = kind_of(scenario)
    if kind not in ("meets", "off"):
        return filled(LINES, kind, lang)
    measured = [row for row in scenario.sources.status if row.verdict != "borrowed"]
    if kind == "meets":
        return filled(LINES, kind, lang, shown=_listed(measured, "row", lang))
    worst = max((row for row in measured if row.verdict == "off"), key=lambda row: abs(row.off_share))
    rest = [row for row in measured if row is not worst]
    others = filled(LINES, "others", lang, others=_listed(rest, "other", lang)) if rest else ""
    return filled(LINES, kind, lang, worst=abs(worst.off_share), shown=_figure(worst, "row", lang), others=others)


def record_of(scenario: "Scenario") -> dict[str, str]:
    """For a run record: the kind and the line in both languages."""
    return {"status": kind_of(scenario), "zh": status_line(scenario, "zh"), "en": status_line(scenario, "en")}


def _listed(rows: Sequence[StatusRow], form: str, lang: Lang) -> str:
    """The rows that are furthest off, then how many more there are."""
    sorted_rows = sorted(rows, key=lambda row: -abs(row.off_share))
    said = [_figure(row, form, lang) for row in sorted_rows[:SHOWN]]
    more = len(rows) - SHOWN
    said += [filled(LINES, "more", lang, count=more)] if more > 0 else []
    return ("；" if lang == "zh" else "; ").join(said)


def _figure(row: StatusRow, form: str, lang: Lang) -> str:
    """A published figure and its simulated counterpart; `form`: which message says it."""
    return filled(
        LINES, form, lang, what=row.words(lang), published=row.published, unit=_word(row.unit, lang), date=row.date,
        simulated=row.simulated, off=row.off_share,
    )  # fmt: skip


def _word(name: str, lang: Lang) -> str:
    return chosen(WORDS, name, lang)
