"""Recovery: how often do the 90% intervals of a fit contain parameters that are known?

Parameters are drawn from their priors, the facts of one province are simulated under them (with a seed of their own),
and the fit is asked for the parameters. The emulators are fitted once, on one design under one seed; each trial is then
one simulated set of facts and one posterior sample on the emulators. Every simulated point is kept in a folder; a
second call goes on where the first was stopped. Wanted: 80 to 97% of the intervals, pooled over parameters.

nice -n 15 uv run --extra calibrate python -m benchmarks.recovery
    [--trials 60 --points 96 --scale 0.001 --province fujian]
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.stats import binom
from threadpoolctl import threadpool_limits

from calibration.aims import Aim, Floats, mean_distances
from calibration.fitted_facts import Fitted, fitted_facts
from calibration.inputs import digests_of
from calibration.measured import Measured
from calibration.priors import load_parameters, positions_of, values_of
from calibration.sampler import Sampler
from calibration.space import Space
from calibration.store import PointStore
from calibration.surrogate import Surrogate, fit_surrogate
from calibration.targets import load_facts
from calibration.tasks import Task, answered
from calibration.waves import STILL, Asked, Design, Waves
from calibration.workers import Simulation, Workers, simulate_task
from simulation.parameters.files.reading import data_folder
from simulation.run_settings import Settings
from simulation.simulate.executors import Processes

PARAMETERS: Final = (
    "application.base_logit", "information.base_awareness", "kin.childless_share", "kin.child_income_share",
    "temporary.seek_prob",
)  # fmt: skip
FOLDER: Final = Path(str(data_folder()))
INTERVAL: Final = (0.05, 0.95)
WANTED: Final = (0.80, 0.97)
FIRST_SEED: Final = 1000  # of the truths; the emulators are fitted under seed 1
DATA_REPLICATIONS: Final = 2
SAME_PEOPLE: Final = 0.6  # correlation of the noise of two facts from which on the second is left out
NOISIEST: Final = 0.5  # sd of a distance beyond which a statistic is a handful of sampled persons, and no normal


def problem_of(province: str, latest: int) -> tuple[Space, Fitted]:
    """The five parameters, none of which deviates, and the facts of one province up to a month."""
    searched = {one.path: replace(one, spread=0.0, evidence="") for one in load_parameters()}
    missing = [path for path in PARAMETERS if path not in searched]
    if missing:
        raise SystemExit(f"not searched any more: {', '.join(missing)}")
    facts = [fact for fact in load_facts() if fact.months()[1] <= latest]
    return Space(tuple(searched[path] for path in PARAMETERS), (province,)), fitted_facts(facts, [province])


def emulated(space: Space, facts: Fitted, given: argparse.Namespace) -> tuple[Surrogate, list[int]]:
    """Emulators over the whole range of the parameters, and the columns of the facts that they are for."""
    design = Design(waves=1, points=given.points, replications=given.replications, noise=given.noise)
    settings = Settings(given.scale, 1, given.replications, 1, threads=1)
    waves, province = Waves(space, facts.aims, design), space.provinces[0]
    simulation = Simulation(facts, settings, FOLDER, PARAMETERS)
    store = PointStore(given.folder / "design", inputs_of(space, facts, settings))
    with store, Workers(simulation, given.threads) as batch:

        def ask(asked: Asked, replications: int) -> list[Floats]:
            tasks = [Task(province, values, replications) for values in asked[province]]
            return answered(tasks, batch, store, lambda: print(".", end="", flush=True))

        asked = waves.ask_noise()
        waves.tell_noise(asked, {province: ask(asked, design.noise)})
        asked = waves.ask()
        found = ask(asked, design.replications)
    print()
    positions = np.stack([positions_of(space.parameters, values) for values in asked[province]])
    return chosen(facts.aims[province], positions, found, waves.measured[province])


def chosen(
    aims: Sequence[Aim], positions: Floats, found: list[Floats], measured: Measured
) -> tuple[Surrogate, list[int]]:
    """Emulators of the facts that move with the parameters and are more than a handful of sampled persons.

    None counts the same people again (a stock a year later, the units of its persons): a fit leaves out that the model
    misses these alike, but here the model is right, and correlations near 1 would have to be known exactly.
    """
    means = np.stack([mean_distances(aims, each) for each in found])
    quiet = np.sqrt(measured.noise.variance(np.median(means, axis=0)[None, :])[0])
    sound = np.isfinite(means).all(axis=0) & (means.std(axis=0) > STILL * quiet) & (quiet < NOISIEST)
    used: list[int] = []
    for i in np.flatnonzero(sound):
        if not used or np.abs(measured.noise.correlation[i, used]).max() < SAME_PEOPLE:
            used.append(int(i))
    kept = [each[:, used] for each in found]
    return fit_surrogate([aims[i] for i in used], positions, kept, measured.of(used)), used


def inputs_of(space: Space, facts: Fitted, settings: Settings) -> dict[str, Any]:
    """What a stored point depends on in addition to its values."""
    return {
        **dict(digests_of(space, facts, FOLDER)), "scale": settings.scale, "seed": settings.seed,
        "warm_up": settings.warm_up,
    }  # fmt: skip


def interval_of(space: Space, surrogate: Surrogate, data: Floats, particles: int, seed: int) -> tuple[Floats, Floats]:
    """(2, parameters) ends of the 90% intervals and (particles, parameters) draws, given (facts,) distances."""
    with threadpool_limits(1):
        sampler = Sampler(space, [surrogate.aiming_at(data, DATA_REPLICATIONS)], np.random.default_rng(seed))
        crowd = sampler.start(particles)
        sampler.weigh(crowd)
    return np.quantile(crowd.points, INTERVAL, axis=0), crowd.points


def truths(space: Space, facts: Fitted, given: argparse.Namespace) -> list[tuple[Floats, Floats]]:
    """By trial: (parameters,) true positions and (facts,) distances of the facts simulated under them."""
    province = space.provinces[0]
    settings = Settings(given.scale, 1, DATA_REPLICATIONS, FIRST_SEED, threads=1)
    drawn = space.draws(given.trials, np.random.default_rng(7))
    tasks = [Task(province, values_of(space.parameters, point), DATA_REPLICATIONS) for point in drawn]
    order, pool = list(tasks), Processes(given.threads, 1)

    def simulated(tasks: Sequence[Task]) -> Iterator[Floats]:
        """Each trial under a seed of its own."""
        seeds = [FIRST_SEED + order.index(task) for task in tasks]
        asked = [Simulation(facts, replace(settings, seed=seed), FOLDER, PARAMETERS) for seed in seeds]
        waiting = [pool.submit(simulate_task, *pair) for pair in zip(asked, tasks, strict=True)]
        return (each.result() for each in waiting)

    try:
        with PointStore(given.folder / "truths", inputs_of(space, facts, settings)) as store:
            found = answered(tasks, simulated, store, lambda: print(".", end="", flush=True))
    finally:
        pool.end()
    print()
    aims = facts.aims[province]
    return [
        (positions_of(space.parameters, task.values), mean_distances(aims, each))
        for task, each in zip(tasks, found, strict=True)
    ]


def report(space: Space, covered: np.ndarray, widths: Floats, ranks: Floats) -> None:
    """Coverage by parameter and pooled, widths compared with the prior's, and where the truths lie among the draws."""
    print(f"{'parameter':<32} {'covered':>8} {'of':>4} {'width/prior':>12} {'mean rank':>10}")
    prior = np.ptp(np.quantile(space.draws(4000, np.random.default_rng(8)), INTERVAL, axis=0), axis=0)
    for i, one in enumerate(space.parameters):
        print(
            f"{one.path:<32} {covered[:, i].mean():>8.0%} {len(covered):>4} "
            f"{np.median(widths[:, i]) / prior[i]:>12.2f} {ranks[:, i].mean():>10.2f}"
        )
    share, number = float(covered.mean()), covered.size
    low, high = binom.interval(0.95, number, 0.9)
    verdict = "as wanted" if WANTED[0] <= share <= WANTED[1] else "NOT as wanted"
    print(
        f"pooled: {share:.1%} of {number} intervals of 90% contain the truth "
        f"(wanted {WANTED[0]:.0%} to {WANTED[1]:.0%}: {verdict}; "
        f"chance alone: {low / number:.0%} to {high / number:.0%})"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--points", type=int, default=96)
    parser.add_argument("--replications", type=int, default=3, help="of each point of the design")
    parser.add_argument("--noise", type=int, default=96, help="replications of the points that show the noise")
    parser.add_argument("--scale", type=float, default=0.001)
    parser.add_argument("--province", default="fujian")
    parser.add_argument("--latest", type=int, default=-1, help="last month of the facts that are used (0: 2023-01)")
    parser.add_argument("--particles", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("recovery"))
    given = parser.parse_args(arguments)
    began = time.perf_counter()
    space, facts = problem_of(given.province, given.latest)
    surrogate, used = emulated(space, facts, given)
    for aim, emulator in zip(surrogate.aims, surrogate.emulators, strict=True):
        noise = float(np.sqrt(surrogate.noise.variance(np.zeros((1, len(used)))))[0, surrogate.aims.index(aim)])
        print(f"{aim.id:<14} {aim.statistic:<46} leave-one-out {emulator.error:.3f}, one replication {noise:.3f}")
    covered, widths, ranks = [], [], []
    for trial, (truth, data) in enumerate(truths(space, facts, given)):
        ends, draws = interval_of(space, surrogate, data[used], given.particles, trial)
        covered.append((ends[0] <= truth) & (truth <= ends[1]))
        widths.append(np.ptp(ends, axis=0))
        ranks.append((draws < truth).mean(axis=0))
        print(".", end="", flush=True)
    print()
    report(space, np.array(covered), np.array(widths), np.array(ranks))
    print(f"{(time.perf_counter() - began) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
