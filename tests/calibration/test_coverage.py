"""Intervals of the posterior hold the truth as often as they say, in a toy whose noise is correlated and grows."""

from dataclasses import replace

import numpy as np
from formula_toys import A, B, C, aims_of

from calibration.aims import mean_distances
from calibration.priors import positions_of, values_of
from calibration.sampler import Sampler
from calibration.space import Space
from calibration.waves import Design, Waves

SPACE = Space((replace(A, spread=0.0), B, C), ("north",))
TRIALS = 30


def counts(values: dict[str, float], rng: np.random.Generator) -> list[float]:
    """Two stocks that overlap, a third of its own, and a mean."""
    a, b, c = values[A.path], values[B.path], 1 / (1 + np.exp(-values[C.path]))
    both, one = rng.poisson(300 * a * c), rng.poisson(60 * a * c)
    return [both + one, both + 0.1, rng.poisson(200 * b) + 0.1, 50 * c + rng.standard_normal()]


def simulated(values: dict[str, float], seeds: list[list[int]]) -> np.ndarray:
    return np.array([counts(values, np.random.default_rng(seed)) for seed in seeds])


def test_nine_in_ten_intervals_of_ninety_percent_hold_the_truth() -> None:
    aims = aims_of("north", [100.0, 100.0, 200.0, 15.0])
    waves = Waves(SPACE, {"north": aims}, Design(1, 64, 3, 40, 100))
    asked = waves.ask_noise()
    waves.tell_noise(
        asked, {"north": [simulated(v, [[1, i, r] for r in range(40)]) for i, v in enumerate(asked["north"])]}
    )
    asked = waves.ask()
    waves.tell(asked, {"north": [simulated(v, [[2, i, r] for r in range(3)]) for i, v in enumerate(asked["north"])]})
    covered = []
    for trial, point in enumerate(SPACE.draws(TRIALS, np.random.default_rng(5))):
        values = values_of(SPACE.parameters, point)
        data = mean_distances(aims, simulated(values, [[3, trial, 0]]))
        sampler = Sampler(SPACE, [waves.surrogates[0].aiming_at(data, 1)], np.random.default_rng(trial))
        crowd = sampler.start(100)
        sampler.weigh(crowd, sweeps=2, last=3)
        low, high = np.quantile(crowd.points, (0.05, 0.95), axis=0)
        truth = positions_of(SPACE.parameters, values)
        covered.append((low <= truth) & (truth <= high))
    assert 0.8 <= np.mean(covered) <= 0.97
