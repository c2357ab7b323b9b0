"""Checks of programmes with the values of one month: declared cliffs, rising thresholds, shares that reach."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import MONEY
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_blocks import AmountSpec
from simulation.parameters.programmes.rule_rows import reach_factor

type Value = Callable[[str, Any], float]


def check_values(spec: ProgrammeSpec, file: str, value: Value, stacked: set[str], mistakes: Mistakes) -> None:
    """Record what is wrong with a programme under the values of one month; `stacked`: statuses with aid on them."""
    _check_cliffs(spec, file, value, spec.id in stacked, mistakes)
    _check_schedules(spec, file, value, mistakes)
    for index, row in enumerate(spec.reach):
        factor = reach_factor(row, lambda number: value(spec.id, number))
        if factor < 0:
            mistakes.add(file, f"reach.{index}", "a factor of at least 0", f"{factor:g}")


def _check_schedules(spec: ProgrammeSpec, file: str, value: Value, mistakes: Mistakes) -> None:
    for name, schedule in spec.schedule.items():
        starts = [value(spec.id, start) for start in schedule.start]
        if any(later <= earlier for earlier, later in pairwise(starts)):
            mistakes.add(file, f"schedule.{name}.from", "rising thresholds", ", ".join(f"{s:g}" for s in starts))
        if schedule.kind != "marginal" and starts[0] != 0:
            mistakes.add(file, f"schedule.{name}.from", "a first threshold of 0", f"{starts[0]:g}")
        if schedule.kind == "tiers" and len(starts) > 1 and not schedule.notch:
            mistakes.add(file, f"schedule.{name}", "`notch = true`: tiers are cliffs", "an undeclared cliff")


def _check_cliffs(spec: ProgrammeSpec, file: str, value: Value, has_aid: bool, mistakes: Mistakes) -> None:
    """Record every cliff that is not declared with `notch = true`.

    A test on money is a cliff unless the payment has run out where the test fails: a pure top-up without
    supplements, aid or minimum, tested on counted income at the very amount of its need.
    """
    tests = [(f"eligibility.{row.id}", row.test.field, row.test.amount, row.notch) for row in spec.eligibility]
    tests += [(f"assets.{row.id}", row.field, row.limit, row.notch) for row in spec.assets]
    for key, tested, amount, declared in tests:
        smooth = tested == "counted_income" and not has_aid and _runs_out(spec, amount, value)
        if tested in MONEY and not declared and not smooth:
            mistakes.add(file, key, "`notch = true`: this test is a cliff", "an undeclared cliff")


def _runs_out(spec: ProgrammeSpec, amount: AmountSpec | None, value: Value) -> bool:
    if amount is None or spec.benefit.kind != "top_up" or spec.supplement or spec.bundle or spec.benefit.minimum:
        return False
    if (amount.line, amount.per) != (spec.need.line, spec.need.per) or amount.line is None:
        return False
    withdraw = value(spec.id, spec.benefit.withdraw)
    tested, needed = value(spec.id, amount.multiple), value(spec.id, spec.need.multiple)
    plain = amount.yuan is None and amount.yuan_year is None and amount.share == 1.0
    return withdraw * tested >= needed and plain
