"""Checks of the values in force: changes act on known paths, results stay in range, cliffs are declared."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from simulation.parameters.files.mistakes import Mistake, Mistakes
from simulation.parameters.files.remembered import remembered
from simulation.parameters.lines.lines import AREAS, CHANGEABLE
from simulation.parameters.programmes.programme_checks import check_programmes
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_values import Value, check_values
from simulation.parameters.reforms.edits import Edit, check_edits, merged
from simulation.parameters.reforms.reforms import END, Change, value_under
from simulation.parameters.scenario.insertions import files_of, knowing
from simulation.parameters.scenario.sources import Sources
from simulation.parameters.values.values import out_of_bounds
from simulation.units import FIRST_MONTH

type Check = Callable[[Value, Mistakes], None]

_PAYER_SHARES = ("funding.central_share", "funding.province_share", "funding.prefecture_share")


def check_changes(
    sources: Sources,
    earlier: tuple[Change, ...],
    made: tuple[Change, ...],
    mistakes: Mistakes,
    edits: tuple[Edit, ...] = (),
) -> None:
    """Record every mistake in the changes `made` on top of `earlier`, and in the values and rules that result."""
    if edits:  # a reform is looked at several times before it is run, and again at every point of a search over it
        edited = remembered(sources.cache, "edited", repr(edits), lambda: _edited(sources, edits))
        mistakes.take(edited.mistakes)
        if not edited.values_follow:
            return
        sources = edited.sources
    _check_values(sources, earlier, made, mistakes)


class _Edited(NamedTuple):
    """Sources with their rules as edited, what is wrong with the edits, and whether values can be checked with them."""

    sources: Sources
    mistakes: Mistakes
    values_follow: bool


def _edited(sources: Sources, edits: tuple[Edit, ...]) -> _Edited:
    mistakes = Mistakes()
    sources = knowing(sources, edits, mistakes)
    if mistakes.found:
        return _Edited(sources, mistakes, values_follow=False)
    check_edits(sources.programmes, edits, mistakes)
    if mistakes.found:
        return _Edited(sources, mistakes, values_follow=True)
    sources = replace(sources, programmes=merged(sources.programmes, edits))
    check_programmes(files_of(sources), sources.parameters, set(), mistakes)
    return _Edited(sources, mistakes, values_follow=not mistakes.found)


def check_drawn(sources: Sources, made: tuple[Change, ...], mistakes: Mistakes, edits: tuple[Edit, ...] = ()) -> None:
    """Record every mistake in values over a posterior draw; rules, which no draw touches, are not read again.

    Programmes of other reforms, known for the axes of ledgers alone (`Scenario.with_programmes_of`), may have the same
    order.
    """
    _check_values(replace(sources, programmes=merged(sources.programmes, edits)), (), made, mistakes)


def _check_values(sources: Sources, earlier: tuple[Change, ...], made: tuple[Change, ...], mistakes: Mistakes) -> None:
    """The changes `made` on top of `earlier`, and the values that result; `sources` with the rules as edited."""
    paths = {f"lines.{table}": table for table in CHANGEABLE}
    frame = sources.counties
    places = {*frame["adcode"].tolist(), *frame["county"], *frame["prefecture"]}
    for change in made:
        if change.path not in sources.parameters and change.path not in paths:
            mistakes.unknown(change.file, change.key, "parameter", change.path, {*sources.parameters, *paths})
            continue
        _check_filters(change, change.path in paths, places, mistakes)
        if change.end <= change.start:
            mistakes.add(change.file, change.key, "`to` after `from`", "an empty period")
        if not np.isfinite(change.value):
            mistakes.add(change.file, change.key, "a finite number", change.value)
        elif change.path in paths and change.op != "add" and change.value <= 0:
            mistakes.add(change.file, change.key, "a number above 0", change.value)
    _check_set_once(made, mistakes)
    known = [c for c in (*earlier, *made) if c.path in sources.parameters and np.isfinite(c.value)]
    _check_results(sources, known, made, mistakes)
    _check_shares_and_cliffs(sources, known, mistakes)


def _check_set_once(made: Iterable[Change], mistakes: Mistakes) -> None:
    """One file sets a value once from a month on; by hand, or by a reform over another, it may be set again."""
    above: dict[tuple[Any, ...], Change] = {}
    for change in made:
        same = (change.file, change.path, change.start, change.counties, change.area, change.below, change.above)
        if change.op == "set" and change.key.startswith("change."):
            first = above.setdefault(same, change)
            if first.key != change.key:
                expected = f"one value from a month on; {first.value:g} is set above"
                mistakes.add(change.file, change.key, expected, change.value)


def _check_filters(change: Change, is_line: bool, places: set[int | str], mistakes: Mistakes) -> None:
    if not is_line and (change.counties or change.area != "*"):
        mistakes.add(change.file, change.key, "filters by county or area only on lines", change.path)
    for county in change.counties:
        if is_line and county not in places:
            mistakes.unknown(change.file, f"{change.key} where.county", "county", str(county), map(str, places))
    if change.area not in ("*", *AREAS):
        mistakes.unknown(change.file, change.key, "area", change.area, AREAS)


def _months(changes: Iterable[Change]) -> list[int]:
    months = {FIRST_MONTH}
    for change in changes:
        months |= {max(change.start, FIRST_MONTH), min(change.end, END - 1)}
    return sorted(months)


def _check_results(sources: Sources, changes: list[Change], made: tuple[Change, ...], mistakes: Mistakes) -> None:
    for change in made:
        parameter = sources.parameters.get(change.path)
        if parameter is None:
            continue
        for month in _months(c for c in changes if c.path == change.path):
            value = value_under(parameter, changes, month)
            expected = out_of_bounds(parameter, value)
            if expected is not None and change.active(month):
                mistakes.add(change.file, change.path, expected, value)


class _AsRead(NamedTuple):
    """A check with the values that the files state: the mistakes that it found, and which parameters it looked at."""

    mistakes: tuple[Mistake, ...]
    paths: frozenset[str]


def _check_shares_and_cliffs(sources: Sources, changes: list[Change], mistakes: Mistakes) -> None:
    """Check every programme, and the payers' shares, in each month in which values change.

    Where no change acts on a parameter that a check looks at, it says what it said of the files: most of a design's
    many points change one or two values.
    """
    if "checks" not in sources.cache:
        sources.cache["checks"] = [_as_read(sources, check) for check in _checks(sources)]
    changed = {change.path for change in changes}
    for check, known in zip(_checks(sources), sources.cache["checks"], strict=True):
        if known.paths.isdisjoint(changed):
            for each in known.mistakes:
                mistakes.add(each.file, each.key, each.expected, each.found, each.nearest)
        else:
            _check_months(sources, changes, check, mistakes)


def _checks(sources: Sources) -> list[Check]:
    """One check a programme, and one of the payers' shares."""
    stacked = {row.status for spec in sources.programmes for row in spec.passport}
    files = zip(sources.programmes, sources.programme_files, strict=True)
    found = [partial(_check_programme, spec, file, stacked) for spec, file in files]
    return [*found, partial(_check_payers, sources.parameters[_PAYER_SHARES[0]].file)]


def _check_programme(spec: ProgrammeSpec, file: str, stacked: set[str], value: Value, mistakes: Mistakes) -> None:
    check_values(spec, file, value, stacked, mistakes)


def _check_payers(file: str, value: Value, mistakes: Mistakes) -> None:
    total = sum(value("", f"${share}") for share in _PAYER_SHARES)
    if total > 1 + 1e-9:
        mistakes.add(file, "funding", "payer shares that sum to at most 1", f"{total:g}")


def _as_read(sources: Sources, check: Check) -> _AsRead:
    mistakes, paths = Mistakes(), set[str]()
    _check_months(sources, [], check, mistakes, paths)
    return _AsRead(tuple(mistakes.found), frozenset(paths))


def _check_months(
    sources: Sources, changes: list[Change], check: Check, mistakes: Mistakes, paths: set[str] | None = None
) -> None:
    """One check in each month in which any value changes; `paths` gets the parameters that it looks at."""
    months = {start for parameter in sources.parameters.values() for start, _ in parameter.series[1:]}
    for month in sorted(months | set(_months(changes))):

        def value(programme: str, number: Any, month: int = month) -> float:
            if not isinstance(number, str):
                return float(number or 0.0)
            name = number.removeprefix("$")
            path = name if "." in name else f"{programme}.{name}"
            if paths is not None:
                paths.add(path)
            return value_under(sources.parameters[path], changes, month)

        check(value, mistakes)
