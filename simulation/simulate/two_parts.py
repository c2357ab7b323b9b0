"""The two parts of an interval under parameter draws: Monte Carlo error and the spread of the parameters.

Replication r is a cell (draw r, sample r) of a table whose rows are posterior draws and whose columns are samples. For
some replications i and j a further cell is simulated, draw j on sample i. It differs from cell i in the draw alone and
from cell j in the sample alone, so that the components of variance of the two-way model

    x(draw, sample) = mean + A(draw) + B(sample) + C(draw, sample)

can be distinguished: with u = x(j, i) - x(i, i) and v = x(j, j) - x(j, i), the expectations are u^2/2: A + C,
v^2/2: B + C, u v: -C, and of the variance over replications A + B + C. These are the estimates by moments of a crossed
random-effects model (S. R. Searle, G. Casella, C. E. McCulloch, *Variance Components*, 1992) from the
smallest connected design that has all three; see docs/intervals.md.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators import student_t

type Floats = npt.NDArray[np.float64]

CROSSED_SHARE: Final = 0.4  # further cells for a replication: 0.5 would cost half as much again before any overhead


class Crossed(NamedTuple):
    """The further cells: `values` (cells, rows), each with the replication whose sample and whose draw it has."""

    values: Floats
    sample_of: tuple[int, ...]
    draw_of: tuple[int, ...]


class Components(NamedTuple):
    """(rows,) variances of one replication: between parameter draws, and within a draw (sampling, Monte Carlo)."""

    parameters: Floats
    monte_carlo: Floats


class Halves(NamedTuple):
    """(rows,) half-widths of an interval of the mean: the parts, in the unit of the row; their squares add up."""

    monte_carlo: Floats
    parameters: Floats

    @property
    def total(self) -> Floats:
        """Half-width of the whole."""
        return np.hypot(self.monte_carlo, self.parameters)


def crossed_cells(replications: int) -> tuple[tuple[int, int], ...]:
    """(replication whose sample, replication whose draw) of each further cell: none for fewer than two replications.

    >>> crossed_cells(5)
    ((0, 1), (2, 3))
    """
    count = max(int(CROSSED_SHARE * replications), 1) if replications > 1 else 0
    return tuple((2 * k, 2 * k + 1) for k in range(count))


def components(values: Floats, crossed: Crossed, draws: Sequence[int]) -> Components:
    """Variances from `values` (replications, rows), the further cells, and the draw of each replication (its number).

    Where replications share a draw their spread understates that of the draws, which is corrected for. The estimates
    of small parameter spread come from u and v, of large from the variance over replications, weighted by the shares
    of u^2 and v^2. Never negative; NaN for one replication or no further cell.
    """
    if len(values) < 2 or not len(crossed.values):
        nothing = np.full(values.shape[1], np.nan)
        return Components(nothing, nothing)
    counts = np.unique(np.asarray(draws), return_counts=True)[1] / len(draws)
    seen = (1.0 - float((counts**2).sum())) * len(draws) / (len(draws) - 1)  # of A in the variance over replications
    spread = values.var(axis=0, ddof=1)
    u = crossed.values - values[list(crossed.sample_of)]
    v = values[list(crossed.draw_of)] - crossed.values
    with_draw, with_sample = (u**2).mean(axis=0) / 2.0, (v**2).mean(axis=0) / 2.0
    either = with_draw + with_sample
    large = np.divide(with_draw, either, out=np.zeros_like(either), where=either > 0.0)
    from_pairs, from_spread = with_draw + (u * v).mean(axis=0), spread - with_sample
    if seen > 0.0:
        between = (1.0 - large) * from_pairs + large * from_spread / seen
        between = np.clip(between, 0.0, spread / seen)
    else:  # one draw alone
        between = np.zeros_like(spread)
    within = (1.0 - large) * np.maximum(spread - seen * between, 0.0) + large * with_sample
    return Components(between, within)


def halves(
    values: Floats, crossed: Crossed, draws: Sequence[int], least_half: npt.ArrayLike = 0.0, level: float = 0.95
) -> Halves:
    """Half-widths of the interval of the mean over replications, at the confidence `level`; see `components`.

    Monte Carlo: what more replications would narrow, t sqrt(within / R), at least `least_half`. Parameters: what they
    would not, t sqrt(between (1 + 1/D)) with D different draws, the spread of the draws themselves and the error of
    their mean. A naive interval of the mean would divide both by R, as if more draws made the true values known.
    Without further cells (one draw alone) the spread over replications is Monte Carlo, the other part NaN.
    """
    replications, t = len(values), student_t(max(len(values), 2), level)
    if replications < 2:
        nothing = np.full(values.shape[1], np.nan)
        return Halves(nothing, nothing)
    plain = t * values.std(axis=0, ddof=1) / math.sqrt(replications)
    if not len(crossed.values):
        return Halves(np.maximum(plain, least_half), np.full(values.shape[1], np.nan))
    found = components(values, crossed, draws)
    parameters = t * np.sqrt(found.parameters * (1.0 + 1.0 / len(set(draws))))
    monte_carlo = t * np.sqrt(found.monte_carlo / replications)
    least = np.sqrt(np.maximum(plain**2 - parameters**2, 0.0))  # never narrower than the spread over replications says
    return Halves(np.maximum(np.maximum(monte_carlo, least), least_half), parameters)
