"""Switches and partners: which values act only while another is on, and what a scenario sets in vain.

A parameter of a group declares its switch (`Field.switch`). In a programme the rows say it themselves: what occurs
only in rows under `enabled = "$flag"` is read while the flag is on, and the whole programme while it is in force.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.reforms.posterior import PRACTICES
from simulation.parameters.scenario.in_force import POLICY_MONTH, InForce
from simulation.parameters.scenario.partners import PARTNERS
from simulation.parameters.schema.groups import all_fields
from simulation.units import FIRST_MONTH

ON: Final = 0.5  # a flag of a row counts as on from here (rule_rows.Rows.on)
_COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "!=": operator.ne, "=": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


@dataclass(frozen=True)
class Switch:
    """A comparison of one value with a number: the value is on where it holds."""

    path: str
    comparison: str
    number: float

    def holds(self, value: float) -> bool:
        """Whether the switch is on at a value."""
        return _COMPARISONS[self.comparison](value, self.number)

    def __str__(self) -> str:
        return f"{self.path} {self.comparison} {self.number:g}"


def parsed(text: str, group: str) -> tuple[Switch, ...]:
    """The switches of a declaration, of which one suffices; a name without a dot is one of the same group.

    >>> [str(each) for each in parsed("targeting = 2 | screening.enabled", "visit")]
    ['visit.targeting = 2', 'screening.enabled > 0']
    """
    found = []
    for part in filter(None, text.split(" | ")):
        path, comparison, number = (*part.split(), ">", "0")[:3]
        found.append(Switch(path if "." in path else f"{group}.{path}", comparison, float(number)))
    return tuple(found)


@cache
def declared() -> dict[str, tuple[Switch, ...]]:
    """Path -> switches of every group parameter that has any."""
    fields = all_fields().items()
    return {path: parsed(field.switch, path.rpartition(".")[0]) for path, field in fields if field.switch}


def of_rows(programmes: tuple[ProgrammeSpec, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Path of a value that rules read -> for each place where they do, the flags that must all be on there."""
    found: dict[str, list[tuple[str, ...]]] = {}
    income = {spec.id: [row.model_dump() for row in spec.income] for spec in programmes}
    for spec in programmes:
        content = spec.model_dump(exclude={"label", "reference"})
        places = list(_places(content, spec.id, ()))
        if spec.income_from is not None:  # its rows are read for this programme too, as the other states them
            flag = _path(spec.enabled, spec.id)
            places += _places(income[spec.income_from], spec.income_from, (flag,) if flag else ())
        for path, flags in places:
            found.setdefault(path, []).append(flags)
    return found


def _places(node: Any, programme: str, flags: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, Mapping):
        flag = _path(node.get("enabled"), programme)
        if flag:
            yield flag, flags
            flags = (*flags, flag)
        for key, value in node.items():
            if key != "enabled":
                yield from _places(value, programme, flags)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _places(each, programme, flags)
    else:
        path = _path(node, programme)
        if path:
            yield path, flags


def _path(number: Any, programme: str) -> str:
    """The path of a value such as "$enabled" or "$dibao.exit_months"; empty for a number."""
    if not isinstance(number, str) or not number.startswith("$"):
        return ""
    name = number[1:]
    return name if "." in name else f"{programme}.{name}"


class Switches:
    """The switches of one scenario."""

    def __init__(self, scenario: InForce) -> None:
        self.scenario = scenario
        self.rows = of_rows(scenario.programmes)

    def off(self, path: str, month: int) -> str:
        """What would have to hold for a value to change anything in a month; empty where it can."""
        return self._unread(path, month) or self._alone(path, month)

    def _alone(self, path: str, month: int) -> str:
        """The first partner that is neutral; empty where the value has something to act on."""
        for condition in PARTNERS.get(path, ()):
            wanted = parsed(condition, path.partition(".")[0])
            if not any(self._on(each, month) for each in wanted):
                return " or ".join(map(str, wanted))
        return ""

    def _unread(self, path: str, month: int) -> str:
        """The switch without which nothing reads a value; empty where it is read."""
        switches = declared().get(path, ())
        if switches:
            further = [self.off(each.path, month) for each in switches if self._on(each, month)]
            if further:
                return "" if "" in further else further[0]
            return " or ".join(map(str, switches))
        places = [
            [flag for flag in flags if self.scenario.value(flag, month) < ON] for flags in self.rows.get(path, ())
        ]
        return f"{min(places, key=len)[0]} = 1" if places and all(places) else ""

    def _on(self, switch: Switch, month: int) -> bool:
        return switch.holds(self.scenario.value(switch.path, month))


def check_switches(scenario: InForce, mistakes: Mistakes) -> None:
    """Record every value that the practice, a reform or a scenario file sets and nothing reads.

    A value counts as read when it is so in any month in which it is set. Of a practice only what it sets in vain by
    itself is recorded, not what a change that is laid over it switches off.
    """
    if not scenario.changes:
        _check_practice(Switches(scenario), mistakes)
    switches, months = Switches(scenario), sorted({FIRST_MONTH, POLICY_MONTH, *scenario.change_months()})
    for change in scenario.changes:
        if change.path in scenario.sources.parameters:
            acting = [month for month in months if change.active(month)] or [change.start]
            missing = [switches.off(change.path, month) for month in acting]
            if all(missing):
                mistakes.add(change.file, change.key, *_in_vain(change.path, missing[-1], switches, acting[-1]))


def _check_practice(switches: Switches, mistakes: Mistakes) -> None:
    later = [month for month in switches.scenario.change_months() if month > POLICY_MONTH]
    for path, parameter in switches.scenario.sources.parameters.items():
        wanted = switches.off(path, POLICY_MONTH) if parameter.file.startswith(PRACTICES) else ""
        if wanted and all(switches.off(path, month) for month in later):
            mistakes.add(parameter.file, path, *_in_vain(path, wanted, switches, POLICY_MONTH))


def _in_vain(path: str, wanted: str, switches: Switches, month: int) -> tuple[str, str]:
    """(expected, found) of a value that is set in vain."""
    first = wanted.split(maxsplit=1)[0]
    return f"{wanted}, without which {path} changes nothing", f"{first} = {switches.scenario.value(first, month):g}"
