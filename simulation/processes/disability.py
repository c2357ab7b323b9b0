"""A member becomes severely disabled and can no longer work."""

from simulation.compile.kernel import inlined
from simulation.parameters.schema.shocks import Disability


@inlined
def onset_probability(persons: int, severe: int, p: Disability) -> float:
    """Monthly probability that one more member of a unit becomes severely disabled."""
    return min((persons - severe) * p.onset_prob_month, 1.0)
