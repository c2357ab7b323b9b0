"""The two scenarios of a lever: its path, or a bundle of practice, at the first and at the second setting."""

from functools import cache
from typing import NamedTuple

from simulation.mechanisms.models import ContextModel, LeverModel
from simulation.mechanisms.worlds import NATIONAL, laid, laid_from_the_start
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.reforms.reforms import Change, period_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Parameter
from simulation.units import month_label


class Setting(NamedTuple):
    """One side of a comparison: a scenario, the part of the counties in which it holds, and what holds elsewhere."""

    scenario: Scenario
    county_share: float
    elsewhere: Scenario


@cache
def _stated(practice: str) -> dict[str, Parameter]:
    """Parameters which a practice states otherwise than the nation."""
    stated, nation = (Scenario.load("hubei", practice=name).sources.parameters for name in (practice, NATIONAL))
    return {path: each for path, each in stated.items() if each.series != nation[path].series}


def bundle(practice: str, parts: frozenset[str] | None = None) -> dict[str, float]:
    """Values which a practice states and which differ from the nation's, at the policy month; `parts`: only these."""
    return {path: each.at(0) for path, each in _stated(practice).items() if parts is None or path in parts}


def under_practice(base: Scenario, practice: str, parts: frozenset[str] | None = None, begins: int = 0) -> Scenario:
    """`base` with what a practice states (only `parts` of it) from the month `begins` on.

    What the practice dates, such as a drive or a plan, ends when it says so.
    """
    first = {path: each.at(begins) for path, each in _stated(practice).items() if parts is None or path in parts}
    scenario = base.change(first, start=month_label(begins) if begins else None) if first else base
    later = [
        (start, path, value) for path in first for start, value in _stated(practice)[path].series if start > begins
    ]
    for start, path, value in sorted(later):
        scenario = scenario.change({path: value}, start=month_label(start))
    return scenario


def pair_of(
    base: Scenario, lever: LeverModel, context: ContextModel, off: dict[str, float],
    parts: frozenset[str] | None = None,
) -> tuple[Setting, Setting]:  # fmt: skip
    """The lever at both settings on a base; `off`: values that switch its process off from the start.

    `parts`: paths of the bundle that an umbrella loads (`umbrellas.paths_of_parts`).
    """
    first, second = (_setting(base, lever, context, off, side, parts) for side in (0, 1))
    return first, second


def _setting(
    base: Scenario, lever: LeverModel, context: ContextModel, off: dict[str, float], side: int,
    parts: frozenset[str] | None,
) -> Setting:  # fmt: skip
    scenario = laid(base, lever.given)
    value = lever.settings[side]
    share = 1.0
    if lever.practice is not None:
        scenario, share = _under_practice(scenario, lever, value, parts)
    elif lever.path is not None and lever.path.startswith("lines."):
        scenario = scenario.with_changes((_change(scenario, lever, value),), name=f"{lever.path}={value:g}")
    elif lever.path is not None:
        until = lever.until if side == 1 else None
        scenario = scenario.change({lever.path: value}, end=until)
    if off:
        base, scenario = (laid_from_the_start(each, off, context) for each in (base, scenario))
    return Setting(scenario, share, base)


def _under_practice(
    scenario: Scenario, lever: LeverModel, value: float, parts: frozenset[str] | None
) -> tuple[Scenario, float]:
    """A bundle in force or not, after a lag, or in a part of the counties."""
    practice = str(lever.practice)
    if lever.vary == "in_force":
        return (under_practice(scenario, practice, parts) if value > 0 else scenario), 1.0
    if lever.vary == "lag_months":
        return under_practice(scenario, practice, parts, int(value)), 1.0
    return under_practice(scenario, practice, parts), value


def _change(scenario: Scenario, lever: LeverModel, value: float) -> Change:
    """A change of a table of lines, in an area or a part of the counties."""
    codes = [int(code) for code in scenario.counties["adcode"]]
    counties = tuple(codes[: round(lever.county_part * len(codes))]) if lever.county_part else ()
    _, end = period_of(None, lever.until, 0, "mechanisms", mistakes := Mistakes())
    mistakes.check()
    return Change(str(lever.path), lever.op, value, 0, end, counties, lever.area or "*")
