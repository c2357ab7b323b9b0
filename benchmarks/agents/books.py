"""The books of one county and month in plain Python numbers."""

from collections import Counter

import numpy as np

from simulation import ledger
from simulation.ledger import (
    BINS_PER_LINE,
    CHANNELS,
    INCOME_BINS,
    KINDS,
    MOST_AIDS,
    PAYERS,
    Aided,
    Event,
    Flow,
    Measure,
    TakeUpStage,
)


class Books:
    """Counts of one month; `enter` adds them to the ledger's arrays."""

    def __init__(self, programmes: int) -> None:
        self.money = [[0] * len(PAYERS) for _ in range(programmes)]
        self.flows = [[0] * len(Flow) for _ in range(programmes)]
        self.measures = [0] * len(Measure)
        self.waits: Counter[int] = Counter()
        self.unpaid: Counter[int] = Counter()
        self.before = [0] * INCOME_BINS
        self.after = [0] * INCOME_BINS
        self.channels = np.zeros((CHANNELS + KINDS, len(Event)), np.int64)
        self.aids = np.zeros((MOST_AIDS, len(Aided)), np.int64)
        self.funnel = np.zeros((CHANNELS + KINDS, len(TakeUpStage)), np.int64)

    def enter(self, books: ledger.Books, row: int) -> None:
        """Add everything to row `row` of a county's ledger."""
        books.money[row] += self.money
        books.flows[row] += self.flows
        books.measures[row] += self.measures
        books.before[row] += self.before
        books.after[row] += self.after
        books.channels[row] += self.channels
        books.funnel[row] += self.funnel
        books.aids[row] += self.aids
        for days, units in self.waits.items():
            books.waits[days] += units
        for months, units in self.unpaid.items():
            books.unpaid[months] += units


def bin_of(income_fen: int, line_fen: int) -> int:
    """Bin of an income relative to the poverty line of the same persons."""
    return min(max(income_fen * BINS_PER_LINE // max(line_fen, 1), 0), INCOME_BINS - 1)
