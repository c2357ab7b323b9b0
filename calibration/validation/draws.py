"""Parameter draws under which baselines are validated: the central values, draws of the posterior, or given values."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.reforms.posterior import NAME
from simulation.parameters.scenario.scenario import Scenario

type Values = Mapping[str, float]
CENTRAL: Final[tuple[Values, ...]] = ({},)


def draws_of(draws: int | Sequence[Values], province: str, root: Path | None = None) -> tuple[Values, ...]:
    """Path -> value by draw, as they act in a province: 0 = the central values alone, n = the first n of the posterior.

    Values that are given act in every province as they are. Raises ScenarioError where no posterior has been fitted or
    it contains fewer draws.
    """
    if not isinstance(draws, int):
        return tuple(draws)
    if draws == 0:
        return CENTRAL
    posterior, mistakes = Scenario.load(province, root=root).sources.posterior, Mistakes()
    held = () if posterior is None else posterior.draws
    if not held:
        mistakes.add(NAME, "draws", "0, for no posterior has been fitted (`doudi calibrate` writes one)", draws)
    elif not 1 <= draws <= len(held):
        mistakes.add(NAME, "draws", f"1 to {len(held)}, as many as were written", draws)
    mistakes.check()
    return tuple(dict(each.values) for each in held[:draws])
