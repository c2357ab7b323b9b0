"""The period of the headline figures: one for every row of every scenario that is compared, searches and page too.

The first calendar year wholly inside the run in which all changes of all compared reforms are in force; without one,
the months in which they are, annualised. The books are kept by month, so any period can be cut out of them.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.scenario.scenario import Scenario
from simulation.units import BASE_YEAR, MONTHS_PER_YEAR, month_label, month_of

# "year": a calendar year, all changes in force; "in_force": only these months, no whole year, have them all in force;
# "run": the run is shorter than a calendar year; "apart": no month has all changes in force, so all that have any
type Basis = Literal["year", "in_force", "run", "apart"]
type Dated = Change | Edit

POLICY_START: Final = 0


@dataclass(frozen=True)
class Period:
    """The months `first` to `end` - 1, and why it is these.

    Attributes:
        first: First month; 0 = January 2023.
        months: How many.
        basis: "year": a calendar year in which all changes are in force; "in_force": the months in which they are;
            "run": the run is shorter than a year; "apart": no month has all changes in force, so all that have any.
    """

    first: int
    months: int
    basis: Basis = "year"

    @property
    def end(self) -> int:
        """The month after the last."""
        return self.first + self.months

    @property
    def year(self) -> int | None:
        """The calendar year that it is; None for other months."""
        whole = self.first % MONTHS_PER_YEAR == 0 and self.months == MONTHS_PER_YEAR
        return BASE_YEAR + self.first // MONTHS_PER_YEAR if whole else None

    @property
    def id(self) -> str:
        """First and last month, as tables have it.

        >>> Period(6, 6).id
        '2023-07/2023-12'
        """
        return f"{month_label(self.first)}/{month_label(self.end - 1)}"

    @property
    def name(self) -> str:
        """In short: the year, else first and last month.

        >>> Period(12, 12).name
        '2024'
        """
        return str(self.year) if self.year else self.id

    @classmethod
    def from_id(cls, text: str) -> "Period":
        """The period that an `id` names.

        Args:
            text: Such as "2023-07/2023-12".

        Returns:
            The period; its basis is "year" or "in_force".

        >>> Period.from_id("2023-07/2023-12").months
        6
        """
        first, last = (month_of(datetime.date.fromisoformat(f"{each}-01")) for each in text.split("/"))
        found = cls(first, last + 1 - first)
        return found if found.year else cls(found.first, found.months, "in_force")

    def record(self) -> dict[str, Any]:
        """For the run record.

        Returns:
            First and last month, number of months and basis, as JSON values.
        """
        return {"first": month_label(self.first), "last": month_label(self.end - 1), "months": self.months,
                "basis": self.basis}  # fmt: skip


def headline_period(base: Scenario, compared: Iterable[Scenario], months: int) -> Period:
    """The period of a run of `months` months from the policy month, for a baseline and what is compared with it.

    What counts are the changes that a scenario has and the baseline has not, and the other way round.
    """
    return period_of([changes_between(base, other) for other in compared], months)


def changes_between(base: Scenario, other: Scenario) -> list[Dated]:
    """The dated changes of values and rules that one of two scenarios has and the other has not."""
    mine: tuple[Dated, ...] = (*base.changes, *base.edits)
    theirs: tuple[Dated, ...] = (*other.changes, *other.edits)
    return [each for each in theirs if each not in mine] + [each for each in mine if each not in theirs]


def period_of(reforms: Iterable[Sequence[Dated]], months: int) -> Period:
    """The period for the dated changes of each reform; see the module.

    Stages of one path that follow each other (5% this year, 10% from next) are never in force together: then each
    path of each reform has to have one of its changes in force. Where even that is true of no month, the period is
    from the first to the last month in which anything is.
    """
    by_path: dict[tuple[int, str], list[Dated]] = {}
    for number, changes in enumerate(reforms):
        for change in changes:
            by_path.setdefault((number, change.path), []).append(change)
    stages = list(by_path.values())
    found = _where(months, lambda month: all(each.active(month) for some in stages for each in some))
    found = found or _where(months, lambda month: all(any(each.active(month) for each in some) for some in stages))
    if not found:
        found = _where(months, lambda month: any(each.active(month) for some in stages for each in some))
        found = found or list(range(months))
        return Period(found[0], found[-1] + 1 - found[0], "apart")
    held = set(found)
    for first in range(POLICY_START, months - MONTHS_PER_YEAR + 1, MONTHS_PER_YEAR):
        if held.issuperset(range(first, first + MONTHS_PER_YEAR)):
            return Period(first, MONTHS_PER_YEAR)
    first, length = _longest(found)
    return Period(first, length, "run" if length == months else "in_force")


def _where(months: int, holds: Callable[[int], bool]) -> list[int]:
    return [month for month in range(POLICY_START, months) if holds(month)]


def _longest(months: Sequence[int]) -> tuple[int, int]:
    """(first, length) of the longest stretch without a gap, the first of equal ones."""
    best, first = (months[0], 1), months[0]
    for before, month in pairwise(months):
        first = first if month == before + 1 else month
        if month + 1 - first > best[1]:
            best = (first, month + 1 - first)
    return best


def years_of(months: int) -> list[tuple[int, int, int]]:
    """(calendar year, first month, end) of each calendar year that a run of `months` months meets, whole or in part.

    >>> years_of(18)
    [(2023, 0, 12), (2024, 12, 18)]
    """
    return [
        (BASE_YEAR + first // MONTHS_PER_YEAR, first, min(first + MONTHS_PER_YEAR, months))
        for first in range(POLICY_START, months, MONTHS_PER_YEAR)
    ]
