"""Visits: how many a village gets, whom the patrol meets, what is recognised."""

from simulation._numba import inlined
from simulation.parameters.processes import Visit

STRIDE = 7919  # a prime above any village size: the walk meets every door once a round


@inlined
def visits_possible(minutes: int, p: Visit) -> int:
    """Visits of a month: what is aimed at, within the minutes planned."""
    return min(int(p.visits_per_grid_month), int(minutes / p.minutes))


@inlined
def door(step: int, units: int, offset: int) -> int:
    """The unit met at one step of the walk round a village of `units` rows."""
    return (step * STRIDE + offset) % units


@inlined
def passing_probability(visits: int, units: int) -> float:
    """Monthly probability that a walk of so many visits round a village of `units` rows stops at a given door."""
    return min(visits / max(units, 1), 1.0)
