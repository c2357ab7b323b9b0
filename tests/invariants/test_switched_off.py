"""Every switch that a parameter declares is one: while it is off, the value moves no household and no case."""

import numpy as np
import pytest
from worlds import always, onward, warmed

from simulation.ledger import Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.switches import Switch, declared
from simulation.parameters.schema.groups import all_fields
from simulation.state import State

# alone in their world: without these little else happens
LARGE = {"application.enabled", "screening.enabled", "staff.assistant.hours_month", "verification.hiding_share"}
# what is counted against the limit, whoever uses it
COUNTED = {"verification.limit_days": Measure.OVERDUE}
# what leaves work behind when it is switched off: lists that are still visited
LISTS = "screening.enabled"


def behind(switches: tuple[Switch, ...]) -> list[str]:
    """The values that a group of switches makes read."""
    return [path for path, each in declared().items() if each == switches]


def batches() -> list[list[tuple[Switch, ...]]]:
    """Groups of switches that may be off in one world: none of them has to do with the parameters of another."""
    found: list[tuple[set[str], list[tuple[Switch, ...]]]] = []
    for switches in sorted(set(declared().values()), key=str):
        paths = {*behind(switches), *(switch.path for switch in switches)}
        names = {"*"} if paths & LARGE else {path.partition(".")[0] for path in paths}
        room = next((held for held in found if not held[0] & names and "*" not in held[0] | names), None)
        if room is None:
            found.append((names, [switches]))
        else:
            room[0].update(names)
            room[1].append(switches)
    return [batch for _, batch in found]


def off(switch: Switch) -> float:
    """A value of the switch at which it does not hold, inside its range."""
    field = all_fields()[switch.path]
    value = {"=": switch.number - 1 if switch.number > field.low else switch.number + 1}.get(
        switch.comparison, switch.number
    )
    assert not switch.holds(value)
    assert field.low <= value <= field.high
    return value


def books(ledger: Ledger, paths: list[str]) -> list[np.ndarray]:
    measures = ledger.measures.copy()
    for path in paths:
        if path in COUNTED:
            measures[:, :, COUNTED[path]] = 0
    return [ledger.money, ledger.flows, measures, ledger.waits, ledger.before, ledger.after]


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: str(batch[0][0]))
def test_values_behind_a_switch_that_is_off_do_nothing(
    base: Scenario, warm: State, batch: list[tuple[Switch, ...]]
) -> None:
    fields = all_fields()
    paths = [path for switches in batch for path in behind(switches)]
    still = {switch.path: off(switch) for switches in batch for switch in switches}
    structural = LISTS in still or any(fields[path].tag == "structural" for path in [*paths, *still])
    ends = []
    for end in ("low", "high"):
        values = still | {path: float(getattr(fields[path], end)) for path in paths}
        scenario = always(base, values) if structural else base.change(values)
        state, ledger = onward(warmed(scenario)[0] if structural else warm, scenario, 9)
        for table in state.cases:
            table["review"] = 0  # dates of reviews, which nobody holds without `review.enabled`
        ends.append((state.digest(), books(ledger, paths)))
    (one, written), (other, again) = ends
    assert [np.array_equal(first, second) for first, second in zip(written, again, strict=True)] == [True] * 6
    assert one == other


def test_every_switch_is_in_one_batch() -> None:
    held = [switches for batch in batches() for switches in batch]
    assert len(held) == len(set(held)) == len(set(declared().values())) > 80
    assert len(batches()) < 25
