"""Quantities of the books by name, county by county: what a statement of a province is compared with.

measure:NAME            a measure of the ledger; money (…_FEN) in yuan
stock:P, units:P        persons or units with the status P at the end of a month
entitled:P              persons whom the rules would cover on the true facts
entering:P, leaving:P   persons who enter or leave P; `all` = any status
paid:P, paid_units:P    persons or units paid, counted once a month: person-times and unit-times
aided:A, aided_units:A  persons or units that draw the aid A, once a month; aid_value:A what it is worth (yuan)
money:P                 yuan paid; also money:cash (all but aid in kind) and money:all
payer:LEVEL             yuan paid by a level of government
channel:CHANNEL:EVENT   units by how they learned (see `Ledger.channels`)

Every quantity is weighted to the province. Stocks are the state at the end of one month, flows sums over months.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.ledger import PAYERS, Aided, Event, Flow, Ledger, Measure
from simulation.processes.information import Knowledge
from simulation.units import FEN

type Floats = npt.NDArray[np.float64]
type Time = Literal["stock", "flow"]


class Kind(NamedTuple):
    """What a quantity counts, and whether it is the state at the end of a month or a sum over months."""

    unit: str
    time: Time


FLOWS: Final = {
    "stock": (Flow.STOCK_PERSONS, Kind("persons", "stock")),
    "units": (Flow.STOCK_UNITS, Kind("households", "stock")),
    "entitled": (Flow.ENTITLED_PERSONS, Kind("persons", "stock")),
    "entering": (Flow.ENTRY_PERSONS, Kind("persons", "flow")),
    "leaving": (Flow.EXIT_PERSONS, Kind("persons", "flow")),
    "paid": (Flow.PAID_PERSONS, Kind("persons", "flow")),
    "paid_units": (Flow.PAID_UNITS, Kind("households", "flow")),
}
AIDS: Final = {
    "aided": (Aided.PERSONS, Kind("persons", "flow")),
    "aided_units": (Aided.UNITS, Kind("households", "flow")),
    "aid_value": (Aided.VALUE_FEN, Kind("yuan", "flow")),
}
FORMS: Final = ("measure", *FLOWS, *AIDS, "money", "payer", "channel")
ALL: Final = "all"

# Measures that are the state of a month and not what happened in it.
STOCKS: Final = frozenset(
    name for name in Measure.__members__
    if name.startswith(("POOR_", "GAP_", "CASCADE_", "SURVEY_", "AUDIT_", "ENTITLED", "RELATIVES_"))
) | {
    "PERSONS", "UNITS", "HOUSEHOLDS", "LINE_TOTAL_FEN", "PAID", "PAID_POOR", "PAID_COVERED", "PAID_NOT_ENTITLED",
    "NOTCH_UNITS", "HOLDERS", "MONITORED", "ALERTS_UNANSWERED", "HELD_CARDS", "FORMER_POOR_PAID",
    "MONITORED_HELD", "WATCHED", "WATCHED_HELD", "HOLDERS_VISITED",
}  # fmt: skip
# Measures that count persons; what ends in _PERSONS does too. All others count units, or what their name says.
PERSONS: Final = STOCKS - {
    "UNITS", "HOUSEHOLDS", "NOTCH_UNITS", "HOLDERS", "ALERTS_UNANSWERED", "RELATIVES_UNITS", "HOLDERS_VISITED",
} | {"REGISTER_ENTRIES", "REGISTER_EXITS", "CANVASSED"}  # fmt: skip
OTHER_UNITS: Final = {
    "VISITS": "visits", "VISITS_LISTED": "visits", "VISITS_CARE": "visits", "FLAGS": "flags", "ALERTS_LOST": "flags",
    "ALERTS_UNANSWERED": "flags", "HOTLINE_CALLS": "calls", "HOTLINE_ANSWERED": "calls",
    "STATEMENTS": "lists", "PAPERS": "papers", "TRIPS": "trips",
    "JOINT_ITEMS": "items", "DECISION_DAYS": "days", "TEMPORARY_WAIT_DAYS": "days",
    "DECISION_DAYS_SQUARED": "days squared",
}  # fmt: skip


def kind_of(name: str) -> Kind:
    """What the quantity `name` counts. Its form must be one of `FORMS` (see `mistake_in`)."""
    form, _, rest = name.partition(":")
    if form in FLOWS:
        return FLOWS[form][1]
    if form in AIDS:
        return AIDS[form][1]
    if form == "measure":
        return Kind(_unit_of(rest), "stock" if rest in STOCKS else "flow")
    if form == "channel":
        return Kind("days" if rest.endswith("WAIT_DAYS") else "households", "flow")
    return Kind("yuan", "flow")


def _unit_of(measure: str) -> str:
    if measure.endswith("_FEN"):
        return "yuan"
    if measure.startswith(("MINUTES_", "AVAILABLE_", "TASK_")):
        return "minutes"
    if measure in OTHER_UNITS:
        return OTHER_UNITS[measure]
    return "persons" if measure in PERSONS or measure.endswith("_PERSONS") else "households"


class Names(NamedTuple):
    """What a quantity may name: statuses and grants (and the bundle), and the aids that stack on a status, in order."""

    programmes: tuple[str, ...]
    aids: tuple[str, ...]


def mistake_in(name: str, names: Names) -> tuple[str, Iterable[str]]:
    """What was expected where `name` is no quantity, and the names to choose from; ("", ()) for a valid one."""
    form, _, rest = name.partition(":")
    if form not in FORMS:
        return "form of a quantity", FORMS
    if form == "channel":
        channel, _, event = rest.partition(":")
        valid: list[str] = [f"{a}:{b}" for a in Knowledge.__members__ for b in Event.__members__]
        return ("", ()) if f"{channel}:{event}" in valid else ("channel and event", valid)
    known = {
        "measure": list(Measure.__members__), "payer": list(PAYERS), "money": [*names.programmes, ALL, "cash"],
        "entering": [*names.programmes, ALL], "leaving": [*names.programmes, ALL],
    }.get(form, list(names.aids if form in AIDS else names.programmes))  # fmt: skip
    return ("", ()) if rest in known else ({"measure": "measure", "payer": "payer"}.get(form, "programme"), known)


def counted(name: str, ledger: Ledger, aids: Sequence[str]) -> Floats:
    """(counties,) of the quantity `name` over the months of `ledger`; of a stock their sum (of one month: itself).

    Money in yuan. `aids` are those of the rule book in their order.
    """
    sums = by_month(name, ledger, aids).sum(axis=1).astype(np.float64)
    return sums / FEN if is_money(name) else sums


def total(name: str, ledger: Ledger, aids: Sequence[str] = ()) -> float:
    """The quantity `name` summed over counties and the months of `ledger`; money in yuan."""
    return float(by_month(name, ledger, aids).sum()) / (FEN if is_money(name) else 1)


def is_money(name: str) -> bool:
    """Whether the books contain the quantity `name` in fen."""
    return kind_of(name).unit == "yuan"


def by_month(name: str, ledger: Ledger, aids: Sequence[str] = ()) -> npt.NDArray[np.int64]:
    """(counties, months) of the quantity `name` as the books hold it: whole persons, units, days or fen."""
    form, _, rest = name.partition(":")
    if form == "measure":
        return ledger.measures[:, :, Measure[rest]]
    if form in FLOWS:
        flows = ledger.flows[:, :, :, FLOWS[form][0]]
        return flows.sum(axis=2) if rest == ALL else flows[:, :, ledger.programmes.index(rest)]
    if form in AIDS:
        return ledger.aids[:, :, aids.index(rest), AIDS[form][0]]
    if form == "payer":
        return ledger.money[:, :, :, PAYERS.index(rest)].sum(axis=2)
    if form == "channel":
        channel, _, event = rest.partition(":")
        return ledger.channels[:, :, Knowledge[channel], Event[event]]
    money = ledger.money.sum(axis=3)
    if rest == ALL:
        return money.sum(axis=2)
    return money[:, :, :-1].sum(axis=2) if rest == "cash" else money[:, :, ledger.programmes.index(rest)]
