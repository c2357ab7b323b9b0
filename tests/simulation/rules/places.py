"""Facts and lines for rule tests: a place with a line of 1,000 yuan."""

import numpy as np
import numpy.typing as npt

from simulation.rules.facts import Fact, Line

LINES = np.zeros(len(Line), np.int64)
LINES[Line.DIBAO] = 100000
LINES[Line.TEKUN] = 160000
LINES[Line.MARGINAL] = 150000
LINES[Line.MINIMUM_WAGE] = 200000
LINES[Line.DISPOSABLE_INCOME] = 300000
LINES[Line.BAND] = 833333  # 100,000 yuan a year for three persons


def facts(**values: int) -> npt.NDArray[np.int64]:
    """A facts vector: one registered person unless said otherwise; money in fen."""
    vector = np.zeros(len(Fact), np.int64)
    vector[Fact.PERSONS] = vector[Fact.REGISTERED] = 1
    for name, value in values.items():
        vector[Fact[name.upper()]] = value
    return vector
