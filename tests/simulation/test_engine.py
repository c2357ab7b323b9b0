"""What runs over counties, and what couples them: the province shares out its budget between years."""

import numpy as np

from simulation.engine import in_parallel, shared_out
from simulation.simulate.sharded_run import only
from simulation.state import State


def test_no_kernel_runs_where_nobody_lives(warm: State) -> None:
    """The offices of an emptied county keep rows of villages that are gone: a kernel would write past its tables."""
    kept, ran = [3, 8, 9], []
    in_parallel(only(warm, kept), ran.append, 1)
    assert sorted(ran) == kept


def test_a_budget_is_shared_out_beyond_what_64_bits_multiply() -> None:
    assert shared_out(3 * 10**11, np.array([10**9, 2 * 10**9])) == [10**11, 2 * 10**11]
    assert shared_out(10, np.array([1, 1, 1])) == [3, 3, 3]
