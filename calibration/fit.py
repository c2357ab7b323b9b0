"""The search: bounded nonlinear least squares on log ratios, simulated over published. Knows no simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import optimize

type Floats = npt.NDArray[np.float64]
type Simulate = Callable[[dict[str, float]], Floats]

# A move over a whole range costs as much as missing one target by 5%: it decides only where the targets leave
# a direction open, and there it keeps to the assumed value.
PULL: Final = 0.05
STEP: Final = 0.05  # of a range, for slopes: far above the grain of a stock of counted persons
TOLERANCE: Final = 0.01  # relative change of loss or place at which the search ends; samples differ by more
DIGITS: Final = 4  # significant digits of a fitted value


@dataclass(frozen=True)
class Searched:
    """A parameter to fit: where it may lie and the assumed value from which the search starts."""

    path: str
    unit: str
    low: float
    high: float
    start: float

    def share(self, value: float) -> float:
        """Position of a value in the range, 0 to 1; on a log scale where the whole range is positive."""
        if self.low > 0.0:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)

    def value(self, share: float) -> float:
        """The inverse of `share`, rounded to significant digits, inside the range."""
        if self.low > 0.0:
            exact = self.low * (self.high / self.low) ** share
        else:
            exact = self.low + share * (self.high - self.low)
        return min(max(float(f"{exact:.{DIGITS}g}"), self.low), self.high)

    def binding(self, value: float) -> str:
        """`lower` or `upper` where a value lies within 1% of an end of the range, else an empty text."""
        share = self.share(value)
        return "lower" if share < 0.01 else "upper" if share > 0.99 else ""


@dataclass(frozen=True)
class Found:
    """Where the search ended."""

    values: dict[str, float]
    simulated: Floats  # (replications, targets) at these values
    evaluations: int


class _Surface:
    """Residuals and slopes over positions in the ranges; every point is simulated once."""

    def __init__(self, simulate: Simulate, published: Floats, searched: Sequence[Searched]) -> None:
        self.simulate, self.published, self.searched = simulate, published, searched
        self.start = np.array([one.share(one.start) for one in searched])
        self.seen: dict[tuple[float, ...], Floats] = {}

    def values(self, point: Floats) -> dict[str, float]:
        return {one.path: one.value(share) for one, share in zip(self.searched, point, strict=True)}

    def stocks(self, point: Floats) -> Floats:
        values = self.values(point)
        key = tuple(values.values())
        if key not in self.seen:
            self.seen[key] = self.simulate(values)
        return self.seen[key]

    def residuals(self, point: Floats) -> Floats:
        mean = np.maximum(self.stocks(point).mean(axis=0), 1.0)  # nobody at all still has a logarithm
        return np.concatenate([np.log(mean / self.published), PULL * (point - self.start)])

    def slopes(self, point: Floats) -> Floats:
        here = self.residuals(point)
        columns = []
        for i in range(point.size):
            step = STEP if point[i] + STEP <= 1.0 else -STEP
            moved = point.copy()
            moved[i] += step
            columns.append((self.residuals(moved) - here) / step)
        return np.stack(columns, axis=1)

    def loss(self, values: tuple[float, ...]) -> float:
        point = np.array([one.share(value) for one, value in zip(self.searched, values, strict=True)])
        mean = np.maximum(self.seen[values].mean(axis=0), 1.0)
        return float(np.square(np.log(mean / self.published)).sum() + np.square(PULL * (point - self.start)).sum())


def fit(simulate: Simulate, published: Floats, searched: Sequence[Searched], *, evaluations: int = 40) -> Found:
    """Minimise the sum of squared log ratios over the ranges, by trust-region least squares (scipy).

    `simulate(values)` gives (replications, targets) and must be a function of its values alone (common random
    numbers); `published` is (targets,). At most `evaluations` simulations; the best point seen is the result.
    Raises ValueError when fewer are allowed than one step takes.
    """
    rounds = evaluations // (len(searched) + 1)
    if rounds < 1:
        raise ValueError(f"evaluations: expected at least {len(searched) + 1}, got {evaluations}")
    surface = _Surface(simulate, published, searched)
    optimize.least_squares(
        surface.residuals, surface.start, surface.slopes, bounds=(0.0, 1.0), method="trf",
        xtol=TOLERANCE, ftol=TOLERANCE, gtol=TOLERANCE, max_nfev=rounds,
    )  # fmt: skip
    best = min(surface.seen, key=surface.loss)
    values = {one.path: value for one, value in zip(searched, best, strict=True)}
    return Found(values, surface.seen[best], len(surface.seen))
