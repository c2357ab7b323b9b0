"""Roots of a function of one variable on [0, 1] that is dear, piecewise constant in places, and undefined in others.

Nothing is known about its shape, so it is looked at on a grid first: `steps` intervals, the stated resolution. Roots
are then found between grid points of different sign (Brent 1973), where it is 0 at a grid point, and where it dips
towards 0 without crossing it, also at an end. Two roots inside one interval of the grid can be missed; that there is
none is never shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import optimize

type Floats = npt.NDArray[np.float64]
# Values at several points, which may be calculated together, and at each the size that its noise may have.
type Function = Callable[[Sequence[float]], Sequence[tuple[float, float]]]

EQUAL: Final = 1e-9  # of the size of the response: values nearer than that are the same
EDGE: Final = 1.0 / 128.0  # to which the ends of a stretch of equal fit are found
DIP_STEPS: Final = 10  # evaluations spent on a dip that may reach 0


class UndefinedError(Exception):
    """The function is NaN where a search has come to."""


@dataclass(frozen=True)
class Stretch:
    """A root, and the two stretches around it that hold every value which may as well be the root.

    `low` to `high` misses the goal no more than the root does; `near` is not distinguished from it by the noise: its
    ends are the last points seen that are not, and the first that are (or the ends of the line).
    """

    at: float
    low: float
    high: float
    near: tuple[float, float]
    beyond: tuple[float, float]


@dataclass
class Line:
    """A function on [0, 1] and what is known of it. `same` is its rounding, `allowed` what may be missed."""

    function: Function
    seen: dict[float, float] = field(default_factory=dict)
    noise: dict[float, float] = field(default_factory=dict)
    same: float = 0.0
    allowed: float = 0.0

    def at(self, points: Sequence[float]) -> list[float]:
        """Values, each point calculated once."""
        fresh = [float(u) for u in dict.fromkeys(points) if float(u) not in self.seen]
        if fresh:
            for u, (value, noise) in zip(fresh, self.function(fresh), strict=True):
                self.seen[u], self.noise[u] = float(value), float(noise)
        return [self.seen[float(u)] for u in points]

    def one(self, point: float) -> float:
        """The value at a point; raises UndefinedError for NaN."""
        (value,) = self.at([point])
        if np.isnan(value):
            raise UndefinedError
        return value

    def is_zero(self, value: float) -> bool:
        """Whether a value is 0 but for rounding; False for NaN."""
        return abs(value) <= self.same

    def best_in(self, low: float, high: float) -> float:
        """The point seen in [low, high] that misses least."""
        inside = {u: abs(v) for u, v in self.seen.items() if low <= u <= high and not np.isnan(v)}
        return min(inside, key=inside.__getitem__)


def all_roots(line: Line, grid: Sequence[float], tolerance: float) -> list[Stretch]:
    """Every root that the grid shows, from the lowest up; see the module for what it can miss.

    `line` has been looked at on the grid, and knows `same` and `allowed`. A crossing is a root whether or not the
    goal is met there: a step can lead from one side of it to the other.
    """
    values = line.at(grid)
    points = [u for u, value in zip(grid, values, strict=True) if line.is_zero(value)]
    for (a, left), (b, right) in pairwise(zip(grid, values, strict=True)):
        if left * right < 0.0 and not (line.is_zero(left) or line.is_zero(right)):
            points += _crossing(line, a, b, tolerance)
    for place in _dips(line, values):
        points += _dip(line, grid[max(place - 1, 0) : place + 2], grid[place], tolerance)
    found: list[Stretch] = []
    for point in sorted(points, key=lambda u: (abs(line.seen[u]), u)):
        if not any(each.low <= point <= each.high for each in found):
            found.append(_stretch(line, point, grid))
    return sorted(found, key=lambda each: each.at)


def _crossing(line: Line, low: float, high: float, tolerance: float) -> list[float]:
    """Where the function crosses 0 between two points of different sign; of a step the side that misses less."""
    try:
        optimize.brentq(line.one, low, high, xtol=tolerance)
    except UndefinedError:
        return []
    return [line.best_in(low, high)]


def _dips(line: Line, values: Sequence[float]) -> list[int]:
    """Places of the grid where the function is nearer to 0 than at its neighbours, on the same side of 0.

    Of a level bottom the first place alone. NaN is no neighbour.
    """
    found = []
    for i, value in enumerate(values):
        neighbours = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values) and not np.isnan(values[j])]
        level = i > 0 and abs(values[i - 1] - value) <= line.same
        if np.isnan(value) or line.is_zero(value) or level:
            continue
        if all(other * value > 0.0 and abs(other) >= abs(value) - line.same for other in neighbours):
            found.append(i)
    return found


def _dip(line: Line, around: Sequence[float], bottom: float, tolerance: float) -> list[float]:
    """Roots near the bottom of a dip: two crossings, a touch within what is allowed, or nothing."""
    value, (low, high) = line.seen[bottom], (around[0], around[-1])
    moved = max(abs(line.seen[u] - value) for u in around if not np.isnan(line.seen[u]))
    if len(around) == 3 and line.same < moved and abs(value) <= moved:  # else far from 0 for all it moves here
        sign = np.sign(value)
        try:
            found: Any = optimize.minimize_scalar(
                lambda u: sign * line.one(u), bounds=(low, high), method="bounded",
                options={"maxiter": DIP_STEPS, "xatol": tolerance},
            )  # fmt: skip
        except UndefinedError:
            found = None
        if found is not None and found.fun < 0.0:
            lowest = float(found.x)
            return [*_crossing(line, low, lowest, tolerance), *_crossing(line, lowest, high, tolerance)]
    best = line.best_in(low, high)
    return [best] if abs(line.seen[best]) <= line.allowed else []


def _stretch(line: Line, root: float, grid: Sequence[float]) -> Stretch:
    """What may be the root as well as `root`; where that is a level stretch, the root is its middle."""
    near, beyond = zip(*(_seen_near(line, root, side) for side in (-1, 1)), strict=True)
    low, high = (_edge(line, root, side, 0.0) for side in (-1, 1))
    level = [u for u, v in pairwise(grid)
             if near[0] <= u and v <= near[1] and abs(line.seen[u] - line.seen[v]) <= line.same]  # fmt: skip
    if level:  # within the noise the response does not move for a step of the grid
        low, high = (_edge(line, root, side, 1.0) for side in (-1, 1))
    if high - low > EDGE:
        limit = max(abs(line.seen[root]), line.allowed if level else 0.0) + line.same
        alike = [u for u, v in line.seen.items() if low <= u <= high and abs(v) <= limit]
        root = min(alike, key=lambda u: abs(u - (low + high) / 2.0))
    return Stretch(root, low, high, near, beyond)


def _fits(line: Line, root: float, u: float, noise: float) -> bool:
    """Whether a point misses no more than the root, or than `noise` times what noise may miss; NaN fits nothing."""
    return bool(abs(line.seen[u]) <= max(abs(line.seen[root]), noise * np.nan_to_num(line.noise[u])) + line.same)


def _seen_near(line: Line, root: float, side: int) -> tuple[float, float]:
    """To one side: the last point within the noise of a root, and the first beyond it, or the end."""
    last = root
    for u in sorted((u for u in line.seen if (u - root) * side > 0.0), key=lambda u: u * side):
        if not _fits(line, root, u, 1.0):
            return last, u
        last = u
    return last, (0.0, 1.0)[side > 0]


def _edge(line: Line, root: float, side: int, noise: float) -> float:
    """How far to one side points fit as well as the root, to `EDGE`."""
    inside, outside = root, None
    for u in sorted((u for u in line.seen if (u - root) * side > 0.0), key=lambda u: u * side):
        if not _fits(line, root, u, noise):
            outside = u
            break
        inside = u
    while outside is not None and abs(outside - inside) > EDGE:
        middle = (inside + outside) / 2.0
        line.at([middle])
        inside, outside = (middle, outside) if _fits(line, root, middle, noise) else (inside, middle)
    return inside
