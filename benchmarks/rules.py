"""How fast the rules run over many households: the array path of the kernels compared with whole-array NumPy.

    python -m benchmarks.rules [--households 10000000] [--province zhejiang]

Four statuses (tekun, dibao, single, marginal) are judged for every household. A household that takes the second
status has cost two evaluations, one that takes none has cost four: only what was evaluated is counted. Making
households is left out; both sides must decide alike.
"""

import argparse
import time
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.whole_array import WholeArray
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.rows import status_rows
from simulation.rules.tables import Kind, Rules

BLOCK: Final = 250_000
REQUIRED: Final = 15e6  # household-programme evaluations per second and core
type Table = npt.NDArray[np.int64]


def households(count: int, seed: int) -> Table:
    """(count, Fact) facts of made-up households, most of them above every line, about one in six near or below."""
    rng = np.random.default_rng(seed)
    facts = np.zeros((count, len(Fact)), np.int64)
    persons = rng.integers(1, 6, count)
    elders = np.minimum(persons, rng.integers(0, 3, count) * (rng.random(count) < 0.35))
    minors = np.minimum(persons - elders, rng.integers(0, 3, count) * (rng.random(count) < 0.4))
    severe = ((rng.random(count) < 0.02) & (persons > elders + minors)).astype(np.int64)
    able = persons - elders - minors - severe
    facts[:, Fact.PERSONS], facts[:, Fact.ELDERS], facts[:, Fact.MINORS] = persons, elders, minors
    facts[:, Fact.SEVERE], facts[:, Fact.ABLE], facts[:, Fact.DEPENDENT] = severe, able, persons - able
    facts[:, Fact.WORKERS] = able
    facts[:, Fact.WAGE] = able * np.exp(rng.normal(12.6, 0.6, count)).astype(np.int64)  # fen, median 2,970 yuan
    facts[:, Fact.BUSINESS] = (rng.random(count) < 0.2) * rng.integers(0, 200_000, count)
    facts[:, Fact.PENSION] = elders * rng.integers(15_000, 300_000, count)
    facts[:, Fact.OTHER] = (rng.random(count) < 0.3) * rng.integers(0, 60_000, count)
    sick = rng.random(count) < 0.05
    facts[:, Fact.RIGID], facts[:, Fact.RIGID_PERSONS], facts[:, Fact.ILL] = sick * 150_000, sick, sick
    related = (able == 0) & (rng.random(count) < 0.7)
    facts[:, Fact.OBLIGOR_PERSONS], facts[:, Fact.OBLIGOR_ABLE] = related * 3, related
    facts[:, Fact.OBLIGOR_INCOME] = related * rng.integers(200_000, 2_000_000, count)
    facts[:, Fact.ASSETS] = np.exp(rng.normal(14.5, 1.2, count)).astype(np.int64)
    facts[:, Fact.CAR] = rng.random(count) < 0.3
    facts[:, Fact.REGISTERED] = rng.random(count) < 0.85
    return facts


def evaluations(programmes: Table, statuses: Table) -> int:
    """How many statuses were judged: up to the one that was taken, or all."""
    judged = np.searchsorted(statuses, programmes) + 1
    return int(np.where(programmes < 0, len(statuses), judged).sum())


def measure(rules: Rules, lines: Table, total: int) -> tuple[float, float, int]:
    """CPU seconds of kernels and of NumPy, and evaluations, over `total` households in blocks."""
    kernel = numpy = 0.0
    done, statuses = 0, np.flatnonzero(rules.programmes["kind"] == Kind.STATUS)
    for number in range(-(-total // BLOCK)):
        facts = households(min(BLOCK, total - number * BLOCK), number)
        line_row = np.ascontiguousarray(np.broadcast_to(lines, (len(facts), len(Line))))
        start = time.process_time()
        decided = status_rows(rules, facts, line_row)
        middle = time.process_time()
        programmes, amounts = WholeArray(rules, facts, line_row).decide()
        numpy += time.process_time() - middle
        kernel += middle - start
        assert np.array_equal(decided[:, 0], programmes), "programmes differ"
        assert np.array_equal(decided[:, 1], amounts), "amounts differ"
        done += evaluations(programmes, statuses)
    return kernel, numpy, done


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=10_000_000)
    parser.add_argument("--province", default="zhejiang")
    asked = parser.parse_args()
    scenario = Scenario.load(asked.province)
    rules, lines = scenario.rules(0), scenario.lines(0)[0, 1]
    status_rows(rules, households(10, 0), np.tile(lines, (10, 1)))  # compile
    kernel, numpy, done = measure(rules, lines, asked.households)
    rate = done / kernel
    print(f"{asked.households:,} households, {done:,} household-programme evaluations")
    print(f"kernels {kernel:8.2f} s  {rate / 1e6:7.2f} million a second and core (required {REQUIRED / 1e6:.0f})")
    print(f"NumPy   {numpy:8.2f} s  {done / numpy / 1e6:7.2f} million a second and core")
    print(f"ratio   {numpy / kernel:8.1f}")


if __name__ == "__main__":
    main()
