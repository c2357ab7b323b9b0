"""Amounts and quantities: the one expression that need, limits, caps, supplements and bundles share."""

from simulation._numba import inlined, inlined_reader
from simulation.rules.facts import Fact
from simulation.rules.tables import NONE, Quantity

_MINIMUM_FACT = int(Quantity.COUNTED_INCOME)
_COUNTED, _COVERED = int(Quantity.COUNTED_INCOME), int(Quantity.COVERED_PERSONS)
_LABOUR, _AVAILABLE = int(Quantity.LABOUR_INCOME), int(Quantity.AVAILABLE_WORKERS)
_WAGE, _BUSINESS, _PENSION, _OTHER = int(Fact.WAGE), int(Fact.BUSINESS), int(Fact.PENSION), int(Fact.OTHER)
_ABLE, _JOBLESS = int(Fact.ABLE), int(Fact.JOBLESS)


@inlined
def rounded(value: float) -> int:
    """Whole fen, half away from zero."""
    return int(value + 0.5) if value >= 0.0 else -int(0.5 - value)


@inlined
def amount_fen(fen: int, multiple: float, line_fen: int, per: int) -> int:
    """(fen + multiple x line) x per; the product is rounded to whole fen per person before it is multiplied.

    >>> amount_fen(0, 48.0, 108400, 3)
    15609600
    """
    return (fen + rounded(multiple * line_fen)) * per


@inlined_reader
def quantity(facts, code, counted_fen, covered):  # type: ignore[no-untyped-def]
    """Value of a `Fact` or `Quantity` code; money in fen/month."""
    if code < _MINIMUM_FACT:
        return facts[code]
    if code == _COUNTED:
        return counted_fen
    if code == _COVERED:
        return covered
    labour = facts[_WAGE] + facts[_BUSINESS]
    if code == _LABOUR:
        return labour
    if code == _AVAILABLE:
        return max(0, facts[_ABLE] - facts[_JOBLESS])
    return labour + facts[_PENSION] + facts[_OTHER]


@inlined_reader
def amount_of(rules, row, facts, lines, counted_fen, covered):  # type: ignore[no-untyped-def]
    """Row `row` of the amount table for one unit (fen, or persons where no money is meant)."""
    amount = rules.amounts[row]
    line_fen = lines[amount["line"]] if amount["line"] != NONE else 1
    per = quantity(facts, amount["per"], counted_fen, covered) if amount["per"] != NONE else 1
    return amount_fen(amount["fen"], amount["multiple"], line_fen, per)
