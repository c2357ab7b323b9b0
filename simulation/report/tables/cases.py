"""Failures of expert cases as a terminal table; the last line counts."""

from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.table import Table

from simulation.report.words.labels import Lang
from simulation.report.words.words import text

if TYPE_CHECKING:
    from simulation.cases.checking import CaseResults

_COLUMNS = ("case_file", "case", "output", "expected", "obtained")


class CaseReport:
    """What `doudi cases` prints of an outcome. The count is in English always: scripts read it."""

    def __init__(self, outcome: "CaseResults", lang: Lang) -> None:
        self.outcome, self.lang = outcome, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.outcome.failures:
            table = Table(title=text("failures", self.lang))
            for column in _COLUMNS:
                table.add_column(text(column, self.lang), overflow="fold")
            for each in self.outcome.failures:
                got = f"{each.got} ({each.path})" if each.path else each.got
                table.add_row(*map(escape, (each.file, each.case, each.output, each.expected, got)))
            yield table
        yield f"{self.outcome.passed} passed, {self.outcome.failed} failed"
