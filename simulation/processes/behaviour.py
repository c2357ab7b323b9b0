"""Behaviour: what receipt does to earnings (the evidence disagrees, hence variants), and saving."""

from simulation.compile.kernel import inlined
from simulation.parameters.schema.processes import Behaviour


@inlined
def earnings_response(receives: bool, p: Behaviour) -> float:
    """Factor on the earnings of a unit that receives: variants none, +, -, strongly - (three times)."""
    if not receives or p.response < 0.5:
        return 1.0
    if p.response < 1.5:
        return 1.0 + p.response_size
    return max(1.0 - (p.response_size if p.response < 2.5 else 3.0 * p.response_size), 0.0)


@inlined
def assets_next(assets_yuan: int, spare_yuan: float, rigid_yuan: float, p: Behaviour) -> int:
    """Assets a month on (yuan, not below 0): save from what is above the line, draw down, pay rigid cost."""
    saved = p.saving_rate * max(spare_yuan, 0.0) - p.drawdown_month * assets_yuan - rigid_yuan
    return int(min(max(assets_yuan + saved, 0.0), 2000000000.0))
