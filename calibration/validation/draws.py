"""Parameter draws under which baselines are validated: the central values, or draws of a posterior."""

import importlib
import importlib.util
from typing import Any, Final

POSTERIOR: Final = "calibration.posterior"  # its `draws(n)` gives a dict of parameter path -> value per draw


def draws_of(n: int) -> tuple[dict[str, float], ...]:
    """The central values alone for n = 0, else n draws; raises ValueError where no posterior has been fitted."""
    if n == 0:
        return ({},)
    if importlib.util.find_spec(POSTERIOR) is None:
        raise ValueError(f"draws: no posterior has been fitted, expected 0, got {n}")
    module: Any = importlib.import_module(POSTERIOR)
    return tuple(dict(values) for values in module.draws(n))
