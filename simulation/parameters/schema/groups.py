"""The parameter groups: name -> NamedTuple whose fields say unit, range, tag and meaning."""

from dataclasses import replace
from types import ModuleType
from typing import Any, Final, get_type_hints

from simulation.parameters.schema import (
    casework,
    claims,
    discovery,
    funding,
    governance,
    monitoring,
    needs,
    population,
    prices,
    processes,
    shocks,
    staffing,
    statements,
)
from simulation.parameters.schema.fields import Field, Read


def _is_group(kind: type[Any]) -> bool:
    """Whether the fields of a NamedTuple are parameters."""
    return all(hasattr(hint, "__metadata__") for hint in get_type_hints(kind, include_extras=True).values())


def _groups_of(module: ModuleType, prefix: str = "") -> dict[str, type[Any]]:
    """NamedTuple classes of a module by lower-case name; `PopulationParameters` is group `population`."""
    members = vars(module).items()
    classes = {
        n: c for n, c in members
        if isinstance(c, type) and issubclass(c, tuple) and hasattr(c, "_fields") and _is_group(c)
    }  # fmt: skip
    return {prefix + n.removesuffix("Parameters").lower(): c for n, c in classes.items()}


GROUPS: Final[dict[str, type[Any]]] = {
    "prices": prices.PriceParameters,
    "lines": prices.LineParameters,
    **_groups_of(funding),
    **_groups_of(population),
    **_groups_of(processes),
    **_groups_of(shocks),
    **_groups_of(needs),
    **_groups_of(governance),
    **_groups_of(discovery),
    **_groups_of(monitoring),
    **_groups_of(statements),
    **_groups_of(claims),
    **_groups_of(casework),
    **_groups_of(staffing, "staff."),
}

# Groups of which every field is read in other months than each; a field that differs from its group says so itself.
READ: Final[dict[str, Read]] = {
    "population": "policy_month",
    "income": "policy_month",
    "demography": "year",
    "register": "start",
}


def fields_of(group: str) -> dict[str, Field]:
    """Parameter name -> Field of one group."""
    hints = get_type_hints(GROUPS[group], include_extras=True)
    fields: dict[str, Field] = {name: hint.__metadata__[0] for name, hint in hints.items()}
    usual = READ.get(group, "month")
    return {n: replace(f, read=usual) if f.read is None else f for n, f in fields.items()}


def all_fields() -> dict[str, Field]:
    """Path -> Field of every group parameter."""
    return {f"{group}.{name}": field for group in GROUPS for name, field in fields_of(group).items()}
