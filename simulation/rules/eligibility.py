"""Eligibility and asset tests: one comparison of a quantity with an amount."""

from simulation.compile.kernel import inlined
from simulation.rules.tables import Op

_LT, _LE, _EQ, _GE, _GT = int(Op.LT), int(Op.LE), int(Op.EQ), int(Op.GE), int(Op.GT)


@inlined
def holds(value: int, op: int, amount: int) -> bool:
    """True when `value op amount`; for asset limits the amount is months of the line for all persons.

    >>> holds(108399, Op.LT, 108400)
    True
    """
    if op == _LT:
        return value < amount
    if op == _LE:
        return value <= amount
    if op == _EQ:
        return value == amount
    if op == _GE:
        return value >= amount
    if op == _GT:
        return value > amount
    return value != amount
