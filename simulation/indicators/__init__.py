"""Indicators: pure functions of arrays and weights, and of the ledger. `all_rows` is the full list of one run.

Of arrays: `poverty_measures`, `inequality`, `reach`, `incidence`, `incentives`, `change`, `spells`, `health`,
`uncertainty`.
Of the ledger: `fiscal`, `targeting`, `poverty`, `impact`, `dynamics`, `cascade`, `funnel`, `decomposition`.
Of rows: `rows` (what one is), `contributions` and `single_run` (what is behind one, county by county).
"""

from simulation.indicators.cascade import cascade_table
from simulation.indicators.change import bands_of_change, changed_by, cost_per_result, shapley_shares
from simulation.indicators.decomposition import budget_steps
from simulation.indicators.dynamics import dynamics_rows, first_paid, unpaid_curve
from simulation.indicators.fiscal import budget_months, fiscal_rows
from simulation.indicators.health import capacity_to_pay, consumption, is_catastrophic, is_impoverished
from simulation.indicators.impact import impact_rows
from simulation.indicators.incentives import (
    cliff_gap,
    marginal_tax_rate,
    participation_tax_rate,
    rate_counts,
    share_of_counts,
    share_on_cliff,
)
from simulation.indicators.incidence import (
    adequacy,
    beneficiary_incidence,
    benefit_cost_ratio,
    benefit_incidence,
    best_gap_cut,
    cgh,
    effectiveness,
    spill_over,
)
from simulation.indicators.inequality import (
    atkinson,
    concentration_index,
    gini,
    kakwani,
    lorenz,
    mean_log_deviation,
    reranking,
    reynolds_smolensky,
    share_of_lowest,
    share_ratio,
)
from simulation.indicators.poverty import poverty_rows
from simulation.indicators.poverty_measures import fgt, fgt_of_histogram, gap_money, reduction, tip_curve
from simulation.indicators.reach import (
    coverage,
    exclusion_error,
    inclusion_error,
    leakage_of_money,
    leakage_rate,
    take_up,
    take_up_of_money,
    targeting_differential_1,
    targeting_differential_2,
)
from simulation.indicators.rows import Row, Terms
from simulation.indicators.spells import churn, never_within, reentry_share, still_waiting, survival_curve
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
    "Row",
    "Terms",
    "adequacy",
    "all_rows",
    "atkinson",
    "band",
    "bands_of_change",
    "beneficiary_incidence",
    "benefit_cost_ratio",
    "benefit_incidence",
    "best_gap_cut",
    "budget_months",
    "budget_steps",
    "capacity_to_pay",
    "cascade_table",
    "cgh",
    "changed_by",
    "churn",
    "cliff_gap",
    "concentration_index",
    "consumption",
    "cost_per_result",
    "coverage",
    "effective_number",
    "effectiveness",
    "exclusion_error",
    "fgt",
    "fgt_of_histogram",
    "first_paid",
    "fiscal_rows",
    "gap_money",
    "gini",
    "inclusion_error",
    "is_catastrophic",
    "is_impoverished",
    "kakwani",
    "leakage_of_money",
    "leakage_rate",
    "lorenz",
    "marginal_tax_rate",
    "mean_interval",
    "mean_log_deviation",
    "never_within",
    "paired_standard_error",
    "participation_tax_rate",
    "rate_counts",
    "reduction",
    "reentry_share",
    "replications_needed",
    "reranking",
    "reynolds_smolensky",
    "shapley_shares",
    "share_of_counts",
    "share_of_lowest",
    "share_on_cliff",
    "share_ratio",
    "spill_over",
    "still_waiting",
    "stratified_half_width",
    "student_t",
    "survival_curve",
    "take_up",
    "take_up_of_money",
    "targeting_differential_1",
    "targeting_differential_2",
    "tip_curve",
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
    )
