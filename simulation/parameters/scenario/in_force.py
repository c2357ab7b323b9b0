"""What holds in a month: values, groups, rule tables and lines, with the changes that are then in force."""

from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.parameters.files.decimals import Decimals, decimal_arithmetic, exact, floats, missing, whole
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.renamed import present_name
from simulation.parameters.lines.lines import CHANGEABLE, WHOLE, Matrix, later_dates, line_cube
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_tables import build_book
from simulation.parameters.programmes.shared_rules import Built, shared_rules
from simulation.parameters.reforms.edits import Edit, merged, specs_at
from simulation.parameters.reforms.reforms import END, Change, value_under
from simulation.parameters.reforms.uprating import grown_to
from simulation.parameters.schema.effective import BEGINNINGS
from simulation.parameters.schema.groups import GROUPS
from simulation.rules.book import RuleBook
from simulation.rules.tables import Rules
from simulation.units import FIRST_MONTH, MONTHS_PER_YEAR

if TYPE_CHECKING:
    from simulation.parameters.scenario.sources import Sources

POLICY_MONTH = 0


class InForce:
    """Answers by month, each calculated once; a scenario is one."""

    if TYPE_CHECKING:
        sources: Sources
        changes: tuple[Change, ...]
        edits: tuple[Edit, ...]
        _kept: dict[Any, Any]

    def value(self, path: str, month: int = POLICY_MONTH) -> float:
        """One parameter in one month, changes applied.

        Args:
            path: Such as "dibao.withdraw_rate".
            month: 0 = January 2023.

        Returns:
            The value in the parameter's unit.

        Raises:
            ScenarioError: For an unknown path, with the nearest one.
        """
        parameter = self.sources.parameters.get(path) or self.sources.parameters.get(present_name(path))
        if parameter is None:
            mistakes = Mistakes()
            mistakes.unknown("Scenario.value", path, "parameter", path, self.sources.parameters)
            mistakes.check()
            raise KeyError(path)
        return value_under(parameter, self.changes, month)

    def group(self, name: str, month: int = POLICY_MONTH) -> Any:
        """One group of parameters in one month.

        Args:
            name: Such as "earnings" (`GROUPS`).
            month: 0 = January 2023.

        Returns:
            The NamedTuple of the group, every field a float in its own unit.

        Raises:
            ScenarioError: For an unknown group, with the nearest one.
        """
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
        """Rule tables of one month, as the compiled rules read them.

        Args:
            month: 0 = January 2023.

        Returns:
            The tables; the same object for all months and scenarios of these files in which the rules are the same.
        """
        period = self._period(month)
        key = ("rules", period)
        if key not in self._kept:
            built: list[Built] = self.sources.cache.setdefault("rules", [])
            specs = specs_at(self.programmes, self.edits, month)
            self._kept[key] = shared_rules(specs, self._resolver(month), built)
        return self._kept[key]  # type: ignore[no-any-return]

    def _resolver(self, month: int) -> Any:
        def value(programme: str, number: float | str) -> float:
            if not isinstance(number, str):
                return float(number)
            name = number.removeprefix("$")
            return self.value(name if "." in name else f"{programme}.{name}", month)

        return value

    def rule_book(self) -> RuleBook:
        """Names of programmes, reasons and steps.

        Returns:
            The book, each list in the order of the tables of `rules`.
        """
        if "book" not in self._kept:
            self._kept["book"] = build_book(list(self.programmes))
        return self._kept["book"]  # type: ignore[no-any-return]

    def lines(self, month: int = POLICY_MONTH) -> npt.NDArray[np.int64]:
        """The lines of every county.

        Args:
            month: 0 = January 2023.

        Returns:
            (county, area, `Line`) in fen per person-month, whole yuan; area 0 is rural, 1 urban. Read-only.
        """
        key = ("lines", self._period(month), month // MONTHS_PER_YEAR)
        if key not in self._kept:
            with decimal_arithmetic():
                dibao = self._table("dibao", month)
                others = {table: self._table(table, month, dibao) for table in CHANGEABLE if table != "dibao"}
                cube = line_cube({"dibao": dibao, **others})
            cube.setflags(write=False)
            self._kept[key] = cube
        return self._kept[key]  # type: ignore[no-any-return]

    def line_table(self, table: str, month: int = POLICY_MONTH) -> Matrix:
        """One table of lines.csv in its own unit: the line in force with the changes on it.

        Money is in whole yuan before the changes; what the last of them makes is not rounded yet, which `lines` does.
        `tekun` without a row is `lines.tekun_ratio` x the dibao line; `band_ceiling` without one is NaN.

        Args:
            table: "dibao", "tekun" or another of `lines.CHANGEABLE`.
            month: 0 = January 2023.

        Returns:
            (county, area); area 0 is rural, 1 urban.
        """
        with decimal_arithmetic():
            return floats(self._table(table, month))

    def _table(self, table: str, month: int, dibao: Decimals | None = None) -> Decimals:
        """`line_table` in decimals; `dibao`: the dibao table of the month, if it has been found already."""
        base = self.sources.line_tables
        between, within = (exact(self.value(f"lines.{name}", month)) for name in ("spread", "within_city_spread"))
        present = base.matrix(table, month, self._growth, between, within)
        if table == "tekun" and missing(present).any():
            parent = whole(self._table("dibao", month) if dibao is None else dibao)
            ratio = exact(self.value("lines.tekun_ratio", month))
            present = np.where(missing(present), ratio * parent, present)
        in_yuan = whole if table in WHOLE else _as_it_is
        present = in_yuan(present)
        for change in self.changes:
            if change.path == f"lines.{table}" and change.active(month):
                chosen = base.cells(change.counties, change.area)
                acting = grown_to(change, month, self._growth)
                present = np.where(chosen, acting.applied(present, in_yuan(present)), present)
        return present

    def cells_of(self, change: Change) -> npt.NDArray[np.bool_]:
        """Which cells of a table of lines a change acts on.

        Args:
            change: A change of a line, with the counties and the area that it names.

        Returns:
            (county, area) mask.
        """
        return self.sources.line_tables.cells(change.counties, change.area)

    def _growth(self, parameter: str, year: int) -> Decimal:
        return exact(self.value(f"prices.{parameter}", year * MONTHS_PER_YEAR))

    def change_months(self) -> list[int]:
        """When anything changes by date or a lever begins, apart from the uprating of January.

        Returns:
            Months after -24 (January 2021), rising; 0 = January 2023.
        """
        starts = {start for p in self.sources.parameters.values() for start, _ in p.series[1:]}
        starts |= later_dates(self.sources.lines)
        for change in self.changes:
            starts |= {change.start, change.end}
        for edit in self.edits:
            starts |= {edit.start, edit.end}
        held = (FIRST_MONTH, *starts)
        begun = [path for path in BEGINNINGS if path in self.sources.parameters]
        starts |= {ceil(self.value(path, month)) for path in begun for month in held}
        return sorted(m for m in starts if FIRST_MONTH < m < END)

    def _period(self, month: int) -> int:
        if "months" not in self._kept:
            self._kept["months"] = np.array(self.change_months(), np.int64)
        return int(np.searchsorted(self._kept["months"], month, side="right"))


def _as_it_is(values: Decimals) -> Decimals:
    return values
