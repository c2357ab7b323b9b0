"""What two scenarios share that are compared: households, the warm-up, the state at the policy month, the record."""

from typing import Any

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.differences import siblings
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.calibration_status import record_of
from simulation.run_settings import Settings
from simulation.simulate import run_cache
from simulation.simulate.period import Period
from simulation.simulate.replications import Ticker
from simulation.state import State
from simulation.units import month_label


def same_people(base: Scenario, reform: Scenario) -> None:
    """Raise ScenarioError unless both scenarios are about the same households."""
    mistakes = Mistakes()
    if base.province != reform.province:
        mistakes.add("compare", reform.name, f"a reform of {base.province}", f"one of {reform.province}")
    if base.sources.microdata != reform.sources.microdata:
        mistakes.add("compare", reform.name, "the microdata of the baseline", "other households: lay both on one file")
    mistakes.check()


def acts_in_time(base: Scenario, reform: Scenario, months: int) -> None:
    """Raise ScenarioError if everything that a reform changes lies beyond the months compared."""
    starts = [change.start for change in reform.changes if change not in base.changes]
    starts += [edit.start for edit in reform.edits if edit not in base.edits]
    if starts and min(starts) >= months:
        mistakes, first = Mistakes(), min(starts)
        mistakes.add(
            "compare", reform.name, f"a change before {month_label(months)}", f"its first in {month_label(first)}"
        )
        mistakes.check()


def own_warm_up(base: Scenario, reform: Scenario, settings: Settings) -> int:
    """Months of warm-up that a reform does not share with its baseline."""
    return 0 if base.structural_digest == reform.structural_digest else settings.warm_up


def passes(base: Scenario, reform: Scenario, settings: Settings) -> int:
    """Months simulated in one replication."""
    return settings.warm_up + own_warm_up(base, reform, settings) + 2 * settings.months


def branch_of(
    state: State, base: Scenario, reform: Scenario, settings: Settings, replication: int, tick: Ticker
) -> State:
    """The reform's state at the policy month: a copy of the baseline's, or its own warm-up on the same sample."""
    if base.structural_digest == reform.structural_digest:
        return state.copy()
    changed = run_cache.warm_state(reform, settings, replication, tick)
    changed.units["decile"] = state.units["decile"]
    return changed


def pair_of(base: Scenario, reform: Scenario, period: Period, months: int) -> dict[str, Any]:
    """What a comparison of `months` months adds to the run record."""
    return {
        "period": period.record(),
        "siblings": siblings(base, reform),
        "baseline_digest": base.digest,
        "calibration": record_of(base),
        "changes": {"zh": base.diff(reform, "zh", months=months), "en": base.diff(reform, "en", months=months)},
        "labels": {
            "baseline": {"zh": base.label_zh, "en": base.label_en},
            "reform": {"zh": reform.label_zh, "en": reform.label_en},
        },
    }
