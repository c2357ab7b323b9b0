"""Parameter draws under which baselines are validated: the central values, draws of the posterior, or given values."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from calibration import posterior

type Values = Mapping[str, float]
CENTRAL: Final[tuple[Values, ...]] = ({},)


def draws_of(draws: int | Sequence[Values], province: str, root: Path | None = None) -> tuple[Values, ...]:
    """Path -> value by draw, as they act in a province: 0 = the central values alone, n = n draws of the posterior.

    A province's own draws stand in place of the nation's. Values that are given act in every province as they are.
    Raises ScenarioError where no posterior has been fitted or it holds fewer draws.
    """
    if not isinstance(draws, int):
        return tuple(draws)
    return posterior.draws(draws, province, root) if draws else CENTRAL
