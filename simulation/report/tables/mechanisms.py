"""Mechanisms, the check of their levers, and the opposed pairs as terminal tables; findings as CSV."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.table import Table

from simulation.report.output_folder import CSV_ENCODING, OutputError, check_file, write_csv
from simulation.report.words.amounts import amount, interval
from simulation.report.words.labels import PROVINCES, Lang, chosen
from simulation.report.words.mechanism_words import outcome_text, reason
from simulation.report.words.words import text

if TYPE_CHECKING:
    from simulation.mechanisms.checking import Finding
    from simulation.mechanisms.models import LeverModel, MechanismModel
    from simulation.mechanisms.opposed import PairModel
    from simulation.mechanisms.registry import Registry


class MechanismList:
    """What `doudi mechanisms` prints: a row per mechanism and lever."""

    def __init__(self, registry: "Registry", chosen: list["MechanismModel"], lang: Lang) -> None:
        self.registry, self.chosen, self.lang = registry, chosen, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(show_lines=True)
        for column in ("mechanism", "mechanism_name", "lever", "path", "lever_settings", "must_move"):
            table.add_column(text(column, self.lang), overflow="fold")
        for each in self.chosen:
            evidence = text(f"evidence_{each.evidence}", self.lang)
            head = (each.id, f"{getattr(each.label, self.lang)} ({evidence})")
            for lever in each.lever:
                table.add_row(*map(escape, (*head, *self._lever(lever))))
                head = ("", "")
        yield table
        levers = sum(len(each.lever) for each in self.chosen)
        yield text("mechanisms_count", self.lang, mechanisms=len(self.chosen), levers=levers)

    def _lever(self, lever: "LeverModel") -> tuple[str, str, str, str]:
        found = self.registry.lever(lever)
        if found.missing is not None:
            return lever.name, text("lever_missing", self.lang), "", found.missing
        name = f"{lever.name} = {lever.same_as}" if lever.same_as else lever.name
        settings = " → ".join(f"{value:g}" for value in found.settings)
        moves = text(f"moves_{found.moves}", self.lang)
        outcome = getattr(outcome_text(found.outcome).label, self.lang)
        return f"{name}\n{found.unit}: {found.range}", self._place(found), settings, f"{outcome}: {moves}"

    def _place(self, lever: "LeverModel") -> str:
        """The path; the fields of the month that it changes, where it is not one of them; how to read the settings."""
        lines = [lever.path or f"{lever.practice}: {lever.vary}"]
        if lever.changes:
            lines.append(text("changes_fields", self.lang, fields=", ".join(lever.changes)))
        return "\n".join([*lines, lever.note] if lever.note else lines)


class CheckReport:
    """What `doudi mechanisms check` prints. The count is in English always: scripts read it.

    `names` are labels of parameters by path; in Chinese a lever is called by its parameter's.
    """

    def __init__(
        self, findings: Iterable["Finding"], passed: Mapping[str, bool], lang: Lang, names: Mapping[str, str]
    ) -> None:
        self.findings, self.passed, self.lang, self.names = list(findings), passed, lang, names

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from simulation.mechanisms.checking import LEVEL

        table = Table(title=text("effects_of_levers", self.lang))
        numbers = ("value", "effect", "interval_alone")
        for column in ("mechanism", "lever", "lever_settings", "outcome", *numbers, "verdict"):
            side: Literal["right", "left"] = "right" if column in numbers else "left"
            table.add_column(text(column, self.lang), overflow="fold", justify=side)
        for each in self.findings:
            table.add_row(*map(escape, self._row(each)))
        yield table
        yield text("check_note", self.lang, level=f"{100 * LEVEL:g}")
        good = sum(self.passed.values())
        yield f"{good} passed, {len(self.passed) - good} failed"

    def _row(self, each: "Finding") -> tuple[str, ...]:
        settings = "" if math.isnan(each.first) else f"{each.first:g} → {each.second:g}"
        label, unit = outcome_text(each.outcome)
        verdict = text("passes" if each.passed else "fails", self.lang)
        if each.why:
            verdict += f": {reason(each.why, self.lang)}"
        value, effect = (
            "" if math.isnan(number) else amount(number, unit, self.lang, signed=signed)
            for number, signed in ((each.value, False), (each.effect, True))
        )
        between = "" if math.isnan(each.low) else interval(each.low, each.high, unit, self.lang)
        outcome = getattr(label, self.lang)
        return each.mechanism, self._lever(each), settings, outcome, value, effect, between, verdict

    def _lever(self, each: "Finding") -> str:
        kind, _, province = each.lever.partition(" ")
        if kind in ("measured", "practice"):
            named = chosen(PROVINCES, province, self.lang) if province else ""
            return f"{text(f'checked_{kind}', self.lang)} {named}".strip()
        known = self.names.get(each.path) if self.lang == "zh" else None
        return f"{known}\n{each.lever}" if known else each.lever


class PairList:
    """The opposed pairs by name."""

    def __init__(self, pairs: Mapping[str, "PairModel"], lang: Lang) -> None:
        self.pairs, self.lang = pairs, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table()
        for column in ("pair", "two_sides", "reforms"):
            table.add_column(text(column, self.lang), overflow="fold")
        for name, pair in self.pairs.items():
            table.add_row(name, getattr(pair.label, self.lang), " / ".join(pair.reforms))
        yield table


def write_findings(findings: Iterable["Finding"], file: Path) -> None:
    """Findings as CSV (UTF-8 with byte-order mark), a row each. Raises OutputError as `check_findings_file` does."""
    check_findings_file(file)
    write_csv(pd.DataFrame([asdict(each) for each in findings], columns=_finding_columns()), file)


def check_findings_file(file: Path, columns: list[str] | None = None) -> None:
    """Raises OutputError unless findings may be written to `file`: a new one, or one that contains earlier findings.

    `columns` are those of another table than `Finding`s.
    """
    check_file(file, force=True)
    try:
        if file.exists():
            with file.open(encoding=CSV_ENCODING, errors="replace") as held:
                if held.readline().strip() != ",".join(columns or _finding_columns()):
                    raise OutputError(f"{file}: contains something else than findings; --out expects a file of its own")
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror})") from error


def _finding_columns() -> list[str]:
    from simulation.mechanisms.checking import Finding

    return [field.name for field in fields(Finding)]
