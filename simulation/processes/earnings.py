"""Earnings: a persistent shock that fades slowly and a transitory one that is gone next month."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import exp
from simulation.parameters.schema.processes import Earnings

LOG_UNIT = 4096.0  # the persistent shock is stored as an int16 in 1/4096 log points


@inlined
def persistent_next(shock: float, innovation: float, p: Earnings) -> float:
    """Persistent shock of this month (log points) from last month's and a standard normal `innovation`."""
    innovation_sd = p.persistent_sd * np.sqrt(1.0 - p.persistence * p.persistence)
    return p.persistence * shock + innovation_sd * innovation  # type: ignore[no-any-return]


@inlined
def persistent_at_start(draw: float, p: Earnings) -> float:
    """Persistent shock (log points) drawn from its stationary distribution by a standard normal `draw`."""
    return p.persistent_sd * draw


@inlined
def earnings_factor(shock: float, draw: float, p: Earnings) -> float:
    """Factor on base earnings; its mean over the population is 1."""
    variance = p.persistent_sd * p.persistent_sd + p.transitory_sd * p.transitory_sd
    return exp(shock + p.transitory_sd * draw - 0.5 * variance)


@inlined
def packed(shock: float) -> int:
    """The shock in 1/4096 log points, as stored."""
    return int(np.floor(min(max(shock, -7.9), 7.9) * LOG_UNIT + 0.5))


@inlined
def unpacked(stored: int) -> float:
    """The stored shock in log points."""
    return stored / LOG_UNIT
