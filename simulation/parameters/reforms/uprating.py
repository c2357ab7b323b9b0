"""Amounts that a change sets or adds where the baseline's own grow from year to year."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from simulation.parameters.files.decimals import decimal_arithmetic, exact, whole_number
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.lines.lines import WHOLE, grown
from simulation.parameters.reforms.reforms import Change, ReformModel
from simulation.units import FIRST_MONTH, MONTHS_PER_YEAR

# Path -> the rate of group `prices` by which the baseline's value grows, and the years by which it lags (the income of
# a year is that of the year before).
GROWTH: Final = {
    "lines.dibao": ("line_growth", 0),
    "lines.tekun": ("line_growth", 0),
    "lines.minimum_wage": ("income_growth", 0),
    "lines.disposable_income": ("income_growth", -1),
}


def asks(path: str, op: str) -> bool:
    """Whether a change has to say if its amount grows with the baseline's values."""
    return path in GROWTH and op in ("set", "add")


def check_uprated(model: ReformModel, file: str, mistakes: Mistakes) -> None:
    """Record every change of a file that says nothing about uprating where it must, or something where it may not."""
    for i, change in enumerate(model.change):
        key, amount = f"change.{i}.uprated", f"{change.value or 0:g}"
        if asks(change.path, change.op) and change.uprated is None:
            kept = "the addition" if change.op == "add" else amount
            expected = f"`true` ({kept} grows each January as {change.path} does) or `false` ({amount} in every year)"
            mistakes.add(file, key, expected, "nothing: it is missing")
        elif change.uprated is not None and not asks(change.path, change.op):
            expected = f"no `uprated`: it goes with `set` and `add` of {', '.join(GROWTH)}"
            mistakes.add(file, key, expected, f"it with `{change.op}` of {change.path}")


def with_uprating(made: Iterable[Change], uprated: bool) -> list[Change]:
    """Changes made in Python or a sweep: those that ask for it are uprated or not."""
    return [replace(each, uprated=uprated) if asks(each.path, each.op) else each for each in made]


def grown_to(change: Change, month: int, growth: Callable[[str, int], Decimal]) -> Change:
    """The change as it acts in a month: its amount and the bounds of its filter, grown from its first year on.

    `growth`: (rate of group `prices`, calendar year from 2023) -> growth into that year. Bounds are in whole yuan, as
    the values that they are compared with are paid and shown.
    """
    if not change.uprated or change.path not in GROWTH:  # a file that says it of another path is refused
        return change
    kind, shift = GROWTH[change.path]
    first, year = (m // MONTHS_PER_YEAR + shift for m in (max(change.start, FIRST_MONTH), month))
    with decimal_arithmetic():
        factor = grown(Decimal(1), first, year, lambda y: growth(kind, y))
        in_yuan = whole_number if change.path.removeprefix("lines.") in WHOLE and year != first else Decimal
        bounds = [
            None if bound is None else float(in_yuan(exact(bound) * factor)) for bound in (change.below, change.above)
        ]
        value = float(exact(change.value) * factor)
    return replace(change, value=value, below=bounds[0], above=bounds[1])
