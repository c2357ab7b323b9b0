"""A decision in words, as a table, as HTML and as JSON."""

import json
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pandas as pd

from simulation.calculator.comparisons import number
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Lang
from simulation.templating import rendered

COLUMNS: Final = ("programme", "step", "value", "unit", "passed", "missed_by", "rule", "reference")
HEADINGS: Final = labels_of("calculator", "headings", order=COLUMNS)


class Entry(NamedTuple):
    """One line of an explanation.

    Attributes:
        programme: Id of the programme, "" for the county's lines.
        step: What is looked at, in words.
        value: The number found, in `unit`.
        unit: In words.
        passed: Whether a test passes; None for what is no test.
        missed_by: By how much a test fails, in `unit`; None otherwise.
        rule: Id of the rule.
        reference: Legal reference.
    """

    programme: str
    step: str
    value: float
    unit: str
    passed: bool | None
    missed_by: float | None
    rule: str
    reference: str


@dataclass(frozen=True)
class Explanation:
    """A decision in words; made by `explain`.

    Attributes:
        lang: "en" or "zh".
        status: Id of the programme whose monthly status the household has, "" without one.
        verdict: The decision in one sentence.
        lines: Every step in legal order, down to the status that passes.
        programmes: A row per programme taken alone, as `Assessment.programmes`.
    """

    lang: Lang
    status: str
    verdict: str
    lines: tuple[Entry, ...] = field(repr=False)
    programmes: pd.DataFrame = field(repr=False)

    def table(self) -> pd.DataFrame:
        """The steps as a table.

        Returns:
            A row per step in legal order down to the status that passes: `line` (from 1) and the fields of `Entry`.
        """
        frame = pd.DataFrame(self.lines, columns=list(COLUMNS))
        frame.insert(0, "line", range(1, len(frame) + 1))
        return frame

    def why_not(self) -> pd.DataFrame:
        """Why programmes are refused.

        Returns:
            A row per programme that is refused when taken alone: the id of the first rule that fails, and its words.
        """
        refused = self.programmes[~self.programmes["passed"]]
        return refused[["programme", "reason", f"why_{self.lang}"]].reset_index(drop=True)

    def to_json(self) -> str:
        """The verdict and all lines for another program.

        Returns:
            A JSON object: `status`, `verdict`, `lang`, and `lines` with the fields of `Entry`.
        """
        lines = [dict(zip(COLUMNS, line, strict=True)) for line in self.lines]
        found = {"status": self.status, "verdict": self.verdict, "lang": self.lang, "lines": lines}
        return json.dumps(found, ensure_ascii=False, indent=2)

    def to_html(self) -> str:
        """The verdict and all lines for a page.

        Returns:
            HTML that needs nothing else; tests that fail are marked ✗.
        """
        return rendered(
            "simulation.calculator", "explanation.html",
            verdict=self.verdict, headings=headings(self.lang), rows=[cells(line) for line in self.lines],
        )  # fmt: skip

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return "\n".join([self.verdict, *("  ".join(cell for cell in cells(line) if cell) for line in self.lines)])


def headings(lang: Lang) -> tuple[str, ...]:
    """What the columns of `cells` are called."""
    return tuple(getattr(label, lang) for label in HEADINGS.values())


def cells(line: Entry) -> tuple[str, ...]:
    """The texts of one line."""
    mark = {None: "", True: "✓", False: "✗"}[line.passed]
    missed = "" if line.missed_by is None else number(line.missed_by)
    return line.programme, line.step, number(line.value), line.unit, mark, missed, line.rule, line.reference
