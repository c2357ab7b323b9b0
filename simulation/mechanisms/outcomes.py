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
aid:PROGRAMME           yuan of one aid in kind: money and the value of services
spread:PROGRAMME        yuan paid per person-month: coefficient of variation over counties that pay
"""

import math
from functools import cache

from simulation.ledger import PAYERS, Aided, Event, Flow, Ledger, Measure
from simulation.parameters.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.units import FEN

FORMS = (
    "measure", "stock", "entitled", "entries", "exits", "money", "payer", "channel", "wait", "share", "paid", "missed",
    "spread", "aided", "aid",
)  # fmt: skip
WAITS = ("decision", "sd", "payment")
STOCKS = {"stock": Flow.STOCK_PERSONS, "entitled": Flow.ENTITLED_PERSONS, "paid": Flow.PAID_PERSONS}
# measures that count the same persons, units or flags again each month
MONTHLY = (
    "PERSONS", "UNITS", "HOUSEHOLDS", "HOLDERS", "MONITORED", "BARRED", "ALERTS_UNANSWERED", "POOR_", "PAID",
    "ENTITLED", "CASCADE_", "NOTCH_", "WATCHED",
)  # fmt: skip
UNCOUNTED = ("_FEN", "MINUTES_", "AVAILABLE_", "TASK_", "_DAYS", "_SQUARED")  # money, minutes, days


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
    if form == "measure":
        return float(ledger.measure(Measure[rest]).sum()) / (FEN if rest.endswith("_FEN") else 1)
    if form in STOCKS:
        return float(ledger.flow(rest, STOCKS[form]).mean())
    if form in ("entries", "exits"):
        flow = Flow.ENTRY_PERSONS if form == "entries" else Flow.EXIT_PERSONS
        return float(ledger.flows[:, :, :, flow].sum())
    if form == "money":
        return _money(rest, ledger)
    if form == "payer":
        return float(ledger.money[:, :, :, PAYERS.index(rest)].sum()) / FEN
    if form == "aided":
        return float(ledger.aids[..., Aided[rest.upper()]].sum()) / int(ledger.aids.shape[1])
    if form == "channel":
        channel, _, event = rest.partition(":")
        return float(ledger.channels[:, :, Knowledge[channel], Event[event]].sum())
    if form == "wait":
        return _wait(rest, ledger)
    if form == "share":
        part, whole = (float(ledger.measure(Measure[each]).sum()) for each in _two(rest))
        return part / whole if whole else 0.0
    if form == "missed":
        return float((ledger.measure(Measure.ENTITLED) - ledger.measure(Measure.ENTITLED_PAID)).mean())
    if form == "spread":
        return _spread(rest, ledger)
    if form == "aid":
        return float(ledger.aids[:, :, aid_programmes().index(rest), Aided.VALUE_FEN].sum()) / FEN
    raise ValueError(f"{name}: {outcome_mistake(name)}")


@cache
def aid_programmes() -> tuple[str, ...]:
    """Programmes of aid in kind in the order of `Ledger.aids`, the same in every province: files of the nation."""
    return Scenario.load("hubei").rule_book().aids


@cache
def aid_labels() -> dict[str, tuple[str, str]]:
    """What programmes are called, in Chinese and English: in files of the nation, by id."""
    return {spec.id: (spec.label.zh, spec.label.en) for spec in Scenario.load("hubei").programmes}


def counted(name: str, months: int) -> float:
    """What turns the outcome `name` over `months` into persons, units or cases; 0 for money, days and shares."""
    form, _, rest = name.partition(":")
    if form == "measure":
        if any(each in rest for each in UNCOUNTED):
            return 0.0
        return 1.0 / months if rest.startswith(MONTHLY) else 1.0
    return 1.0 if form in (*STOCKS, "missed", "entries", "exits", "channel") else 0.0


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


def _money(programme: str, ledger: Ledger) -> float:
    """Yuan of one programme, of cash (the bundle apart), or of all."""
    money = ledger.money
    if programme == "cash":
        return float(money[:, :, :-1].sum()) / FEN
    if programme == "all":
        return float(money.sum()) / FEN
    return float(money[:, :, ledger.programmes.index(programme)].sum()) / FEN


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
