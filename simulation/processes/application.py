"""Whether a unit files: entitlement as it sees it, what it gains, what it costs, and its fixed taste."""

import numpy as np

from simulation._numba import inlined
from simulation.draws import exp, normal
from simulation.parameters.processes import Application


@inlined
def perceived_factor(word: np.uint32, p: Application) -> float:
    """Factor by which a unit misjudges its own income (fixed per unit, median 1)."""
    return exp(p.perception_sd * normal(word))


@inlined
def taste(word: np.uint32, p: Application) -> float:
    """Fixed taste for claiming (logit): never re-rolled, so nobody claims merely because time passes."""
    return p.taste_sd * normal(word)


@inlined
def claim_logit(gain_lines: float, assisted: bool, p: Application) -> float:
    """Logit index of filing: gain in dibao lines per head, less documents, trips and stigma.

    Somebody who files for the unit takes documents and trips off it and adds `assisted_logit`.
    """
    index = p.base_logit + p.gain_slope * min(gain_lines, 2.0) - p.stigma_logit
    if assisted:
        return index + p.assisted_logit
    return index - p.document_logit * p.documents - p.trip_logit * p.trips


@inlined
def files(gain_lines: float, assisted: bool, taste_logit: float, p: Application) -> bool:
    """Whether the unit files: its taste exceeds what the claim asks of it."""
    return p.enabled > 0.5 and claim_logit(gain_lines, assisted, p) + taste_logit > 0.0
