"""The check of mechanisms where they were reported, as a terminal table and as CSV."""

import math
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.table import Table

from simulation.messages.catalogues import labels_of
from simulation.report.output_folder import write_csv
from simulation.report.tables.mechanisms import check_findings_file
from simulation.report.words.amounts import amount, interval
from simulation.report.words.labels import PROVINCES, Lang, chosen, filled
from simulation.report.words.mechanism_words import outcome_text, reason

if TYPE_CHECKING:
    from simulation.mechanisms.as_reported import PairFinding
    from simulation.mechanisms.registry import Registry

# columns of the table, and how they share its width
_WIDTHS: Final = {
    "mechanism": 15, "province": 8, "settings": 24, "outcome": 15, "effect": 17, "process": 15, "verdict": 13,
}  # fmt: skip
SHOWN: Final = 3  # parameters named in the table; the CSV has them all
_WORDS: Final = labels_of("mechanisms", "as_reported")


def _word(key: str, lang: Lang, **given: object) -> str:
    return filled(_WORDS, key, lang, **given)


class AsReportedReport:
    """What `doudi mechanisms check --as-reported` prints: failures first. The count is in English: scripts read it."""

    def __init__(self, findings: Iterable["PairFinding"], registry: "Registry", lang: Lang) -> None:
        self.findings = sorted(findings, key=lambda each: each.acts)  # stable: failures first, each part in order
        self.registry, self.lang = registry, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from simulation.mechanisms.checking import LEVEL

        table = Table(title=_word("title", self.lang), show_lines=True, expand=True)
        for column, width in _WIDTHS.items():
            side: Literal["right", "left"] = "right" if column == "effect" else "left"
            table.add_column(_word(column, self.lang), overflow="fold", justify=side, ratio=width)
        for each in self.findings:
            table.add_row(*map(escape, self._row(each)))
        yield table
        yield _word("note", self.lang, level=f"{100 * LEVEL:g}")
        yield f"{sum(each.acts for each in self.findings)} of {len(self.findings)} act"

    def _row(self, each: "PairFinding") -> tuple[str, ...]:
        label = getattr(self.registry.mechanisms[each.mechanism].label, self.lang)
        outcome, unit = outcome_text(each.outcome) if each.outcome else (None, "")
        process = self.registry.processes.get(each.process)
        return (
            f"{each.mechanism} {label}",
            chosen(PROVINCES, each.province, self.lang),
            self._settings(each),
            getattr(outcome, self.lang) if outcome else "",
            self._effect(each, unit),
            getattr(process.label, self.lang) if process else "",
            self._verdict(each),
        )

    def _settings(self, each: "PairFinding") -> str:
        moved = each.settings.split("; ") if each.settings else []
        shown = [one.replace(": ", ":\n").replace(" -> ", " → ") for one in moved[:SHOWN]]
        if len(moved) > SHOWN:
            shown.append(_word("more", self.lang, n=len(moved) - SHOWN))
        return "\n".join(shown)

    def _effect(self, each: "PairFinding", unit: str) -> str:
        """The effect, its interval, and what share of the outcome it is."""
        if math.isnan(each.effect):
            return ""
        share = f"{100 * each.share:+.2f}%" if math.isfinite(each.share) else _word("new", self.lang)
        effect = amount(each.effect, unit, self.lang, signed=True)
        return "\n".join((effect, interval(each.low, each.high, unit, self.lang), share))

    def _verdict(self, each: "PairFinding") -> str:
        if each.acts:
            return _word("printed" if each.against == "printed" else "acts", self.lang)
        return f"{_word('fails', self.lang)}: {reason(each.why, self.lang)}"


def write_pairs(findings: Iterable["PairFinding"], file: Path) -> None:
    """Findings as CSV (UTF-8 with byte-order mark), a row per pair in the registry's order. Raises OutputError."""
    check_pairs_file(file)
    write_csv(pd.DataFrame([asdict(each) for each in findings], columns=_columns()), file)


def check_pairs_file(file: Path) -> None:
    """Raises OutputError unless findings may be written to `file`: a new one, or one that contains earlier findings."""
    check_findings_file(file, _columns())


def _columns() -> list[str]:
    from simulation.mechanisms.as_reported import PairFinding

    return [field.name for field in fields(PairFinding)]
