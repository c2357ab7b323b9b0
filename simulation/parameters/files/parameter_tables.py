"""The tables of an overlay file that state parameters, whatever is between them."""

from typing import Any, Final

PLAIN: Final = {"schema", "province", "practice", "provenance"}  # tables of an overlay that contain no parameters


def _is_value(table: dict[str, Any]) -> bool:
    """Whether a table states a value, and not a parameter whose own name is `value`."""
    stated = [table[key] for key in ("value", "values") if key in table]
    return any(not (isinstance(each, dict) and _is_value(each)) for each in stated)


def parameter_tables(data: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """(path, table) of every parameter table: a table whose entries are not all tables themselves.

    A parameter may be called `value`, as that of `electricity_relief.value`.
    """
    found: list[tuple[str, Any]] = []
    for key, value in data.items():
        path = f"{prefix}{key}"
        nested = isinstance(value, dict) and bool(value) and not _is_value(value)
        if path in PLAIN:
            continue
        if nested and all(isinstance(v, dict) and k not in ("label",) for k, v in value.items()):
            found.extend(parameter_tables(value, f"{path}."))
        else:
            found.append((path, value))
    return found
