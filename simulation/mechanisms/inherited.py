"""What a province's text leaves open: levers of the mechanisms whose value it inherits from the nation.

"Not mentioned" in the source is "not stated", never "absent": such a lever is at the national level, which is
assumed and has a range unless a national rule gives it.
"""

from dataclasses import dataclass

from simulation.mechanisms.registry import Registry
from simulation.parameters.reforms.posterior import PRACTICES
from simulation.parameters.scenario.scenario import Scenario


@dataclass(frozen=True)
class Inherited:
    """One lever at the national level. `named`: the province's text names its mechanism, without a value for it."""

    mechanism: str
    lever: str
    path: str
    value: float
    unit: str
    low: float | None  # of the stated range
    high: float | None
    named: bool


def inherited(scenario: Scenario, registry: Registry) -> list[Inherited]:
    """Levers that the practice of the scenario does not set, by mechanism: those which its province named first."""
    found: dict[str, Inherited] = {}
    province = scenario.province
    rows = sorted(registry.mechanisms.values(), key=lambda each: province not in each.provinces)  # else in file order
    for mechanism in rows:
        for lever in registry.levers(mechanism):
            parameter = scenario.sources.parameters.get(lever.path or "")
            if parameter is None or parameter.path in found or parameter.file.startswith(PRACTICES):
                continue
            found[parameter.path] = Inherited(
                mechanism.id, lever.name, parameter.path, scenario.value(parameter.path), parameter.unit,
                parameter.range_low, parameter.range_high, province in mechanism.provinces,
            )  # fmt: skip
    return list(found.values())
