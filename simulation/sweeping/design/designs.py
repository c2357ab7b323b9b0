"""Designs: which points of the parameter space are run. Pure lists of `{path: value}`, the same for the same seed."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy.stats import qmc

type Row = dict[str, float]
type Bounds = Mapping[str, Sequence[float]]  # (low, high) by path

METHODS: Final = ("grid", "one_at_a_time", "latin_hypercube", "sobol")


def grid(values: Mapping[str, Sequence[float]]) -> list[Row]:
    """Every combination of the listed values; the last parameter varies fastest.

    >>> grid({"a": [1, 2], "b": [3]})
    [{'a': 1, 'b': 3}, {'a': 2, 'b': 3}]
    """
    return [dict(zip(values, combination, strict=True)) for combination in itertools.product(*values.values())]


def one_at_a_time(values: Mapping[str, Sequence[float]]) -> list[Row]:
    """Each listed value alone, all other parameters as in the baseline.

    >>> one_at_a_time({"a": [1, 2], "b": [3]})
    [{'a': 1}, {'a': 2}, {'b': 3}]
    """
    return [{path: value} for path, listed in values.items() for value in listed]


def latin_hypercube(bounds: Bounds, samples: int, seed: int) -> list[Row]:
    """A Latin hypercube (McKay, Beckman and Conover 1979) of `samples` points in the box of `bounds`."""
    return _scaled(qmc.LatinHypercube(len(bounds), rng=np.random.default_rng(seed)).random(samples), bounds)


def sobol(bounds: Bounds, samples: int, seed: int) -> list[Row]:
    """A scrambled Sobol' sequence (Owen 1998) of `samples` points, a power of two, in the box of `bounds`."""
    unit = qmc.Sobol(len(bounds), rng=np.random.default_rng(seed)).random_base2(samples.bit_length() - 1)
    return _scaled(unit, bounds)


def _scaled(unit: Any, bounds: Bounds) -> list[Row]:
    low, high = (np.array([float(pair[i]) for pair in bounds.values()]) for i in (0, 1))
    return [dict(zip(bounds, row, strict=True)) for row in (low + unit * (high - low)).tolist()]
