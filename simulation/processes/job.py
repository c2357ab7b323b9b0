"""The main job of a unit: lost and found."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import happens
from simulation.parameters.schema.shocks import Job

LONGEST = 240  # months of joblessness are counted up to here


@inlined
def jobless_next(jobless: int, workers: int, word: np.uint32, p: Job) -> int:
    """Months since the main job was lost (0 = in work), one month on."""
    if workers == 0:
        return 0
    if jobless == 0:
        return 1 if happens(word, p.loss_prob_month) else 0
    return 0 if happens(word, p.find_prob_month) else min(jobless + 1, LONGEST)


@inlined
def jobless_at_start(workers: int, word: np.uint32, p: Job) -> int:
    """Jobless months at the start of a history: the stationary share, with a spell of one month or more."""
    if workers == 0:
        return 0
    return 3 if happens(word, p.loss_prob_month / (p.loss_prob_month + p.find_prob_month)) else 0


@inlined
def spell_months(p: Job) -> float:
    """Mean length of a spell without the main job."""
    return 1.0 / max(p.find_prob_month, 1e-6)  # type: ignore[no-any-return]


@inlined
def working_share(jobless: int, workers: int) -> float:
    """Share of base wages that is earned: without the main job one worker's share is gone."""
    if workers == 0:
        return 0.0
    return (workers - 1.0) / workers if jobless > 0 else 1.0


@inlined
def finds_with_help(word: np.uint32, p: Job) -> bool:
    """Whether a holder of a status finds work with help (the word that did not suffice without it)."""
    return happens(word, p.find_prob_month * (1.0 + (p.activation_gain - 1.0) * p.activation_share))
