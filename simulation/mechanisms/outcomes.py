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
"""

import math

from simulation.ledger import PAYERS, Event, Flow, Ledger, Measure
from simulation.processes.information import Knowledge
from simulation.units import FEN

FORMS = ("measure", "stock", "entitled", "entries", "exits", "money", "payer", "channel", "wait")
WAITS = ("decision", "sd", "payment")


def outcome_mistake(name: str) -> str:
    """What was expected where `name` is no outcome; empty for a valid one (programmes are not checked)."""
    form, _, rest = name.partition(":")
    if form not in FORMS or not rest:
        return "an outcome such as " + ", ".join(f"{each}:…" for each in FORMS)
    if form == "measure" and rest not in Measure.__members__:
        return "a measure of the ledger"
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
    if form in ("stock", "entitled"):
        flow = Flow.STOCK_PERSONS if form == "stock" else Flow.ENTITLED_PERSONS
        return float(ledger.flow(rest, flow).mean())
    if form in ("entries", "exits"):
        flow = Flow.ENTRY_PERSONS if form == "entries" else Flow.EXIT_PERSONS
        return float(ledger.flows[:, :, :, flow].sum())
    if form == "money":
        return _money(rest, ledger)
    if form == "payer":
        return float(ledger.money[:, :, :, PAYERS.index(rest)].sum()) / FEN
    if form == "channel":
        channel, _, event = rest.partition(":")
        return float(ledger.channels[:, :, Knowledge[channel], Event[event]].sum())
    if form == "wait":
        return _wait(rest, ledger)
    raise ValueError(f"{name}: {outcome_mistake(name)}")


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
