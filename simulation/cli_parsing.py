"""What is written behind options of searches, as values; typer's error for what cannot be read."""

import math
from typing import Any

import typer


def shard_of(written: str | None) -> tuple[int, int] | None:
    """`I/N` as two numbers."""
    if written is None:
        return None
    number, slash, of = written.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"{written!r} is not a part such as 1/4", param_hint="--shard")
    return int(number), int(of)


def ranges(written: list[str], option: str) -> dict[str, tuple[float, float] | None]:
    """`PATH=LOW:HIGH` or `PATH` as bounds by path."""
    found: dict[str, tuple[float, float] | None] = {}
    for each in written:
        path, given, bounds = each.partition("=")
        low, _, high = bounds.partition(":")
        try:
            found[path.strip()] = (float(low), float(high)) if given else None
        except ValueError:
            raise typer.BadParameter(f"{each!r} is not PATH=LOW:HIGH", param_hint=option) from None
    return found


def sizes(written: list[str]) -> dict[str, float]:
    """`INDICATOR=SIZE` by indicator."""
    found = {}
    for each in written:
        indicator, _, size = each.partition("=")
        try:
            found[indicator.strip()] = float(size)
        except ValueError:
            raise typer.BadParameter(f"{each!r} is not INDICATOR=SIZE", param_hint="--within") from None
    return found


def goal_of(written: str, base: Any) -> Any:
    """A number, the baseline itself, or the baseline with a reform."""
    if written in ("", "baseline"):
        return base
    try:
        number = float(written)
    except ValueError:
        return base.with_reform(written)
    if not math.isfinite(number):
        raise typer.BadParameter(f"{written} is no number that a target can meet.", param_hint="--target")
    return number
