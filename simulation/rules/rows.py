"""The rules over many units at once (the array path): N rows of facts in one compiled call.

The loops are separate from the functions that make the result: without numba's reference counting a NamedTuple of
small tables costs a third less to pass on, row by row.
"""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, lean
from simulation.rules.programme import assess, bundle_fen, decide, grant, status
from simulation.rules.tables import NONE, Rules
from simulation.units import HALF_UP

type Table = npt.NDArray[np.int64]

DECISION = ("programme", "reason", "need", "counted", "amount", "covered", "bundle", "grant_programme", "grant")
ASSESSMENT = ("reason", "need", "counted", "amount", "covered")
STATUS = ("programme", "amount")


@lean
def _decide_each(rules: Rules, facts: Table, lines: Table, out: Table) -> None:
    for i in range(len(facts)):
        k, reason, need, counted, amount, covered = decide(rules, facts[i], lines[i])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = k, reason, need, counted
        out[i, 4], out[i, 5] = amount, covered
        out[i, 6] = bundle_fen(rules, k, facts[i], lines[i])
        out[i, 7], out[i, 8] = grant(rules, facts[i], lines[i])


@lean
def _assess_each(rules: Rules, k: int, facts: Table, lines: Table, out: Table) -> None:
    for i in range(len(facts)):
        reason, need, counted, amount, covered = assess(rules, k, facts[i], lines[i])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3], out[i, 4] = reason, need, counted, amount, covered


@lean
def _status_each(rules: Rules, facts: Table, lines: Table, out: Table) -> None:
    for i in range(len(facts)):
        k, amount, _ = status(rules, facts[i], lines[i])
        out[i, 0], out[i, 1] = k, amount


@compiled
def decide_rows(rules: Rules, facts: Table, lines: Table) -> Table:
    """(N, 9) `decide`, `bundle_fen` and `grant` of every row of `facts` (N, Fact); columns: `DECISION`.

    `lines` (N, Line) in fen per person-month. Money in fen, programmes as places in legal order, -1 = none.
    """
    out = np.empty((len(facts), 9), np.int64)
    _decide_each(rules, facts, lines, out)
    return out


@compiled
def assess_rows(rules: Rules, k: int, facts: Table, lines: Table) -> Table:
    """(N, 5) `assess` of programme `k`, taken alone, for every row of `facts`; columns: `ASSESSMENT`."""
    out = np.empty((len(facts), 5), np.int64)
    _assess_each(rules, k, facts, lines, out)
    return out


@compiled
def status_rows(rules: Rules, facts: Table, lines: Table) -> Table:
    """(N, 2) status and payment (fen/month) of every row: `decide` alone; columns: `STATUS`."""
    out = np.empty((len(facts), 2), np.int64)
    _status_each(rules, facts, lines, out)
    return out


def precomputed_amounts(rules: Rules, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(rows, lines + amounts): rows of lines, and behind each what every amount comes to before it is multiplied.

    Millions of units under the same lines need not work it out again; `amount_of` gives the same without.
    """
    amounts = rules.amounts
    has_line = amounts["line"] != NONE
    value = amounts["multiple"] * lines[:, np.where(has_line, amounts["line"], 0)]
    fen = np.where(value >= 0.0, np.trunc(value + HALF_UP), -np.trunc(HALF_UP - value)).astype(np.int64)
    return np.concatenate([lines, amounts["fen"] + np.where(has_line, fen, 0)], axis=1)
