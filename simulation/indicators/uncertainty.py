"""Monte-Carlo error over replications: bands, paired standard error, how many replications a half-width takes."""

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


def student_t(replications: int, level: float = 0.95) -> float:
    """Half-width, in standard errors, of the two-sided Student interval of a mean over at least two replications."""
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
