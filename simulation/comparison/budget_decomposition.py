"""The steps from the old budget to the new."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulation.indicators import Terms, budget_steps, fiscal_rows
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.parameter_draws import Drawn
from simulation.simulate.results import interval_of
from simulation.simulate.terms import one_off_of, terms_of


def steps_table(
    base: Scenario, reform: Scenario, before: Sequence[Ledger], after: Sequence[Ledger], drawn: Drawn | None = None
) -> pd.DataFrame:  # fmt: skip
    """A row per step from the baseline's yearly total cost to the reform's (see `indicators.decomposition`).

    Columns `step`, `yuan_year` (mean over replications), `low`, `high` (95% interval of the paired difference; under
    posterior draws, `drawn`, with their spread). The first row is the total of the baseline, the last that of the
    reform; the rows between sum to their difference.
    """
    terms = (terms_of(base, before[0].first_month), terms_of(reform, before[0].first_month))
    one_off = tuple(dict.fromkeys((*one_off_of(base), *one_off_of(reform))))
    each = [budget_steps(a, b, terms, one_off) for a, b in zip(before, after, strict=True)]
    values = np.array([list(steps.values()) for steps in each])
    further = None
    if drawn is not None and drawn.sample_of:
        more = [budget_steps(a, b, terms, one_off) for a, b in zip(*drawn.in_period, strict=True)]
        further = np.array([list(steps.values()) for steps in more])
    low, high = interval_of(values, drawn=drawn, further=further)
    rows = [("baseline", _total(before, terms[0]), np.nan, np.nan)]
    rows += list(zip(each[0], values.mean(axis=0), low, high, strict=True))
    rows += [("reform", _total(after, terms[1]), np.nan, np.nan)]
    return pd.DataFrame(rows, columns=["step", "yuan_year", "low", "high"])


def _total(ledgers: Sequence[Ledger], terms: Terms) -> float:
    """Total cost a year, mean over replications."""
    name = "total_cost_yuan_year"
    return float(np.mean([row.value for each in ledgers for row in fiscal_rows(each, terms) if row.indicator == name]))
