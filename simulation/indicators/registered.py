"""Indicators that a user registers: rows of every table, made by the user's own function of the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.indicators.rows import Row, Terms
from simulation.indicators.sources import ANY
from simulation.ledger import Books, Ledger

# Sections of the tables in which an indicator may be printed; their labels are in `report.words.labels`.
SECTIONS: Final = ("budget", "recipients", "errors", "poverty", "waits", "events", "hours", "notches", "other")
ARRAYS: Final = (*Books._fields, "share")
ARGUMENTS: Final = ("ledger", "terms", "programmes", "first_month", *ARRAYS)  # what a function may ask for, by name

type Function = Callable[..., float | Mapping[str, float]]


@dataclass(frozen=True)
class RegisteredIndicator:
    """One registered indicator; see `simulation.register_indicator` for the meaning of each field."""

    name: str
    function: Function
    unit: str
    zh: str
    en: str
    section: str = "other"
    observer: str = "ledger"
    status: str = "simulated"
    limits: tuple[float, float] = ANY
    events: Callable[..., npt.ArrayLike] | None = None
    arguments: tuple[str, ...] = ("ledger",)  # of `function`, all in `ARGUMENTS`
    events_arguments: tuple[str, ...] = ()
    _groups: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, ledger: Ledger, terms: Terms) -> list[Row]:
        """One row per group. Raises ValueError where the groups differ from those of an empty ledger.

        Runs that are compared need the same rows, so groups may depend on the programmes and on nothing else.
        """
        programmes = ledger.programmes
        if programmes not in self._groups:
            empty = Ledger.empty(ledger.share, ledger.first_month, ledger.measures.shape[1], programmes)
            self._groups[programmes] = tuple(self._values(empty, terms))
        values = self._values(ledger, terms)
        if tuple(values) != self._groups[programmes]:
            wanted, found = (", ".join(groups) or "none" for groups in (self._groups[programmes], values))
            raise ValueError(f"indicator {self.name!r}: expected the groups of an empty ledger ({wanted}), got {found}")
        return [Row(self.observer, group, self.name, self.unit, value, self.status) for group, value in values.items()]

    def _values(self, ledger: Ledger, terms: Terms) -> dict[str, float]:
        try:
            with np.errstate(divide="ignore", invalid="ignore"):
                found = self.function(**given(self.arguments, ledger, terms))
            values = dict(found) if isinstance(found, Mapping) else {"all": found}
            return {str(group): float(value) for group, value in values.items()}
        except Exception as error:
            error.add_note(f"in the registered indicator {self.name!r} (a share over nothing: indicators.ratio is NaN)")
            raise

    def cases(self, ledger: Ledger) -> npt.NDArray[np.float64]:
        """(counties,) how much each county adds to the row: `events` of a ledger, for its interval.

        Raises ValueError where `events` gives anything but a number a county.
        """
        assert self.events is not None
        found = np.asarray(self.events(**given(self.events_arguments, ledger, None)), float)
        if found.shape != ledger.share.shape:
            raise ValueError(
                f"events of indicator {self.name!r}: expected shape {ledger.share.shape}, got {found.shape}"
            )
        return found


def given(names: tuple[str, ...], ledger: Ledger, terms: Terms | None) -> dict[str, Any]:
    """What a function asks for by the names of its arguments; arrays are read-only views with their county axis."""
    found: dict[str, Any] = {}
    for name in names:
        value = {"ledger": ledger, "terms": terms}[name] if name in ("ledger", "terms") else getattr(ledger, name)
        if isinstance(value, np.ndarray):
            value = value.view()
            value.flags.writeable = False
        found[name] = value
    return found


_held: dict[str, RegisteredIndicator] = {}


def registered() -> tuple[RegisteredIndicator, ...]:
    """All registered indicators, by name: the order in which they were registered decides nothing."""
    return tuple(_held[name] for name in sorted(_held))


def found(name: str) -> RegisteredIndicator | None:
    """The registered indicator of a name, if there is one."""
    return _held.get(name)


def hold(*indicators: RegisteredIndicator) -> None:
    """Add indicators, each in the place of an earlier one of its name."""
    _held.update({each.name: each for each in indicators})


def let_go(*names: str) -> None:
    """Forget registered indicators; names that are not held are none's."""
    for name in names:
        _held.pop(name, None)


def registered_rows(ledger: Ledger, terms: Terms) -> list[Row]:
    """Rows of all registered indicators of one run."""
    return [row for each in registered() for row in each.rows(ledger, terms)]
