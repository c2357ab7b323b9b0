"""Simulators whose answer is known, and the search set up over them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from calibration.aims import Aim
from calibration.priors import Parameter
from calibration.search import Fit, fit
from calibration.space import Space
from calibration.store import PointStore
from calibration.tasks import in_turn
from calibration.waves import Design

A = Parameter("toy.a", "1", 0.1, 10.0, 1.0, 0.3, "made")
B = Parameter("toy.b", "1", 0.1, 10.0, 1.0)
C = Parameter("toy.c", "logit", -4.0, 4.0, -1.0)
SMALL = Design(waves=2, points=32, replications=2, particles=200)


def noisy(expected: Callable[[str, Mapping[str, float]], Sequence[float]], sd: float = 0.01):
    """A simulator whose replications scatter around `expected`, always in the same way for the same values."""

    def simulate(province: str, values: Mapping[str, float], replications: int) -> np.ndarray:
        mean = np.array(expected(province, values))
        rows = []
        for number in range(replications):
            key = [number, *province.encode(), *(int(abs(v) * 1e6) for v in values.values())]
            rows.append(mean * np.exp(sd * np.random.default_rng(key).standard_normal(mean.size)))
        return np.array(rows)

    return simulate


def aims_of(province: str, values: Sequence[float], band: float = 0.1) -> list[Aim]:
    """One fact a value, with a band of this share on both sides."""
    return [
        Aim(f"{province}-{i}", province, f"stock {i}", value, value * (1 - band), value * (1 + band))
        for i, value in enumerate(values)
    ]


def fitted(
    folder: Path, parameters: Sequence[Parameter], aims: Mapping[str, list[Aim]], simulate, design: Design = SMALL
) -> Fit:
    """A fit of everything in `aims`."""
    with PointStore(folder, {"made": "toy"}) as store:
        return fit(Space(tuple(parameters), tuple(aims)), aims, in_turn(simulate), design, store)
