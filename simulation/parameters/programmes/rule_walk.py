"""Going through the blocks of a programme file: every key with its value, and every field that a block looks at."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (key path, value) inside a model, models and leaves alike."""
    found: list[tuple[str, Any]] = []
    _collect(node, path, found)
    return iter(found)


def _collect(node: Any, path: str, found: list[tuple[str, Any]]) -> None:
    found.append((path, node))
    if isinstance(node, BaseModel):
        for name, key in _fields(type(node)):
            _collect(getattr(node, name), f"{path}.{key}" if path else key, found)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            _collect(item, f"{path}.{index}" if path else str(index), found)
    elif isinstance(node, dict):
        for name, item in node.items():
            _collect(item, f"{path}.{name}" if path else name, found)


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """(attribute, key in the file) of a model."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


def names_at(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(key path, field) of every `field` and `per` inside a block."""
    for key, value in walk(node, path):
        if isinstance(value, str) and key.rpartition(".")[2] in ("field", "per"):
            yield key, value


def reference_path(programme: str, reference: str) -> str:
    """Parameter path that `$name` or `$other.name` in a programme's file stands for."""
    name = reference.removeprefix("$")
    return name if "." in name else f"{programme}.{name}"
