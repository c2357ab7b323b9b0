"""Intervals of indicator tables: of means and of paired differences over replications, and which rows have none.

Replications draw their own sample and random draws: they are independent, and a Student interval of their mean
holds for rows that arise from many cases, of any number of kinds. A row that arises from few cases has a skewed mean,
whose spread a handful of replications may not show at all. How many they are is seen within the replications: by how
evenly the row is spread over counties (`indicators.effective_number` of `indicators.contributions`).
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators import Row, effective_number, mean_interval, stratified_half_width, student_t
from simulation.indicators.contributions import (
    always_kept,
    cases_beyond,
    contributions,
    has_source,
    limits_of,
    source_of,
)
from simulation.indicators.sources import Totals
from simulation.ledger import Ledger
from simulation.simulate.two_parts import Halves

type Floats = npt.NDArray[np.float64]

TOO_FEW: Final = "too few events at this scale: raise --scale or --replications"
# Effective number of counties and replications behind a row, below which it has no interval. `benchmarks.coverage`
# measures: nominal intervals of 95% of the rows below it contain the truth in as little as 80%, of those above in 91%.
FEW: Final = 8.0
# No change among n cases leaves room for 3 in n with 95% (rule of three: Hanley, Lippman-Hand, JAMA 1983).
FEW_FOR_NO_CHANGE: Final = 30.0
# The quantile of a small sample is biased and jumps: cases on its thinner side, in each replication.
FEW_BEYOND_QUANTILE: Final = 60.0
UNLIMITED: Final = np.array([[-np.inf], [np.inf]])


class Intervals(NamedTuple):
    """(rows,) ends of the intervals, NaN where there is none, and with each of them `TOO_FEW` or an empty text.

    Under posterior draws also (rows,) half-widths of the two parts, Monte Carlo and parameters, in the unit of the row.
    """

    low: Floats
    high: Floats
    notes: list[str]
    monte_carlo: Floats | None = None
    parameters: Floats | None = None


class Evidence(NamedTuple):
    """What is behind a row: whether it is too little for an interval, and the least half-width of one."""

    few: bool
    least_half: float = 0.0


def value_intervals(
    rows: Sequence[Sequence[Row]], ledgers: Sequence[Ledger], parts: Halves | None = None
) -> Intervals:  # fmt: skip
    """Intervals of means of indicator rows; `rows` and the `ledgers` from which they come by replication.

    `parts`: half-widths under posterior draws; the interval is at least as wide as both together.
    """
    totals = [Totals.of(ledger) for ledger in ledgers]
    values = values_of(rows)
    evidence = [_of_value(head, totals, mean) for head, mean in zip(rows[0], values.mean(axis=0), strict=True)]
    return _intervals(values, np.array([limits_of(head) for head in rows[0]]).T, evidence, parts)


def difference_intervals(
    base: Sequence[Sequence[Row]], reform: Sequence[Sequence[Row]],
    base_ledgers: Sequence[Ledger], reform_ledgers: Sequence[Ledger], parts: Halves | None = None,
) -> Intervals:  # fmt: skip
    """Intervals of means of the paired differences, `reform` less `base`; rows and ledgers by replication.

    `parts`: half-widths under posterior draws; the interval is at least as wide as both together.
    """
    before, after = ([Totals.of(ledger) for ledger in ledgers] for ledgers in (base_ledgers, reform_ledgers))
    a, b = values_of(base), values_of(reform)
    evidence = [_of_difference(head, before, after, a[:, i], b[:, i]) for i, head in enumerate(base[0])]
    if np.array_equal(a, b, equal_nan=True):  # a null reform: no row is left from which a rare change could be read
        evidence = [Evidence(False)] * len(evidence)
    width = np.array([high - low for low, high in map(limits_of, base[0])])
    found = _intervals(b - a, UNLIMITED, evidence, parts)
    return found._replace(low=np.maximum(found.low, -width), high=np.minimum(found.high, width))


def values_of(rows: Sequence[Sequence[Row]]) -> Floats:
    """(replications, rows) values."""
    return np.array([[row.value for row in run] for run in rows])


def _of_value(head: Row, totals: Sequence[Totals], mean: float) -> Evidence:
    if not has_source(head):
        return Evidence(False)
    cells = contributions(totals, head)[0]
    number = float(effective_number(cells[:, :, None])[0])
    if always_kept(head):
        return Evidence(False, _rare(number, abs(mean), len(totals)))
    unit = abs(mean) * len(totals) / max(float(cells.sum()), 1.0)
    return Evidence(number < FEW or cases_beyond(totals, head) < FEW_BEYOND_QUANTILE, _lumpy(head, cells * unit))


def _of_difference(head: Row, before: Sequence[Totals], after: Sequence[Totals], a: Floats, b: Floats) -> Evidence:
    if not has_source(head):
        return Evidence(False)
    r = len(before)
    cells, whole = contributions([*before, *after], head)
    moved = np.abs(cells[r:] - cells[:r])
    if whole.size:
        moved = moved + np.abs(whole[r:] - whole[:r]) * (cells.sum() / max(float(whole.sum()), 1.0))
    number = float(effective_number(moved[:, :, None])[0])
    if number == 0.0 and np.array_equal(a, b):
        held = float(effective_number(cells[:r, :, None])[0])
        return Evidence(held < FEW_FOR_NO_CHANGE and not always_kept(head))
    # what one unit of the cells is worth in the row: a share of its denominator, or the row's own unit
    unit = 2.0 * r / float(whole.sum()) if whole.any() else float(np.abs([a, b]).sum()) / max(float(cells.sum()), 1.0)
    if always_kept(head):
        return Evidence(False, _rare(number, float(moved.sum()) * unit / r, r))
    few = number < FEW or cases_beyond([*before, *after], head) < FEW_BEYOND_QUANTILE
    return Evidence(few, _lumpy(head, (cells[r:] - cells[:r]) * unit))


def _rare(number: float, size: float, replications: int) -> float:
    """Least half-width of a row of `size` from so few cases.

    A sum of rare independent cases is compound Poisson, and its variance the sum of their squares, size^2 / number,
    known with about as many degrees of freedom.
    """
    if not 0.0 < number < FEW:
        return 0.0
    return student_t(max(number + 1.0, replications)) * size / math.sqrt(number)


def _lumpy(head: Row, cells: Floats) -> float:
    return stratified_half_width(cells) if source_of(head).lumpy and len(cells) > 1 else 0.0


def _intervals(
    values: Floats, limits: Floats, evidence: Sequence[Evidence], parts: Halves | None
) -> Intervals:  # fmt: skip
    least = np.array([each.least_half for each in evidence])
    if parts is not None:
        parts = parts._replace(monte_carlo=np.maximum(parts.monte_carlo, least))
    low, high = mean_interval(values, limits, least if parts is None else np.fmax(parts.total, least))
    # one replication has no intervals at all, and a row without a value lacks more than events
    few = np.array([each.few for each in evidence]) & np.isfinite(values.mean(axis=0)) & (len(values) > 1)
    low[few], high[few] = np.nan, np.nan
    notes = [TOO_FEW if each else "" for each in few]
    if parts is None:
        return Intervals(low, high, notes)
    return Intervals(low, high, notes, *(np.where(few, np.nan, half) for half in parts))
