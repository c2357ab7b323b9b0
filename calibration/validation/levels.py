"""How well figures of the nation, of provinces, prefectures and single counties are met: each level by itself.

A model that knows places only by their census, lines and incomes is off in each single place by what those leave out.
How many rows could be in band at all follows from how far the errors scatter: with errors `ln(simulated / published)`
of standard deviation s about zero, a row of band [low, high] is in it with the chance
Phi(ln(high / published) / s) - Phi(ln(low / published) / s).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy.special import ndtr

from calibration.checks import EVIDENCE
from calibration.targets import Fact
from calibration.validation.validate import IN, OUT, Row
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder, read_csv

NATION, PROVINCE, PREFECTURE, COUNTY = LEVELS = ("nation", "province", "prefecture", "county")
FEWEST: Final = 5  # rows of one level below which nothing is said of their scatter


@dataclass(frozen=True)
class Level:
    """The scored rows of one level and grade."""

    rows: int
    met: int
    middle: float  # median of |ln(simulated / published)|
    bias: float  # mean of ln(simulated / published)
    spread: float  # its standard deviation
    unbiased: float  # share of rows that would be in band with errors of that spread about zero


@cache
def _counties(province: str) -> frozenset[str]:
    mistakes = Mistakes()
    rows = read_csv(data_folder() / "provinces" / province / "counties.csv", "counties.csv", ("county",), mistakes)
    mistakes.check()
    return frozenset(row["county"] for _, row in rows)


def level_of(fact: Fact) -> str:
    """Of what size the place is that a figure is of."""
    if fact.province in EVIDENCE:
        return NATION
    if not fact.place:
        return PROVINCE
    return COUNTY if fact.place in _counties(fact.province) else PREFECTURE


def levels(rows: Sequence[Row], grade: str = "A") -> Mapping[str, Level]:
    """The scored rows of a grade by level; levels without rows are left out."""
    by_level: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.grade == grade and row.verdict in (IN, OUT):
            by_level[level_of(row.fact)].append(row)
    return {name: _level(by_level[name]) for name in LEVELS if by_level[name]}


def _level(rows: Sequence[Row]) -> Level:
    sized = [row for row in rows if row.median > 0.0 and row.fact.value > 0.0]
    errors = np.array([math.log(row.median / row.fact.value) for row in sized])
    enough = errors.size >= FEWEST
    spread = float(errors.std()) if enough else math.nan
    chances = [_chance(row.fact, spread) for row in sized]
    return Level(
        len(rows), sum(row.verdict == IN for row in rows), float(np.median(np.abs(errors))) if sized else math.nan,
        float(errors.mean()) if enough else math.nan, spread, float(np.mean(chances)) if enough else math.nan,
    )  # fmt: skip


def _chance(fact: Fact, spread: float) -> float:
    """That an error of this spread about zero lies in the band of a figure."""
    low = math.log(fact.low / fact.value) if fact.low > 0.0 else -math.inf
    high = math.log(fact.high / fact.value) if math.isfinite(fact.high) else math.inf
    return float(ndtr(high / spread) - ndtr(low / spread)) if spread > 0.0 else 1.0
