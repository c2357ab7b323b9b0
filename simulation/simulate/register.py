"""What a user registers, checked: own indicators and processes (docs/extending.md)."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy.typing as npt

from simulation.extensions import processes
from simulation.extensions.processes import WRITABLE, OwnMonth, RegisteredProcess
from simulation.indicators import registered
from simulation.indicators.contributions import LIMITS, SOURCES
from simulation.indicators.registered import ARGUMENTS, SECTIONS, UNLIMITED, RegisteredIndicator
from simulation.parameters.files.mistakes import Mistakes
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import ALIASES

STATUSES: Final = ("simulated", "assumed")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def register_indicator(
    name: str, function: Callable[..., float | Mapping[str, float]], *, unit: str, zh: str, en: str,
    section: str = "other", observer: str = "ledger", status: str = "simulated",
    limits: tuple[float, float] | None = None, events: Callable[..., npt.ArrayLike] | None = None,
) -> None:  # fmt: skip
    """Add an indicator to every table, comparison, sweep and file, and make it a name that `solve` and others know.

    `function` is called with what its arguments are called: `ledger` (a `Ledger`), `terms` (prices and sampling
    shares), `programmes`, `first_month`, or arrays of the ledger with their county axis, such as `money`, `flows`,
    `measures` (read-only). It returns a number, or numbers by group ("all", "programme:dibao"): the same groups for
    every ledger with these programmes. `unit` as in other rows ("share", "yuan/year", "persons", "1"); `zh`, `en`:
    its labels; `section`: where it is printed; `status` "assumed" where a price or share without source enters.
    `limits`: lowest and highest value it can take (default: 0 and 1 for the unit "share", else none). `events`: of the
    same arguments, (counties,) what each county adds to it; without it the interval is not tested for too few events.

    A name that is registered already gets the new function. Raises ScenarioError with every mistake.
    """
    place, mistakes = "register_indicator", Mistakes()
    built_in = {key.rpartition("/")[2] for key in SOURCES}
    _check_name(place, name, mistakes)
    if name in built_in or name in ALIASES:
        mistakes.add(place, "name", "a name that no indicator or alias of doudi has", name)
    if section not in SECTIONS:
        mistakes.unknown(place, "section", "section", section, SECTIONS)
    if status not in STATUSES:
        mistakes.unknown(place, "status", "status", status, STATUSES)
    for key, text in (("unit", unit), ("zh", zh), ("en", en), ("observer", observer)):
        if not isinstance(text, str) or not text.strip():
            mistakes.add(place, key, "a text", text)
    ends = (LIMITS["share"] if unit == "share" else UNLIMITED) if limits is None else limits
    if len(ends) != 2 or not ends[0] < ends[1]:
        mistakes.add(place, "limits", "(lowest, highest)", limits)
    asked = _arguments(place, "function", function, mistakes)
    of_events = _arguments(place, "events", events, mistakes) if events is not None else ()
    mistakes.check()
    registered.hold(
        RegisteredIndicator(
            name, function, unit, zh, en, section, observer, status, (ends[0], ends[1]), events, asked, of_events
        )
    )


def register_process(
    name: str, function: Callable[[OwnMonth], Any], *, writes: Sequence[str], start: int = 0
) -> None:  # fmt: skip
    """Add a process: `function(month)` is called at the beginning of every month, before its shocks.

    It acts in every scenario alike, as what happens to the world does. `writes`: columns of the units that it may set
    (`month.set`); all others are read-only. `start`: its first month, 0 = the policy month; with a negative number it
    acts in the warm-up too. It draws with `month.uniform`, never with a generator of its own: draws must depend on
    neither scenario nor order. A name that is registered already gets the new function. Raises ScenarioError with
    every mistake.
    """
    place, mistakes = "register_process", Mistakes()
    _check_name(place, name, mistakes)
    if isinstance(writes, str) or not len(writes):
        mistakes.add(place, "writes", "a list of columns", writes)
    else:
        for column in writes:
            if column not in WRITABLE:
                mistakes.unknown(place, "writes", "column that may be written", str(column), WRITABLE)
    if isinstance(start, bool) or not isinstance(start, int):
        mistakes.add(place, "start", "a month, 0 = the policy month", start)
    if not callable(function):
        mistakes.add(place, "function", "a function of the month", function)
    mistakes.check()
    processes.hold(RegisteredProcess(name, function, tuple(writes), start))


def unregister(*names: str) -> None:
    """Forget registered indicators and processes of these names; without names all of them.

    Raises ScenarioError for names that are not registered.
    """
    held = [each.name for each in registered.registered()] + [each.name for each in processes.processes()]
    mistakes = Mistakes()
    for name in names:
        if name not in held:
            mistakes.unknown("unregister", name, "registered name", name, held)
    mistakes.check()
    registered.let_go(*(names or held))
    processes.let_go(*(names or held))


def refuse_own_code(what: str) -> None:
    """Raise ExperimentError where processes are registered, which `what` cannot take along."""
    names = ", ".join(each.name for each in processes.processes())
    if names:
        raise ExperimentError(f"{what} does not take registered processes along; call sim.unregister first: {names}")


def _check_name(place: str, name: object, mistakes: Mistakes) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        mistakes.add(place, "name", "small letters, digits and underscores", name)


def _arguments(place: str, key: str, function: object, mistakes: Mistakes) -> tuple[str, ...]:
    """Names of the arguments of a function, each of which has to be known."""
    if not callable(function):
        mistakes.add(place, key, "a function", function)
        return ()
    needed = [
        each.name
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]
    for name in needed:
        if name not in ARGUMENTS:
            mistakes.unknown(place, key, "argument", name, ARGUMENTS)
    if not needed:
        mistakes.add(place, key, f"arguments among {', '.join(ARGUMENTS)}", "none")
    return tuple(needed)
