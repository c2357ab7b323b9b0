"""The check of the registry: every lever moves its outcome, in its direction, through its process.

A lever passes when the paired difference of its outcome between its two settings has the stated sign, the Student
interval over replications excludes zero, and the difference is exactly zero with the process switched off.
Replications are added in steps while the interval includes zero; its level is raised so that a lever without effect
passes any of these looks with a probability of at most 5% (Bonferroni).
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.engine import threads_or_default
from simulation.ledger import Ledger
from simulation.mechanisms.models import LeverModel, MechanismModel
from simulation.mechanisms.outcomes import outcome
from simulation.mechanisms.registry import Registry
from simulation.mechanisms.settings import Setting, bundle, pair_of
from simulation.mechanisms.umbrellas import paths_of_parts
from simulation.mechanisms.worlds import Worlds
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import OnProgress
from simulation.simulate.results import interval_of

STEPS = (4, 8, 16, 32)  # replications after which the interval is looked at
LEVEL = 1.0 - 0.05 / len(STEPS)


@dataclass(frozen=True)
class Finding:
    """What the check of one lever, bundle or measured value found. NaN where there is nothing to say."""

    mechanism: str
    lever: str
    path: str
    first: float
    second: float
    outcome: str
    expected: str
    value: float  # of the outcome at the first setting
    effect: float
    low: float
    high: float
    effect_when_off: float
    replications: int
    passed: bool
    why: str = ""


NOTHING = float("nan")


class Checker:
    """Checks levers in the registry's contexts; worlds are made once and shared."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.worlds = {name: Worlds(context) for name, context in registry.contexts.items()}

    def lever(self, mechanism: str, lever: LeverModel) -> Finding:
        """The paired comparison of one lever."""
        if lever.missing is not None:
            return _failed(mechanism, lever, f"not built: {lever.missing}")
        try:
            return self._compared(mechanism, lever)
        except ScenarioError as refused:  # one lever out of its range must not end the check of the others
            return _failed(mechanism, lever, str(refused))

    def _compared(self, mechanism: str, lever: LeverModel) -> Finding:
        world = self.worlds[lever.context]
        parts = paths_of_parts(self.registry, self.registry.mechanisms[mechanism])
        pair = pair_of(world.base, lever, world.context, {}, parts)
        values, interval = replicated(lambda r: self._both(world, pair, lever, r))
        off = pair_of(world.base, lever, world.context, self.registry.off(lever), parts)
        a, b = self._both(world, off, lever, 0)
        return _finding(mechanism, lever, values, interval, b - a)

    def _both(
        self, world: Worlds, pair: tuple[Setting, Setting], lever: LeverModel, replication: int
    ) -> tuple[float, float]:
        first, second = (outcome(lever.outcome, _ledger(world, each, replication)) for each in pair)
        return first, second

    def preset(self, mechanism: MechanismModel) -> list[Finding]:
        """Every bundle of a preset row can be loaded on the context's province, and says something."""
        found = []
        for practice in mechanism.practices:
            stated = len(bundle(practice, paths_of_parts(self.registry, mechanism)))
            for world in self.worlds.values():
                Scenario.load(world.context.province, practice=practice)
            found.append(_counted(mechanism.id, f"practice {practice}", "values stated", stated, stated > 0))
        return found

    def measured(self, mechanism: MechanismModel) -> Finding:
        """The value that a measured row prints, in the first context."""
        world = next(iter(self.worlds.values()))
        value = outcome(mechanism.prints, world.run(world.base, 0))
        return _counted(mechanism.id, "measured", mechanism.prints, value, bool(np.isfinite(value)))

    def mechanism(self, mechanism: MechanismModel) -> list[Finding]:
        """Everything one row asks for."""
        found = self.preset(mechanism) if mechanism.kind == "preset" else []
        if mechanism.prints:
            found.append(self.measured(mechanism))
        return found + [self.lever(mechanism.id, each) for each in mechanism.lever if each.same_as is None]


def check(
    registry: Registry, ids: Iterable[str], threads: int | None = None, progress: OnProgress | None = None
) -> list[Finding]:
    """Findings of the mechanisms `ids`, in their order; mechanisms run side by side on `threads`.

    A shared lever is checked once, under its own mechanism.
    """
    chosen = [registry.mechanisms[each] for each in with_shared(registry, ids)]
    checker, done = Checker(registry), 0
    found: list[Finding] = []
    with ThreadPoolExecutor(threads_or_default(threads)) as pool:
        for mechanism, findings in zip(chosen, pool.map(checker.mechanism, chosen), strict=True):
            done += 1
            found += findings
            if progress:
                progress(done, len(chosen), mechanism.id)
    return found


def with_shared(registry: Registry, ids: Iterable[str]) -> list[str]:
    """`ids` and the mechanisms of their shared levers, each once."""
    wanted = list(ids)
    for each in list(wanted):
        wanted += [lever.same_as for lever in registry.mechanisms[each].lever if lever.same_as]
    return list(dict.fromkeys(wanted))


def rows_passed(registry: Registry, ids: Iterable[str], findings: Iterable[Finding]) -> dict[str, bool]:
    """Whether all that a row names passed, shared levers included."""
    good: dict[tuple[str, str], bool] = {}
    for each in findings:
        good[each.mechanism, each.lever] = each.passed
    return {
        name: all(passed for (row, _), passed in good.items() if row == name)
        and all(good[lever.same_as, lever.name] for lever in registry.mechanisms[name].lever if lever.same_as)
        for name in ids
    }


def _ledger(world: Worlds, setting: Setting, replication: int) -> Ledger:
    """The ledger of a setting; where it holds in a part of the counties only, the others keep other books.

    Counties do not meet within the window (no budget of temporary assistance is capped), so this is exact.
    """
    ledger = world.run(setting.scenario, replication)
    if setting.county_share >= 1.0:
        return ledger
    rest = world.run(setting.elsewhere, replication)
    n = round(setting.county_share * ledger.share.size)
    mixed: dict[str, Any] = {
        field.name: np.concatenate([getattr(ledger, field.name)[:n], getattr(rest, field.name)[n:]])
        for field in fields(Ledger)
        if isinstance(getattr(ledger, field.name), np.ndarray)
    }
    return replace(ledger, **mixed)


def replicated(
    both: Callable[[int], tuple[float, float]], still: int = STEPS[-1]
) -> tuple[list[tuple[float, float]], tuple[float, float]]:
    """Both outcomes of each replication, and the interval of their difference; more while the interval includes zero.

    `both`: of one replication. Where nothing at all has moved after `still` replications there are no more.
    """
    values: list[tuple[float, float]] = []
    low = high = NOTHING
    for replications in STEPS:
        values += [both(r) for r in range(len(values), replications)]
        low, high = paired_interval(values)
        if excludes_zero(low, high) or (replications >= still and low == high == 0.0):
            break
    return values, (low, high)


def why_not_moved(low: float, high: float, moves: str) -> str:
    """Why a difference with this interval is not the one stated (up, down, either), in plain words; empty if it is."""
    if low == high == 0.0:
        return "moves nothing"
    if not excludes_zero(low, high):
        return "the interval holds zero"
    return "" if moves == "either" or (low > 0.0) == (moves == "up") else "moves the other way"


def paired_interval(values: list[tuple[float, float]]) -> tuple[float, float]:
    """Student interval at `LEVEL` of the mean of second less first; `values`: both outcomes of each replication."""
    differences: npt.NDArray[np.float64] = np.array([[b - a] for a, b in values])
    low, high = interval_of(differences, LEVEL)
    return float(low[0]), float(high[0])


def excludes_zero(low: float, high: float) -> bool:
    """Whether an interval lies wholly on one side of zero."""
    return low > 0.0 or high < 0.0


def _finding(
    mechanism: str, lever: LeverModel, values: list[tuple[float, float]], interval: tuple[float, float], off: float
) -> Finding:
    low, high = interval
    first, second = np.array(values).mean(axis=0)
    effect = float(second - first)
    why = why_not_moved(low, high, lever.moves) or ("acts though its process is off" if off != 0.0 else "")
    return Finding(
        mechanism, lever.name, lever.path or str(lever.practice), lever.settings[0], lever.settings[1], lever.outcome,
        lever.moves, float(first), effect, low, high, off, len(values), not why, why,
    )  # fmt: skip


def _failed(mechanism: str, lever: LeverModel, why: str) -> Finding:
    return Finding(
        mechanism, lever.name, "", NOTHING, NOTHING, "", "", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0, False, why
    )


def _counted(mechanism: str, name: str, what: str, value: float, passed: bool) -> Finding:
    why = "" if passed else "nothing to print"
    return Finding(
        mechanism, name, "", NOTHING, NOTHING, what, "", value, NOTHING, NOTHING, NOTHING, NOTHING, 1, passed, why
    )
