"""The interval of one run against many runs: what the page says of a difference must hold for the mean of all seeds."""

import numpy as np
import pytest

from simulation.app.live import Live

SETTINGS = ({"visits": 1.1}, {"visits": 2.0}, {"screening": 0.2}, {"exit": 12.0}, {"line": 1.1}, {"taper": 0.5})


@pytest.mark.full
@pytest.mark.parametrize("province", ["zhejiang", "inner_mongolia"])
def test_intervals_of_one_run_hold_the_mean_of_many(province):
    """24 seeds: 90% of all intervals or more hold the mean of the seeds, no clear difference has the wrong sign."""
    runs = []
    for seed in range(24):
        live = Live(households=20_000, months=12, seed=1000 + seed)
        world = live.world(province)
        answers = [live.answer(world, setting)["difference"]["totals"] for setting in SETTINGS]
        runs.append([list(each.values()) for each in answers])
    value, low, high = np.moveaxis(np.array(runs, float), -1, 0)  # seeds x settings x figures
    mean = value.mean(axis=0)
    differs = value != 0.0
    held = (low <= mean) & (mean <= high)
    assert held[differs].mean() >= 0.9
    told = (low > 0.0) | (high < 0.0)
    settled = np.abs(mean) > 2.0 * value.std(axis=0, ddof=1) / np.sqrt(len(runs))  # else the sign itself is chance
    assert not np.any(told & settled & (np.sign(value) != np.sign(mean)))
    assert settled.mean() > 0.5
    assert told[:, 0].mean() <= 0.05, "a tenth more visits are told no oftener than 95% intervals do by chance"
    assert told[:, 4:, 0].all(), "what a higher line and a softer taper cost is plain in every sample"
