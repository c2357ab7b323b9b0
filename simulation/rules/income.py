"""Counted income, item by item: what counts, what is deducted, imputed or owed by relatives."""

from simulation.compile.kernel import inlined
from simulation.rules.limits import part_of
from simulation.rules.tables import Item

_COUNT, _DEDUCT, _FLOOR, _IMPUTE = int(Item.COUNT), int(Item.DEDUCT), int(Item.FLOOR), int(Item.IMPUTE)


@inlined
def item_fen(item: int, value_fen: int, share: float, limit_fen: int, ignored_fen: int) -> int:
    """What one income row adds to counted income, fen/month (negative for a deduction).

    COUNT: share x (value - ignored). DEDUCT: -min(share x value, limit); a limit below 0 means no cap.
    FLOOR: share x what the value lacks to the limit. EXCESS: share x the value over the limit. IMPUTE: share x limit
    where the value is above 0.

    >>> item_fen(Item.DEDUCT, 300000, 1.0, 216800, 0)
    -216800
    """
    if item == _COUNT:
        return part_of(max(0, value_fen - ignored_fen), share)
    if item == _DEDUCT:
        deducted = part_of(value_fen, share)
        return -deducted if limit_fen < 0 else -min(deducted, limit_fen)
    if item == _FLOOR:
        return part_of(max(0, limit_fen - value_fen), share)
    if item == _IMPUTE:
        return part_of(limit_fen, share) if value_fen > 0 else 0
    return part_of(max(0, value_fen - limit_fen), share)
