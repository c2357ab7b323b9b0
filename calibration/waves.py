"""History matching: simulate a design, emulate it, rule out what is implausible, and ask again inside what is left.

`Waves` only asks and is answered; who simulates, and where the points are stored, is not its affair. Its answers depend
on the settings and the simulated points alone. The seed of the simulation is never searched over.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import threadpool_limits

from calibration.aims import Aim, Floats, mean_distances
from calibration.measured import Measured, measure
from calibration.priors import positions_of, values_of
from calibration.sampler import CUT, Crowd, Sampler
from calibration.space import Space
from calibration.surrogate import Surrogate, fit_surrogate

type Asked = dict[str, list[dict[str, float]]]  # province -> values of each point
type Answers = Mapping[str, Sequence[Floats]]

MOST = 320  # points behind an emulator, the newest first
REACHING = 2000  # points of the prior among which one that reaches a fact is looked for
OBSERVED = 0.5  # share of points at which a statistic must have been observed
STILL = 0.5  # of one replication's sd: a statistic that moves less over the design says nothing of what is searched
NOISE_POINTS = 3


@dataclass(frozen=True)
class Design:
    """How much is simulated, and how finely the space is looked at."""

    waves: int = 3
    points: int = 80  # a province and wave
    replications: int = 2
    noise: int = 16  # replications of each of the points from which the noise is estimated
    particles: int = 500
    seed: int = 1  # of designs and particles, not of the simulation

    def check(self) -> None:
        """Raise ValueError with every setting that is out of range."""
        wrong = []
        for name, least in (
            ("waves", 1),
            ("points", 8),
            ("replications", 1),
            ("noise", 4),
            ("particles", 50),
            ("seed", 0),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                wrong.append(f"{name}: expected a whole number of at least {least}, got {value}")
        if wrong:
            raise ValueError("; ".join(wrong))


@dataclass(frozen=True)
class Wave:
    """What a wave found."""

    number: int
    points: int  # simulated so far, all provinces
    bound: float  # second highest implausibility to which the particles fell
    left: float  # share of the prior that is not ruled out
    errors: Mapping[str, float]  # fact id -> leave-one-out error on the scale of distances


@dataclass
class Waves:
    """Asks for points and learns from their answers, wave by wave."""

    space: Space
    aims: Mapping[str, Sequence[Aim]]  # by province of the space
    design: Design
    discrepancy: Mapping[str, Floats] = field(default_factory=dict)  # by province, where not the default of the bands
    found: list[Wave] = field(default_factory=list)
    unobserved: list[Aim] = field(default_factory=list)
    unmoved: list[Aim] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing asked yet."""
        self.design.check()
        self.crowd: Crowd | None = None
        self.bound = np.inf
        self.surrogates: list[Surrogate] = []
        self._positions: dict[str, list[Floats]] = {name: [] for name in self.space.provinces}
        self._simulated: dict[str, list[Floats]] = {name: [] for name in self.space.provinces}
        self._used: dict[str, list[int]] = {}
        self.measured: dict[str, Measured] = {}

    def ask_noise(self) -> Asked:
        """A few points that show how much replications differ: the middle of the prior and draws of it."""
        rng = np.random.default_rng([self.design.seed, 900])
        points = self.space.draws(NOISE_POINTS, rng)
        count = len(self.space.parameters)
        points[0, count:] = 0.0
        if self.space.fixed is None:
            points[0, :count] = [one.position(one.centre) for one in self.space.parameters]
        of_province = {name: self.space.provincial(points, k) for k, name in enumerate(self.space.provinces)}
        return {name: [values_of(self.space.parameters, each) for each in at] for name, at in of_province.items()}

    def tell_noise(self, asked: Asked, answers: Answers) -> None:
        """Learn from (replications, aims) values of the points asked for."""
        for name in self.space.provinces:
            positions = np.stack([positions_of(self.space.parameters, values) for values in asked[name]])
            self.measured[name] = measure(self.aims[name], positions, answers[name])

    def ask(self) -> Asked:
        """The points of the next wave, by province; rounded as they are to be simulated."""
        asked: Asked = {}
        for k, name in enumerate(self.space.provinces):
            if self.crowd is None:
                positions = self._sobol()
            else:
                positions = spread_out(self.space.provincial(self.crowd.points, k), self.design.points)
            asked[name] = [values_of(self.space.parameters, each) for each in positions]
        return asked

    def _sobol(self) -> Floats:
        """(points, parameters) positions of the first wave: they fill the box."""
        from scipy.stats import qmc

        low, high = self.space.box()
        sobol = qmc.Sobol(low.size, rng=np.random.default_rng([self.design.seed, 0]))
        drawn = sobol.random_base2(math.ceil(math.log2(self.design.points)))[: self.design.points]
        return np.asarray(low + drawn * (high - low), np.float64)

    def tell(self, asked: Asked, answers: Answers) -> Wave:
        """Learn from (replications, aims) values of the points asked for, and rule out what they make implausible."""
        for name, points in asked.items():
            self._positions[name] += [positions_of(self.space.parameters, values) for values in points]
            self._simulated[name] += list(answers[name])
        return self._learn()

    def without(self, province: str) -> "Waves":
        """One wave that learns from the same points what it would if `province` had no facts; nothing is simulated.

        The points were chosen where its facts too were plausible, and those of the first wave everywhere.
        """
        space = self.space.without(province)
        others = Waves(space, {name: self.aims[name] for name in space.provinces}, self.design, self.discrepancy)
        for name in space.provinces:
            others.measured[name] = self.measured[name]
            others._positions[name], others._simulated[name] = [*self._positions[name]], [*self._simulated[name]]
        others._learn()
        return others

    def _learn(self) -> Wave:
        if not self._used:
            self._find_observed()
        with threadpool_limits(1):
            before: list[Surrogate | None] = [*self.surrogates] or [None] * len(self.space.provinces)
            self.surrogates = [self._fit(*pair) for pair in zip(self.space.provinces, before, strict=True)]
            rng = np.random.default_rng([self.design.seed, 1 + len(self.found)])
            self._reach(rng)
            sampler = Sampler(self.space, self.surrogates, rng)
            self.crowd = sampler.start(self.design.particles)
            left = sampler.rule_out(self.crowd)
            self.bound = sampler.bound
        errors = {
            aim.id: emulator.error
            for each in self.surrogates
            for aim, emulator in zip(each.aims, each.emulators, strict=True)
        }
        count = sum(map(len, self._simulated.values()))
        wave = Wave(len(self.found) + 1, count, float(sampler.bound), math.exp(left), errors)
        self.found.append(wave)
        return wave

    def _reach(self, rng: np.random.Generator) -> None:
        """Widen the discrepancy of facts that no point of the prior reaches."""
        points = self.space.draws(REACHING, rng)
        self.surrogates = [
            each.within_reach(self.space.provincial(points, k), CUT) for k, each in enumerate(self.surrogates)
        ]

    def widened(self) -> dict[str, float]:
        """Fact id -> how many times its discrepancy was widened for no point reaches it."""
        return {
            aim.id: float(wide / stated)
            for each in self.surrogates
            for aim, wide, stated in zip(each.aims, each.discrepancy, self._stated(each), strict=True)
            if wide > stated * 1.001
        }

    def _stated(self, surrogate: Surrogate) -> Floats:
        name = surrogate.aims[0].province
        stated = self.discrepancy.get(name)
        if stated is None:
            return np.array([aim.discrepancy for aim in surrogate.aims])
        return stated[self._used[name]]

    def _find_observed(self) -> None:
        """Which facts of each province the simulation observes often enough and the search moves; others are named."""
        for name in self.space.provinces:
            means = np.stack([mean_distances(self.aims[name], each) for each in self._simulated[name]])
            seen = np.isfinite(means).mean(axis=0) >= OBSERVED
            middle = np.median(np.where(np.isfinite(means), means, 0.0), axis=0)
            quiet = np.sqrt(self.measured[name].noise.variance(middle[None, :])[0])
            moved = seen & (np.nanstd(np.where(seen, means, 0.0), axis=0) > STILL * quiet)
            self._used[name] = [int(i) for i in np.flatnonzero(moved)]
            self.unobserved += [aim for aim, there in zip(self.aims[name], seen, strict=True) if not there]
            self.unmoved += [aim for aim, s, m in zip(self.aims[name], seen, moved, strict=True) if s and not m]
            if not self._used[name]:
                raise ValueError(f"{name}: none of its {len(seen)} facts depends on what is searched")

    def _fit(self, name: str, before: Surrogate | None) -> Surrogate:
        used = self._used[name]
        positions, simulated = self._positions[name][-MOST:], self._simulated[name][-MOST:]
        stated = self.discrepancy.get(name)
        return fit_surrogate(
            [self.aims[name][i] for i in used], np.stack(positions), [each[:, used] for each in simulated],
            self.measured[name].of(used), discrepancy=None if stated is None else stated[used], before=before,
        )  # fmt: skip


def spread_out(points: Floats, number: int) -> Floats:
    """`number` of the (n, parameters) points that lie far from one another, each direction in its own sd."""
    points = np.unique(points, axis=0)
    if len(points) <= number:
        return points
    scaled = points / np.maximum(points.std(axis=0), 1e-9)
    taken = [int(np.argmin(np.square(scaled - scaled.mean(axis=0)).sum(axis=1)))]
    nearest = np.full(len(points), np.inf)
    for _ in range(number - 1):
        nearest = np.minimum(nearest, np.square(scaled - scaled[taken[-1]]).sum(axis=1))
        taken.append(int(np.argmax(nearest)))
    return points[taken]
