"""A scenario: province + practice + programmes + changes, as one frozen value that answers by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from simulation.moved import renamed
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder
from simulation.parameters.microdata.microdata import Incomes
from simulation.parameters.programmes.programme_checks import check_aid_count
from simulation.parameters.reforms import reforms
from simulation.parameters.reforms.digests import digest_of_content
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.posterior import Draw
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.reforms.stated_ranges import check_ranges
from simulation.parameters.reforms.uprating import check_uprated, with_uprating
from simulation.parameters.scenario.amount_widths import check_widths
from simulation.parameters.scenario.change_checks import check_changes, check_drawn
from simulation.parameters.scenario.change_reading import check_read
from simulation.parameters.scenario.differences import differences
from simulation.parameters.scenario.in_force import POLICY_MONTH, InForce
from simulation.parameters.scenario.insertions import files_of, knowing
from simulation.parameters.scenario.paths import ByPath
from simulation.parameters.scenario.provenance import assumption_table
from simulation.parameters.scenario.sources import Sources, read_sources
from simulation.parameters.values import calibration_status
from simulation.parameters.values.values import ALWAYS


@dataclass(frozen=True, eq=False)
class Scenario(InForce, ByPath):
    """What holds in every month. Equal and hashable by `digest`; picklable; results are kept per month."""

    name: str
    sources: Sources = field(repr=False)
    changes: tuple[Change, ...] = ()
    label_zh: str = ""
    label_en: str = ""
    edits: tuple[Edit, ...] = ()
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, province: str, *, practice: str | None = None, root: Path | None = None) -> "Scenario":
        """The baseline of a province, by default under its own practice; `root` replaces the data package.

        Raises ScenarioError with every mistake of every file.
        """
        mistakes = Mistakes()
        sources = read_sources(root or data_folder(), province, practice or province, mistakes)
        mistakes.check()
        assert sources is not None
        return _checked(cls._of(sources))

    @classmethod
    def load_pair(
        cls, province: str, reform: str | Path, *, practice: str | None = None, root: Path | None = None
    ) -> tuple["Scenario", "Scenario"]:
        """Baseline and reform; the mistakes of both are in one ScenarioError."""
        mistakes = Mistakes()
        folder = root or data_folder()
        sources = read_sources(folder, province, practice or province, mistakes)
        found = reforms.find_reform(reform, folder, mistakes)
        base = None if sources is None else cls._of(sources)
        made, edits = ((), ()) if base is None or found is None else base._read(*found, mistakes)
        mistakes.check()
        assert base is not None
        assert found is not None
        base, model = _checked(base), found[0]
        return base, base._with(model.id, made, (model.label.zh, model.label.en), edits)

    @classmethod
    def _of(cls, sources: Sources) -> "Scenario":
        """The baseline of sources, not yet checked."""
        own = sources.practice == sources.province
        name = sources.province if own else f"{sources.province}+{sources.practice}"
        return cls(name, sources, (), sources.label_zh, sources.label_en)

    def with_reform(self, reform: str | Path, *, root: Path | None = None) -> "Scenario":
        """This scenario with a reform: the id of a shipped one or the path of a TOML file."""
        mistakes = Mistakes()
        found = reforms.find_reform(reform, root or data_folder(), mistakes)
        made, edits = ((), ()) if found is None else self._read(*found, mistakes)
        mistakes.check()
        assert found is not None
        model = found[0]
        return self._with(model.id, made, (model.label.zh, model.label.en), edits)

    def _read(
        self, model: reforms.ReformModel, file: str, mistakes: Mistakes
    ) -> tuple[tuple[Change, ...], tuple[Edit, ...]]:
        """The changes of values and of rules of a reform file, every mistake recorded."""
        edits = reforms.edits_of(model, file, POLICY_MONTH, mistakes)
        made = tuple(self._dated(change) for change in reforms.changes_of(model, file, POLICY_MONTH))
        check_uprated(model, file, mistakes)
        check_read(self.sources.parameters, made, mistakes)
        check_changes(self.sources, self.changes, made, mistakes, (*self.edits, *edits))
        check_ranges(self, self._after(made, edits), mistakes)
        return made, edits

    def with_microdata(self, folder: str | Path, incomes: Incomes | None = None) -> "Scenario":
        """This scenario on the households of a folder (docs/microdata.md) in place of those made from the census.

        `incomes` "surveyed" (default): those of a year, which contain its shocks; the model's own come in their place.
        "permanent": shocks are laid on top. Raises ScenarioError with every mistake in its tables; what cannot be
        raked is refused when it is built.
        """
        found = self.sources.with_microdata(folder, incomes)
        labels = (self.label_zh, self.label_en) if self.changes or self.edits else (found.label_zh, found.label_en)
        return Scenario(self.name, found, self.changes, *labels, self.edits)

    def microdata_summary(self) -> pd.DataFrame:
        """What the own microdata hold, column by column (`microdata_summary.summarised`); no rows without any."""
        own = self.sources.microdata
        return pd.DataFrame() if own is None else own.summary.copy()

    def change(
        self,
        values: Mapping[str, float],
        start: str | None = None,
        end: str | None = None,
        *,
        name: str | None = None,
        uprated: bool = True,
        beyond_range: str = "",
    ) -> "Scenario":
        """This scenario with values set from the month `start` ("2024-01"; default: policy month) to the end of `end`.

        A path that ends in `*` multiplies and one in `+` adds: `{"lines.dibao*": 1.1}`. A structural value (see
        `Field`) without a later start acts from the first month of the warm-up. A line that is set or added to grows
        from then on as the baseline's does, unless `uprated` is False. A line outside its stated range is refused
        unless `beyond_range` says why.
        """
        mistakes = Mistakes()
        place = "Scenario.change"
        first, last = reforms.period_of(start, end, POLICY_MONTH, place, mistakes)
        made: list[Change] = []
        for written, value in values.items():
            path, op = reforms.path_and_operation(written)
            if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
                mistakes.add(place, written, "a number", value)
            else:
                month = ALWAYS if start is None and self._structural(path) else first
                change = Change(path, op, float(value), month, last, file=place, key=written)
                if any((each.path, each.op) == (path, op) for each in made):
                    mistakes.add(place, written, f"one value of {path}", "one under an old name and one under the new")
                made.append(replace(change, beyond_range=beyond_range))
        made = with_uprating(made, uprated)
        check_changes(self.sources, self.changes, tuple(made), mistakes)
        check_ranges(self, self._after(made), mistakes, lines_only=True)
        mistakes.check()
        text = ", ".join(f"{path}={value:g}" for path, value in values.items())
        return self._with(name or f"{self.name} with {text}", tuple(made), (text, text))

    def with_changes(self, made: Sequence[Change], *, name: str) -> "Scenario":
        """This scenario with changes made elsewhere. Raises ScenarioError for paths and values that do not fit."""
        mistakes = Mistakes()
        check_changes(self.sources, self.changes, tuple(made), mistakes)
        mistakes.check()
        return self._with(name, made, (name, name))

    def _structural(self, path: str) -> bool:
        parameter = self.sources.parameters.get(path)
        return parameter is not None and parameter.tag == "structural"

    def _with(
        self, name: str, made: Sequence[Change], label: tuple[str, str], edits: tuple[Edit, ...] = ()
    ) -> "Scenario":
        mistakes = Mistakes()
        knowing(self.sources, edits, mistakes)
        mistakes.check()
        zh, en = label
        return _checked(replace(self._after(made, edits), name=name, label_zh=zh, label_en=en))

    def _after(self, made: Sequence[Change], edits: tuple[Edit, ...] = ()) -> "Scenario":
        """This scenario with changes, names of counties as codes; nothing is checked."""
        coded = [reforms.with_codes(self._dated(change), self.sources.counties) for change in made]
        return replace(
            self, sources=knowing(self.sources, edits, Mistakes()), changes=(*self.changes, *coded),
            edits=(*self.edits, *edits), _kept={},
        )  # fmt: skip

    def _dated(self, change: Change) -> Change:
        """A structural value that is changed from the policy month on is changed from the start of the warm-up."""
        early = change.start == POLICY_MONTH and self._structural(change.path)
        return replace(change, start=ALWAYS) if early else change

    def with_programmes_of(self, *others: "Scenario") -> "Scenario":
        """This scenario, which also knows the programmes that others insert, switched off: all can share a state.

        Raises ScenarioError when together they are more aids than a ledger holds.
        """
        sources, mistakes = knowing(self.sources, [e for other in others for e in other.edits], Mistakes()), Mistakes()
        if sources is self.sources:
            return self
        check_aid_count(files_of(sources), mistakes)
        mistakes.check()
        return replace(self, sources=sources, _kept={})

    beside = renamed(with_programmes_of, "Scenario.beside", "Scenario.with_programmes_of")

    def under(self, draw: Draw) -> "Scenario":
        """This scenario with a posterior draw beneath it: what the scenario itself sets acts on top of the draw.

        The draw acts at all times, on structural values before the population is built. Raises ScenarioError where
        the scenario's own changes carry a drawn value out of its bounds.
        """
        drawn, mistakes = replace(self, changes=(*draw.changes(), *self.changes), _kept={}), Mistakes()
        check_drawn(self.sources, drawn.changes, mistakes, self.edits)
        mistakes.check()
        return drawn

    def calibration(self, lang: Literal["en", "zh"] = "en") -> str:
        """One line: which published stocks of the province the baseline meets, or by how much it is off.

        Nothing is claimed where structural values, practice or microdata are not those that were measured.
        """
        return calibration_status.status_line(self, lang)

    def baseline(self) -> "Scenario":
        """The province without the changes laid over it."""
        return Scenario(self.province, self.sources, (), self.sources.label_zh, self.sources.label_en)

    @property
    def province(self) -> str:
        """Province id."""
        return self.sources.province

    @cached_property
    def digest(self) -> str:
        """SHA-256 over values, programmes, lines, changes and data files; names and labels do not enter."""
        return digest_of_content(self.sources, self.changes, self.edits)

    @cached_property
    def structural_digest(self) -> str:
        """Digest of all on which the state at the policy month rests.

        Structural values and data files at all times, and every policy value in force before that.
        """
        return digest_of_content(self.sources, self.changes, self.edits, before=POLICY_MONTH)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": {}}

    @property
    def counties(self) -> pd.DataFrame:
        """A copy of counties.csv."""
        return self.sources.counties.copy()

    def assumptions(self, month: int = POLICY_MONTH) -> pd.DataFrame:
        """Every value with unit, status, confidence, source, range, labels; `changed` marks reformed ones."""
        return assumption_table(self, month)

    def diff(self, other: "Scenario", lang: Literal["en", "zh"] = "en", *, months: int = 36) -> list[str]:
        """What `other` changes, in words with references, one line per change; both ways where they are siblings.

        For changed lines also in how many counties they rise and fall, in each year of `months` from January 2023.
        """
        return differences(self, other, lang, months)


def _checked(scenario: Scenario) -> Scenario:
    mistakes = Mistakes()
    check_changes(scenario.sources, (), scenario.changes, mistakes, scenario.edits)
    mistakes.check()
    check_widths(scenario, mistakes)
    mistakes.check()
    return scenario
