"""`report.html`: one file to hand on, with charts, tables, assumptions and run record; needs no network."""

import base64
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, StrictUndefined

from simulation.views import sections
from simulation.views.amounts import amount, interval
from simulation.views.comparison_chart import key_name, key_rows
from simulation.views.labels import Lang
from simulation.views.results import Change, Outcome, is_change, outcome_title
from simulation.views.tables import settings_line
from simulation.views.words import text

TEMPLATE: Final = "templates/report.html"
WORDS: Final = ("model_not_figure", "main_figures", "changes", "no_changes", "run_record")
NOT_IN_RECORD: Final = ("labels", "changes", "interval", "band")  # shown elsewhere in the report


class Card(NamedTuple):
    """One of the few big numbers at the top."""

    name: str
    value: str
    detail: str


class Picture(NamedTuple):
    """An embedded PNG, base64 encoded."""

    alt: str
    data: str


def report(outcome: Outcome, pictures: Mapping[str, Path], lang: Lang = "en") -> str:
    """HTML text of the report; `pictures` = PNG files by the key of their alternative text (`budget_alt`)."""
    embedded = [Picture(text(alt, lang), _base64(file)) for alt, file in pictures.items()]
    words = {key: text(key, lang) for key in WORDS}
    words["reading"] = text("paired" if is_change(outcome) else "one_run", lang)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    source = (resources.files("simulation.views") / TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source).render(
        lang=lang,
        title=outcome_title(outcome, lang),
        settings=settings_line(outcome, lang),
        words=words,
        cards=_cards(outcome, lang) if is_change(outcome) else [],
        changes=outcome.run_record.get("changes", []) if is_change(outcome) else None,
        pictures=embedded,
        tables=[table for table in _tables(outcome, lang) if table.rows],
        record=list(flat_record(outcome.run_record)),
    )


def _base64(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode("ascii")


def _tables(outcome: Outcome, lang: Lang) -> list[sections.Table]:
    tables = sections.indicator_tables(outcome, lang, full=True)
    if is_change(outcome):
        tables.append(sections.flip_table(outcome, lang, full=True))
    return [
        *tables,
        sections.cascade_table(outcome, lang),
        sections.assumption_table(outcome, lang, full=True),
    ]


def _cards(change: Change, lang: Lang) -> list[Card]:
    """Difference and interval of the key indicators."""
    cards = []
    for row in sections.records(key_rows(change.table())):
        value = amount(row.difference, row.unit, lang, signed=True)
        unit = "" if row.unit == "share" else f" ({sections.plain_unit(row.unit, lang)})"
        between = interval(row.low, row.high, row.unit, lang)
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
