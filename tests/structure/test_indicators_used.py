"""No public indicator is kept for its tests alone: something that a user calls calls it."""

import ast
from pathlib import Path

import simulation
from simulation import indicators

ROOT = Path(simulation.__file__).parents[1]


def names_read(tree: ast.Module) -> set[str]:
    """Names that a file reads, also as attributes of a module."""
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return read | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_every_public_indicator_is_used() -> None:
    used: set[str] = set()
    for file in (file for name in ("simulation", "calibration", "benchmarks") for file in (ROOT / name).rglob("*.py")):
        used |= names_read(ast.parse(file.read_text(encoding="utf-8")))
    pages = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs").glob("*.md"))
    unused = [name for name in indicators.__all__ if name not in used and f" {name}(" not in pages]
    assert not unused
