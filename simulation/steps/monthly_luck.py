"""Step 2, the draws: the luck of a month for a batch of units at a time.

Word for word what a draw per unit gives. The chain from the counter to the earnings factor is long; in plain loops
over short arrays the processor works on several units at once and the whole household loop takes half the time.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation._numba import inner, lean
from simulation.draws import Kind, Process, normal, words
from simulation.parameters.processes import Earnings
from simulation.processes import earnings
from simulation.steps.place import Luck, Policy
from simulation.world.columns import UnitTable

BATCH = 512


class MonthlyLuck(NamedTuple):
    """What one month holds for up to BATCH units in a row."""

    id: npt.NDArray[np.uint32]
    shock: npt.NDArray[np.float64]  # persistent shock of this month, log points
    factor: npt.NDArray[np.float64]  # on base earnings
    word: npt.NDArray[np.uint32]  # (4, BATCH) the common block of the month
    disability: npt.NDArray[np.uint32]  # drawn once a quarter


@inner
def new_monthly_luck() -> MonthlyLuck:
    """Room for one batch."""
    return MonthlyLuck(
        np.empty(BATCH, np.uint32), np.empty(BATCH), np.empty(BATCH), np.empty((4, BATCH), np.uint32),
        np.empty(BATCH, np.uint32),
    )  # fmt: skip


@lean
def draw(
    units: UnitTable, policy: Policy, luck: Luck, month: int, first: int, last: int, out: MonthlyLuck
) -> None:  # fmt: skip
    """The luck of units first .. last - 1 (at most BATCH)."""
    n = last - first
    record = policy.processes[0].earnings
    # a value of its own, not a record in memory: what is constant leaves the loop
    p = Earnings(record.persistence, record.persistent_sd, record.transitory_sd, record.assessment_months)
    for j in range(n):
        out.id[j] = units[first + j].id
        out.shock[j] = earnings.unpacked(units[first + j].persistent)
    for j in range(n):
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, out.id[j], month, Process.MONTH_LUCK)
        out.word[0, j] = w0
        out.word[1, j] = w1
        out.word[2, j] = w2
        out.word[3, j] = w3
    if month % 3 == 0:
        for j in range(n):
            out.disability[j] = words(luck.seed, luck.replication, Kind.UNIT, out.id[j], month, Process.DISABILITY)[0]
    for j in range(n):
        out.shock[j] = earnings.persistent_next(out.shock[j], normal(out.word[0, j]), p)
        out.factor[j] = earnings.earnings_factor(out.shock[j], normal(out.word[1, j]), p)
