"""Indicators: pure functions of the ledger. `all_rows` is the full list of one run."""

from simulation.indicators.cascade import cascade_table
from simulation.indicators.dynamics import dynamics_rows
from simulation.indicators.fiscal import budget_months, fiscal_rows
from simulation.indicators.poverty import poverty_rows
from simulation.indicators.rows import Row, Terms
from simulation.indicators.targeting import targeting_rows
from simulation.ledger import Ledger

__all__ = ["Row", "Terms", "all_rows", "budget_months", "cascade_table"]


def all_rows(ledger: Ledger, terms: Terms, one_off: tuple[str, ...]) -> list[Row]:
    """Every indicator of one run over the months of `ledger` (the months after the policy date)."""
    return (
        fiscal_rows(ledger, terms)
        + targeting_rows(ledger, terms, one_off)
        + poverty_rows(ledger)
        + dynamics_rows(ledger)
    )
