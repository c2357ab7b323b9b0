"""What a user registers, checked: own indicators and processes (docs/extending.md)."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

import numpy.typing as npt

from simulation.extensions import processes
from simulation.extensions.processes import WRITABLE, OwnMonth, RegisteredProcess
from simulation.indicators import registered
from simulation.indicators.contributions import LIMITS, SOURCES
from simulation.indicators.registered import ARGUMENTS, SECTIONS, RegisteredIndicator
from simulation.indicators.sources import ANY
from simulation.messages.catalogues import labels_of
from simulation.parameters.files.mistakes import Mistakes
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import ALIASES

STATUSES: Final = ("simulated", "assumed")
# another unit than those of the tables may be given, but one that is nearly one of these is a slip
UNITS: Final = tuple(labels_of("labels", "units", without_words=("1",)))
SLIP: Final = 0.85
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def register_indicator(
    name: str, function: Callable[..., float | Mapping[str, float]], *, unit: str, zh: str, en: str,
    section: str = "other", observer: str = "ledger", status: str = "simulated",
    limits: tuple[float, float] | None = None, events: Callable[..., npt.ArrayLike] | None = None,
) -> None:  # fmt: skip
    """Add an indicator to every table, comparison, sweep and file, and make it a name that `solve` and others know.

    A name that is registered already gets the new function.

    Args:
        name: Small letters, digits and underscores; no name of an indicator of doudi.
        function: Called with what its arguments are named after: `ledger` (a `Ledger`), `terms` (prices and sampling
            shares), `programmes`, `first_month`, or read-only arrays of the ledger with their county axis, such as
            `money`. Returns a number, or numbers by group ("all", "programme:dibao"): the same for every ledger.
        unit: As in other rows: "share", "yuan/year", "persons", "1".
        zh: Chinese label.
        en: English label.
        section: Where it is printed.
        observer: Whose view it is, as in other rows.
        status: "simulated", or "assumed" where a price or share without source enters.
        limits: (lowest, highest) possible value. None: 0 and 1 for the unit "share", else no limits.
        events: Of the same arguments, (counties,) what each county adds to it. None: its interval is not tested for
            too few events.

    Raises:
        ScenarioError: With every mistake.
    """
    texts = {"unit": unit, "zh": zh, "en": en, "observer": observer}
    ends = (LIMITS["share"] if unit == "share" else ANY) if limits is None else limits
    asked, of_events = _checked(name, function, events, section, status, texts, ends, limits)
    registered.hold(
        RegisteredIndicator(
            name, function, unit, zh, en, section, observer, status, (ends[0], ends[1]), events, asked, of_events
        )
    )


def _checked(
    name: str, function: object, events: object, section: str, status: str, texts: Mapping[str, object],
    ends: Sequence[float], limits: object,
) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """Names of the arguments of an indicator's function and of its events; every mistake in one ScenarioError."""
    place, mistakes = "register_indicator", Mistakes()
    built_in = {key.rpartition("/")[2] for key in SOURCES}
    _check_name(place, name, mistakes)
    if name in built_in or name in ALIASES:
        mistakes.add(place, "name", "a name that no indicator or alias of doudi has", name)
    if section not in SECTIONS:
        mistakes.unknown(place, "section", "section", section, SECTIONS)
    if status not in STATUSES:
        mistakes.unknown(place, "status", "status", status, STATUSES)
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            mistakes.add(place, key, "a text", text)
    unit = str(texts["unit"])
    if unit not in UNITS and (near := get_close_matches(unit, UNITS, 1, SLIP)):
        mistakes.add(place, "unit", f"{near[0]!r} as other rows have it, or a word unlike all of theirs", unit)
    if len(ends) != 2 or not ends[0] < ends[1]:
        mistakes.add(place, "limits", "(lowest, highest)", limits)
    asked = _arguments(place, "function", function, mistakes)
    of_events = _arguments(place, "events", events, mistakes) if events is not None else ()
    mistakes.check()
    return asked, of_events


def register_process(
    name: str, function: Callable[[OwnMonth], Any], *, writes: Sequence[str], start: int = 0
) -> None:  # fmt: skip
    """Add a process: a function that is called at the beginning of every month, before its shocks.

    It acts in every scenario alike, as what happens to the world does, and draws with `month.uniform`, never with a
    generator of its own: draws must depend on neither scenario nor order. A name that is registered already gets the
    new function.

    Args:
        name: Small letters, digits and underscores.
        function: Called with an `OwnMonth`.
        writes: Columns of the units that it may set (`month.set`); all others are read-only.
        start: Its first month, 0 = January 2023; with a negative number it acts in the warm-up too.

    Raises:
        ScenarioError: With every mistake.
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
    """Forget registered indicators and processes.

    Args:
        names: Their names; without any, all of them.

    Raises:
        ScenarioError: For names that are not registered.
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
