"""What the page is sent of a run: short lists of plain numbers, read from the ledger."""

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import last_year, ratio
from simulation.indicators.targeting import CAUSES
from simulation.ledger import BY_LENGTH, Books, Flow, Ledger, Measure
from simulation.parameters.scenario import Scenario
from simulation.steps.gains import Gain
from simulation.units import FEN, MONTHS_PER_YEAR, month_label


def first_months(ledger: Ledger, months: int) -> Ledger:
    """The ledger up to `months` months after its first; waits stay as far as they are counted."""
    cut = {name: getattr(ledger, name)[:, :months] for name in Books._fields if name not in BY_LENGTH}
    return dataclasses.replace(ledger, **cut)


def figures(
    ledger: Ledger, scenario: Scenario, wanted: int, gains: npt.NDArray[np.int64] | None = None
) -> dict[str, Any]:
    """Money (yuan, aid in kind included) and persons by month, errors and poverty over the last year.

    `wanted`: the months that the page asked for; fewer are there while a run goes on. `gains` (deciles, Gain).
    """
    months = ledger.money.shape[1]
    book = scenario.rule_book()
    money = ledger.money.sum(axis=0) / FEN
    poor = last_year(ledger, Measure.POOR_BEFORE)
    names = [name for name in book.names if ledger.flow(name, Flow.STOCK_PERSONS).any()]
    answer: dict[str, Any] = {
        "months": [month_label(ledger.first_month + m) for m in range(months)],
        "wanted": wanted,
        "budget": money.sum(axis=(1, 2)).round(2).tolist(),
        "by_programme": dict(zip(ledger.programmes, money.sum(axis=(0, 2)).round(2).tolist(), strict=True)),
        "recipients": {name: ledger.flow(name, Flow.STOCK_PERSONS).tolist() for name in names},
        "causes": {cause: ratio(last_year(ledger, measure), poor) for cause, measure in CAUSES.items()},
        "totals": totals(ledger, scenario),
    }
    if gains is not None:
        answer["gainers"] = gains[:, Gain.GAINERS].tolist()
        answer["losers"] = gains[:, Gain.LOSERS].tolist()
    return answer


def totals(ledger: Ledger, scenario: Scenario) -> dict[str, float]:
    """The few main figures, as `compare` has them: persons at the end, shares of the last year."""
    book = scenario.rule_book()
    years = ledger.money.shape[1] / MONTHS_PER_YEAR
    poor = last_year(ledger, Measure.POOR_BEFORE)
    missed = sum(last_year(ledger, measure) for measure in CAUSES.values())
    main = ledger.flow(book.names[book.main], Flow.STOCK_PERSONS)
    return {
        "benefits_yuan_year": float(ledger.money.sum()) / FEN / years,
        "recipients_persons": float(main[-1]),
        "exclusion_error_poor_share": ratio(missed, poor),
        "poor_not_known_share": ratio(last_year(ledger, Measure.POOR_NOT_KNOWN), poor),
        "poverty_gap_share": ratio(last_year(ledger, Measure.GAP_AFTER_FEN), last_year(ledger, Measure.LINE_TOTAL_FEN)),
        "poverty_headcount_share": ratio(last_year(ledger, Measure.POOR_AFTER), last_year(ledger, Measure.PERSONS)),
    }
