"""`report.html`: one file to hand on, with charts, tables, assumptions and run record; needs no network."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from simulation.report.charts.comparison_chart import key_name, key_rows
from simulation.report.charts.embedded_font import embedded_font
from simulation.report.files.chart_files import Picture
from simulation.report.files.reported import explained_tables, paired_table
from simulation.report.tables import sections
from simulation.report.tables.doubt import calibration_line, reading
from simulation.report.tables.tables import settings_line
from simulation.report.words.amounts import amount
from simulation.report.words.labels import Lang
from simulation.report.words.results import Change, Reportable, changes_of, is_change, outcome_title, side_text
from simulation.report.words.words import text
from simulation.reported.counterparts import has_both_sides, has_statements
from simulation.templating import rendered as from_template

FONT_PLACE: Final = "FONT-OF-THIS-PAGE"  # filled last, when all letters of the page are known
WORDS: Final = ("model_not_figure", "main_figures", "changes", "no_changes", "run_record")
NOT_IN_RECORD: Final = ("labels", "changes", "interval", "band", "calibration")  # shown elsewhere in the report


class Card(NamedTuple):
    """One of the few big numbers at the top."""

    name: str
    value: str
    detail: str


class Embedded(NamedTuple):
    """An embedded PNG, base64 encoded, with what a screen reader says of it."""

    alt: str
    data: str
    caption: str  # empty where the picture contains its own


@dataclass(frozen=True)
class Page:
    """What a report shows; `changes` None = no reform, so no list of changes."""

    title: str
    settings: str
    reading: str
    tables: list[sections.Table]
    record: list[tuple[str, str]]
    pictures: Sequence[Picture]
    changes: list[str] | None = None
    changes_title: str = ""  # by default as of a reform
    cards: list[Card] = field(default_factory=list)
    status: str = ""  # calibration status of the province


def report(outcome: Reportable, pictures: Sequence[Picture], lang: Lang = "en") -> str:
    """HTML text of the report, with `pictures` in their order."""
    page = Page(
        title=outcome_title(outcome, lang), settings=settings_line(outcome, lang), pictures=pictures,
        reading=reading(outcome, lang), status=calibration_line(outcome, lang), tables=_tables(outcome, lang),
        record=list(flat_record(outcome.run_record)),
        changes=changes_of(outcome, lang) if is_change(outcome) else None,
        changes_title=side_text("changes", outcome, lang),
        cards=_cards(outcome, lang) if is_change(outcome) else [],
    )  # fmt: skip
    return rendered(page, lang)


def rendered(page: Page, lang: Lang) -> str:
    """HTML text of a page, with its pictures and its font inside; whatever comes from a scenario is escaped."""
    html = from_template(
        "simulation.report", "report.html",
        font=FONT_PLACE,
        lang=lang,
        title=page.title,
        settings=page.settings,
        status=page.status,
        words={key: text(key, lang) for key in WORDS}
        | {"reading": page.reading}
        | ({"changes": page.changes_title} if page.changes_title else {}),
        cards=page.cards,
        changes=page.changes,
        pictures=[_embedded(picture, lang) for picture in page.pictures],
        tables=[table for table in page.tables if table.rows],
        record=page.record,
    )  # fmt: skip
    return html.replace(FONT_PLACE, embedded_font(html), 1)


def _embedded(picture: Picture, lang: Lang) -> Embedded:
    note = picture.chart.note_in(lang)
    caption = note if picture.chart.captioned else ""
    return Embedded(note, base64.b64encode(picture.file.read_bytes()).decode("ascii"), caption)


def _tables(outcome: Reportable, lang: Lang) -> list[sections.Table]:
    tables = [*sections.indicator_tables(outcome, lang, full=True), sections.year_table(outcome, lang, full=True)]
    if is_change(outcome):
        tables.append(sections.flip_table(outcome, lang, full=True))
    if has_statements(outcome):
        tables += explained_tables(outcome, lang)
    if has_both_sides(outcome):
        tables.append(paired_table(outcome, lang))
    return [
        *tables,
        sections.cascade_table(outcome, lang),
        sections.assumption_table(outcome, lang),
    ]


def _cards(change: Change, lang: Lang) -> list[Card]:
    """Difference and interval of the key indicators."""
    cards = []
    for row in sections.records(key_rows(change.table())):
        value = amount(row.difference, row.unit, lang, signed=True)
        unit = "" if row.unit == "share" else f" ({sections.plain_unit(row.unit, lang)})"
        between = sections.interval_cell(row.low, row.high, getattr(row, "note", ""), row.unit, lang)
        cards.append(Card(key_name(row, lang) + unit, value, f"{text('interval', lang)} {between}"))
    return cards


def flat_record(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Run record as lines; nested entries are named `outer.inner`."""
    lines: list[tuple[str, str]] = []
    for name, value in record.items():
        if name in NOT_IN_RECORD:
            continue
        if isinstance(value, Mapping):
            lines += flat_record(value, f"{prefix}{name}.")
        else:
            lines.append((prefix + name, str(value)))
    return lines
