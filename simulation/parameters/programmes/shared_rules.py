"""Rule tables built once for all months and scenarios in which they are the same.

A scenario is checked at every date at which anything changes, and a search makes hundreds of scenarios: most of their
tables differ in nothing from those before.
"""

from typing import Any, Final, NamedTuple

from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_rows import Value
from simulation.parameters.programmes.rule_tables import build_rules
from simulation.rules.tables import Rules

MOST_KEPT: Final = 8  # the last ones that were asked for


class Built(NamedTuple):
    """Rule tables with all that they were made of: nothing else enters them."""

    specs: list[ProgrammeSpec]
    read: dict[tuple[str, str], float]  # by programme and reference
    rules: Rules

    def answers(self, specs: list[ProgrammeSpec], value: Value) -> bool:
        """Whether these programmes and values give the same tables."""
        return specs == self.specs and all(value(*asked) == found for asked, found in self.read.items())


def shared_rules(specs: list[ProgrammeSpec], value: Value, built: list[Built]) -> Rules:
    """As `build_rules`; out of `built`, where they are, else they are added to it."""
    found = next((each for each in built if each.answers(specs, value)), None) or _built(specs, value)
    built[:] = [found, *(each for each in built if each is not found)][:MOST_KEPT]
    return found.rules


def _built(specs: list[ProgrammeSpec], value: Value) -> Built:
    read: dict[tuple[str, str], float] = {}

    def noted(programme: str, number: Any) -> float:
        found = value(programme, number)
        if isinstance(number, str):
            read[programme, number] = found
        return found

    return Built(specs, read, build_rules(specs, noted))
