"""The two scenarios of a lever: its path, or a bundle of practice, at the first and at the second setting."""

import datetime
from functools import cache
from typing import NamedTuple

from simulation.mechanisms.models import ContextModel, LeverModel
from simulation.mechanisms.worlds import NATIONAL, laid, laid_from_the_start
from simulation.parameters.mistakes import Mistakes
from simulation.parameters.reforms import Change, period_of
from simulation.parameters.scenario import Scenario


class Setting(NamedTuple):
    """One side of a comparison: a scenario, the part of the counties in which it holds, and what holds elsewhere."""

    scenario: Scenario
    county_share: float
    elsewhere: Scenario


@cache
def bundle(practice: str) -> dict[str, float]:
    """Values which a practice states and which differ from the nation's."""
    stated, nation = (Scenario.load("hubei", practice=name).sources.parameters for name in (practice, NATIONAL))
    return {path: stated[path].at(0) for path in stated if stated[path].series != nation[path].series}


def pair_of(base: Scenario, lever: LeverModel, context: ContextModel, off: dict[str, float]) -> tuple[Setting, Setting]:
    """The lever at both settings on a base; `off` holds values that switch its process off from the start."""
    return _setting(base, lever, context, off, 0), _setting(base, lever, context, off, 1)


def _setting(base: Scenario, lever: LeverModel, context: ContextModel, off: dict[str, float], side: int) -> Setting:
    scenario = laid(base, lever.given)
    value = lever.settings[side]
    share = 1.0
    if lever.practice is not None:
        scenario, share = _under_practice(scenario, lever, value)
    elif lever.path is not None and lever.path.startswith("lines."):
        scenario = scenario.with_changes((_change(scenario, lever, value),), name=f"{lever.path}={value:g}")
    elif lever.path is not None:
        until = lever.until if side == 1 else None
        scenario = scenario.change({lever.path: value}, end=until)
    if off:
        base, scenario = (laid_from_the_start(each, off, context) for each in (base, scenario))
    return Setting(scenario, share, base)


def _under_practice(scenario: Scenario, lever: LeverModel, value: float) -> tuple[Scenario, float]:
    """A bundle in force or not, after a lag, or in a part of the counties."""
    values = bundle(str(lever.practice))
    if lever.vary == "in_force":
        return (laid(scenario, values) if value > 0 else scenario), 1.0
    if lever.vary == "lag_months":
        start = datetime.date(2023 + int(value) // 12, 1 + int(value) % 12, 1)
        return scenario.change(values, start=start.isoformat()), 1.0
    return laid(scenario, values), value


def _change(scenario: Scenario, lever: LeverModel, value: float) -> Change:
    """A change of a table of lines, in an area or a part of the counties."""
    codes = [int(code) for code in scenario.counties["adcode"]]
    counties = tuple(codes[: round(lever.county_part * len(codes))]) if lever.county_part else ()
    _, end = period_of(None, lever.until, 0, "mechanisms", mistakes := Mistakes())
    mistakes.check()
    return Change(str(lever.path), lever.op, value, 0, end, counties, lever.area or "*")
