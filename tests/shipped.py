"""The cases that ship, read once a process: reading them takes seconds."""

from functools import cache

from simulation.cases.suite import Suite, load


@cache
def shipped_cases() -> Suite:
    """Every case file of the data package; read only."""
    return load()
