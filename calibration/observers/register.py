"""The register at a date: counts of persons and units with a status, and who they are."""

import numpy as np

from calibration.observers.holders import MEMBERS
from calibration.observers.reading import NOT_OBSERVED, Reading, observes, ratio
from calibration.targets import Fact
from simulation.ledger import Measure
from simulation.units import FIRST_MONTH

DIBAO = ("dibao", "single")


def persons(reading: Reading, fact: Fact, programmes: tuple[str, ...] | None = None) -> int:
    """Persons covered at the end of the last month of a fact, weighted."""
    register, chosen = reading.chosen(fact, fact.months()[1], programmes)
    return int((register.covered * register.weight)[chosen].sum())


def units(reading: Reading, fact: Fact) -> int:
    """Units enrolled at the end of the last month of a fact, weighted."""
    register, chosen = reading.chosen(fact, fact.months()[1])
    return int(register.weight[chosen].sum())


@observes("stock_persons")
def stock_persons(reading: Reading, fact: Fact) -> float:
    """Register: persons who are covered by a status granted and not ended, at the end of the month.

    Civil affairs counts approved recipients, whether or not this month's payment reached them; persons enrolled
    alone count as dibao. By place of the unit's home; by area of the standard under which it is assessed.
    """
    return float(persons(reading, fact))


@observes("stock_units")
def stock_units(reading: Reading, fact: Fact) -> float:
    """Register: cases (the published *households*), at the end of the month; a person enrolled alone is a case."""
    return float(units(reading, fact))


@observes("persons_per_case")
def persons_per_case(reading: Reading, fact: Fact) -> float:
    """Register: recipients over cases of the same table."""
    return ratio(persons(reading, fact), units(reading, fact))


@observes("urban_share")
def urban_share(reading: Reading, fact: Fact) -> float:
    """Register: recipients under the urban standard among all recipients of the place."""
    register, chosen = reading.chosen(fact, fact.months()[1])
    heads = (register.covered * register.weight)[chosen]
    return ratio(heads[register.urban[chosen]].sum(), heads.sum())


@observes("share_old", "share_minor", "share_disabled", "share_women")
def share_of_members(reading: Reading, fact: Fact) -> float:
    """Register: recipients of 60 and over, under 18, with a disability certificate, or female, among all.

    The yearbook's columns *old*, *minors*, *disabled* and *women* of recipients; one person may be in several.
    """
    register, chosen = reading.chosen(fact, fact.months()[1])
    if register.members is None:
        return NOT_OBSERVED
    kind = MEMBERS.index(fact.statistic.partition(":")[0].removeprefix("share_"))
    weight = register.weight[chosen]
    return ratio((register.members[chosen, kind] * weight).sum(), (register.covered[chosen] * weight).sum())


@observes("tekun_to_dibao")
def tekun_to_dibao(reading: Reading, fact: Fact) -> float:
    """Register: recipients of tekun over recipients of dibao (persons enrolled alone among them)."""
    return ratio(persons(reading, fact, ("tekun",)), persons(reading, fact, DIBAO))


@observes("marginal_to_dibao")
def marginal_to_dibao(reading: Reading, fact: Fact) -> float:
    """Lists for medical aid: persons of recognised marginal families over dibao recipients of the same list.

    Whoever is enrolled alone is listed as dibao and not as marginal.
    """
    return ratio(persons(reading, fact, ("marginal",)), persons(reading, fact, DIBAO))


@observes("monitored_persons")
def monitored_persons(reading: Reading, fact: Fact) -> float:
    """Register of low-income population: persons under monitoring at the end of the month, recipients among them."""
    if reading.ledger is None:
        return NOT_OBSERVED
    month = fact.months()[1] - reading.ledger.first_month
    return float(reading.ledger.measures[reading.counties(fact.place), month, Measure.MONITORED].sum())


@observes("entry_share_month")
def entry_share_month(reading: Reading, fact: Fact) -> float:
    """Monthly report: persons who are enrolled this month and were not at the end of the last, over those who were.

    The mean of the months of the period. Moves between the programmes that are added up are no entry.
    """
    return _moved(reading, fact, entered=True)


@observes("exit_share_month")
def exit_share_month(reading: Reading, fact: Fact) -> float:
    """Monthly report: persons enrolled at the end of the last month whose case has ended, over all who were.

    The mean of the months of the period. Single members who leave a case that goes on are no exit.
    """
    return _moved(reading, fact, entered=False)


def _moved(reading: Reading, fact: Fact, entered: bool) -> float:
    first, last = fact.months()
    shares = []
    for month in range(max(first, FIRST_MONTH + 1), last + 1):
        if month not in reading.holders or month - 1 not in reading.holders:
            return NOT_OBSERVED
        before, was = reading.chosen(fact, month - 1)
        after, is_now = reading.chosen(fact, month)
        here, there = (after, is_now), (before, was)
        (table, chosen), (other, others) = (here, there) if entered else (there, here)
        gone = chosen & ~np.isin(table.unit, other.unit[others])
        base = int((before.covered * before.weight)[was].sum())
        shares.append(ratio((table.covered * table.weight)[gone].sum(), base))
    return float(np.mean(shares)) if shares else NOT_OBSERVED
