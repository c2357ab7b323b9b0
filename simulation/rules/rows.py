"""The rules over many units at once (the array path): N rows of facts in one compiled call."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled
from simulation.rules.programme import assess, bundle_fen, decide, grant
from simulation.rules.tables import Rules

type Table = npt.NDArray[np.int64]

DECISION = ("programme", "reason", "need", "counted", "amount", "covered", "bundle", "grant_programme", "grant")
ASSESSMENT = ("reason", "need", "counted", "amount", "covered")


@compiled
def decide_rows(rules: Rules, facts: Table, lines: Table) -> Table:
    """(N, 9) `decide`, `bundle_fen` and `grant` of every row of `facts` (N, Fact); columns: `DECISION`.

    `lines` (N, Line) in fen per person-month. Money in fen, programmes as places in legal order, -1 = none.
    """
    out = np.empty((len(facts), 9), np.int64)
    for i in range(len(facts)):
        k, reason, need, counted, amount, covered = decide(rules, facts[i], lines[i])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = k, reason, need, counted
        out[i, 4], out[i, 5] = amount, covered
        out[i, 6] = bundle_fen(rules, k, facts[i], lines[i])
        out[i, 7], out[i, 8] = grant(rules, facts[i], lines[i])
    return out


@compiled
def assess_rows(rules: Rules, k: int, facts: Table, lines: Table) -> Table:
    """(N, 5) `assess` of programme `k`, taken alone, for every row of `facts`; columns: `ASSESSMENT`."""
    out = np.empty((len(facts), 5), np.int64)
    for i in range(len(facts)):
        reason, need, counted, amount, covered = assess(rules, k, facts[i], lines[i])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3], out[i, 4] = reason, need, counted, amount, covered
    return out
