"""What a scenario is made of: what was read, and the changes on top of it, with the digests and tables of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
import pandas as pd

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.reforms import reforms
from simulation.parameters.reforms.digests import digest_of_content
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.scenario.in_force import POLICY_MONTH, InForce
from simulation.parameters.scenario.insertions import knowing
from simulation.parameters.scenario.provenance import assumption_table
from simulation.parameters.scenario.sources import Sources
from simulation.parameters.values.values import UNDATED

CALL: Final = "Scenario.change"  # the place of mistakes in values that were given in Python


@dataclass(frozen=True, eq=False)
class Layers(InForce):
    """Sources and changes under a name; `Scenario` is one, and describes each field."""

    name: str
    sources: Sources = field(repr=False)
    changes: tuple[Change, ...] = ()
    label_zh: str = ""
    label_en: str = ""
    edits: tuple[Edit, ...] = ()
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    def _structural(self, path: str) -> bool:
        parameter = self.sources.parameters.get(path)
        return parameter is not None and parameter.tag == "structural"

    def _dated(self, change: Change) -> Change:
        """A structural value that is changed from the policy month on is changed from the start of the warm-up."""
        early = change.start == POLICY_MONTH and self._structural(change.path)
        return replace(change, start=UNDATED) if early else change

    def _written(
        self, values: Mapping[str, float], months: tuple[int, int], always: bool, mistakes: Mistakes
    ) -> list[Change]:
        """The changes that values written by path ask for, from the first of `months` to before the second.

        `always`: no start was named, so that a structural value acts from the start of the warm-up.
        """
        made: list[Change] = []
        for written, value in values.items():
            path, op = reforms.path_and_operation(written)
            if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
                mistakes.add(CALL, written, "a number", value)
                continue
            if any((each.path, each.op) == (path, op) for each in made):
                mistakes.add(CALL, written, f"one value of {path}", "one under an old name and one under the new")
            first = UNDATED if always and self._structural(path) else months[0]
            made.append(Change(path, op, float(value), first, months[1], file=CALL, key=written))
        return made

    def _after(self, made: Sequence[Change], edits: tuple[Edit, ...] = ()) -> Self:
        """With changes on top, names of counties as codes; nothing is checked."""
        coded = [reforms.with_codes(self._dated(change), self.sources.counties) for change in made]
        return replace(
            self, sources=knowing(self.sources, edits, Mistakes()), changes=(*self.changes, *coded),
            edits=(*self.edits, *edits), _kept={},
        )  # fmt: skip

    def baseline(self) -> Self:
        """The province without any changes.

        Returns:
            Another scenario.
        """
        zh, en = self.sources.label_zh, self.sources.label_en
        return replace(self, name=self.province, changes=(), label_zh=zh, label_en=en, edits=(), _kept={})

    @property
    def province(self) -> str:
        """Id of the province."""
        return self.sources.province

    @property
    def counties(self) -> pd.DataFrame:
        """A copy of the province's counties.csv: a row per county."""
        return self.sources.counties.copy()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of values, programmes, lines, changes and data files; not of names and labels."""
        return digest_of_content(self.sources, self.changes, self.edits)

    @cached_property
    def structural_digest(self) -> str:
        """SHA-256 of all that the state at the policy month depends on.

        That is structural values and data files at all times, and every policy value in force before that month.
        """
        return digest_of_content(self.sources, self.changes, self.edits, before=POLICY_MONTH)

    def assumptions(self, month: int = POLICY_MONTH) -> pd.DataFrame:
        """Every value with what it rests on.

        Args:
            month: Month in which the values are in force; 0 = January 2023.

        Returns:
            A row per parameter and per table of lines: path, value, unit, status, confidence, source, year, range
            (low, high, in the unit), labels, `changed` (whether a change acts on it) and what it was fitted to.
        """
        return assumption_table(self, month)

    def microdata_summary(self) -> pd.DataFrame:
        """What own microdata contain.

        Returns:
            A row per column of numbers and per answer of a choice (`microdata_summary.summarised`): cells left empty,
            weighted total, share, mean, quantiles, maximum. No rows without own microdata.
        """
        own = self.sources.microdata
        return pd.DataFrame() if own is None else own.summary.copy()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layers) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": {}}
