"""What own code sees of a province in one month: its columns, read-only, and sums over the units of a household."""

import zlib
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.draws import Kind, uniforms
from simulation.ledger import Books, Ledger
from simulation.month_steps.county_tables import Policy
from simulation.population.columns import Flag, Persons, UnitTable, line_rows
from simulation.state import State
from simulation.units import month_label

type Floats = npt.NDArray[np.float64]
type Whole = npt.NDArray[np.int64]

# Numbers of processes from here on belong to own code; those of `draws.Process` are far below (see `draws.words`).
FIRST_OWN_PROCESS: Final = 1 << 20
OWN_PROCESSES: Final = 1 << 26


class Households(NamedTuple):
    """(households,) sums over the living units of each household in which somebody lives.

    Attributes:
        persons: Members.
        income: Fen a month before benefits, averaged over the assessment period (what poverty is measured by).
        paid: Fen of monthly cash in this month.
        need: Fen a month: the poverty line of all members (the baseline's dibao line).
        weight: Households of the province for which it counts.
        county: Row of the county.
        decile: Baseline income decile, 1 to 10.
        urban: Whether in a town.
    """

    persons: Whole
    income: Whole
    paid: Whole
    need: Whole
    weight: Whole
    county: Whole
    decile: Whole
    urban: npt.NDArray[np.bool_]


class Columns:
    """The province in one month, as analyzers see it. Every array is a read-only view in the order of units, or a copy.

    Attributes:
        month: 0 = January 2023.
        seed: Seed of the run.
        replication: Number of the replication.
    """

    def __init__(self, state: State, month: int, ledger: Ledger | None = None, policy: Policy | None = None) -> None:
        self._state, self._ledger, self._policy = state, ledger, policy
        self.month = month
        self.seed, self.replication = int(state.rng_key.seed), int(state.rng_key.replication)

    @property
    def label(self) -> str:
        """The month as "2023-01"."""
        return month_label(self.month)

    @cached_property
    def units(self) -> UnitTable:
        """The table of assessment units (`columns.Units`, docs/made/columns.md): `units["wage"]` is a column."""
        return _read_only(self._state.units)

    @cached_property
    def persons(self) -> Persons:
        """The columns of persons (`columns.Persons`)."""
        return Persons(*map(_read_only, self._state.persons))  # type: ignore[arg-type]

    @cached_property
    def weight(self) -> Whole:
        """(units,) how many units of the province each stands for."""
        return self._state.unit_weights()

    @cached_property
    def county(self) -> Whole:
        """(units,) row of the county, in the order of counties.csv."""
        return self._state.unit_counties()

    def case(self, column: str, without: float = 0) -> npt.NDArray[Any]:
        """A column of the case table (`case_table.CASE`).

        Args:
            column: Its name.
            without: Value for units without a case.

        Returns:
            (units,) the column, in its unit.

        Raises:
            KeyError: For a column that is none, with the names of all.
        """
        known = self._state.cases[0].dtype.names or ()
        if column not in known:
            raise KeyError(f"{column}: expected one of {', '.join(known)}")
        return self._state.case_column(column, without)

    @property
    def income(self) -> Whole:
        """(units,) income a month before benefits, averaged over the assessment period, in fen; 0 where nobody lives.

        Known when the month is over: for analyzers.
        """
        return self._state.trailing.astype(np.int64)

    @property
    def ledger(self) -> Ledger:
        """The books of this month alone, read-only.

        Raises:
            ValueError: Before the month is over, in a process.
        """
        if self._ledger is None:
            raise ValueError("the books of a month are kept when it is over: look at them in an analyzer")
        cut = self._ledger.within(self.month, self.month + 1)
        for name in Books._fields:
            array = getattr(cut, name).view()
            array.flags.writeable = False
            object.__setattr__(cut, name, array)
        return cut

    def households(self) -> Households:
        """Sums by household.

        Returns:
            Columns of all households in which somebody lives.

        Raises:
            ValueError: Before the month is over, in a process.
        """
        if self._policy is None:
            raise ValueError("incomes and payments of a month are known when it is over: sum them in an analyzer")
        units = self._state.units
        household = np.cumsum(units["position"] == 0) - 1
        lives = units["persons"] > 0
        people = units["persons"].astype(np.int64)

        def summed(values: npt.NDArray[Any]) -> Whole:
            sums = np.zeros(int(household[-1]) + 1 if household.size else 0, np.int64)
            np.add.at(sums, household[lives], values[lives].astype(np.int64))
            return sums

        first = units["position"] == 0
        persons = summed(people)
        found = Households(
            persons, summed(self._state.trailing), summed(self.case("paid")),
            summed(self._policy.poverty[line_rows(units)] * people), self.weight[first], self.county[first],
            units["decile"][first].astype(np.int64), (units["flags"][first] & Flag.URBAN) > 0,
        )  # fmt: skip
        return Households(*(column[persons > 0] for column in found))  # type: ignore[arg-type]

    def uniform(self, name: str) -> Floats:
        """Random numbers, a pure function of seed, replication, unit, month and the name of the draw.

        Neither the scenario nor the order of calls or threads enters: baseline and reform draw the same.

        Args:
            name: What is drawn, in words of your own; another name gives other numbers.

        Returns:
            (units,) numbers in (0, 1).
        """
        number = FIRST_OWN_PROCESS + zlib.crc32(name.encode()) % OWN_PROCESSES
        ids = self._state.units["id"]
        return uniforms(self.seed, self.replication, int(Kind.UNIT), ids, self.month, number)


def _read_only[T: np.ndarray[Any, Any]](array: T) -> T:
    view = array.view()
    view.flags.writeable = False
    return view
