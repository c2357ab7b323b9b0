"""A point of a sweep compared with the baseline."""

import numpy as np
import numpy.typing as npt

from simulation.simulate.results import interval_of


def difference_row(base: npt.NDArray[np.float64], point: npt.NDArray[np.float64]) -> dict[str, float]:
    """Mean, paired difference and bands of (draws, replications) of one point."""
    done = np.isfinite(base + point).all(axis=0)
    if not done.any():
        nothing = dict.fromkeys(("mean", "difference", "low", "high", "draw_low", "draw_high"), float("nan"))
        return nothing | {"replications": 0}
    change = (point - base)[:, done]
    (low,), (high,) = interval_of(change.mean(axis=0)[:, None])
    spread = np.percentile(change.mean(axis=1), [5, 95]) if len(change) > 1 else (float("nan"), float("nan"))
    return {
        "mean": float(point[:, done].mean()), "difference": float(change.mean()), "low": float(low),
        "high": float(high), "draw_low": float(spread[0]), "draw_high": float(spread[1]),
        "replications": int(done.sum()),
    }  # fmt: skip
