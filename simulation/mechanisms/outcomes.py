"""Outcomes by name: one number of a ledger over the whole window. None of them reads a parameter.

measure:NAME            sum of a measure of the ledger; money (…_FEN) in yuan
stock:PROGRAMME         persons with the status, mean over months
entitled:PROGRAMME      persons whom the rules would cover on the true facts, mean over months
entries:all, exits:all  persons who enter or leave any status
money:PROGRAMME         yuan paid; also money:cash (all but aid in kind) and money:all
payer:LEVEL             yuan paid by a level of government
channel:CHANNEL:EVENT   units by how they learned (see `Ledger.channels`)
wait:decision, wait:sd  working days from filing to decision: mean, and spread over decisions
wait:payment            months for which units entitled to cash wait for the first payment, summed over units
share:NAME/NAME         one measure over another, both summed; 0 where there is none of the other
paid:PROGRAMME          persons paid, mean over months
missed:entitled         persons entitled to cash and not paid, mean over months
aided:units, aided:persons  of all aids in kind, each aid alone: mean over months
aid:PROGRAMME           yuan of one aid in kind: money and the value of services
spread:PROGRAMME        yuan paid per person-month: coefficient of variation over counties that pay

What the books contain by name (measures, flows, money, payers, channels, aids) is read as in `reported.quantities`.
"""

import math
from functools import cache

from simulation.ledger import PAYERS, Aided, Event, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.reported.quantities import by_month, kind_of, total

FORMS = (
    "measure", "stock", "entitled", "entries", "exits", "money", "payer", "channel", "wait", "share", "paid", "missed",
    "spread", "aided", "aid",
)  # fmt: skip
WAITS = ("decision", "sd", "payment")
SUMS = ("measure", "money", "payer", "channel")  # quantities of the books, summed over the window
MEANS = ("stock", "entitled", "paid")  # quantities of the books, mean over months
NO_CASES = ("yuan", "minutes", "days", "days squared")


def outcome_mistake(name: str) -> str:
    """What was expected where `name` is no outcome; empty for a valid one (programmes are not checked)."""
    form, _, rest = name.partition(":")
    if form not in FORMS or not rest:
        return "an outcome such as " + ", ".join(f"{each}:…" for each in FORMS)
    if form == "measure" and rest not in Measure.__members__:
        return "a measure of the ledger"
    if form == "share" and not all(each in Measure.__members__ for each in _two(rest)):
        return "two measures of the ledger, as share:NAME/NAME"
    if form == "aided" and rest.upper() not in ("UNITS", "PERSONS"):
        return "aided:units or aided:persons"
    if form == "aid" and rest not in aid_programmes():
        return f"an aid in kind ({', '.join(aid_programmes())})"
    if form == "missed" and rest != "entitled":
        return "missed:entitled"
    if form == "payer" and rest not in PAYERS:
        return f"one of {', '.join(PAYERS)}"
    if form == "wait" and rest not in WAITS:
        return f"one of {', '.join(WAITS)}"
    if form == "channel":
        channel, _, event = rest.partition(":")
        if channel not in Knowledge.__members__ or event not in Event.__members__:
            return "a channel and an event of the ledger"
    return ""


def outcome(name: str, ledger: Ledger) -> float:
    """The outcome `name` of a ledger. Raises ValueError for an unknown one."""
    form, _, rest = name.partition(":")
    if form in SUMS:
        return total(name, ledger)
    if form in MEANS:
        return float(by_month(name, ledger).sum(axis=0).mean())
    if form in ("entries", "exits"):
        return total("entering:all" if form == "entries" else "leaving:all", ledger)
    if form == "aided":
        return float(ledger.aids[..., Aided[rest.upper()]].sum()) / int(ledger.aids.shape[1])
    if form == "wait":
        return _wait(rest, ledger)
    if form == "share":
        part, whole = (total(f"measure:{each}", ledger) for each in _two(rest))
        return part / whole if whole else 0.0
    if form == "missed":
        return float((ledger.measure(Measure.ENTITLED) - ledger.measure(Measure.ENTITLED_PAID)).mean())
    if form == "spread":
        return _spread(rest, ledger)
    if form == "aid":
        return total(f"aid_value:{rest}", ledger, aid_programmes())
    raise ValueError(f"{name}: {outcome_mistake(name)}")


@cache
def aid_programmes() -> tuple[str, ...]:
    """Programmes of aid in kind in the order of `Ledger.aids`, the same in every province: files of the nation."""
    return Scenario.load("hubei").rule_book().aids


@cache
def programme_labels() -> dict[str, tuple[str, str]]:
    """What programmes are called, in Chinese and English, in the files of the nation, by id."""
    return {spec.id: (spec.label.zh, spec.label.en) for spec in Scenario.load("hubei").programmes}


def cases_in_one(name: str, months: int) -> float:
    """Persons, units or cases in one of the outcome `name` over `months`: those of a stock are in it every month.

    0 for what is judged by its share alone: money, time, shares, spreads and aid in kind.
    """
    form = name.partition(":")[0]
    if form == "measure":
        kind = kind_of(name)
        if kind.unit in NO_CASES:
            return 0.0
        return 1.0 / months if kind.time == "stock" else 1.0
    return 1.0 if form in (*MEANS, "missed", "entries", "exits", "channel") else 0.0


def _two(rest: str) -> tuple[str, str]:
    first, _, second = rest.partition("/")
    return first, second


def _spread(programme: str, ledger: Ledger) -> float:
    """Of what a person is paid, between counties; 0 where fewer than two pay."""
    at = ledger.programmes.index(programme)
    persons = ledger.flows[:, :, at, Flow.PAID_PERSONS].sum(axis=1)
    paying = persons > 0
    if paying.sum() < 2:
        return 0.0
    paid = ledger.money[:, :, at].sum(axis=(1, 2))[paying] / persons[paying]
    return float(paid.std() / paid.mean())


def _wait(kind: str, ledger: Ledger) -> float:
    """Working days of decisions, 0 where nobody waited; unit-months until the first payment."""
    if kind == "payment":
        return float(ledger.unpaid.sum())
    decided = max(float(ledger.measure(Measure.DECISIONS).sum()), 1.0)
    mean = float(ledger.measure(Measure.DECISION_DAYS).sum()) / decided
    if kind == "decision":
        return mean
    square = float(ledger.measure(Measure.DECISION_DAYS_SQUARED).sum()) / decided
    return math.sqrt(max(square - mean * mean, 0.0))
