"""Options such as `--vary PATH=LOW:HIGH`, as values; BadParameter for what does not fit."""

import math
from pathlib import Path
from typing import Annotated, Any

import typer

Draws = Annotated[
    str | None,
    typer.Option(
        metavar="N|FILE", show_default="one a replication, where scenarios/posterior.csv ships",
        help="Posterior draws of the fitted parameters: 0 leaves them out, N takes the first N. "
        "Or your own table of parameter sets (.csv, .xlsx), a column per path.",
    ),
]  # fmt: skip
Count = Annotated[
    int | None,
    typer.Option("--draws", min=0, metavar="N", help="Posterior draws of the fitted parameters; 0: none."),
]


def draws_of(written: str | None) -> int | Path | None:
    """`--draws`: a number of posterior draws, or the file of a table of parameter sets."""
    if written is None or not written.strip().lstrip("+-").isdecimal():
        return None if written is None else Path(written)
    if int(written) < 0:
        raise typer.BadParameter(f"{written} is neither a number of draws nor a file", param_hint="--draws")
    return int(written)


def part_of_work(written: str | None) -> tuple[int, int] | None:
    """`I/N` as two numbers; None where nothing is written."""
    if written is None:
        return None
    number, slash, of = written.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"{written!r} is not a part such as 1/4", param_hint="--shard")
    return int(number), int(of)


def bounds_of(written: list[str], option: str) -> dict[str, tuple[float, float] | None]:
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


def sizes_of(written: list[str]) -> dict[str, float]:
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


def goals_of(written: list[str], base: Any) -> dict[str, Any]:
    """`INDICATOR=GOAL` by indicator; see `goal_of`."""
    found = {}
    for each in written:
        indicator, _, goal = each.partition("=")
        found[indicator] = goal_of(goal, base)
    return found
