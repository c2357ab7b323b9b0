"""Every switch that a parameter declares is one: while it is off, the value moves no household and no case."""

import numpy as np
import pytest
from worlds import always, onward, warmed

from simulation.ledger import Ledger, Measure
from simulation.parameters.groups import all_fields
from simulation.parameters.scenario import Scenario
from simulation.parameters.switches import Switch, declared
from simulation.state import State

GROUPS = sorted(set(declared().values()), key=str)
# what is counted against the limit, whoever uses it
COUNTED = {"verification.limit_days": Measure.OVERDUE}


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


@pytest.mark.parametrize("switches", GROUPS, ids=lambda group: " | ".join(map(str, group)))
def test_values_behind_a_switch_that_is_off_do_nothing(
    base: Scenario, warm: State, switches: tuple[Switch, ...]
) -> None:
    fields = all_fields()
    behind = [path for path, each in declared().items() if each == switches]
    still = {switch.path: off(switch) for switch in switches}
    structural = any(fields[path].tag == "structural" for path in [*behind, *still])
    ends = []
    for end in ("low", "high"):
        values = still | {path: float(getattr(fields[path], end)) for path in behind}
        scenario = always(base, values) if structural else base.change(values)
        state = warmed(scenario)[0] if structural else warm
        ends.append(onward(state, scenario, 9))
    (one, written), (other, again) = ends
    for first, second in zip(books(written, behind), books(again, behind), strict=True):
        assert np.array_equal(first, second)
    assert one.digest() == other.digest()
