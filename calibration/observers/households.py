"""Surveys of households: incomes and fifths, health spending, and what interviews say about receipt."""

import numpy as np

from calibration.observers.reading import NOT_OBSERVED, Reading, decembers, observes, of_area, pictured, ratio
from calibration.observers.take_up import INFORMATION, non_take_up_parts
from calibration.targets import Fact
from simulation.ledger import Measure
from simulation.simulate.health_spending import HealthBurden, burden_of, part_of

FIFTHS = 5


@observes("income_mean")
def income_mean(reading: Reading, fact: Fact) -> float:
    """Household survey of the statistics bureau: disposable income of the year per head, cash benefits included.

    Families alone, by where they live. Diaries of a year: no reporting noise is added.
    """
    homes = reading.homes[fact.months()]
    chosen = of_area(homes, fact, reading.counties(fact.place))
    weight = homes.weight[chosen]
    return ratio((homes.income[chosen] * weight).sum(), (homes.persons[chosen] * weight).sum())


@observes(*(f"income_fifth_{n}" for n in range(1, FIFTHS + 1)))
def income_fifth(reading: Reading, fact: Fact) -> float:
    """Household survey: mean disposable income per head of one fifth of the families, sorted by income per head.

    Fifths contain the same number of families, not of persons; the mean is income over persons of the fifth.
    """
    homes = reading.homes[fact.months()]
    chosen = of_area(homes, fact, reading.counties(fact.place))
    weight, people, income = homes.weight[chosen], homes.persons[chosen], homes.income[chosen]
    order = np.argsort(income / people, kind="stable")
    weight, people, income = weight[order], people[order], income[order]
    fifth = int(fact.statistic.rpartition("_")[2])
    ends = np.cumsum(weight) * (FIFTHS / max(float(weight.sum()), 1.0))
    part = np.clip(ends, fifth - 1, fifth) - np.clip(ends - weight * (FIFTHS / max(float(weight.sum()), 1.0)),
                                                     fifth - 1, fifth)  # fmt: skip
    return ratio((income * part).sum(), (people * part).sum())


def _burdens(reading: Reading, fact: Fact) -> list[HealthBurden]:
    """What health cost the households of the place and area of a fact, of each year that ends in its period."""
    counties = reading.counties(fact.place)
    years = [reading.health[month] for month in decembers(fact)]
    return [burden_of(part_of(year, of_area(year, fact, counties))) for year in years]


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else NOT_OBSERVED


@observes("catastrophic_share")
def catastrophic_share(reading: Reading, fact: Fact) -> float:
    """Household survey: households that pay 40% or more of their capacity to pay out of pocket for health in a year.

    Serious illness and ordinary care after insurance, over consumption less food: the definition and spending of
    `simulation.simulate.health_spending` and `simulation.indicators.health`, of the years that end in the period.
    Area is where a household lives.
    """
    return _mean([burden.catastrophic_share for burden in _burdens(reading, fact)])


@observes("impoverished_share")
def impoverished_share(reading: Reading, fact: Fact) -> float:
    """Household survey: households not below the poverty line (the dibao line) but for what they spend on health.

    Spending, years and area as `catastrophic_share`.
    """
    return _mean([burden.impoverished_share for burden in _burdens(reading, fact)])


@observes("survey_coverage")
def survey_coverage(reading: Reading, fact: Fact) -> float:
    """Interview survey: those who say they receive among those whose reported income is below the line.

    Incomes are reported with noise and receipt is under-reported; looked at in the last month of each quarter.
    """
    return ratio(reading.measured(fact, Measure.SURVEY_POOR_PAID), reading.measured(fact, Measure.SURVEY_POOR))


@observes("survey_leakage")
def survey_leakage(reading: Reading, fact: Fact) -> float:
    """Interview survey: those whose reported income is not below the line, among those who say they receive."""
    return 1.0 - ratio(reading.measured(fact, Measure.SURVEY_PAID_POOR), reading.measured(fact, Measure.SURVEY_PAID))


@observes("survey_low_income_share")
def survey_low_income_share(reading: Reading, fact: Fact) -> float:
    """Interview survey: persons whose reported income before benefits is below the local line.

    Of all residents: the published figure is of cities, which the books do not part.
    """
    return ratio(reading.measured(fact, Measure.SURVEY_POOR), reading.measured(fact, Measure.SURVEY_PERSONS))


@observes("survey_poor_less_register")
def survey_poor_less_register(reading: Reading, fact: Fact) -> float:
    """Interview survey against register: share of persons who report income below the line, less the share paid."""
    poor = survey_low_income_share(reading, fact)
    months = fact.months()[1] + 1 - fact.months()[0]
    if reading.ledger is None:
        return NOT_OBSERVED
    persons = reading.measured(fact, Measure.PERSONS)
    return poor - ratio(reading.measured(fact, Measure.PAID_COVERED), persons) if months and persons else NOT_OBSERVED


@observes("non_take_up")
def non_take_up(reading: Reading, fact: Fact) -> float:
    """Survey with the rules applied to it: persons entitled to cash on the true facts who are not paid.

    The published shares rest on reported incomes, whose noise adds to them; here the facts are the true ones.
    """
    return 1.0 - ratio(reading.measured(fact, Measure.ENTITLED_PAID), reading.measured(fact, Measure.ENTITLED))


@observes("information_share_unpaid")
def information_share_unpaid(reading: Reading, fact: Fact) -> float:
    """Interview of entitled households that are not paid: the part unaware or believing itself not entitled (T16).

    Units, at quarter ends. Entitled by the true facts; who was refused, or waits, counts among the unpaid and for
    neither part.
    """
    parts = non_take_up_shares(reading, fact)
    return sum(parts[barrier.name.lower()] for barrier in INFORMATION)


def non_take_up_shares(reading: Reading, fact: Fact) -> dict[str, float]:
    """Shares of the entitled who are not paid, by what keeps them (names of `take_up.Barrier`).

    At quarter ends of a fact's period, of its place and area. KeyError if no picture was taken.
    """
    counties = reading.counties(fact.place)
    areas = {"rural": [0], "urban": [1]}.get(fact.area, [0, 1])
    return non_take_up_parts(reading.unpaid[month][counties][:, areas] for month in pictured(fact))
