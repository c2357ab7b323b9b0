"""Own processes: code that writes declared columns of the units at the beginning of a month, before the shocks.

Only there is a write sound: the shocks (step 2 of `simulation.month`) find income, trailing income and assets of every
unit anew from these columns, and all later steps read what they found. Counts of members, places and cases are not
among them, for other tables would then contradict them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.extensions.columns import Columns
from simulation.population.columns import UNIT
from simulation.state import State

WRITABLE: Final = (
    "wage", "business", "pension", "other", "assets", "persistent", "jobless", "sick", "rigid", "spent", "knows",
    "hides", "kin_income",
)  # fmt: skip


class OwnMonth(Columns):
    """What an own process sees at the beginning of a month: columns, draws, and `set` for those that it declared."""

    def __init__(self, state: State, month: int, process: "RegisteredProcess") -> None:
        super().__init__(state, month)
        self._process = process

    def set(self, column: str, values: npt.ArrayLike, where: npt.ArrayLike = True) -> None:
        """Write a declared column. Fractions are rounded to the nearest whole number; nothing is cut off.

        Args:
            column: Its name.
            values: (units,) or one number, in its unit.
            where: (units,) or one truth: which units.

        Raises:
            ValueError: For a column that was not declared, and for values that are not finite or do not fit its type.
        """
        if column not in self._process.writes:
            declared = ", ".join(self._process.writes) or "none"
            raise ValueError(f"process {self._process.name!r} writes {column!r}, but declared: {declared}")
        kept = self._state.units[column]
        chosen = np.broadcast_to(np.asarray(where, bool), kept.shape)
        wanted = np.rint(np.broadcast_to(np.asarray(values, float), kept.shape)[chosen])
        limits = np.iinfo(UNIT[column])
        if not np.isfinite(wanted).all() or (wanted < limits.min).any() or (wanted > limits.max).any():
            raise ValueError(
                f"process {self._process.name!r}: {column} takes whole numbers from {limits.min} to {limits.max}, "
                f"got {wanted.min():g} to {wanted.max():g}"
            )
        kept[chosen] = wanted.astype(kept.dtype)


@dataclass(frozen=True)
class RegisteredProcess:
    """One own process: called at the beginning of every month from `start` on, in every scenario alike."""

    name: str
    function: Callable[[OwnMonth], Any]
    writes: tuple[str, ...]
    start: int = 0  # a month before the policy month (negative): it acts in the warm-up too

    def run(self, state: State, month: int) -> None:
        """Call it for a month. Whatever it raises says which process and month it was."""
        try:
            self.function(OwnMonth(state, month, self))
        except Exception as error:
            error.add_note(f"in the registered process {self.name!r}, month {month}")
            raise


_held: dict[str, RegisteredProcess] = {}


def processes() -> tuple[RegisteredProcess, ...]:
    """All registered processes in the order in which they act: by name."""
    return tuple(_held[name] for name in sorted(_held))


def hold(*found: RegisteredProcess) -> None:
    """Add processes, each in the place of an earlier one of its name."""
    _held.update({each.name: each for each in found})


def let_go(*names: str) -> None:
    """Forget registered processes; names that are not held are none's."""
    for name in names:
        _held.pop(name, None)


def before_month(state: State, month: int) -> None:
    """Let all registered processes act at the beginning of a month."""
    for each in processes():
        if month >= each.start:
            each.run(state, month)
