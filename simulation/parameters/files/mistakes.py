"""Mistakes in input files: collected over all files, reported in one message."""

import datetime
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from simulation.parameters.files.renamed import instead_of


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes:
        file: Where it is: a file, or the function that was called.
        key: Which entry or argument.
        expected: What it may be, in words.
        found: What it is.
        nearest: The valid name most like it, "" without one.
    """

    file: str
    key: str
    expected: str
    found: str
    nearest: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{place}: expected {self.expected}, found {self.found}{hint}"


class ScenarioError(ValueError):
    """Everything that is wrong with the files or values of a scenario, in one message.

    Attributes:
        of: What is wrong: "scenario" or "settings".
        mistakes: All mistakes, one by one.

    Args:
        mistakes: All mistakes.
    """

    of: ClassVar[str] = "scenario"

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        head = "1 mistake" if count == 1 else f"{count} mistakes"
        super().__init__("\n".join([f"{head} in the {self.of}:", *(f"  - {m}" for m in self.mistakes)]))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


@dataclass
class Mistakes:
    """A collector; the same mistake is kept once."""

    found: list[Mistake] = field(default_factory=list)

    def add(self, file: str, key: str, expected: str, found: object, nearest: str = "") -> None:
        """Record one mistake."""
        mistake = Mistake(file, key, expected, shown(found), nearest)
        if mistake not in self.found:
            self.found.append(mistake)

    def take(self, others: "Mistakes") -> None:
        """Record what others have recorded."""
        self.found += [each for each in others.found if each not in self.found]

    def unknown(self, file: str, key: str, kind: str, name: str, valid: Iterable[str]) -> None:
        """Record a name that is not among the valid ones, with the nearest of them, or what came in its place."""
        names = sorted(set(valid))
        if instead := instead_of(name):
            self.add(file, key, f"{instead[0]} in its place ({instead[1]})", name, instead[0])
            return
        listed = f"a known {kind}" if len(names) > 12 else f"a known {kind} ({', '.join(names)})"
        self.add(file, key, listed, name, nearest(name, names))

    def check(self) -> None:
        """Raise `ScenarioError` when anything was recorded."""
        if self.found:
            raise ScenarioError(self.found)


def nearest(name: str, valid: Iterable[str]) -> str:
    """The valid name most like `name`, or an empty text when none is alike."""
    names = list(valid)
    exact = {candidate.lower(): candidate for candidate in names}
    if name.lower() in exact:
        return exact[name.lower()]
    close = difflib.get_close_matches(name.lower(), list(exact), n=1, cutoff=0.5)
    if close:
        return exact[close[0]]
    last = {candidate.rsplit(".", 1)[-1]: candidate for candidate in names}
    close = difflib.get_close_matches(name.rsplit(".", 1)[-1], list(last), n=1, cutoff=0.6)
    return last[close[0]] if close else ""


def shown(value: object) -> str:
    """A short text for a value found in a file."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, datetime.date) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
