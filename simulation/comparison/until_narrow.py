"""`until`: replications are added until an interval is as narrow as asked."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.comparison.comparison_result import Comparison
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import position_of
from simulation.simulate.results import interval_of


class Until(NamedTuple):
    """Stop when the 95% half-width of the difference in `indicator` is at most `half_width` (of the baseline)."""

    indicator: str
    half_width: float
    relative: bool

    @classmethod
    def read(cls, written: str) -> "Until":
        """From words such as "budget ±0.5%" or "exclusion_error ±0.002". Raises ExperimentError for others."""
        match = re.fullmatch(r"\s*(\S+)\s*(?:±|\+-|\+/-)\s*([0-9.]+)\s*(%?)\s*", written)
        if match is None or float(match[2]) <= 0:
            raise ExperimentError(f'{written!r}: expected an indicator and a half-width, such as "budget ±0.5%"')
        return cls(match[1], float(match[2]) / (100.0 if match[3] else 1.0), bool(match[3]))


class Reached(NamedTuple):
    """How wide the widest interval is after so many replications.

    Attributes:
        rule: What was asked for.
        half_width: Half-width of the widest 95% interval, in the unit of the indicator or as a share of the baseline.
        replications: How many there are.
        narrow: Whether that is as narrow as asked.
    """

    rule: Until
    half_width: float
    replications: int
    narrow: bool


def _widths(rule: Until, comparisons: Sequence[Comparison]) -> list[tuple[float, bool]]:
    """(half-width, whether it is as asked) of each reform, relative to the baseline where the rule is."""
    found = []
    for change in comparisons:
        heads = [(row.observer, row.group, row.indicator, row.unit, row.status) for row in change.rows()[0][0]]
        position = position_of(rule.indicator, heads)
        base, reform = (np.array([[row.value for row in run] for run in side])[:, position] for side in change.rows())
        low, high = interval_of((reform - base)[:, None])
        width = float(high[0] - low[0]) / 2
        if change.drawn is not None:  # more replications narrow this part alone
            width = _monte_carlo(change, reform - base, position)
        half = width / (abs(float(base.mean())) if rule.relative else 1.0)
        found.append((half, half <= rule.half_width))
    return found


def _monte_carlo(change: Comparison, differences: npt.NDArray[np.float64], position: int) -> float:
    """Half-width of the Monte Carlo part of a row under posterior draws; `differences` (replications,)."""
    assert change.drawn is not None
    before, after = ([run[position : position + 1] for run in side] for side in change.further_rows())
    return float(change.drawn.halves_of_rows(differences[:, None], before, after).monte_carlo[0])


def reached(rule: Until, comparisons: Sequence[Comparison]) -> Reached:
    """Whether every reform's interval is as narrow as asked, and the widest of them."""
    widths = _widths(rule, comparisons)
    widest = max(width for width, _ in widths)
    return Reached(rule, widest, comparisons[0].replications, all(narrow for _, narrow in widths))
