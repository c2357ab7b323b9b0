"""What a simulation would give, without simulating: one Gaussian process for each statistic (scikit-learn).

A linear trend, a smooth remainder with its own length for each parameter, and noise. Fitted in one thread of linear
algebra, so that the bits do not depend on how many threads the simulation takes.
"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import linalg

type Floats = npt.NDArray[np.float64]

STEPS = 40  # of the search for lengths and variances
NOISE = 1e-5  # least variance of the noise in units of the variance of the values


@dataclass(frozen=True)
class Emulator:
    """Mean and variance of one statistic over positions; predictions leave the noise out."""

    kernel: Any  # of scikit-learn, without the noise
    columns: npt.NDArray[np.intp]  # parameters that were varied
    points: Floats  # (n, columns)
    inverse: Floats  # (n, n) of the covariance, noise included
    weights: Floats  # (n,)
    centre: float
    scale: float
    left_out: Floats  # (n,) error at each point when predicted from the others, in the unit of the values
    left_out_sd: Floats  # (n,) sd that was expected there, noise included
    theta: Floats  # logs of what was fitted, from which the next fit starts

    @property
    def error(self) -> float:
        """Root mean square of the leave-one-out errors."""
        return float(np.sqrt(np.square(self.left_out).mean()))

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """(n,) means and variances of the expected statistic at (n, parameters) positions."""
        at = points[:, self.columns]
        across = self.kernel(at, self.points)
        mean = across @ self.weights
        variance = self.kernel.diag(at) - np.einsum("ij,ij->i", across @ self.inverse, across)
        return self.centre + self.scale * mean, np.square(self.scale) * np.maximum(variance, 0.0)


def fit_emulator(points: Floats, values: Floats, start: Floats | None = None) -> Emulator:
    """An emulator of (n,) `values` at (n, parameters) `points`; those that are not finite are left out.

    `start`: `theta` of an earlier fit. Raises ValueError with fewer than four points, or where nothing varies.
    """
    from threadpoolctl import threadpool_limits

    sound = np.isfinite(values)
    points, values = points[sound], values[sound]
    if len(values) < 4:
        raise ValueError(f"expected at least 4 points with a value, got {len(values)}")
    columns = np.flatnonzero(np.ptp(points, axis=0) > 1e-9)
    if not columns.size:
        raise ValueError("expected points that differ")
    centre, scale = float(values.mean()), max(float(values.std()), 1e-9)
    with threadpool_limits(1):
        return _fitted(points[:, columns], (values - centre) / scale, columns, centre, scale, start)


def _fitted(
    points: Floats, values: Floats, columns: npt.NDArray[np.intp], centre: float, scale: float, start: Floats | None
) -> Emulator:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    middle = ConstantKernel(1.0, (1e-3, 1e3)) * DotProduct(1.0, "fixed")
    smooth = ConstantKernel(0.3, (1e-4, 1e2)) * RBF(np.ones(columns.size), (0.1, 30.0))
    kernel = middle + smooth + WhiteKernel(0.05, (NOISE, 1.0))
    if start is not None and start.size == kernel.theta.size:
        kernel.theta = np.clip(start, *kernel.bounds.T)
    model = GaussianProcessRegressor(kernel, alpha=1e-8, optimizer=_descend)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lengths at the end of their bounds: a parameter without effect
        model.fit(points, values)
    chol = model.L_
    inverse = linalg.cho_solve((chol, True), np.eye(len(values)))
    weights = inverse @ values
    diagonal = np.diag(inverse)
    return Emulator(
        model.kernel_.k1, columns, points, inverse, weights, centre, scale,
        scale * weights / diagonal, scale / np.sqrt(diagonal), np.array(model.kernel_.theta),
    )  # fmt: skip


def _descend(objective: Any, start: Floats, bounds: Floats) -> tuple[Floats, float]:
    """A few steps of a quasi-Newton search: the likelihood is flat around its top."""
    from scipy import optimize

    found = optimize.minimize(
        objective, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": STEPS, "maxfun": 2 * STEPS}
    )
    return np.asarray(found.x, np.float64), float(found.fun)
