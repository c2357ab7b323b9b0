"""What the page is sent of a run: short lists of plain numbers, read from the ledger."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.experiments.period import Period, years_of
from simulation.indicators.rows import ratio, summed
from simulation.indicators.targeting import CAUSES
from simulation.ledger import Flow, Ledger, Measure
from simulation.parameters.scenario import Scenario
from simulation.steps.gains import Gain
from simulation.units import FEN, MONTHS_PER_YEAR, month_label


def first_months(ledger: Ledger, months: int) -> Ledger:
    """The ledger up to `months` months after its first; waits stay as far as they are counted."""
    return ledger.within(ledger.first_month, ledger.first_month + months)


def figures(
    ledger: Ledger, scenario: Scenario, period: Period, wanted: int, gains: npt.NDArray[np.int64] | None = None
) -> dict[str, Any]:
    """Money (yuan, aid in kind included) and persons by month and year; errors, poverty and totals of the period.

    `wanted`: the months that the page asked for; fewer are there while a run goes on, but never fewer than those of
    the period. `gains` (deciles, Gain).
    """
    months = ledger.money.shape[1]
    book = scenario.rule_book()
    money = ledger.money.sum(axis=0) / FEN
    cut = ledger.within(period.first, min(period.end, months))
    poor = summed(cut, Measure.POOR_BEFORE)
    names = [name for name in book.names if ledger.flow(name, Flow.STOCK_PERSONS).any()]
    answer: dict[str, Any] = {
        "months": [month_label(ledger.first_month + m) for m in range(months)],
        "wanted": wanted,
        "period": period.name,
        "budget": money.sum(axis=(1, 2)).round(2).tolist(),
        "by_year": by_year(ledger, book.names[book.main]),
        "recipients": {name: ledger.flow(name, Flow.STOCK_PERSONS).tolist() for name in names},
        "causes": {cause: ratio(summed(cut, measure), poor) for cause, measure in CAUSES.items()},
        "totals": totals(cut, scenario),
    }
    if gains is not None:
        answer["gainers"] = gains[:, Gain.GAINERS].tolist()
        answer["losers"] = gains[:, Gain.LOSERS].tolist()
    return answer


def by_year(ledger: Ledger, programme: str) -> list[dict[str, Any]]:
    """Spending of each calendar year (not annualised), persons on a programme in its last month, and its months."""
    money = ledger.money.sum(axis=(0, 2, 3)) / FEN
    persons = ledger.flow(programme, Flow.STOCK_PERSONS)
    return [
        {"year": year, "months": end - first, "benefits_yuan": round(float(money[first:end].sum()), 2),
         "recipients_persons": int(persons[end - 1])}
        for year, first, end in years_of(ledger.money.shape[1])
    ]  # fmt: skip


def totals(ledger: Ledger, scenario: Scenario) -> dict[str, float]:
    """The few main figures of the months of a ledger, as `compare` has them; persons at the end of them."""
    book = scenario.rule_book()
    years = ledger.money.shape[1] / MONTHS_PER_YEAR
    poor = summed(ledger, Measure.POOR_BEFORE)
    missed = sum(summed(ledger, measure) for measure in CAUSES.values())
    main = ledger.flow(book.names[book.main], Flow.STOCK_PERSONS)
    return {
        "benefits_yuan_year": float(ledger.money.sum()) / FEN / years,
        "recipients_persons": float(main[-1]),
        "exclusion_error_poor_share": ratio(missed, poor),
        "poor_not_known_share": ratio(summed(ledger, Measure.POOR_NOT_KNOWN), poor),
        "poverty_gap_share": ratio(summed(ledger, Measure.GAP_AFTER_FEN), summed(ledger, Measure.LINE_TOTAL_FEN)),
        "poverty_headcount_share": ratio(summed(ledger, Measure.POOR_AFTER), summed(ledger, Measure.PERSONS)),
    }
