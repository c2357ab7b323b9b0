"""Tables for the terminal and, through rich, for a notebook."""

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Column
from rich.table import Table as RichTable
from rich.text import Text

from simulation.extensions.identity import PROCESS
from simulation.report.tables import sections
from simulation.report.tables.doubt import calibration_line, reading
from simulation.report.words.labels import Lang
from simulation.report.words.periods import period_line
from simulation.report.words.results import Reportable, is_change, outcome_title
from simulation.report.words.words import text


def settings_line(outcome: Reportable, lang: Lang) -> str:
    """Months, scale with the households simulated, replications, seed, own processes; then the period of figures."""
    record, scale = outcome.run_record, str(outcome.scale)
    if "households" in record:
        scale = text("scale_held", lang, scale=scale, households=f"{record['households']:,}")
    settings = text(
        "settings", lang, months=outcome.months, scale=scale, replications=outcome.replications,
        seed=record.get("seed", ""),
    )  # fmt: skip
    own = [name.removeprefix(PROCESS) for name in record.get("own_code", ()) if name.startswith(PROCESS)]
    if own:
        settings += text("own_processes", lang, names=", ".join(own))
    return f"{settings}{'。' if lang == 'zh' else '. '}{period_line(outcome.period, lang, compared=is_change(outcome))}"


def to_rich(table: sections.Table) -> RichTable:
    """A table of cells as rich draws it."""
    columns = [
        Column(
            heading,
            justify="left" if place < table.text_columns else "right",
            overflow="fold",
            no_wrap=place in table.unbroken,
        )
        for place, heading in enumerate(table.headings)
    ]
    drawn = RichTable(*columns, title=table.title, caption=table.note or None, box=None, pad_edge=False)
    drawn.title_justify = drawn.caption_justify = "left"
    drawn.title_style, drawn.header_style = "bold", "dim"
    for row in table.rows:
        first = Text(("  " if row.detail else "") + row.cells[0])
        drawn.add_row(first, *(Text(cell) for cell in row.cells[1:]))
    return drawn


class Report:
    """All tables of a result; `rich.print(Report(result))` shows them, the main ones last."""

    def __init__(self, outcome: Reportable, lang: Lang = "en") -> None:
        self.outcome = outcome
        self.lang = lang

    def tables(self) -> list[sections.Table]:
        """Assumptions, cascade, gainers and losers, the years, then the indicators by section."""
        outcome, lang = self.outcome, self.lang
        found = [sections.assumption_groups(outcome, lang), sections.cascade_table(outcome, lang)]
        if is_change(outcome):
            found.append(sections.flip_table(outcome, lang, full=False))
        return [*found, sections.year_table(outcome, lang, full=False),
                *sections.indicator_tables(outcome, lang, full=False)]  # fmt: skip

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draws the tables one after another with a title and how to read them."""
        lang = self.lang
        for table in self.tables():
            yield to_rich(table)
            yield ""
        status = calibration_line(self.outcome, lang)
        yield Group(
            Text(outcome_title(self.outcome, lang), style="bold"),
            Text(settings_line(self.outcome, lang)),
            *([Text(status, style="bold")] if status else []),
            Text(reading(self.outcome, lang), style="dim"),
            Text(text("model_not_figure", lang), style="dim"),
        )
