"""Payment files and field logs: what recipients are paid, lines in force, temporary assistance, yields of checks."""

import dataclasses

import numpy as np

from calibration.observers.reading import NOT_OBSERVED, Reading, observes, pictured, ratio
from calibration.targets import Fact
from simulation.ledger import Flow, Measure
from simulation.rules.facts import Line
from simulation.units import FEN, MONTHS_PER_YEAR

TEMPORARY = "temporary"


def _paid_fen(reading: Reading, fact: Fact, month: int) -> float:
    """Paid out in a month for the programmes, place and area of a fact.

    The register at the end of the month no longer has the cases that ended in it; where there are books the sum over
    both areas is theirs, and the register parts it by area.
    """
    register, chosen = reading.chosen(fact, month)
    paid = float((register.paid * register.weight)[chosen].sum())
    if reading.ledger is None:
        return paid
    _, everywhere = reading.chosen(dataclasses.replace(fact, area="all"), month)
    kept = float((register.paid * register.weight)[everywhere].sum())
    names = reading.ledger.programmes
    wanted = [names.index(name) for name in fact.programmes if name in names]
    counties, row = reading.counties(fact.place), month - reading.ledger.first_month
    return paid * ratio(float(reading.ledger.money[counties, row][:, wanted].sum()), kept) if kept else paid


@observes("payment_person_month")
def payment_person_month(reading: Reading, fact: Fact) -> float:
    """Payment file: yuan paid out over person-months on the register, of the same place, area and months.

    Departments print spending and recipients; whoever is enrolled but not yet paid is in the denominator.
    """
    heads = 0
    for month in pictured(fact):
        register, chosen = reading.chosen(fact, month)
        heads += int((register.covered * register.weight)[chosen].sum())
    return ratio(sum(_paid_fen(reading, fact, month) for month in pictured(fact)), heads * FEN)


@observes("spending_year")
def spending_year(reading: Reading, fact: Fact) -> float:
    """Accounts: yuan paid out for the programmes in a year, by all levels; longer and shorter periods as a yearly rate.

    Temporary assistance, where it is named, comes from the books of grants.
    """
    months = pictured(fact)
    yearly = sum(_paid_fen(reading, fact, month) for month in months) / len(months) * MONTHS_PER_YEAR / FEN
    if TEMPORARY not in fact.programmes:
        return yearly
    first, last = fact.months()
    return yearly + _grants(reading, fact)[1] * MONTHS_PER_YEAR / (last + 1 - first)


@observes("line_mean")
def line_mean(reading: Reading, fact: Fact) -> float:
    """Notice: the standard in force at the end of the month, mean of the counties by residents of the area.

    Yuan per person and month; `tekun` is the basic living standard without care.
    """
    cube = reading.scenario.lines(fact.months()[1])[:, :, Line.TEKUN if "tekun" in fact.programmes else Line.DIBAO]
    table = reading.scenario.counties
    urban = np.asarray(table["population"] * table["share_urban"], float)
    residents = np.stack([np.asarray(table["population"], float) - urban, urban], axis=1)  # as lines: rural, urban
    if fact.area != "all":
        residents[:, 0 if fact.area == "urban" else 1] = 0.0
    residents[~reading.counties(fact.place)] = 0.0
    return ratio((cube * residents).sum(), residents.sum() * FEN)


def _grants(reading: Reading, fact: Fact) -> tuple[int, float]:
    """(persons of the units given a grant, yuan granted) over the months and counties of a fact."""
    if reading.ledger is None:
        return 0, NOT_OBSERVED
    kinds = [i for i, name in enumerate(reading.ledger.programmes) if name.startswith(TEMPORARY)]
    counties, months = reading.counties(fact.place), reading.rows(fact)
    people = int(reading.ledger.flows[counties, months][:, :, kinds, Flow.PAID_UNITS].sum())
    return people, float(reading.ledger.money[counties, months][:, :, kinds].sum()) / FEN


@observes("temporary_per_1000_year")
def temporary_per_1000_year(reading: Reading, fact: Fact) -> float:
    """Monthly report: cases of temporary assistance per 1,000 residents, as a yearly rate.

    Reports print 人次 next to a mean grant per case: a grant to a household counts once, each time. Where a place
    counts each member its rate is higher by the persons per case (Dong Ujimqin banner in early 2023 prints both: 39
    households, 82 persons). Residents are those of the 2020 census.
    """
    if reading.ledger is None:
        return NOT_OBSERVED
    first, last = fact.months()
    residents = float(reading.scenario.counties["population"][reading.counties(fact.place)].sum())
    return ratio(_grants(reading, fact)[0] * 1000.0 * MONTHS_PER_YEAR / (last + 1 - first), residents)


@observes("temporary_grant")
def temporary_grant(reading: Reading, fact: Fact) -> float:
    """Accounts: yuan of temporary assistance over the cases of `temporary_per_1000_year` in the same period."""
    people, yuan = _grants(reading, fact)
    return ratio(yuan, people)


@observes("found_per_check")
def found_per_check(reading: Reading, fact: Fact) -> float:
    """Field log: persons newly enrolled after a visit found them, over persons flagged by data and met at doors."""
    checked = reading.measured(fact, Measure.FLAG_PERSONS, Measure.CANVASSED)
    return ratio(reading.measured(fact, Measure.FOUND_PERSONS), checked)


@observes("assisted_per_check")
def assisted_per_check(reading: Reading, fact: Fact) -> float:
    """Field log: persons given temporary assistance after a disaster, over persons in difficulty met at doors."""
    return ratio(reading.measured(fact, Measure.DISASTER_PERSONS), reading.measured(fact, Measure.CANVASSED))
