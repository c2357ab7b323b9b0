"""Which months a figure is of, and the table by calendar year next to it."""

from typing import Any, Final

import pandas as pd

from simulation.messages.catalogues import labels_of
from simulation.report.words.amounts import amount, interval
from simulation.report.words.labels import Lang, chosen, filled, group_label
from simulation.report.words.results import Reportable, is_change, outcome_title
from simulation.report.words.unit_words import UNITS
from simulation.report.words.words import text
from simulation.simulate.period import Period
from simulation.units import MONTHS_PER_YEAR, month_label

BASES: Final = labels_of("text", "period_bases")
WORDS: Final = labels_of("text", "periods")


def say(key: str, lang: Lang, **values: object) -> str:
    """Words `key` in `lang`, their `{places}` filled."""
    return filled(WORDS, key, lang, **values)


def period_label(period: Period, lang: Lang, *, scaled: bool = True) -> str:
    """`2024`, or `2023-07 to 2023-12 (6 months; yearly sums scaled up)`, without the last words unless `scaled`."""
    if period.year:
        return say("year", lang, year=period.year)
    ends = {"first": month_label(period.first), "last": month_label(period.end - 1)}
    return say("months" if scaled else "months_as_they_are", lang, **ends, count=period.months)


def period_line(period: Period, lang: Lang, *, compared: bool = True) -> str:
    """A sentence with the period and why it is that; `compared`: whether there is a reform."""
    basis = "first" if period.basis == "year" and not compared else period.basis
    shown = say("twelve", lang, year=period.year) if period.year else period_label(period, lang)
    return say("line", lang, period=shown, basis=getattr(BASES[basis], lang))


def with_period(title: str, period: Period, lang: Lang) -> str:
    """A title followed by the period that its figures are of."""
    return f"{title} · {period_label(period, lang)}"


def titled(outcome: Reportable, words: str, lang: Lang) -> str:
    """Heading of a chart: scenario, what it shows, and of which period."""
    return heading(f"{outcome_title(outcome, lang)} – {words}", outcome.period, lang)


def heading(title: str, period: Period, lang: Lang) -> str:
    """A title of a chart followed by its period, which has a line of its own if it is not a year."""
    return with_period(title, period, lang) if period.year else f"{title}\n{period_label(period, lang)}"


def gainers_title(period: Period, lang: Lang) -> str:
    """Heading of a table of gainers and losers: what is counted, of whom, over which months."""
    sep = "，" if lang == "zh" else ", "
    label = period_label(period, lang, scaled=False)
    return f"{text('gainers', lang)}{sep}{label} ({say('households', lang)}; {say('mean_of_months', lang)})"


def year_cell(row: Any, lang: Lang) -> str:
    """`2024`, or `2025 (6 months)`."""
    if row.months == MONTHS_PER_YEAR:
        return str(row.year)
    return say("part_of_year", lang, year=row.year, count=row.months)


def year_row_label(row: Any, lang: Lang) -> str:
    """`Benefits paid`, `Persons assisted, end of year · dibao`."""
    name = say(row.indicator, lang)
    return name if row.programme == "all" else f"{name} · {group_label(f'programme:{row.programme}', lang)}"


def by_year(outcome: Reportable, *, full: bool) -> pd.DataFrame:
    """Rows of the table by year: spending in all first; of the programmes all, or persons on the largest alone."""
    whole, parts = outcome.by_year(total=True), outcome.by_year()
    if not full:
        persons = parts[parts["indicator"] == "recipients_persons"]
        sides = "baseline" if is_change(outcome) else "value"
        sums = persons.groupby("programme")[sides].sum()
        parts = persons[persons["programme"] == sums.idxmax()] if len(sums) else persons
    return pd.concat([whole, parts], ignore_index=True).sort_values(
        ["indicator", "programme", "year"], kind="stable", key=_in_order(whole, parts), ignore_index=True
    )


def _in_order(*frames: pd.DataFrame) -> Any:
    """Sort key: values in the order in which the tables bring them."""
    joined = pd.concat(frames)
    places = {name: {value: i for i, value in enumerate(joined[name].unique())} for name in joined.columns[:4]}
    return lambda column: column.map(places[column.name])


def year_cells(row: Any, lang: Lang, names: tuple[str, ...]) -> list[str]:
    """Cells of a row of the table by year."""
    cells = [year_row_label(row, lang), year_cell(row, lang), chosen_unit(row.unit, lang)]
    for name in names:
        if name == "interval":
            cells.append(interval(row.low, row.high, row.unit, lang))
        else:
            cells.append(amount(getattr(row, name), row.unit, lang, signed=name == "difference"))
    return cells


def chosen_unit(unit: str, lang: Lang) -> str:
    """The unit in words."""
    return chosen(UNITS, unit, lang)
