"""Who dies in a year. Births and splits are laid down with the population (`Persons.birth`, `Persons.split`)."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import exp
from simulation.parameters.schema.processes import Demography

LN2 = 0.6931471805599453
OLDEST = 105  # years: the hazard rises no further


@inlined
def death_probability(age_years: int, p: Demography) -> float:
    """Yearly death probability: doubles every `death_doubling_years` from 30 on (Gompertz 1825)."""
    age = min(max(age_years, 30), OLDEST)
    return min(p.death_prob_at_60 * exp((age - 60) * LN2 / p.death_doubling_years), 1.0)


@inlined
def month_of_death(month: int, word: np.uint32) -> int:
    """Month of the coming year in which a death falls."""
    return month + int((np.uint64(word) * np.uint64(12)) >> np.uint64(32))
