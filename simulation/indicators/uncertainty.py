"""Monte-Carlo error over replications: bands, intervals of means, how many replications a half-width takes."""

import math

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

type Floats = npt.NDArray[np.float64]


def band(values: npt.ArrayLike, low: float = 5.0, high: float = 95.0) -> tuple[Floats, Floats, Floats]:
    """Mean and percentiles `low` and `high` over the first axis (replications)."""
    v = np.asarray(values, float)
    return v.mean(axis=0), np.percentile(v, low, axis=0), np.percentile(v, high, axis=0)


def paired_standard_error(differences: npt.ArrayLike) -> Floats:
    """sd(difference of replication r) / sqrt(R) over the first axis; NaN for one replication."""
    d = np.asarray(differences, float)
    if len(d) < 2:
        return np.full(d.shape[1:], np.nan)
    return d.std(axis=0, ddof=1) / math.sqrt(len(d))


def student_t(replications: float, level: float = 0.95) -> float:
    """Half-width, in standard errors, of the two-sided Student interval of a mean over at least two replications.

    Not a whole number where the degrees of freedom, one less, are approximated.
    """
    # not from scipy.stats: its import takes longer than a small comparison
    return float(stdtrit(replications - 1, 0.5 + level / 2.0))


def replications_needed(differences: npt.ArrayLike, half_width: float, level: float = 0.95) -> int:
    """Smallest R >= 2 at which t(R - 1) sd / sqrt(R) <= `half_width`, from the spread of the replications at hand.

    ValueError for a half-width that is not above 0, fewer than two replications, or differences that are not finite.
    """
    d = np.asarray(differences, float)
    if not half_width > 0.0 or d.size < 2 or not np.isfinite(d).all():
        raise ValueError("expected a half-width above 0 and at least two replications, all of them finite")
    spread = float(d.std(ddof=1))

    def reaches(r: int) -> bool:
        return student_t(r, level) * spread / math.sqrt(r) <= half_width

    high = 2
    while not reaches(high):
        high *= 2
    low = max(high // 2, 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle + 1, high)
    return high


def effective_number(cells: npt.ArrayLike) -> Floats:
    """(rows,) number of equal cells that would spread a total as evenly: (sum |x|)^2 / sum x^2 over all other axes.

    `cells` (replications, counties, rows), what each county of each replication adds. 0 where all are 0. Source:
    Kish, Survey Sampling, 1965 (effective sample size under unequal weights).

    >>> effective_number([[[3.0], [3.0]], [[0.0], [0.0]]])
    array([2.])
    """
    size = np.abs(np.asarray(cells, float))
    total, squares = size.sum(axis=(0, 1)), (size * size).sum(axis=(0, 1))
    number: Floats = np.divide(total * total, squares, out=np.zeros_like(total), where=squares > 0.0)
    return number


def stratified_half_width(cells: npt.ArrayLike, level: float = 0.95) -> float:
    """Half-width of the interval of a mean total from its independent parts, `cells` (replications, counties).

    The variance is summed over counties; its degrees of freedom by Satterthwaite (Cochran, Sampling Techniques, 1977,
    eq. 5.16): many more than replications less one, as long as many counties vary. 0 where none does.
    """
    c = np.asarray(cells, float)
    within = c.var(axis=0, ddof=1)
    if not within.any():
        return 0.0
    freedom = within.sum() ** 2 / (within**2).sum() * (len(c) - 1)
    return student_t(float(freedom) + 1.0, level) * math.sqrt(within.sum() / len(c))


def mean_interval(
    values: npt.ArrayLike, limits: npt.ArrayLike = (-np.inf, np.inf), least_half: npt.ArrayLike = 0.0,
    level: float = 0.95,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Student interval of means over the first axis (replications), inside the range that a row can take.

    `values` (replications, rows); `limits` (2,) or (2, rows) lowest and highest value of a row; `least_half` (rows,)
    half-width below which the spread of the replications is not believed. Between two limits the interval is taken
    on the logit scale (as `svyciprop` of the R package survey does), with one limit on the log scale of the distance
    from it, the standard error carried over by the delta method: its ends lie inside and skewed rows are covered
    better. Where the half-width reaches a limit the delta method breaks down: plain interval, cut at the limits. NaN
    for one replication.
    """
    v = np.asarray(values, float)
    low, high = (np.broadcast_to(end, v.shape[1:]) for end in np.asarray(limits, float))
    mean = v.mean(axis=0)
    if len(v) < 2:
        return np.full(mean.shape, np.nan), np.full(mean.shape, np.nan)
    half = np.maximum(student_t(len(v), level) * paired_standard_error(v), least_half)
    above, below = mean - low, high - mean  # distances from the limits
    scaled = (half < np.minimum(above, below)) & (np.isfinite(low) | np.isfinite(high))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        factor = np.exp(np.where(scaled, half / above + half / below, 0.0))
        start = np.where(scaled, _stretched(low, high, mean, 1.0 / factor), np.maximum(mean - half, low))
        end = np.where(scaled, _stretched(low, high, mean, factor), np.minimum(mean + half, high))
    return start, end


def _stretched(low: Floats, high: Floats, mean: Floats, factor: Floats) -> Floats:
    """Value whose odds (x - low) / (high - x) are `factor` times those of `mean`; of one limit its distance."""
    above, below = mean - low, high - mean
    between = low + (high - low) / (1.0 + below / (above * factor))
    alone = np.where(np.isfinite(low), low + above * factor, high - below / factor)
    return np.where(np.isfinite(low) & np.isfinite(high), between, alone)
