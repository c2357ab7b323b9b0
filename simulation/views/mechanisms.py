"""Mechanisms, the check of their levers, and the opposed pairs as terminal tables; findings as CSV."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.table import Table

from simulation.views.labels import Lang
from simulation.views.words import text

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
        table = Table()
        for column in ("mechanism", "mechanism_name", "lever", "path", "lever_settings", "must_move"):
            table.add_column(text(column, self.lang), overflow="fold")
        for each in self.chosen:
            head = (each.id, getattr(each.label, self.lang))
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
        return name, found.path or f"{found.practice}: {found.vary}", settings, f"{found.outcome} {moves}"


class CheckReport:
    """What `doudi mechanisms check` prints. The count is in English always: scripts read it."""

    def __init__(self, findings: Iterable["Finding"], passed: Mapping[str, bool], lang: Lang) -> None:
        self.findings, self.passed, self.lang = list(findings), passed, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(title=text("effects_of_levers", self.lang))
        for column in ("mechanism", "lever", "lever_settings", "outcome", "value", "effect", "interval", "verdict"):
            table.add_column(text(column, self.lang), overflow="fold")
        for each in self.findings:
            table.add_row(*map(escape, self._row(each)))
        yield table
        good = sum(self.passed.values())
        yield f"{good} passed, {len(self.passed) - good} failed"

    def _row(self, each: "Finding") -> tuple[str, ...]:
        settings = "" if math.isnan(each.first) else f"{each.first:g} → {each.second:g}"
        interval = "" if math.isnan(each.low) else f"[{each.low:,.5g}, {each.high:,.5g}]"
        verdict = text("passes", self.lang) if each.passed else f"{text('fails', self.lang)}: {each.why}"
        return (
            each.mechanism, each.lever, settings, each.outcome, _number(each.value), _number(each.effect), interval,
            verdict,
        )  # fmt: skip


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


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:,.5g}"


def write_findings(findings: Iterable["Finding"], file: Path) -> None:
    """Findings as CSV (UTF-8 with byte-order mark), a row each."""
    pd.DataFrame([asdict(each) for each in findings]).to_csv(file, index=False, encoding="utf-8-sig")
