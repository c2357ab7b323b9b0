"""What observers read: one replication of a province, with pictures of the register and of the households."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from calibration.observers.holders import Bools, Holders
from calibration.observers.homes import Homes
from calibration.observers.take_up import Counts
from calibration.targets import Fact
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.health_spending import YearOfHealth
from simulation.units import MONTHS_PER_YEAR

type Observer = Callable[["Reading", Fact], float]
OBSERVERS: Final[dict[str, Observer]] = {}
NOT_OBSERVED: Final = float("nan")
SHORT: Final = 3  # months of a period of which every one is read; of longer ones the last of each quarter


@dataclass(frozen=True)
class Reading:
    """One replication; months count from January 2023."""

    scenario: Scenario
    ledger: Ledger | None  # None for a null model, which keeps no books
    holders: Mapping[int, Holders] = field(default_factory=dict)  # by month
    homes: Mapping[tuple[int, int], Homes] = field(default_factory=dict)  # by period (first and last month)
    health: Mapping[int, YearOfHealth] = field(default_factory=dict)  # by December
    unpaid: Mapping[int, Counts] = field(default_factory=dict)  # by month, see `take_up.unpaid_of`

    @property
    def programmes(self) -> tuple[str, ...]:
        """Names on the programme axis."""
        return self.scenario.rule_book().names

    def counties(self, place: str) -> Bools:
        """(counties,) mask of a prefecture or county; of all for an empty name."""
        table = self.scenario.counties
        if not place:
            return np.ones(len(table), bool)
        return np.asarray((table["county"] == place) | (table["prefecture"] == place))

    def chosen(self, fact: Fact, month: int, programmes: tuple[str, ...] | None = None) -> tuple[Holders, Bools]:
        """The register of a month and the mask of the cases that a fact speaks of; KeyError if no picture was taken."""
        register = self.holders[month]
        wanted = [self.programmes.index(name) for name in programmes or fact.programmes if name in self.programmes]
        chosen = np.isin(register.programme, wanted) & self.counties(fact.place)[register.county]
        if fact.area != "all":
            chosen &= register.urban == (fact.area == "urban")
        return register, chosen

    def rows(self, fact: Fact) -> slice:
        """The months of a fact on the month axis of the ledger."""
        assert self.ledger is not None
        first, last = fact.months()
        return slice(first - self.ledger.first_month, last + 1 - self.ledger.first_month)

    def measured(self, fact: Fact, *measures: int) -> float:
        """Sum of ledger measures over the months and counties of a fact; nan without books."""
        if self.ledger is None:
            return NOT_OBSERVED
        chosen = self.ledger.measures[self.counties(fact.place), self.rows(fact)]
        return float(sum(int(chosen[:, :, measure].sum()) for measure in measures))


def observes(*names: str) -> Callable[[Observer], Observer]:
    """Register the observer of one or several statistics."""

    def register(observer: Observer) -> Observer:
        OBSERVERS.update(dict.fromkeys(names, observer))
        return observer

    return register


def pictured(fact: Fact) -> list[int]:
    """Months of a fact's period in which the register is read for stocks and payments."""
    first, last = fact.months()
    months = range(first, last + 1)
    return list(months) if len(months) <= SHORT else [month for month in months if month % 3 == 2 or month == last]


def decembers(fact: Fact) -> list[int]:
    """Decembers of a fact's period: the ends of the years whose health spending is counted."""
    first, last = fact.months()
    return [month for month in range(first, last + 1) if month % MONTHS_PER_YEAR == MONTHS_PER_YEAR - 1]


def ratio(numerator: float | np.integer, denominator: float | np.integer) -> float:
    """A quotient; nan where there is nothing to divide by."""
    return float(numerator) / float(denominator) if denominator > 0 else NOT_OBSERVED


def of_area(homes: Homes | YearOfHealth, fact: Fact, counties: Bools) -> npt.NDArray[np.bool_]:
    """(households,) mask of the place and area of a fact: where the household lives."""
    chosen = counties[homes.county]
    return chosen if fact.area == "all" else chosen & (homes.urban == (fact.area == "urban"))
