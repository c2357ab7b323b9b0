"""Surveys of households: incomes and fifths, health spending, and what interviews say about receipt."""

import numpy as np

from calibration.observers.reading import NOT_OBSERVED, Reading, observes, of_area, ratio
from calibration.targets import Fact
from simulation.ledger import Measure, Rung

CATASTROPHIC = 0.4  # of what is left of income beyond subsistence
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

    Fifths hold the same number of families, not of persons; the mean is income over persons of the fifth.
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


@observes("catastrophic_share")
def catastrophic_share(reading: Reading, fact: Fact) -> float:
    """Household survey: families that paid 40% or more of their capacity to pay out of pocket for health in a year.

    Capacity is income beyond the subsistence of all members, here the dibao line; the model has no spending on
    health but for serious illness.
    """
    homes = reading.homes[fact.months()]
    chosen = of_area(homes, fact, reading.counties(fact.place))
    capacity = np.maximum(homes.income - homes.line, 0.0)
    hit = chosen & (homes.illness > 0.0) & (homes.illness >= CATASTROPHIC * capacity)
    return ratio(homes.weight[hit].sum(), homes.weight[chosen].sum())


@observes("impoverished_share")
def impoverished_share(reading: Reading, fact: Fact) -> float:
    """Household survey: families above the poverty line (here the dibao line) whose income net of health spending
    is below it.
    """
    homes = reading.homes[fact.months()]
    chosen = of_area(homes, fact, reading.counties(fact.place))
    hit = chosen & (homes.income >= homes.line) & (homes.income - homes.illness < homes.line)
    return ratio(homes.weight[hit].sum(), homes.weight[chosen].sum())


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
    """Interview of entitled households that are not paid: the part that does not know of the programme.

    The published figure counts with them those who believe themselves not entitled. Units, at quarter ends.
    """
    if reading.ledger is None:
        return NOT_OBSERVED
    stages = reading.ledger.funnel[reading.counties(fact.place), reading.rows(fact)].sum(axis=(0, 1, 2))
    return ratio(stages[Rung.NOT_KNOWN], stages.sum() - stages[Rung.PAID])
