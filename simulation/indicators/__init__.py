"""Indicators: pure functions of arrays and weights, and of the ledger. `all_rows` is the full list of one run.

Of arrays: `poverty_measures`, `inequality`, `reach`, `incidence`, `incentives`, `change`, `spells`, `health`,
`uncertainty`.
Of the ledger: `fiscal`, `targeting`, `poverty`, `impact`, `dynamics`, `cascade`, `funnel`, `decomposition`.
Of rows: `rows` (what one is), `sources` (what one is made of), `contributions` and `single_run` (what is behind one,
county by county), `registered` (those that a user adds).
"""

from simulation.indicators.cascade import cascade_table
from simulation.indicators.change import cost_per_result, shapley_shares
from simulation.indicators.decomposition import budget_steps
from simulation.indicators.dynamics import dynamics_rows, first_paid, unpaid_curve
from simulation.indicators.fiscal import budget_months, fiscal_rows
from simulation.indicators.health import capacity_to_pay, consumption, is_catastrophic, is_impoverished
from simulation.indicators.impact import impact_rows
from simulation.indicators.incentives import (
    marginal_tax_rate,
    participation_tax_rate,
    rate_counts,
    share_of_counts,
)
from simulation.indicators.incidence import (
    adequacy,
    beneficiary_incidence,
    benefit_cost_ratio,
    benefit_incidence,
    cgh,
    spill_over,
)
from simulation.indicators.inequality import (
    concentration_index,
    gini,
    kakwani,
    lorenz,
    reranking,
    reynolds_smolensky,
    share_of_lowest,
    share_ratio,
)
from simulation.indicators.poverty import poverty_rows
from simulation.indicators.poverty_measures import fgt, fgt_of_histogram, gap_money, reduction
from simulation.indicators.reach import Reached, counted
from simulation.indicators.registered import registered_rows
from simulation.indicators.rows import Row, Terms, ratio
from simulation.indicators.spells import churn, still_waiting
from simulation.indicators.targeting import targeting_rows
from simulation.indicators.uncertainty import (
    band,
    effective_number,
    mean_interval,
    paired_standard_error,
    replications_needed,
    stratified_half_width,
    student_t,
)
from simulation.ledger import Ledger

__all__ = [
    "Reached",
    "Row",
    "Terms",
    "adequacy",
    "all_rows",
    "band",
    "beneficiary_incidence",
    "benefit_cost_ratio",
    "benefit_incidence",
    "budget_months",
    "budget_steps",
    "capacity_to_pay",
    "cascade_table",
    "cgh",
    "churn",
    "concentration_index",
    "consumption",
    "cost_per_result",
    "counted",
    "effective_number",
    "fgt",
    "fgt_of_histogram",
    "first_paid",
    "fiscal_rows",
    "gap_money",
    "gini",
    "is_catastrophic",
    "is_impoverished",
    "kakwani",
    "lorenz",
    "marginal_tax_rate",
    "mean_interval",
    "paired_standard_error",
    "participation_tax_rate",
    "rate_counts",
    "ratio",
    "reduction",
    "replications_needed",
    "reranking",
    "reynolds_smolensky",
    "shapley_shares",
    "share_of_counts",
    "share_of_lowest",
    "share_ratio",
    "spill_over",
    "still_waiting",
    "stratified_half_width",
    "student_t",
    "unpaid_curve",
]  # fmt: skip


def all_rows(ledger: Ledger, terms: Terms, one_off: tuple[str, ...]) -> list[Row]:
    """Every indicator of one run over the months of `ledger`, which is cut to them first (`Ledger.within`).

    Sums are a year's (those of fewer or more months annualised), stocks those at the end, shares over all months.
    """
    fiscal = fiscal_rows(ledger, terms)
    cost = next(row.value for row in fiscal if row.indicator == "total_cost_yuan_year")
    return (
        fiscal
        + targeting_rows(ledger, terms, one_off)
        + poverty_rows(ledger)
        + impact_rows(ledger, cost, one_off)
        + dynamics_rows(ledger)
        + registered_rows(ledger, terms)
    )
