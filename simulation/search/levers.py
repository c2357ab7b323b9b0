"""Several parameters or targets at a time: bounded least squares from many starts, and what the targets leave open.

Every target is taken relative to its size (`Misses.size`), every parameter to the width of its bounds.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import optimize

from simulation.indicators import paired_standard_error, student_t
from simulation.search.misses import SLOPE_STEP, Misses
from simulation.search.roots import UndefinedError
from simulation.search.solution import NOWHERE, Value

type Floats = npt.NDArray[np.float64]

FOLLOWED: Final = 3.0 / 8.0  # searches per starting point, from those nearest to the goals
NEAR: Final = 0.15  # a start nearer than that to another search's ends leads nowhere new
APART: Final = 0.05  # solutions nearer than that are one
WEAK: Final = 0.1  # of the strongest direction: a direction that moves the targets less may be left open by them
CORRECTIONS: Final = 4  # looks at a point of a walk, until the targets are met there
WALK: Final = 0.25  # first stride along such a direction, halved down to an eighth of it


def joint_roots(misses: Misses, tolerance: float, resolution: int) -> tuple[int, list[Floats]]:
    """Number of starting points, and the distinct points of the unit box at which all targets are met, best first.

    `resolution` starting points a parameter are looked at; the best are followed, unless they lie near one that was.
    With fewer targets than parameters solutions form curves: one point of them is enough.
    """
    starts = spread(len(misses.box), resolution * len(misses.box))
    misses.look(starts)
    size = misses.size()
    far = [float(np.linalg.norm(misses.at(start).mean(axis=1) / size)) for start in starts]
    order = [starts[i] for i in np.argsort(far, kind="stable") if not np.isnan(far[i])]
    left = max(2, round(FOLLOWED * len(starts)))
    tried: list[Floats] = []
    found: list[Floats] = []
    for start in order:
        if left == 0 or (found and len(misses.box) > len(misses.goals)):
            break
        if any(float(np.abs(start - other).max()) < NEAR for other in tried):
            continue
        end, left = _descended(misses, start, size, tolerance), left - 1
        tried += [start] if end is None else [start, end]
        if end is not None and is_met(misses, end) and all(np.abs(end - other).max() > APART for other in found):
            found.append(end)
    return len(starts), sorted(found, key=lambda u: float(np.abs(misses.at(u).mean(axis=1) / size).max()))


def spread(parameters: int, count: int) -> list[Floats]:
    """`count` points spread evenly over the unit box, the centre first.

    An additive recurrence whose steps are powers of the generalised golden ratio (Roberts 2018, the R sequence).
    """
    ratio = 2.0
    for _ in range(40):
        ratio = (1.0 + ratio) ** (1.0 / (parameters + 1))
    steps = ratio ** -np.arange(1.0, parameters + 1.0)
    return [np.asarray((0.5 + number * steps) % 1.0, np.float64) for number in range(count)]


def is_met(misses: Misses, unit: Floats) -> bool:
    """Whether every target is missed by no more than is allowed."""
    return bool((np.abs(misses.at(unit).mean(axis=1)) <= misses.allowed()).all())


def _descended(misses: Misses, start: Floats, size: Floats, tolerance: float) -> Floats | None:
    """Where trust-region least squares leads from a start; None where it meets NaN."""

    def relative(unit: Floats) -> Floats:
        missed = misses.at(unit).mean(axis=1) / size
        if np.isnan(missed).any():
            raise UndefinedError
        return np.asarray(missed, np.float64)

    try:
        found: Any = optimize.least_squares(
            relative, np.clip(start, 0.01, 0.99), bounds=(0.0, 1.0), diff_step=np.full(len(start), SLOPE_STEP),
            xtol=tolerance, ftol=tolerance**2, gtol=1e-12, max_nfev=30,
        )  # fmt: skip
    except UndefinedError:
        return None
    return np.asarray(found.x, np.float64)


def identification(misses: Misses, unit: Floats, resolution: float) -> list[Value]:
    """For each parameter at a solution, in shares of the bounds: its error, its interval, and what fits equally well.

    A direction in which the targets hardly move is walked along: where they stay met for more than `resolution`, the
    parameters that change on the way are not identified. What the walk does not reach may fit too.
    """
    slopes = misses.slopes(unit, [(u - SLOPE_STEP, u + SLOPE_STEP) for u in unit])
    if np.isnan(slopes).any():  # near the solution an indicator is undefined: nothing can be said
        return [Value(float(u), interval=(0.0, 1.0), fits=(float(u), float(u))) for u in unit]
    relative = slopes.mean(axis=2) / misses.size()[:, None]
    open_directions = weak_directions(relative)
    fits = [_walked(misses, unit, relative, open_directions, i) for i in range(len(unit))]
    errors, intervals = _errors(misses, unit, slopes)
    values = []
    for i, (low, high) in enumerate(fits):
        if high - low >= resolution:
            values.append(Value(float(unit[i]), interval=(low, high), fits=(low, high), identified=False))
        else:
            ends = (min(low, unit[i] + intervals[i][0]), max(high, unit[i] + intervals[i][1]))
            values.append(Value(float(unit[i]), errors[i], ends, (low, high)))
    return values


def weak_directions(slopes: Floats) -> Floats:
    """(parameters, directions) orthonormal directions in which (targets, parameters) slopes move the targets little."""
    _, strengths, directions = np.linalg.svd(slopes, full_matrices=True)
    strong = np.zeros(slopes.shape[1], bool)
    strong[: len(strengths)] = strengths > WEAK * strengths.max(initial=0.0)
    return np.asarray(directions[~strong].T, np.float64)


def _errors(misses: Misses, unit: Floats, slopes: Floats) -> tuple[list[float], list[tuple[float, float]]]:
    """Standard error and 95% interval of each parameter: what moves the targets of one replication, moves its values.

    The slopes of the replications give one inverse each; where these do not agree on the direction in which a target
    moves a parameter, the interval is the whole box.
    """
    gaps = misses.at(unit)
    count = gaps.shape[1]
    if count < 2:
        return [float("nan")] * len(unit), [NOWHERE] * len(unit)
    errors = paired_standard_error((np.linalg.pinv(slopes.mean(axis=2)) @ gaps).T)
    t = student_t(count)
    mean, spread_of = slopes.mean(axis=2), paired_standard_error(np.moveaxis(slopes, 2, 0))
    significant = (np.abs(mean) > t * spread_of).any(axis=0)  # some target responds significantly to each parameter
    return (
        [float(e) if known else float("nan") for e, known in zip(errors, significant, strict=True)],
        [
            (-t * float(e), t * float(e)) if known else (-np.inf, np.inf)
            for e, known in zip(errors, significant, strict=True)
        ],
    )


def _walked(misses: Misses, unit: Floats, slopes: Floats, weak: Floats, i: int) -> tuple[float, float]:
    """How far parameter `i` can be moved either way, the others with it, while all targets stay met."""
    along = weak @ weak[i]  # of the weak directions the one that moves parameter i most
    if not weak.size or along[i] < WEAK**2:
        return float(unit[i]), float(unit[i])
    ends = [max(_stride(misses, unit, slopes, along / along[i] * side, i), key=lambda u: u[i] * side)[i]
            for side in (-1.0, 1.0)]  # fmt: skip
    return float(ends[0]), float(ends[1])


def _stride(misses: Misses, unit: Floats, slopes: Floats, along: Floats, i: int) -> Iterator[Floats]:
    """Points along a curve of solutions, from `unit` to the end of the box or of the fit.

    The slopes are brought up to date from each point that is looked at (Broyden 1965); the curve follows from them.
    """
    here, stride, slopes, side = unit, WALK, slopes.copy(), along[i]
    yield here
    while stride >= WALK / 8.0:
        moves = along != 0.0
        room = np.where(along > 0.0, 1.0 - here, here)[moves] / np.abs(along[moves])
        length = min(stride, float(room.min()))
        if length < WALK / 64.0:
            return
        there = _corrected(misses, here, np.clip(here + length * along, 0.0, 1.0), slopes, i)
        if there is None:
            stride /= 2.0
            continue
        here = there
        yield here
        along = along - np.linalg.pinv(slopes, rcond=WEAK) @ slopes @ along
        if along[i] * side <= WEAK**2:  # the curve turns back
            return
        along = along / abs(along[i])


def _corrected(misses: Misses, here: Floats, unit: Floats, slopes: Floats, i: int) -> Floats | None:
    """A point near `unit`, with parameter `i` as it is, at which the targets are met; None if a few steps find none.

    Updates `slopes` in place with each step from `here` on.
    """
    size, before = misses.size(), misses.at(here).mean(axis=1) / misses.size()
    for _ in range(CORRECTIONS):
        missed, step = misses.at(unit).mean(axis=1) / size, unit - here
        if np.isnan(missed).any() or not step.any():
            return None
        slopes += np.outer(missed - before - slopes @ step, step) / float(step @ step)
        if is_met(misses, unit):
            return unit
        held = slopes.copy()
        held[:, i] = 0.0
        here, before = unit, missed
        unit = np.clip(unit - np.linalg.pinv(held, rcond=WEAK) @ missed, 0.0, 1.0)
    return None
