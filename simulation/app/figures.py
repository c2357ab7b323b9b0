"""What the page is sent of two runs: short lists of plain numbers, read from the ledgers of both.

Baseline and reform always come together and over the same months, whatever of a run is done: the page has nothing else
to set against anything. Every difference comes with the 95% interval that one sample gives it
(`indicators.single_run`), as [difference, low, high].
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import ratio
from simulation.indicators.single_run import Difference, share_difference, total_difference
from simulation.indicators.targeting import CAUSES
from simulation.ledger import Flow, Ledger, Measure
from simulation.month_steps.books.gains import Gain
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.period import Period, years_of
from simulation.units import FEN, MONTHS_PER_YEAR, month_label

type Counted = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float64]

# the shares among the headline figures: numerator (summed), denominator
SHARES = {
    "exclusion_error_poor_share": (tuple(CAUSES.values()), Measure.POOR_BEFORE),
    "poor_not_known_share": ((Measure.POOR_NOT_KNOWN,), Measure.POOR_BEFORE),
    "poverty_gap_share": ((Measure.GAP_AFTER_FEN,), Measure.LINE_TOTAL_FEN),
    "poverty_headcount_share": ((Measure.POOR_AFTER,), Measure.PERSONS),
}


class Pair(NamedTuple):
    """Two scenarios on one sample, with the same random draws, over the same months."""

    before: Ledger
    after: Ledger
    base: Scenario
    reform: Scenario

    def within(self, first: int, end: int) -> "Pair":
        """Both sides cut to the months from `first` to before `end`."""
        return self._replace(before=self.before.within(first, end), after=self.after.within(first, end))

    @property
    def months(self) -> int:
        """Months of either side."""
        return int(self.before.money.shape[1])

    @property
    def residents(self) -> Floats:
        """(counties,) persons in the first month."""
        return self.before.measures[:, 0, Measure.PERSONS].astype(float)


def figures(pair: Pair, done: int, period: Period, gains: Counted | None = None) -> dict[str, Any]:
    """The first `done` months of both runs by month and year, and the headline figures of the period.

    `done` is never less than the period's end: then every headline figure is of the whole period on both sides.
    `gains` (counties, deciles, Gain): households that gain and lose over the period.
    """
    if done < period.end:
        raise ValueError(f"expected the {period.end} months of {period.name} on both sides, got {done}")
    first, wanted = pair.before.first_month, pair.months
    shown, cut = pair.within(first, first + done), pair.within(period.first, period.end)
    answer: dict[str, Any] = {
        "months": [month_label(first + month) for month in range(wanted)],
        "done": done,
        "period": period.name,
        "before": side(shown.before, cut.before, pair.base),
        "after": side(shown.after, cut.after, pair.reform),
        "difference": differences(shown, cut),
    }
    return answer if gains is None else answer | {"gains": gains_of(gains, pair.residents)}


def side(shown: Ledger, cut: Ledger, scenario: Scenario) -> dict[str, Any]:
    """One run: money (yuan, aid in kind included) and persons by month and year; causes and totals of the period."""
    book, months = scenario.rule_book(), shown.money.shape[1]
    names = [name for name in book.names if shown.flow(name, Flow.STOCK_PERSONS).any()]
    budget, persons = spent(shown).sum(axis=0), shown.flow(book.names[book.main], Flow.STOCK_PERSONS)
    return {
        "budget": budget.round(2).tolist(),
        "recipients": {name: shown.flow(name, Flow.STOCK_PERSONS).tolist() for name in names},
        "by_year": [
            {"year": year, "months": end - first, "benefits_yuan": round(float(budget[first:end].sum()), 2),
             "recipients_persons": int(persons[end - 1])}
            for year, first, end in years_of(months)
        ],
        "causes": {cause: share_of(cut, (measure,), Measure.POOR_BEFORE) for cause, measure in CAUSES.items()},
        "totals": totals(cut, scenario),
    }  # fmt: skip


def totals(ledger: Ledger, scenario: Scenario) -> dict[str, float]:
    """The few main figures of the months of a ledger, as `compare` has them; persons at the end of them."""
    years = ledger.money.shape[1] / MONTHS_PER_YEAR
    return {
        "benefits_yuan_year": float(ledger.money.sum()) / FEN / years,
        "recipients_persons": float(on_main(ledger, scenario)[:, -1].sum()),
    } | {name: share_of(ledger, *parts) for name, parts in SHARES.items()}


def differences(shown: Pair, cut: Pair) -> dict[str, Any]:
    """Reform less baseline, each as [difference, low, high]: totals, causes, by year, by month and programme."""
    size = shown.residents

    def total(before: npt.ArrayLike, after: npt.ArrayLike) -> Difference:
        return total_difference(before, after, size)

    spending, years = (spent(shown.before), spent(shown.after)), cut.months / MONTHS_PER_YEAR
    persons = on_main(shown.before, shown.base), on_main(shown.after, shown.reform)
    per_year = [spent(each).sum(axis=1) / years for each in (cut.before, cut.after)]
    ends = [on_main(cut.before, cut.base)[:, -1], on_main(cut.after, cut.reform)[:, -1]]
    shared = {name: share_difference(*sides(cut, *parts)) for name, parts in SHARES.items()}
    causes = {cause: share_difference(*sides(cut, (each,), Measure.POOR_BEFORE)) for cause, each in CAUSES.items()}
    found = {"benefits_yuan_year": total(*per_year), "recipients_persons": total(*ends)}
    return {
        "totals": {name: listed(each) for name, each in (found | shared).items()},
        "causes": {name: listed(each) for name, each in causes.items()},
        "by_year": [
            {"benefits_yuan": listed(total(*(each[:, first:end].sum(axis=1) for each in spending))),
             "recipients_persons": listed(total(*(each[:, end - 1] for each in persons)))}
            for _, first, end in years_of(shown.months)
        ],
        "budget": listed(total(*spending)),
        "recipients": {
            name: listed(total(*(stock(each, name) for each in (shown.before, shown.after))))
            for name in dict.fromkeys((*shown.before.programmes, *shown.after.programmes))
            if any(stock(each, name).any() for each in (shown.before, shown.after))
        },
    }  # fmt: skip


def gains_of(gains: Counted, residents: Floats) -> dict[str, Any]:
    """By decile: households that gain, that lose, and [gainers less losers, low, high]."""
    winners, losers = gains[:, :, Gain.GAINERS], gains[:, :, Gain.LOSERS]
    net = total_difference(losers, winners, residents)
    return {"gainers": winners.sum(axis=0).tolist(), "losers": losers.sum(axis=0).tolist(), "net": listed(net)}


def spent(ledger: Ledger) -> Floats:
    """(counties, months) yuan of all programmes and payers."""
    return np.asarray(ledger.money.sum(axis=(2, 3)) / FEN)


def stock(ledger: Ledger, programme: str) -> Counted:
    """(counties, months) persons on a programme at the end of a month; zeros where the run does not have it."""
    if programme not in ledger.programmes:
        return np.zeros(ledger.money.shape[:2], np.int64)
    return ledger.flows[:, :, ledger.programmes.index(programme), Flow.STOCK_PERSONS]


def on_main(ledger: Ledger, scenario: Scenario) -> Counted:
    """(counties, months) persons on the main programme (dibao)."""
    book = scenario.rule_book()
    return stock(ledger, book.names[book.main])


def share_of(ledger: Ledger, numerator: Sequence[Measure], denominator: Measure) -> float:
    """A share of the province over the months of a ledger."""
    above, below = counted(ledger, numerator, denominator)
    return ratio(float(above.sum()), float(below.sum()))


def counted(ledger: Ledger, numerator: Sequence[Measure], denominator: Measure) -> tuple[Counted, Counted]:
    """(counties,) of what is above and below a share."""
    by_county = ledger.measures.sum(axis=1)
    return by_county[:, list(numerator)].sum(axis=1), by_county[:, denominator]


def sides(
    pair: Pair, numerator: Sequence[Measure], denominator: Measure
) -> tuple[tuple[Counted, Counted], tuple[Counted, Counted]]:
    """A share's counts of both runs."""
    return counted(pair.before, numerator, denominator), counted(pair.after, numerator, denominator)


def listed(found: Difference) -> list[Any]:
    """[difference, low, high], or three lists of them by month or decile."""
    return [np.asarray(each).tolist() for each in found]
