"""Umbrellas: rows of the source that only name other rows, such as 1335 or 123+8, and the part of a practice they load.

A preset row lists its `parts`: ids of mechanisms, paths of parameters, or `tekun.*` for all of a group or programme. Of
the practice it loads what it states about those parts: the parameters of their levers, and the switch `enabled` of the
groups or programmes that contain them. A preset row without parts loads the whole practice.
"""

from collections.abc import Iterator

from simulation.mechanisms.models import MechanismModel
from simulation.mechanisms.registry import ALL_OF, Registry, known_paths


def paths_of_parts(registry: Registry, mechanism: MechanismModel) -> frozenset[str] | None:
    """Paths of parameters that an umbrella may load; None for a row that loads all of a practice."""
    return frozenset(_paths(registry, mechanism)) if mechanism.parts else None


def _paths(registry: Registry, mechanism: MechanismModel) -> Iterator[str]:
    for part in mechanism.parts:
        if part.endswith(ALL_OF):
            yield from (path for path in known_paths(registry) if path.rpartition(".")[0] == part.removesuffix(ALL_OF))
            continue
        if "." in part:
            yield part
            continue
        yield from paths_of_levers(registry, registry.mechanisms[part])


def paths_of_levers(registry: Registry, mechanism: MechanismModel) -> Iterator[str]:
    """The path of each lever of a row, and of the switch that its group or programme would have (not all have one)."""
    for lever in registry.levers(mechanism):
        if lever.path is not None:
            yield lever.path
            yield f"{lever.path.rpartition('.')[0]}.enabled"
