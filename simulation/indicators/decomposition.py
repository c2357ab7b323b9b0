"""Why a budget changes: entitlement, reach, amounts, and what comes with them; the steps sum to the whole."""

from typing import Final

import numpy as np

from simulation.indicators.change import shapley_shares
from simulation.indicators.fiscal import fiscal_rows
from simulation.indicators.rows import Terms, years
from simulation.ledger import Flow, Ledger
from simulation.units import FEN

FACTORS: Final = ("entitled", "reach", "amount")
COSTS: Final = {"recoveries": "recoveries_yuan_year", "staff": "staff_cost_yuan_year",
                "outreach": "outreach_cost_yuan_year"}  # fmt: skip
STEPS: Final = (*FACTORS, "begun_or_ended", "one_off", "in_kind", *COSTS)


def factor_steps(before: tuple[float, float, float], after: tuple[float, float, float]) -> dict[str, float]:
    """Parts of entitled x reach x amount after - before, each the mean over all orders (Shapley), so that they sum.

    `before`, `after`: (entitled person-months, recipients per entitled, money per recipient).

    >>> {k: round(v, 6) for k, v in factor_steps((10, 0.5, 2), (10, 0.5, 3)).items()}
    {'entitled': 0.0, 'reach': 0.0, 'amount': 5.0}
    """

    def money(changed: frozenset[str]) -> float:
        new = [name in changed for name in FACTORS]
        return float(np.prod([b if is_new else a for a, b, is_new in zip(before, after, new, strict=True)]))

    return shapley_shares(FACTORS, money)


def budget_steps(
    base: Ledger, reform: Ledger, terms: tuple[Terms, Terms], one_off: tuple[str, ...]
) -> dict[str, float]:
    """Yuan a year by step, from the baseline's total cost to the reform's; keys are `STEPS`.

    `entitled`: person-months of true entitlement; `reach`: months paid per month of entitlement, whoever is paid;
    `amount`: money per person and month paid; each of the monthly programmes that both histories pay. A programme that
    one of them does not pay is in `begun_or_ended`, programmes named in `one_off` and aid in kind apart.
    """
    steps = dict.fromkeys(STEPS, 0.0)
    for k, programme in enumerate(base.programmes):
        sides = [_factors(ledger, k) for ledger in (base, reform)]
        spent = [float(ledger.money[:, :, k].sum()) / FEN / years(ledger) for ledger in (base, reform)]
        if k == len(base.programmes) - 1:
            steps["in_kind"] += spent[1] - spent[0]
        elif programme in one_off:
            steps["one_off"] += spent[1] - spent[0]
        elif min(min(side) for side in sides) > 0.0:
            before, after = ((e, n / e, m / n) for (e, n), m in zip(sides, spent, strict=True))
            for name, part in factor_steps(before, after).items():
                steps[name] += part
        else:
            steps["begun_or_ended"] += spent[1] - spent[0]
    rows = [
        {row.indicator: row.value for row in fiscal_rows(ledger, prices) if row.group == "all"}
        for ledger, prices in zip((base, reform), terms, strict=True)
    ]
    return steps | {step: rows[1][name] - rows[0][name] for step, name in COSTS.items()}


def _factors(ledger: Ledger, programme: int) -> tuple[float, float]:
    """(entitled, paid) person-months of a programme."""
    flows = ledger.flows[:, :, programme]
    return float(flows[..., Flow.ENTITLED_PERSONS].sum()), float(flows[..., Flow.PAID_PERSONS].sum())
