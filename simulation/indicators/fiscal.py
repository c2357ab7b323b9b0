"""Money: benefits by programme and payer, recoveries, staff, outreach (yuan a year, cash basis)."""

from typing import Final

import numpy as np

from simulation.indicators.rows import Row, Terms, grossed, years
from simulation.indicators.sources import ANY, Source, measured, money, of_civil_affairs
from simulation.ledger import BUNDLE, LEVELS, PAYERS, Ledger, Measure
from simulation.units import FEN


def benefits_yuan(ledger: Ledger, programme: str | None = None, payer: str | None = None) -> float:
    """Benefits over the window, of one programme and payer or of all."""
    money = ledger.money
    if programme is not None:
        money = money[:, :, [ledger.programmes.index(programme)]]
    if payer is not None:
        money = money[:, :, :, [PAYERS.index(payer)]]
    return float(money.sum()) / FEN


def cash_fen(ledger: Ledger, one_off: tuple[str, ...]) -> int:
    """Monthly cash over the window: what the poverty measures hold.

    Neither the bundle in kind nor grants after a shock (`one_off`) are in it.
    """
    monthly = [k for k, name in enumerate(ledger.programmes[:-1]) if name not in one_off]
    return int(ledger.money[:, :, monthly].sum())


def hours_year(ledger: Ledger, kind: str) -> float:
    """Hours booked by a kind of office in a year."""
    if kind == "assistant":
        return float(ledger.measure(Measure.MINUTES_ASSISTANT).sum()) / 60.0 / years(ledger)
    measure = Measure.MINUTES_DESK if kind == "desk" else Measure.MINUTES_BUREAU
    return float(grossed(ledger, measure).sum()) / 60.0 / years(ledger)


def hours_available_year(ledger: Ledger) -> float:
    """Hours of all offices in a year."""
    minutes = float(ledger.measure(Measure.AVAILABLE_ASSISTANT).sum())
    minutes += sum(grossed(ledger, m).sum() for m in (Measure.AVAILABLE_DESK, Measure.AVAILABLE_BUREAU))
    return float(minutes) / 60.0 / years(ledger)


def fiscal_rows(ledger: Ledger, terms: Terms) -> list[Row]:
    """Budget and hours. The cost to civil affairs leaves out other departments, charity and the value of services."""
    length = years(ledger)
    per_year = benefits_yuan(ledger) / length
    recovered = float(ledger.measure(Measure.RECOVERED_FEN).sum()) / FEN / length
    hours = {kind: hours_year(ledger, kind) for kind in ("assistant", "desk", "bureau")}
    outreach = hours["assistant"] * terms.assistant_yuan_hour
    staff = hours["desk"] * terms.desk_yuan_hour + hours["bureau"] * terms.bureau_yuan_hour
    civil = sum(benefits_yuan(ledger, payer=payer) for payer in PAYERS[:LEVELS]) / length
    yuan = "yuan/year"
    rows = [Row("ledger", "all", "benefits_yuan_year", yuan, per_year)]
    for programme in ledger.programmes:
        status = "assumed" if programme == BUNDLE else "simulated"
        value = benefits_yuan(ledger, programme) / length
        rows.append(Row("ledger", f"programme:{programme}", "benefits_yuan_year", yuan, value, status))
    for payer in PAYERS:
        value = benefits_yuan(ledger, payer=payer) / length
        rows.append(Row("ledger", f"payer:{payer}", "benefits_yuan_year", yuan, value, "assumed"))
    rows += [
        Row("ledger", "all", "recoveries_yuan_year", yuan, -recovered),
        Row("ledger", "all", "staff_cost_yuan_year", yuan, staff, "assumed"),
        Row("ledger", "all", "outreach_cost_yuan_year", yuan, outreach, "assumed"),
        Row("ledger", "all", "total_cost_yuan_year", yuan, per_year - recovered + staff + outreach, "assumed"),
        Row("ledger", "all", "civil_affairs_cost_yuan_year", yuan, civil - recovered + staff + outreach, "assumed"),
        Row("ledger", "all", "staff_hours_available_year", "hours/year", hours_available_year(ledger), "assumed"),
        Row("ledger", "all", "staff_hours_year", "hours/year", sum(hours.values())),
    ]
    rows += [Row("ledger", f"staff:{kind}", "staff_hours_year", "hours/year", value) for kind, value in hours.items()]
    return rows


def budget_months(ledger: Ledger) -> np.ndarray:
    """(months, programmes, payers) fen of the province."""
    return ledger.money.sum(axis=0)


_STAFF: Final = Source(measured(Measure.MINUTES_DESK, Measure.MINUTES_BUREAU))
_ASSISTANTS: Final = Source(measured(Measure.MINUTES_ASSISTANT))
SOURCES: Final[dict[str, Source]] = {
    "benefits_yuan_year": Source(money),
    "recoveries_yuan_year": Source(measured(Measure.RECOVERED_FEN), limits=(-np.inf, 0.0)),
    "staff_cost_yuan_year": _STAFF,
    "outreach_cost_yuan_year": _ASSISTANTS,
    "total_cost_yuan_year": Source(money, limits=ANY),  # recoveries may exceed what is spent
    "civil_affairs_cost_yuan_year": Source(of_civil_affairs, limits=ANY),
    "staff_hours_available_year": Source(
        measured(Measure.AVAILABLE_ASSISTANT, Measure.AVAILABLE_DESK, Measure.AVAILABLE_BUREAU), lumpy=True
    ),
    "staff_hours_year": Source(measured(Measure.MINUTES_ASSISTANT, Measure.MINUTES_DESK, Measure.MINUTES_BUREAU)),
    "staff:assistant/staff_hours_year": _ASSISTANTS,
    "staff:desk/staff_hours_year": Source(measured(Measure.MINUTES_DESK)),
    "staff:bureau/staff_hours_year": Source(measured(Measure.MINUTES_BUREAU)),
}
