"""The payment: top-up, flat or a share; then limits and rounding."""

from simulation.compile.kernel import inlined
from simulation.rules.limits import part_of
from simulation.rules.tables import Benefit, Rounding

_NOTHING, _TOP_UP, _FLAT = int(Benefit.NOTHING), int(Benefit.TOP_UP), int(Benefit.FLAT)
_UP, _DOWN = int(Rounding.UP), int(Rounding.DOWN)


@inlined
def basic_fen(benefit: int, need_fen: int, withdraw: float, counted_fen: int, value_fen: int) -> int:
    """Payment before supplements, never negative; `value_fen`: the quantity of a share.

    >>> basic_fen(Benefit.TOP_UP, 216800, 1.0, 100000, 0)
    116800
    """
    if benefit == _NOTHING:
        return 0
    if benefit == _TOP_UP:
        return max(0, need_fen - part_of(counted_fen, withdraw))
    if benefit == _FLAT:
        return max(0, need_fen)
    return min(max(0, need_fen), part_of(value_fen, withdraw))


@inlined
def limited_fen(amount_fen: int, minimum_fen: int, maximum_fen: int, round_to_fen: int, rounding: int = _UP) -> int:
    """Lift to the minimum, cut to the maximum (below 0 = none), round to a multiple of `round_to_fen`.

    >>> limited_fen(116850, 0, -1, 100)
    116900
    >>> limited_fen(116850, 0, -1, 100, Rounding.DOWN)
    116800
    """
    paid = max(amount_fen, minimum_fen)
    if 0 <= maximum_fen < paid:
        paid = maximum_fen
    if rounding == _UP:
        return -(-paid // round_to_fen) * round_to_fen
    if rounding == _DOWN:
        return paid // round_to_fen * round_to_fen
    return (2 * paid + round_to_fen) // (2 * round_to_fen) * round_to_fen
