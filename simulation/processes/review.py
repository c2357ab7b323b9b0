"""Upkeep: when a case is looked at again, and what is noticed in between."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import happens
from simulation.parameters.processes import Review


@inlined
def interval_months(able: int, p: Review) -> int:
    """Months to the next review: shorter with a member able to work (2021 measures, art. 31)."""
    return int(p.unstable_months) if able > 0 else int(p.stable_months)


@inlined
def reported(word: np.uint32, p: Review) -> bool:
    """Whether a unit reports that its situation changed."""
    return happens(word, p.report_prob_month)


@inlined
def matched(word: np.uint32, p: Review) -> bool:
    """Whether data matching notices the change by itself."""
    return happens(word, p.match_prob_month)
