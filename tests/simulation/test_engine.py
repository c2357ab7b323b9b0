"""What couples counties: the province shares out its purse between years."""

import numpy as np

from simulation.engine import shared_out


def test_a_purse_is_shared_out_beyond_what_64_bits_multiply() -> None:
    assert shared_out(3 * 10**11, np.array([10**9, 2 * 10**9])) == [10**11, 2 * 10**11]
    assert shared_out(10, np.array([1, 1, 1])) == [3, 3, 3]
