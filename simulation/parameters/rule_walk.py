"""Going through the blocks of a programme file: every key with its value, and every field that a block looks at."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (key path, value) inside a model, models and leaves alike."""
    yield path, node
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            yield from walk(getattr(node, name), ".".join(p for p in (path, field.alias or name) if p))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk(item, f"{path}.{index}" if path else str(index))
    elif isinstance(node, dict):
        for name, item in node.items():
            yield from walk(item, f"{path}.{name}" if path else name)


def names_at(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(key path, field) of every `field` and `per` inside a block."""
    for key, value in walk(node, path):
        if isinstance(value, str) and key.rpartition(".")[2] in ("field", "per"):
            yield key, value


def reference_path(programme: str, reference: str) -> str:
    """Parameter path that `$name` or `$other.name` in a programme's file stands for."""
    name = reference.removeprefix("$")
    return name if "." in name else f"{programme}.{name}"
