"""What the money does, from the ledger: poverty cut, benefit-cost ratio, targeting differentials, adequacy, churn.

The functions of `poverty_measures`, `reach`, `incidence` and `change`, called with the ledger's sums. Money is cash,
aid in kind apart: the poverty measures do not hold it either.
"""

from typing import Final

import numpy as np

from simulation.indicators.change import cost_per_result
from simulation.indicators.fiscal import cash_fen
from simulation.indicators.incidence import benefit_cost_ratio, spill_over
from simulation.indicators.poverty_measures import fgt_of_histogram, reduction
from simulation.indicators.reach import Reached
from simulation.indicators.rows import Row, ratio, summed, years
from simulation.indicators.sources import ANY, POOR, Source, first_payments, flowing, measured, money, part
from simulation.indicators.spells import churn
from simulation.ledger import BINS_PER_LINE, Flow, Ledger, Measure
from simulation.units import FEN, MONTHS_PER_YEAR, WORKING_DAYS

YEAR_DAYS = MONTHS_PER_YEAR * WORKING_DAYS


def impact_rows(ledger: Ledger, cost_yuan_year: float, one_off: tuple[str, ...]) -> list[Row]:
    """Indicators of effect; `cost_yuan_year`: benefits, staff and outreach together."""
    efficiency = efficiency_rows(ledger, cost_yuan_year, one_off)
    return poverty_cut_rows(ledger) + efficiency + reach_rows(ledger) + flow_rows(ledger)


def poverty_cut_rows(ledger: Ledger) -> list[Row]:
    """Reductions of headcount and gap, and severity (FGT 2) from the histograms of income per head."""

    def year(measure: Measure) -> int:
        return summed(ledger, measure)

    before, after = (h.sum(axis=(0, 1)) for h in (ledger.before, ledger.after))
    cut = reduction(year(Measure.POOR_BEFORE), year(Measure.POOR_AFTER))
    gap = reduction(year(Measure.GAP_BEFORE_FEN), year(Measure.GAP_AFTER_FEN))
    return [
        Row("truth", "line:z", "poverty_headcount_cut_share", "share", cut),
        Row("truth", "line:z", "poverty_gap_cut_share", "share", gap),
        Row("truth", "line:z", "poverty_severity_share", "share", fgt_of_histogram(after, BINS_PER_LINE, 2)),
        Row("truth", "before", "poverty_severity_share", "share", fgt_of_histogram(before, BINS_PER_LINE, 2)),
    ]


def efficiency_rows(ledger: Ledger, cost_yuan_year: float, one_off: tuple[str, ...]) -> list[Row]:
    """Benefit-cost ratio with and without administration, spill-over, cost per poor person reached, adequacy."""
    cash, months = cash_fen(ledger, one_off), ledger.measures.shape[1]
    closed = summed(ledger, Measure.GAP_BEFORE_FEN) - summed(ledger, Measure.GAP_AFTER_FEN)
    closed_year = closed / FEN / months * MONTHS_PER_YEAR
    reached = summed(ledger, Measure.POOR_PAID) / months
    each = ratio(cash, summed(ledger, Measure.PAID_COVERED)) / FEN
    line = ratio(summed(ledger, Measure.LINE_TOTAL_FEN), summed(ledger, Measure.PERSONS)) / FEN
    return [
        Row("truth", "all", "benefit_cost_ratio", "1", benefit_cost_ratio(closed, cash)),
        Row("truth", "with_staff", "benefit_cost_ratio", "1",
            benefit_cost_ratio(closed_year, cost_yuan_year), "assumed"),
        Row("truth", "all", "spill_over_share", "share", spill_over(closed, cash)),
        Row("truth", "all", "cost_per_poor_reached_yuan_year", "yuan/year",
            cost_per_result(cost_yuan_year, reached), "assumed"),
        Row("ledger", "all", "benefit_per_recipient_yuan_month", "yuan/month", each),
        Row("ledger", "all", "adequacy_share", "share", ratio(each, line)),
    ]  # fmt: skip


def reach_rows(ledger: Ledger) -> list[Row]:
    """Leakage rate and the two targeting differentials, persons against the poverty line."""

    def year(measure: Measure) -> int:
        return summed(ledger, measure)

    people = Reached(*map(year, (Measure.POOR_BEFORE, Measure.PAID_POOR, Measure.PAID, Measure.PERSONS)))
    return [
        Row("truth", "all", "leakage_rate_share", "share", people.leakage_rate),
        Row("truth", "all", "targeting_differential_1", "1", people.targeting_differential_1),
        Row("truth", "all", "targeting_differential_2", "1", people.targeting_differential_2),
    ]


def flow_rows(ledger: Ledger) -> list[Row]:
    """Churn of the register by programme (a year), and first payments that took more than a year.

    Every programme has its row, NaN where nobody is enrolled: runs that are compared have the same rows.
    """
    rows, length = [], years(ledger)
    for programme in ledger.programmes[:-1]:
        stock = float(ledger.flow(programme, Flow.STOCK_PERSONS).mean())
        entries, exits = (float(ledger.flow(programme, f).sum()) for f in (Flow.ENTRY_PERSONS, Flow.EXIT_PERSONS))
        turned = churn(entries, exits, stock) / length if stock > 0.0 else float("nan")
        rows.append(Row("ledger", f"programme:{programme}", "churn_share_year", "share", turned))
    waits = ledger.waits.sum(axis=0)
    late = ratio(float(waits[YEAR_DAYS + 1 :].sum()), float(waits.sum()))
    rows.append(Row("ledger", "all", "wait_over_year_share", "share", late))
    return rows


_CUT: Final = measured(Measure.GAP_BEFORE_FEN, less=(Measure.GAP_AFTER_FEN,))
SOURCES: Final[dict[str, Source]] = {
    "poverty_headcount_cut_share": part(
        measured(Measure.POOR_BEFORE, less=(Measure.POOR_AFTER,)), POOR, limits=(-np.inf, 1.0)
    ),
    "poverty_gap_cut_share": part(_CUT, measured(Measure.GAP_BEFORE_FEN), limits=(-np.inf, 1.0)),
    # the histograms behind the severity contain the same persons as the gap
    "poverty_severity_share": part(measured(Measure.GAP_AFTER_FEN), measured(Measure.LINE_TOTAL_FEN)),
    "before/poverty_severity_share": part(measured(Measure.GAP_BEFORE_FEN), measured(Measure.LINE_TOTAL_FEN)),
    "benefit_cost_ratio": Source(_CUT, money, limits=ANY),
    "spill_over_share": Source(_CUT, money, limits=(-np.inf, 1.0)),
    "cost_per_poor_reached_yuan_year": Source(money, measured(Measure.POOR_PAID)),
    "benefit_per_recipient_yuan_month": Source(money, measured(Measure.PAID_COVERED)),
    "adequacy_share": Source(money, measured(Measure.PAID_COVERED), limits=(0.0, np.inf)),
    "leakage_rate_share": Source(
        measured(Measure.PAID, less=(Measure.PAID_POOR,)), measured(Measure.PERSONS, less=(Measure.POOR_BEFORE,))
    ),
    "targeting_differential_1": part(measured(Measure.POOR_PAID), POOR),
    "targeting_differential_2": part(measured(Measure.POOR_PAID), POOR),
    "churn_share_year": Source(
        flowing(Flow.ENTRY_PERSONS, Flow.EXIT_PERSONS), flowing(Flow.STOCK_PERSONS), limits=(0.0, np.inf)
    ),
    "wait_over_year_share": part(first_payments(YEAR_DAYS + 1), first_payments()),
}
