"""A scenario: province + practice + programmes + changes, as one frozen value that answers by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters import reforms
from simulation.parameters.change_checks import check_changes
from simulation.parameters.differences import differences
from simulation.parameters.digests import digest_of_content
from simulation.parameters.edits import Edit, merged, specs_at
from simulation.parameters.files import data_folder
from simulation.parameters.groups import GROUPS
from simulation.parameters.insertions import knowing
from simulation.parameters.lines import CHANGEABLE, LineTables, Matrix, later_dates, line_cube
from simulation.parameters.mistakes import Mistakes
from simulation.parameters.paths import ByPath
from simulation.parameters.programmes import ProgrammeSpec
from simulation.parameters.provenance import assumption_table
from simulation.parameters.reforms import Change
from simulation.parameters.rule_tables import build_book, build_rules
from simulation.parameters.sources import Sources, read_sources
from simulation.parameters.values import ALWAYS, FIRST_MONTH
from simulation.rules.book import RuleBook
from simulation.rules.tables import Rules
from simulation.units import MONTHS_PER_YEAR

POLICY_MONTH = 0


@dataclass(frozen=True, eq=False)
class Scenario(ByPath):
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
        name = province if practice in (None, province) else f"{province}+{practice}"
        return _checked(cls(name, sources, (), sources.label_zh, sources.label_en))

    @classmethod
    def load_pair(
        cls, province: str, reform: str | Path, *, practice: str | None = None, root: Path | None = None
    ) -> tuple["Scenario", "Scenario"]:
        """Baseline and reform; the mistakes of both stand in one ScenarioError."""
        mistakes = Mistakes()
        folder = root or data_folder()
        sources = read_sources(folder, province, practice or province, mistakes)
        model = reforms.find_reform(reform, folder, mistakes)
        if sources is not None and model is not None:
            edits = reforms.edits_of(*model, POLICY_MONTH, mistakes)
            check_changes(sources, (), reforms.changes_of(*model, POLICY_MONTH), mistakes, edits)
        mistakes.check()
        base = cls.load(province, practice=practice, root=root)
        return base, base.with_reform(reform, root=root)

    def with_reform(self, reform: str | Path, *, root: Path | None = None) -> "Scenario":
        """This scenario with a reform: the id of a shipped one or the path of a TOML file."""
        mistakes = Mistakes()
        found = reforms.find_reform(reform, root or data_folder(), mistakes)
        mistakes.check()
        assert found is not None
        model, file = found
        label = (model.label.zh, model.label.en)
        edits = reforms.edits_of(model, file, POLICY_MONTH, mistakes)
        mistakes.check()
        return self._with(model.id, reforms.changes_of(model, file, POLICY_MONTH), label, edits)

    def with_microdata(self, folder: str | Path) -> "Scenario":
        """This scenario on the households of a folder (docs/microdata.md) in place of those made from the census.

        Raises ScenarioError with every mistake in its tables; what cannot be raked is refused when it is built.
        """
        found = self.sources.with_microdata(folder)
        labels = (self.label_zh, self.label_en) if self.changes or self.edits else (found.label_zh, found.label_en)
        return Scenario(self.name, found, self.changes, *labels, self.edits)

    def change(
        self,
        values: Mapping[str, float],
        start: str | None = None,
        end: str | None = None,
        *,
        name: str | None = None,
    ) -> "Scenario":
        """This scenario with values set from `start` ("2024-01"; default: policy month) to before `end`.

        A path that ends in `*` multiplies and one in `+` adds: `{"lines.dibao*": 1.1}`. A structural value (see
        `Field`) without a later start acts from the first month of the warm-up.
        """
        mistakes = Mistakes()
        place = "Scenario.change"
        first = POLICY_MONTH if start is None else reforms.parse_month(start, place, "start", mistakes)
        last = reforms.END if end is None else reforms.parse_month(end, place, "end", mistakes)
        made = []
        for written, value in values.items():
            path, op = reforms.path_and_operation(written)
            if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
                mistakes.add(place, written, "a number", value)
            else:
                month = ALWAYS if start is None and self._structural(path) else first
                made.append(Change(path, op, float(value), month, last, file=place, key=written))
        check_changes(self.sources, self.changes, tuple(made), mistakes)
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
        coded = [reforms.with_codes(change, self.sources.counties) for change in made]
        dated = tuple(
            replace(c, start=ALWAYS) if c.start == POLICY_MONTH and self._structural(c.path) else c for c in coded
        )
        mistakes = Mistakes()
        sources = knowing(self.sources, edits, mistakes)
        mistakes.check()
        return _checked(Scenario(name, sources, (*self.changes, *dated), *label, (*self.edits, *edits)))

    def beside(self, *others: "Scenario") -> "Scenario":
        """This scenario, which also knows the programmes that others insert, switched off: all can share a state."""
        sources = knowing(self.sources, [edit for other in others for edit in other.edits], Mistakes())
        return self if sources is self.sources else replace(self, sources=sources, _kept={})

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

    def value(self, path: str, month: int = POLICY_MONTH) -> float:
        """One parameter in one month, changes applied. Raises ScenarioError for an unknown path."""
        parameter = self.sources.parameters.get(path)
        if parameter is None:
            mistakes = Mistakes()
            mistakes.unknown("Scenario.value", path, "parameter", path, self.sources.parameters)
            mistakes.check()
            raise KeyError(path)
        present = np.array(parameter.at(month))
        for change in self.changes:
            if change.path == path and change.active(month):
                present = change.applied(present)
        return float(present)

    def group(self, name: str, month: int = POLICY_MONTH) -> Any:
        """The NamedTuple of one parameter group in one month, all fields float."""
        key = ("group", name, month)
        if key not in self._kept:
            if name not in GROUPS:
                mistakes = Mistakes()
                mistakes.unknown("Scenario.group", name, "group", name, GROUPS)
                mistakes.check()
            kind = GROUPS[name]
            self._kept[key] = kind(*(self.value(f"{name}.{entry}", month) for entry in kind._fields))
        return self._kept[key]

    @cached_property
    def programmes(self) -> tuple[ProgrammeSpec, ...]:
        """Programmes in legal order with every row that a reform inserts."""
        return merged(self.sources.programmes, self.edits)

    def rules(self, month: int = POLICY_MONTH) -> Rules:
        """Rule tables of one month; the same object for months between two dates."""
        period = self._period(month)
        key = ("rules", period)
        if key not in self._kept:
            self._kept[key] = build_rules(specs_at(self.programmes, self.edits, month), self._resolver(month))
        return self._kept[key]  # type: ignore[no-any-return]

    def _resolver(self, month: int) -> Any:
        def value(programme: str, number: float | str) -> float:
            if not isinstance(number, str):
                return float(number)
            name = number.removeprefix("$")
            return self.value(name if "." in name else f"{programme}.{name}", month)

        return value

    def rule_book(self) -> RuleBook:
        """Names of programmes, reasons and steps in the order of `rules`."""
        if "book" not in self._kept:
            self._kept["book"] = build_book(list(self.programmes))
        return self._kept["book"]  # type: ignore[no-any-return]

    def lines(self, month: int = POLICY_MONTH) -> npt.NDArray[np.int64]:
        """(county, area: 0 rural 1 urban, Line) in fen per person-month, rounded to whole yuan; read-only."""
        key = ("lines", self._period(month), month // MONTHS_PER_YEAR)
        if key not in self._kept:
            tables = {table: self.line_table(table, month) for table in CHANGEABLE}
            cube = line_cube(tables, self.value("lines.tekun_ratio", month))
            cube.setflags(write=False)
            self._kept[key] = cube
        return self._kept[key]  # type: ignore[no-any-return]

    def line_table(self, table: str, month: int = POLICY_MONTH) -> Matrix:
        """One table of lines.csv (county, area) in its own unit, uprated, changes applied, not rounded.

        `tekun` is NaN where it follows from `lines.tekun_ratio`.
        """
        base = self._line_tables()
        shift = -1 if table == "disposable_income" else 0
        if table == "dibao":
            present = base.dibao(month, self._growth, self.value("lines.spread", month))
        else:
            present = base.matrix(table, month, self._growth, shift)
        for change in self.changes:
            if change.path == f"lines.{table}" and change.active(month):
                chosen = base.cells(change.counties, change.area)
                if table == "tekun":
                    derived = self.line_table("dibao", month) * self.value("lines.tekun_ratio", month)
                    present = np.where(np.isnan(present), derived, present)
                present = np.where(chosen, change.applied(present), present)
        return present

    def _line_tables(self) -> LineTables:
        if "tables" not in self._kept:
            self._kept["tables"] = LineTables(self.sources.lines, self.sources.counties)
        return self._kept["tables"]  # type: ignore[no-any-return]

    def _growth(self, parameter: str, year: int) -> float:
        return self.value(f"prices.{parameter}", year * MONTHS_PER_YEAR)

    def change_months(self) -> list[int]:
        """Months after -24 at which any value changes by date, apart from the uprating of January."""
        starts = {start for p in self.sources.parameters.values() for start, _ in p.series[1:]}
        starts |= later_dates(self.sources.lines)
        for change in self.changes:
            starts |= {change.start, change.end}
        for edit in self.edits:
            starts |= {edit.start, edit.end}
        return sorted(m for m in starts if FIRST_MONTH < m < reforms.END)

    def _period(self, month: int) -> int:
        if "months" not in self._kept:
            self._kept["months"] = np.array(self.change_months(), np.int64)
        return int(np.searchsorted(self._kept["months"], month, side="right"))

    @property
    def counties(self) -> pd.DataFrame:
        """A copy of counties.csv."""
        return self.sources.counties.copy()

    def assumptions(self, month: int = POLICY_MONTH) -> pd.DataFrame:
        """Every value with unit, status, confidence, source, range, labels; `changed` marks reformed ones."""
        return assumption_table(self, month)

    def diff(self, other: "Scenario", lang: Literal["en", "zh"] = "en") -> list[str]:
        """What `other` changes, in words with references, one line per change; both ways where they are siblings."""
        return differences(self, other, lang)


def _checked(scenario: Scenario) -> Scenario:
    mistakes = Mistakes()
    check_changes(scenario.sources, (), scenario.changes, mistakes, scenario.edits)
    mistakes.check()
    return scenario
